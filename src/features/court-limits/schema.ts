import { z } from 'zod';
import { id } from '../../shared/ids.js';
import { computedFen, nonNegativeFen } from '../../shared/money.js';

export const LIMIT_STATUSES = ['ENTERED', 'APPROVED', 'REJECTED'] as const;

const text = z.string().trim().min(1).max(500);

export const courtLimitBody = z.strictObject({
  approvalLimitFen: nonNegativeFen.nullable().describe('payments above it need the bureau chief; null: none does'),
  reason: text.describe('the decision of the court that says so'),
});
export type CourtLimitInput = z.infer<typeof courtLimitBody>;

export const limitDecisionBody = z.strictObject({
  decision: z.enum(['APPROVE', 'REJECT']),
  reason: text.optional().describe('required when rejecting'),
});
export type LimitDecisionInput = z.infer<typeof limitDecisionBody>;

const person = z.object({ id, name: z.string() });

export const courtLimitView = z.object({
  id,
  courtCode: z.string(),
  approvalLimitFen: computedFen.nullable(),
  reason: z.string(),
  status: z.enum(LIMIT_STATUSES),
  inForce: z.boolean().describe('the newest approved entry'),
  enteredBy: person,
  enteredAt: z.string(),
  decidedBy: person.nullable(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string().nullable(),
});
export type CourtLimitView = z.infer<typeof courtLimitView>;
