import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { computedFen } from '../../../shared/money.js';
import { manyLines } from '../../../shared/text-fields.js';
import { caseEntryShape } from '../../people/four-eyes/schema.js';

export const transferBody = z.strictObject({
  toCaseId: id.describe('the case of this court that the money belongs to'),
  reason: manyLines(500).describe('how it is known; the parties do not read it'),
});
export type TransferInput = z.infer<typeof transferBody>;

export const transferView = z.object({
  id,
  caseId: id.describe('the case that the payment leaves'),
  paymentId: id,
  toCaseId: id,
  toCaseNumber: z.string(),
  amountFen: computedFen,
  toPaymentId: id.nullable().describe('the payment in the other case; null until it is approved'),
  ...caseEntryShape,
});
export type TransferView = z.infer<typeof transferView>;
