import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { manyLines } from '../../../shared/text-fields.js';
import { caseEntryShape } from '../../people/four-eyes/schema.js';
import { collectionAccount } from '../cases/schema.js';
import { fileIds, fileIdsView } from '../files/schema.js';

export const caseChanges = z.strictObject({
  collectionAccount,
  reason: manyLines(500).describe('why another account is named'),
  fileIds,
});
export type CaseChanges = z.infer<typeof caseChanges>;

export const accountChangeView = z.object({
  id,
  caseId: id,
  bank: z.string(),
  name: z.string(),
  number: z.string().nullable().describe('masked (CP-05); null where it is not for the caller'),
  fileIds: fileIdsView,
  ...caseEntryShape,
});
export type AccountChangeView = z.infer<typeof accountChangeView>;
