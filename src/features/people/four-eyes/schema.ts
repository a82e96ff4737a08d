import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines } from '../../../shared/text-fields.js';
import { ENTRY_STATUSES } from '../../../tables/columns.js';

export const decisionBody = z.strictObject({
  decision: z.enum(['APPROVE', 'REJECT']),
  reason: manyLines(500).optional().describe('required when rejecting'),
});
export type DecisionInput = z.infer<typeof decisionBody>;

export const person = z.object({ id, name: z.string() });

/** What an entry says of the two people behind it. */
export const fourEyesShape = {
  status: z.enum(ENTRY_STATUSES),
  reason: z.string(),
  enteredBy: person,
  enteredAt: moment,
  decidedBy: person.nullable(),
  decidedAt: moment.nullable(),
  decisionReason: z.string().nullable(),
};

/** The same of an entry in a case, where deputies act for absent colleagues. */
export const caseEntryShape = {
  ...fourEyesShape,
  enteredFor: person.nullable().describe('the absent colleague whose office entered it'),
  decidedFor: person.nullable().describe('the absent colleague whose office decided'),
};

/** An entry is entered, then decided on. */
export const versionOfEntry = (entry: { readonly decidedAt: Date | null }) => (entry.decidedAt === null ? 1 : 2);
