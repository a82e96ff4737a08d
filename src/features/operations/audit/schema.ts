import { z } from 'zod';
import { pageQuery } from '../../../platform/paging.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { hexDigest } from '../../../shared/digests.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { oneLine } from '../../../shared/text-fields.js';

/** What can be wrong with a link. */
export const BREAKS = [
  'MISSING',
  'LINK_BROKEN',
  'CONTENT_CHANGED',
  'HEAD_DIFFERS',
  'ROOT_DIFFERS',
  'SIGNATURE_INVALID',
  'ROW_CHANGED',
  'ROW_MISSING',
  'ROW_UNKNOWN',
  'ROW_DIFFERS',
] as const;

const range = {
  from: civilDate.optional().describe('first business date'),
  to: civilDate.optional().describe('last business date'),
};

export const verificationBody = z
  .strictObject({
    caseId: id.optional().describe('one case; without it every case of the court'),
    ...range,
    cursor: z.string().max(400).optional().describe('`nextCursor` of a verification that ran out of time'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'must not lie before `from`',
  });
export type VerificationInput = z.infer<typeof verificationBody>;

/** The first broken link: where it is, and what should stand there. */
export const brokenLink = z.object({
  chain: z.enum(['CASE', 'ACCESS_LOG', 'ROOTS']),
  courtCode: z.string().nullable(),
  caseId: id.nullable(),
  caseNumber: z.string().nullable(),
  seq: z.int().describe('number of the event in its case, of the batch, or of the root'),
  row: z.string().nullable().describe('table and key of a row that is not what event `seq` or an earlier one fixed'),
  fault: z.enum(BREAKS),
  expected: z.string(),
  found: z.string(),
});
export type BrokenLink = z.infer<typeof brokenLink>;

export const verificationView = z.object({
  result: z.enum(['WHOLE', 'BROKEN', 'INCOMPLETE']).describe('INCOMPLETE: out of time, go on with `nextCursor`'),
  firstBroken: brokenLink.nullable(),
  checked: z.object({ cases: z.int(), events: z.int(), accessBatches: z.int(), roots: z.int() }),
  lastRoot: z.object({ seq: z.int(), rootOn: shownDate, hash: hexDigest, keyId: z.string() }).nullable(),
  nextCursor: z.string().nullable(),
});
export type VerificationView = z.infer<typeof verificationView>;

export const AUDIT_LOGS = ['EVENTS', 'ACCESS'] as const;

const filters = {
  log: z.enum(AUDIT_LOGS).default('EVENTS').describe('EVENTS: chains of the cases; ACCESS: who read what'),
  caseId: id.optional(),
  actorId: oneLine(64).optional(),
  type: oneLine(64).optional().describe('type of the event, or act of the access'),
  ...range,
};
export const auditQuery = z.strictObject({ ...pageQuery.shape, ...filters });
export type AuditQuery = z.infer<typeof auditQuery>;
export const auditExportQuery = z.strictObject({
  ...filters,
  format: z.enum(['csv', 'jsonl']).default('csv'),
  purpose: oneLine(500, { least: 2 }).describe('why it is taken out; kept in the access log'),
});
export type AuditExportQuery = z.infer<typeof auditExportQuery>;

/** One line of either log. */
export const auditEventView = z.object({
  log: z.enum(AUDIT_LOGS),
  courtCode: z.string().nullable(),
  caseId: id.nullable(),
  caseNumber: z.string().nullable().describe('null in the access log'),
  seq: z.int().describe('number in the chain of the case, or of the batch'),
  type: z.string(),
  occurredAt: moment,
  businessOn: shownDate.nullable().describe('null in the access log, which runs on the real clock'),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  requestId: z.string(),
  fromAddress: z.string().nullable(),
  object: z.string().nullable(),
  purpose: z.string().nullable(),
  legalGround: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).meta({ additionalProperties: true }),
  beforeDigest: hexDigest.nullable(),
  afterDigest: hexDigest.nullable(),
  hash: hexDigest.nullable().describe('null in the access log, where batches carry the digests'),
});
export type AuditEventView = z.infer<typeof auditEventView>;

export const rootView = z.object({
  seq: z.int(),
  rootOn: shownDate,
  madeAt: moment,
  anchors: z.int(),
  anchorsDigest: hexDigest,
  accessSeq: z.int(),
  accessHash: hexDigest,
  previousHash: hexDigest,
  hash: hexDigest,
  keyId: z.string(),
  signature: z.string(),
});
