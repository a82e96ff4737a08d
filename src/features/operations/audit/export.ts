import { createHash } from 'node:crypto';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { recordAccess } from '../../people/trail/access-log.js';
import { readAuditLines } from './listing.js';
import type { AuditEventView, AuditExportQuery } from './schema.js';

/** Most lines of one file. */
const LINES_MAX = 20_000;

const MEDIA_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const;

export interface AuditFile {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly name: string;
}

/** Who takes the file out and when stands in every line, so that a part of it tells as well (CP-06). */
interface Watermark {
  readonly exportedBy: string;
  readonly exportedAt: string;
}

async function toCsv(lines: readonly AuditEventView[], mark: Watermark): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  const rows = lines.map(({ actor, data, ...line }) => ({
    ...line,
    occurredAt: line.occurredAt.toISOString(),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    data: JSON.stringify(data),
    ...mark,
  }));
  const columns = [
    [
      'log',
      'courtCode',
      'caseId',
      'caseNumber',
      'seq',
      'type',
      'occurredAt',
      'businessOn',
      'actorKind',
      'actorId',
      'actorName',
    ],
    ['requestId', 'fromAddress', 'object', 'purpose', 'legalGround', 'data', 'beforeDigest', 'afterDigest', 'hash'],
    ['exportedBy', 'exportedAt'],
  ].flat();
  return stringify(rows, { header: true, columns, bom: true, escape_formulas: true });
}

function toJsonLines(lines: readonly AuditEventView[], mark: Watermark): string {
  return lines.map((line) => `${JSON.stringify({ ...line, ...mark })}\n`).join('');
}

/**
 * Takes lines of a log out as a file. That it was done stands in the access log, with the digest of the file, before
 * anything is answered.
 * Refuses: `not-permitted`, `invalid-query` (more lines than one file takes).
 * Law: CP-04, CP-06.
 */
export async function exportAuditEvents(
  ctx: UserContext,
  { format, purpose, ...filters }: AuditExportQuery,
  fromAddress: string,
): Promise<AuditFile> {
  requireMay(ctx.actor, 'exportAuditEvents');
  return inTransaction(ctx, async (tx) => {
    const lines = (await readAuditLines(tx, filters, undefined, LINES_MAX + 1)).map(({ view }) => view);
    if (lines.length > LINES_MAX) {
      const detail = `A file takes ${LINES_MAX} lines; narrow it by from and to, or by caseId.`;
      throw new Problem('invalid-query', { detail, errors: [{ pointer: '/to', detail }] });
    }
    const now = ctx.clock.now().toISOString();
    const mark = { exportedBy: `${ctx.actor.name}(${ctx.actor.username})`, exportedAt: now };
    const bytes = Buffer.from(format === 'csv' ? await toCsv(lines, mark) : toJsonLines(lines, mark));
    const digest = createHash('sm3').update(bytes).digest('hex');
    await recordAccess(tx, {
      act: 'exportAuditEvents',
      object: '/v1/audit-events/export',
      caseId: filters.caseId,
      purpose,
      fromAddress,
      detail: { format, entries: lines.length, digest, filters: { ...filters } },
    });
    return { bytes, mediaType: MEDIA_TYPES[format], name: `audit-${now.slice(0, 10)}.${format}` };
  });
}
