import { z } from 'zod';
import { CORRECTION_GROUNDS } from '../../../law/claims/correction-grounds.js';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { manyLines } from '../../../shared/text-fields.js';
import { claimView } from '../../../tables/claim-correction-json.js';
import { claimChange } from '../../dossier/cases/claim-schema.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import { caseEntryShape } from '../../people/four-eyes/schema.js';

const correctionGround = z.enum(CORRECTION_GROUNDS);

export const correctionBody = claimChange.extend({
  ground: correctionGround.describe('all but ENTRY_ERROR name a document, WAIVER the statement of the applicant'),
  reason: manyLines(500).describe('why the claim as entered is not what is owed'),
  evidence: manyLines(2000).optional().describe('the document that says so, such as 补正裁定书 and its number'),
  fileIds,
});
export type CorrectionInput = z.infer<typeof correctionBody>;

export const correctionView = z.object({
  id,
  caseId: id,
  no: z.int().describe('number of the correction within the case'),
  ground: correctionGround.nullable().describe('null in corrections from before grounds were named'),
  evidence: z.string().nullable(),
  fileIds: fileIdsView,
  changed: z.array(z.string()).describe('keys of the claim that differ'),
  before: claimView,
  after: claimView,
  enteredOn: shownDate,
  ...caseEntryShape,
});
export type CorrectionView = z.infer<typeof correctionView>;
