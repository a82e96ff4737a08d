import { z } from 'zod';
import { RELIEF_PATHS } from '../../../law/states/case.js';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { manyLines } from '../../../shared/text-fields.js';
import { RELIEF_REQUESTERS } from '../../../tables/relief-requests.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import { person } from '../../people/four-eyes/schema.js';

export const reliefRequestBody = z.strictObject({
  requestedBy: z.enum(RELIEF_REQUESTERS),
  path: z.enum(RELIEF_PATHS).optional().describe('the relief that is asked for'),
  reason: manyLines(4000).describe('why the enterprise can be saved, and how the debt will be paid'),
  newFacts: manyLines(4000).optional().describe('what is new; needed after an earlier request was turned down'),
  evidence: manyLines(2000).optional().describe('an officer who records the word of a party gives this or files'),
  fileIds,
});
export type ReliefRequestInput = z.infer<typeof reliefRequestBody>;

export const reliefRequestView = z.object({
  id,
  caseId: id,
  requestedBy: z.enum(RELIEF_REQUESTERS),
  path: z.enum(RELIEF_PATHS).nullable(),
  reason: z.string(),
  newFacts: z.string().nullable(),
  evidence: z.string().nullable(),
  fileIds: fileIdsView,
  requestedOn: shownDate,
  recordedBy: person,
});
export type ReliefRequestView = z.infer<typeof reliefRequestView>;
