import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';

/** Parts in a case that somebody has to fill. */
const PARTS = ['OFFICER', 'JUDGE'] as const;

export const recusalBody = z.strictObject({
  userId: id.optional().describe('whom; absent: oneself'),
  ground: oneLine(500).describe('the relation to a party, or the other ground (民事诉讼法第47条)'),
});
export type RecusalInput = z.infer<typeof recusalBody>;

export const liftingBody = z.strictObject({ reason: manyLines(500) });

const person = z.object({ id, name: z.string() });

export const recusalView = z.object({
  id,
  caseId: id,
  user: person,
  ground: z.string(),
  recordedBy: person,
  recordedAt: moment,
  vacant: z.array(z.enum(PARTS)).describe('parts in the case that he still has on paper: assign somebody else'),
  liftedBy: person.nullable(),
  liftedAt: moment.nullable(),
  liftReason: z.string().nullable(),
});
export type RecusalView = z.infer<typeof recusalView>;

export const assignmentBody = z
  .strictObject({
    officerId: id.optional(),
    judgeId: id.optional(),
    reason: manyLines(500),
  })
  .refine((one) => one.officerId !== undefined || one.judgeId !== undefined, {
    error: 'name an officer or a judge',
    path: ['officerId'],
  });
export type AssignmentInput = z.infer<typeof assignmentBody>;
