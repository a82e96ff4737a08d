import { z } from 'zod';
import { civilDate } from '../../shared/civil-date.js';
import { percent, rate } from '../../shared/interest-rate.js';
import { nonNegativeFen, positiveFen } from '../../shared/money.js';
import { COVERAGE_DEFAULT } from '../instalment-plans/capacity-rules.js';
import { DATE_SHIFTS, PLAN_INSTALMENTS_MAX, QUOTE_METHODS } from '../instalment-plans/terms.js';
import { yearBasisOrNone } from './schema.js';

const INTERVAL_MONTHS_MAX = 60;
const INTERVAL_WEEKS_MAX = 52;
const FREE_PERIODS_MAX = 100;
const QUOTED_AMOUNTS_MAX = 20;

const dueDay = z.union([z.int().min(1).max(31), z.literal('MONTH_END')]);

const lumpSum = z
  .strictObject({ amountFen: positiveFen, dueDate: civilDate })
  .describe('first payment before the instalments: instalment no. 1, pays principal; n counts the others');
const civilPeriods = z.array(z.strictObject({ from: civilDate, to: civilDate })).max(FREE_PERIODS_MAX);

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
  interestFreePeriods: civilPeriods.optional().describe('days that bear no interest, both ends included'),
  principalFreeInstalments: z
    .int()
    .min(0)
    .max(PLAN_INSTALMENTS_MAX)
    .optional()
    .describe('the first so many instalments pay interest only; lists of principal then hold the others'),
  interestDeferred: z.boolean().optional().describe('true: all interest falls due with the last instalment'),
  doubledDailyPercent: percent.optional().describe('doubled part added to the plan by agreement (IN-24, ACCRUES)'),
};
const planCommon = { ...planWithoutInterest, ...interestTerms, rate };
const planRhythm = {
  firstDueDate: civilDate,
  dueDay: dueDay.optional().describe('needed with intervalMonths'),
  intervalMonths: z.int().min(1).max(INTERVAL_MONTHS_MAX).optional(),
  intervalWeeks: z.int().min(1).max(INTERVAL_WEEKS_MAX).optional().describe('instead of dueDay and intervalMonths'),
};
const rounding = {
  roundToFen: positiveFen.optional().describe('instalments are rounded down to a multiple; the last takes the rest'),
};
const principalsFen = z
  .array(nonNegativeFen)
  .max(PLAN_INSTALMENTS_MAX)
  .describe('sum is exactly principalFen, less a lump sum');
const dueDates = z.array(civilDate).max(PLAN_INSTALMENTS_MAX).describe('nominal due dates, each after the one before');

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
    stepPercents: z.array(percent).max(PLAN_INSTALMENTS_MAX).describe('percent of the principal, sum exactly 100'),
  }),
  z.strictObject({ ...planCommon, method: z.literal('SEASONAL'), dueDates, principalsFen }),
  z.strictObject({
    ...planCommon,
    ...planRhythm,
    ...rounding,
    method: z.literal('BALLOON'),
    instalmentPrincipalFen: nonNegativeFen.describe('principal of every instalment but the last'),
  }),
  z.strictObject({
    ...planCommon,
    ...planRhythm,
    ...rounding,
    method: z.literal('PERCENT_OF_RECEIPTS'),
    minimumFen: nonNegativeFen.describe('principal due in any case; it alone decides on breach'),
    receiptsPercent: percent.describe('share of the inflow that is due beside the minimum'),
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
