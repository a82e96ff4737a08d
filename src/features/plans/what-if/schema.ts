import { z } from 'zod';
import { CASE_INSTALMENTS_MAX } from '../../../law/schedule/terms.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { computedFen, positiveFen } from '../../../shared/money.js';
import { scheduleView } from '../drafting/schema.js';

const HYPOTHESES_MAX = 20;
/** Ten years either way. */
const DAYS_MAX = 3660;

const hypothesis = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('PAY'),
    amountFen: positiveFen,
    date: civilDate,
    effect: z
      .enum(['COVERS_INSTALMENTS', 'REDUCES_PRINCIPAL'])
      .default('COVERS_INSTALMENTS')
      .describe('REDUCES_PRINCIPAL: where the parties agree, the payment lowers principal and later interest'),
  }),
  z.strictObject({
    kind: z.literal('MOVE'),
    no: z.int().min(1).max(CASE_INSTALMENTS_MAX),
    days: z.int().min(-DAYS_MAX).max(DAYS_MAX).describe('calendar days; negative: earlier'),
  }),
  z.strictObject({ kind: z.literal('STOP_PAYING'), from: civilDate }),
]);

export const whatIfBody = z.strictObject({ hypotheses: z.array(hypothesis).min(1).max(HYPOTHESES_MAX) });
export type WhatIfInput = z.infer<typeof whatIfBody>;

const forecast = z.object({
  instalments: scheduleView.shape.instalments,
  totals: z.object({ principalFen: computedFen, interestFen: computedFen, paymentFen: computedFen }),
  endDate: shownDate.describe('due date of the last instalment'),
  completedOn: shownDate.nullable().describe('day of the last payment, when everything is paid by the horizon'),
  breachDate: shownDate.nullable(),
  acceleration: z.object({ date: shownDate, amountFen: computedFen }).nullable(),
  outstandingFen: computedFen,
  surplusFen: computedFen,
  supposedPayments: z.array(z.object({ date: shownDate, amountFen: computedFen })),
});

export const whatIfView = z.object({
  planId: id,
  asOf: shownDate.describe('from this day on every instalment is supposed to be paid on its due date'),
  horizon: shownDate.describe('both outcomes are stated at the end of this day'),
  present: forecast.describe('the plan as it stands'),
  changed: forecast,
  reductionFen: computedFen.describe('principal paid outside the instalments'),
  difference: z
    .object({
      interestFen: computedFen,
      paymentFen: computedFen,
      outstandingFen: computedFen,
      endDays: z.int(),
      completedDays: z.int().nullable(),
    })
    .describe('changed minus present'),
});
export type WhatIfView = z.infer<typeof whatIfView>;
