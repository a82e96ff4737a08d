import { z } from 'zod';
import { LADDER_STEPS, MOVABLE_STEPS, RECIPIENT_ROLES } from '../../../law/course/steps.js';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { manyLines } from '../../../shared/text-fields.js';
import { fourEyesShape } from '../../people/four-eyes/schema.js';

const offsetDays = z.int().min(-60).max(180).describe('days from the adjusted due date, with three days of grace');

export const policyBody = z.strictObject({
  steps: z
    .array(z.strictObject({ step: z.enum(MOVABLE_STEPS), offsetDays }))
    .max(MOVABLE_STEPS.length)
    .refine((all) => new Set(all.map(({ step }) => step)).size === all.length, 'a step stands twice')
    .describe('steps that the court moves; the others keep their days'),
  reason: manyLines(500).describe('the decision of the court that says so'),
});
export type PolicyInput = z.infer<typeof policyBody>;

export const policyView = z.object({
  id,
  courtCode: z.string(),
  steps: z.array(z.object({ step: z.enum(LADDER_STEPS), offsetDays: z.int() })).describe('the whole ladder by it'),
  effectiveOn: shownDate.nullable().describe('for instalments that fall due from this day on; null until approved'),
  ...fourEyesShape,
});
export type PolicyView = z.infer<typeof policyView>;

export const ladderView = z.object({
  steps: z.array(
    z.object({
      step: z.enum(LADDER_STEPS),
      offsetDays: z.int(),
      movable: z.boolean(),
      automatic: z.boolean().describe('runs by itself; the others are proposed and wait for a person (ES-01)'),
      recipients: z.array(z.enum(RECIPIENT_ROLES)),
    }),
  ),
});
