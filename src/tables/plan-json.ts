import { z } from 'zod';
import { rate, yearBasis } from '../law/interest/rate.js';
import {
  CASE_INSTALMENTS_MAX,
  DATE_SHIFTS,
  FUTURE_INTEREST,
  PREPAY_POLICIES,
  SCHEDULE_METHODS,
} from '../law/schedule/terms.js';
import { AGREEMENT_CLAUSES } from '../law/settlement/checklist.js';
import { civilDate, shownDate } from '../shared/civil-date.js';
import { id } from '../shared/ids.js';
import { computedFen, positiveFen } from '../shared/money.js';
import { manyLines } from '../shared/text-fields.js';
import { APPLICANTS_MAX } from './cases.js';
import {
  checkFieldsOfMethod,
  dueDay,
  instalmentPrincipalFen,
  interestForm,
  listsOfRows,
  lumpSum,
  minimumFen,
  receiptsPercent,
  roundToFen,
} from './plan-form-json.js';

export const GRACE_DAYS_MAX = 90;
const EXCESS_FILES_MAX = 20;
const { principalsFen, dueDates, stepPercents } = listsOfRows(CASE_INSTALMENTS_MAX);

/** Why the parties agree on more than the basis orders, and the papers that show it. */
const exceedsClaim = z
  .strictObject({
    reason: manyLines(1000),
    fileIds: z.array(id).min(1).max(EXCESS_FILES_MAX),
  })
  .describe('needed where the agreed sum is above what is open by the basis on the day of signing');

const futureInterest = z
  .enum(FUTURE_INTEREST)
  .optional()
  .describe('interest of days after the sum fell due: EXCLUDED unless said; stored plans without it INCLUDE it');
const acceleration = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('NONE') }),
  z.strictObject({ mode: z.literal('ON_NOTICE'), futureInterest }),
  z.strictObject({ mode: z.literal('AUTOMATIC'), futureInterest }),
]);

/** Every form of section 6.1; `checkFieldsOfMethod` says which fields go with which method. */
export const planFields = {
  principalFen: positiveFen,
  n: z.int().min(1).max(CASE_INSTALMENTS_MAX).describe('number of instalments, without a lump sum'),
  method: z.enum(SCHEDULE_METHODS),
  lumpSum: lumpSum.optional(),
  principalsFen: principalsFen.optional().describe('CUSTOM, SEASONAL: principal of each instalment'),
  stepPercents: stepPercents.optional().describe('STEPPED: percent of the principal, sum exactly 100'),
  instalmentPrincipalFen: instalmentPrincipalFen
    .optional()
    .describe('BALLOON: principal of every instalment but the last'),
  minimumFen: minimumFen.optional().describe('PERCENT_OF_RECEIPTS: due in any case; it alone decides on breach'),
  receiptsPercent: receiptsPercent.optional().describe('PERCENT_OF_RECEIPTS: share of the inflow due beside it'),
  roundToFen,
  firstDueDate: civilDate.optional().describe('needed unless dueDates are given'),
  dueDay: dueDay.optional().describe('needed with intervalMonths'),
  intervalMonths: z
    .int()
    .min(1)
    .max(12)
    .optional()
    .describe('default 1 where neither intervalWeeks nor dueDates are given'),
  intervalWeeks: z.int().min(1).max(52).optional().describe('instead of dueDay and intervalMonths'),
  dueDates: dueDates.optional().describe('CUSTOM, SEASONAL: instead of firstDueDate, dueDay and an interval'),
  shift: z.enum(DATE_SHIFTS).default('NEXT_WORKDAY'),
  interestFrom: civilDate.optional().describe('first accruing day; required when interest accrues by days'),
  rate: rate.optional().describe('absent: no interest inside the plan'),
  yearBasis: yearBasis.optional(),
  ...interestForm,
  graceDays: z.int().min(0).max(GRACE_DAYS_MAX).default(3),
  prepayPolicy: z.enum(PREPAY_POLICIES).default('NEXT_FIRST'),
  acceleration: acceleration.default({ mode: 'ON_NOTICE' }),
  signedOn: civilDate,
  clauses: z
    .array(z.enum(AGREEMENT_CLAUSES))
    .max(AGREEMENT_CLAUSES.length)
    .optional()
    .describe('what the signed paper says beside these terms (ST-09); the checklist names what is missing'),
  exceedsClaim: exceedsClaim.optional(),
  applicantIds: z.array(id).min(1).max(APPLICANTS_MAX).optional().describe('default: all applicants of the case'),
};
export const planBody = z.strictObject(planFields).superRefine(checkFieldsOfMethod);
export type PlanInput = z.infer<typeof planBody>;
export const suretyView = z.object({
  name: z.string(),
  consented: z.boolean(),
  givenOn: shownDate.nullable(),
  evidence: z.string().nullable(),
  principalFen: computedFen,
  interestFen: computedFen,
  liableFen: computedFen.describe('what the surety answers for'),
  notChargedFen: computedFen.describe('increase that is not charged to the surety'),
  performanceEndsOn: shownDate.describe('the guarantee period counts from here'),
});
/** What an amendment is beside its terms; kept with the plan. */
export const amendmentView = z.object({
  reason: z.string(),
  carriedPrincipalFen: computedFen,
  carriedInterestFen: computedFen.describe(
    'interest owed by then; falls due with the first instalment, or the last where all is deferred',
  ),
  receivedFen: computedFen.describe('what the version before had received'),
  sureties: z.array(suretyView),
});
export type Amendment = z.infer<typeof amendmentView>;

/** The terms of a plan as their column keeps them: the body it was drafted with, in wire form. */
export type StoredTerms = z.input<typeof planBody>;

/** What an amendment carried over and who consented, in wire form. */
export type StoredAmendment = z.input<typeof amendmentView>;
