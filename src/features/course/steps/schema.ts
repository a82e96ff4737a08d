import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { shownDate } from '../../../shared/civil-date.js';

/** The ladder of section 10.1. The last row of that table (auction, bankruptcy screening) has no day and so no step. */
export const LADDER_STEPS = [
  'D-15',
  'D-7',
  'D-1',
  'D0',
  'D+1',
  'D+3',
  'D+4',
  'D+7',
  'D+10',
  'D+15',
  'D+20',
  'D+30',
] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

/** Steps whose days a court may move; the days from D0 to D+4 are those of due date, grace and breach. */
export const MOVABLE_STEPS = [
  'D-15',
  'D-7',
  'D-1',
  'D+7',
  'D+10',
  'D+15',
  'D+20',
  'D+30',
] as const satisfies readonly LadderStep[];
/** Days from the adjusted due date, with three days of grace, of the steps that were moved. */
export type LadderOffsets = Readonly<Partial<Record<(typeof MOVABLE_STEPS)[number], number>>>;

export const STEP_STATUSES = ['DONE', 'PROPOSED', 'CONFIRMED', 'SKIPPED', 'PAUSED', 'CLOSED', 'VOIDED'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export const RECIPIENT_ROLES = ['ENTERPRISE', 'APPLICANT', 'OFFICER'] as const;
export type RecipientRole = (typeof RECIPIENT_ROLES)[number];

export const stepRecipient = z.object({ role: z.enum(RECIPIENT_ROLES), id, name: z.string() });

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
