import { z } from 'zod';
import { percent } from '../law/interest/rate.js';
import { PLAN_INSTALMENTS_MAX, type ScheduleMethod } from '../law/schedule/terms.js';
import { civilDate } from '../shared/civil-date.js';
import { nonNegativeFen, positiveFen } from '../shared/money.js';

// Fields of a plan that calculators and cases share (section 6.1).

const FREE_PERIODS_MAX = 100;

export const dueDay = z.union([z.int().min(1).max(31), z.literal('MONTH_END')]);
export const lumpSum = z
  .strictObject({ amountFen: positiveFen, dueDate: civilDate })
  .describe('first payment before the instalments: instalment no. 1, pays principal; n counts the others');
/** Lists of a plan with one member per row. */
export const listsOfRows = (rowsMax: number) => ({
  principalsFen: z.array(nonNegativeFen).max(rowsMax).describe('sum is exactly principalFen, less a lump sum'),
  dueDates: z.array(civilDate).max(rowsMax).describe('nominal due dates, each after the one before'),
  stepPercents: z.array(percent).max(rowsMax).describe('percent of the principal, sum exactly 100'),
});
export const roundToFen = positiveFen
  .optional()
  .describe('instalments are rounded down to a multiple; the last takes the rest');
export const instalmentPrincipalFen = nonNegativeFen.describe('principal of every instalment but the last');
export const minimumFen = nonNegativeFen.describe('principal due in any case; it alone decides on breach');
export const receiptsPercent = percent.describe('share of the inflow that is due beside the minimum');

/** What may be agreed about interest beside its rate. */
export const interestForm = {
  interestFreePeriods: z
    .array(z.strictObject({ from: civilDate, to: civilDate }))
    .max(FREE_PERIODS_MAX)
    .optional()
    .describe('days that bear no interest, both ends included'),
  principalFreeInstalments: z
    .int()
    .min(0)
    .max(PLAN_INSTALMENTS_MAX)
    .optional()
    .describe('the first so many instalments pay interest only; lists of principal then hold the others'),
  interestDeferred: z.boolean().optional().describe('true: all interest falls due with the last instalment'),
  doubledDailyPercent: percent.optional().describe('doubled part added to the plan by agreement (IN-24, ACCRUES)'),
};

/** Fields that only some methods have. */
const FIELDS_OF_SOME_METHODS = {
  firstDueDate: exceptFor('SEASONAL'),
  dueDay: exceptFor('SEASONAL'),
  intervalMonths: exceptFor('SEASONAL'),
  intervalWeeks: exceptFor('SEASONAL'),
  rate: exceptFor('EQUAL_TOTAL_NO_INTEREST'),
  yearBasis: exceptFor('EQUAL_TOTAL_NO_INTEREST'),
  interestFrom: exceptFor('EQUAL_TOTAL_NO_INTEREST'),
  interestFreePeriods: exceptFor('EQUAL_TOTAL_NO_INTEREST'),
  principalFreeInstalments: exceptFor('EQUAL_TOTAL_NO_INTEREST'),
  interestDeferred: exceptFor('EQUAL_TOTAL_NO_INTEREST'),
  doubledDailyPercent: exceptFor('EQUAL_TOTAL_NO_INTEREST'),
  roundToFen: exceptFor('CUSTOM', 'SEASONAL'),
  dueDates: onlyFor('CUSTOM', 'SEASONAL'),
  principalsFen: onlyFor('CUSTOM', 'SEASONAL'),
  stepPercents: onlyFor('STEPPED'),
  instalmentPrincipalFen: onlyFor('BALLOON'),
  minimumFen: onlyFor('PERCENT_OF_RECEIPTS'),
  receiptsPercent: onlyFor('PERCENT_OF_RECEIPTS'),
} as const;

/** Without these the method says nothing. */
const NEEDED: Partial<Record<ScheduleMethod, readonly (keyof typeof FIELDS_OF_SOME_METHODS)[]>> = {
  CUSTOM: ['principalsFen'],
  SEASONAL: ['principalsFen', 'dueDates'],
  STEPPED: ['stepPercents'],
  BALLOON: ['instalmentPrincipalFen'],
  PERCENT_OF_RECEIPTS: ['minimumFen', 'receiptsPercent'],
};

function exceptFor(...methods: ScheduleMethod[]) {
  return (method: ScheduleMethod) => !methods.includes(method);
}

function onlyFor(...methods: ScheduleMethod[]) {
  return (method: ScheduleMethod) => methods.includes(method);
}

/**
 * Says which fields the method of a plan does not have, and which it lacks; a term that has no effect would mislead.
 */
export function checkFieldsOfMethod(
  plan: { readonly method: ScheduleMethod } & Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  for (const [field, belongs] of Object.entries(FIELDS_OF_SOME_METHODS)) {
    if (plan[field] !== undefined && !belongs(plan.method)) {
      context.addIssue({ code: 'custom', path: [field], message: `does not go with ${plan.method}` });
    }
  }
  for (const field of NEEDED[plan.method] ?? []) {
    if (plan[field] === undefined) {
      context.addIssue({ code: 'custom', path: [field], message: `is needed for ${plan.method}` });
    }
  }
}
