import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { computedFen, nonNegativeFen } from '../../../shared/money.js';
import { manyLines } from '../../../shared/text-fields.js';
import { fourEyesShape } from '../four-eyes/schema.js';

export const courtLimitBody = z.strictObject({
  approvalLimitFen: nonNegativeFen.nullable().describe('payments above it need the bureau chief; null: none does'),
  reason: manyLines(500).describe('the decision of the court that says so'),
});
export type CourtLimitInput = z.infer<typeof courtLimitBody>;

export const courtLimitView = z.object({
  id,
  courtCode: z.string(),
  approvalLimitFen: computedFen.nullable(),
  inForce: z.boolean().describe('the newest approved entry'),
  ...fourEyesShape,
});
export type CourtLimitView = z.infer<typeof courtLimitView>;
