import { z } from 'zod';
import { percent, rate } from '../../../law/interest/rate.js';
import { COVERAGE_DEFAULT } from '../../../law/schedule/capacity.js';
import { DATE_SHIFTS, PLAN_INSTALMENTS_MAX, QUOTE_METHODS } from '../../../law/schedule/terms.js';
import { civilDate } from '../../../shared/civil-date.js';
import { nonNegativeFen, positiveFen } from '../../../shared/money.js';
import {
  dueDay,
  instalmentPrincipalFen,
  interestForm,
  listsOfRows,
  lumpSum,
  minimumFen,
  receiptsPercent,
  roundToFen,
} from '../../../tables/plan-form-json.js';
import { yearBasisOrNone } from './schema.js';

const { principalsFen, dueDates, stepPercents } = listsOfRows(PLAN_INSTALMENTS_MAX);
const INTERVAL_MONTHS_MAX = 60;
const INTERVAL_WEEKS_MAX = 52;
const QUOTED_AMOUNTS_MAX = 20;

const planWithoutInterest = {
  principalFen: positiveFen,
  n: z.int().min(1).max(PLAN_INSTALMENTS_MAX),
  shift: z.enum(DATE_SHIFTS),
  paidInstalments: z.int().min(0).max(PLAN_INSTALMENTS_MAX).optional(),
  lumpSum: lumpSum.optional(),
};
const interestTerms = {
  interestFrom: civilDate.optional().describe('first accruing day; needed when interest accrues by actual days'),
  yearBasis: yearBasisOrNone,
  ...interestForm,
};
const planCommon = { ...planWithoutInterest, ...interestTerms, rate };
const planRhythm = {
  firstDueDate: civilDate,
  dueDay: dueDay.optional().describe('needed with intervalMonths'),
  intervalMonths: z.int().min(1).max(INTERVAL_MONTHS_MAX).optional(),
  intervalWeeks: z.int().min(1).max(INTERVAL_WEEKS_MAX).optional().describe('instead of dueDay and intervalMonths'),
};
const rounding = { roundToFen };

export const instalmentPlanBody = z.discriminatedUnion('method', [
  z.strictObject({ ...planCommon, ...planRhythm, ...rounding, method: z.literal('EQUAL_PRINCIPAL') }),
  z.strictObject({ ...planCommon, ...planRhythm, ...rounding, method: z.literal('ANNUITY') }),
  z.strictObject({
    ...planCommon,
    ...planRhythm,
    firstDueDate: planRhythm.firstDueDate.optional(),
    dueDates: dueDates.optional().describe('instead of firstDueDate, dueDay and an interval'),
    method: z.literal('CUSTOM'),
    principalsFen,
  }),
  z.strictObject({
    ...planWithoutInterest,
    ...planRhythm,
    ...rounding,
    method: z.literal('EQUAL_TOTAL_NO_INTEREST'),
  }),
  z.strictObject({
    ...planCommon,
    ...planRhythm,
    ...rounding,
    method: z.literal('STEPPED'),
    stepPercents,
  }),
  z.strictObject({ ...planCommon, method: z.literal('SEASONAL'), dueDates, principalsFen }),
  z.strictObject({
    ...planCommon,
    ...planRhythm,
    ...rounding,
    method: z.literal('BALLOON'),
    instalmentPrincipalFen,
  }),
  z.strictObject({
    ...planCommon,
    ...planRhythm,
    ...rounding,
    method: z.literal('PERCENT_OF_RECEIPTS'),
    minimumFen,
    receiptsPercent,
    inflowsFen: z
      .array(nonNegativeFen)
      .max(PLAN_INSTALMENTS_MAX)
      .optional()
      .describe('inflow before each of the first instalments, as far as known'),
  }),
]);
export type InstalmentPlanBody = z.infer<typeof instalmentPlanBody>;

/** A coverage such as `"1.2"`; at least a hundredth, so that it can divide. */
const coverage = percent.refine((value) => Number(value) >= 0.01, { error: 'must be at least 0.01' });

export const planQuotesBody = z.strictObject({
  principalFen: positiveFen,
  methods: z.array(z.enum(QUOTE_METHODS)).min(1).max(QUOTE_METHODS.length).default(['EQUAL_PRINCIPAL']),
  counts: z
    .array(z.int().min(1).max(PLAN_INSTALMENTS_MAX))
    .max(PLAN_INSTALMENTS_MAX)
    .optional()
    .describe('number of instalments → amount'),
  amountsFen: z.array(positiveFen).max(QUOTED_AMOUNTS_MAX).optional().describe('amount → fewest instalments'),
  capacity: z
    .strictObject({
      balanceFen: nonNegativeFen.default(0n),
      balanceOn: civilDate.describe('day of the balance; full months are counted from it'),
      monthlyReceiptsFen: nonNegativeFen.describe('certain receipts only'),
      monthlyOutgoingsFen: nonNegativeFen,
      coverage: coverage.default(COVERAGE_DEFAULT),
    })
    .optional()
    .describe('the fewest instalments that keep the coverage (balance + certain receipts) ÷ instalment'),
  ...planRhythm,
  ...rounding,
  ...interestTerms,
  shift: planWithoutInterest.shift,
  lumpSum: planWithoutInterest.lumpSum,
  rate: rate.optional().describe('not used by EQUAL_TOTAL_NO_INTEREST'),
});
export type PlanQuotesBody = z.infer<typeof planQuotesBody>;
