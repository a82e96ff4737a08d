import { z } from 'zod';
import { LADDER_STEPS } from '../../../law/course/steps.js';
import { STEP_STATUSES } from '../../../law/states/step.js';
import { shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { stepRecipient } from '../../../tables/step-json.js';

export const stepView = z.object({
  id,
  caseId: id,
  planId: id,
  step: z.enum(LADDER_STEPS),
  instalmentNo: z.int(),
  fellOn: shownDate.describe('the day the step fell on, whenever it was recorded'),
  status: z.enum(STEP_STATUSES),
  recipients: z.array(stepRecipient),
  reason: z.string().nullable(),
  recordedAt: moment,
});
export type StepView = z.infer<typeof stepView>;
