import { z } from 'zod';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines } from '../../../shared/text-fields.js';
import { CONSENT_SCOPES, RECORD_METHODS } from '../../../tables/consents.js';
import { fileIds, fileIdsView } from '../files/schema.js';

export const consentBody = z.strictObject({
  applicantId: id,
  scope: z.enum(CONSENT_SCOPES),
  method: z.enum(RECORD_METHODS),
  givenOn: civilDate,
  evidence: manyLines(2000).optional().describe('an officer gives this or files'),
  fileIds,
});
export type ConsentInput = z.infer<typeof consentBody>;

export const consentView = z.object({
  id,
  caseId: id,
  applicantId: id,
  scope: z.enum(CONSENT_SCOPES),
  method: z.enum(RECORD_METHODS),
  givenOn: shownDate,
  evidence: z.string().nullable(),
  fileIds: fileIdsView,
  recordedBy: z.object({ id, name: z.string() }),
  createdAt: moment,
});
export type ConsentView = z.infer<typeof consentView>;
