import { z } from 'zod';
import { LADDER_STEPS } from '../law/course/steps.js';
import { shownDate } from '../shared/civil-date.js';
import { computedFen } from '../shared/money.js';

/** Figures of a notice; what a kind does not need may be absent. */
export const noticeFacts = z.object({
  caseNumber: z.string(),
  step: z.enum(LADDER_STEPS).optional(),
  instalmentNo: z.int().optional(),
  dueOn: shownDate.optional(),
  amountFen: computedFen.optional().describe('sum of the instalment'),
  outstandingFen: computedFen.optional().describe('what is still missing of it'),
  wholeFen: computedFen.optional().describe('where the whole sum fell due: all that is open'),
  curesFen: computedFen.optional().describe('all that is due by then, older instalments included: what cures'),
  wentTo: z.string().optional().describe('where a payment went, in words'),
  remainsFen: computedFen.optional().describe('what is still owed after a payment'),
  graceEndsOn: shownDate.optional().describe('last day on which payment avoids a breach'),
  declaredOn: shownDate.optional().describe('day on which the applicants made the whole sum due'),
  receivedOn: shownDate.optional(),
  paymentFen: computedFen.optional(),
  reason: z.string().optional(),
  account: z.string().optional().describe('bank and name of the collection account, never its number'),
  state: z.string().optional().describe('the state of the case, in words'),
  happened: z.string().optional().describe('what came to an ended case, in words'),
  attempts: z.int().optional().describe('how often a mail was tried'),
});
export type NoticeFacts = Readonly<z.output<typeof noticeFacts>>;

/** The figures as their column keeps them: amounts are JSON integers. */
export type StoredNoticeFacts = z.input<typeof noticeFacts>;
