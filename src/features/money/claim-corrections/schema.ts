import { z } from 'zod';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';
import { claimView } from '../../../tables/claim-correction-json.js';
import { claimChange } from '../../dossier/cases/claim-schema.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';

export const correctionBody = claimChange.extend({
  ground: oneLine(200).describe('why the claim as entered was not that of the enforcement basis'),
  evidence: manyLines(2000).describe('the document that says so, such as 补正裁定书 and its number'),
  fileIds,
});
export type CorrectionInput = z.infer<typeof correctionBody>;

export const correctionView = z.object({
  id,
  caseId: id,
  no: z.int().describe('number of the correction within the case'),
  ground: z.string(),
  evidence: z.string(),
  fileIds: fileIdsView,
  changed: z.array(z.string()).describe('keys of the claim that differ'),
  before: claimView,
  after: claimView,
  enteredBy: z.object({ id, name: z.string() }),
  enteredOn: shownDate,
  createdAt: moment,
});
export type CorrectionView = z.infer<typeof correctionView>;
