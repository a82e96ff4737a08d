import { z } from 'zod';
import { hexDigest } from '../../../shared/digests.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { DOCUMENT_KINDS } from '../../../tables/documents.js';
import { person } from '../../people/four-eyes/schema.js';

export const documentBody = z.strictObject({
  kind: z.enum(DOCUMENT_KINDS),
  subjectId: id.describe('the payment, the disbursement or the joint review that it is about'),
});
export type DocumentInput = z.infer<typeof documentBody>;

export const documentView = z.object({
  id,
  caseId: id,
  kind: z.enum(DOCUMENT_KINDS),
  subjectId: id,
  title: z.string(),
  templateVersion: z.string(),
  snapshotSm3: hexDigest.describe('SM3 of the snapshot in RFC 8785 form'),
  sha256: hexDigest,
  sm3: hexDigest.describe('digest of the PDF'),
  size: z.int(),
  madeBy: person,
  madeAt: moment,
});
export type DocumentView = z.infer<typeof documentView>;
