import { z } from 'zod';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { rate, yearBasis } from '../../../law/interest/rate.js';
import { computedFen, positiveFen } from '../../../shared/money.js';
import { APPLICANTS_MAX } from '../../dossier/cases/schema.js';
import { fileIds, fileIdsView } from '../../dossier/files/schema.js';
import {
  checkFieldsOfMethod,
  dueDates,
  dueDay,
  instalmentPrincipalFen,
  interestForm,
  lumpSum,
  minimumFen,
  principalsFen,
  receiptsPercent,
  roundToFen,
  stepPercents,
} from './plan-form-schema.js';
import {
  DATE_SHIFTS,
  PLAN_INSTALMENTS_MAX,
  SCHEDULE_METHODS,
  PREPAY_POLICIES,
  ACCELERATION_MODES,
  INSTALMENT_STATUSES,
} from '../../../law/schedule/terms.js';
import { PLAN_WARNINGS } from '../../../law/schedule/warnings.js';
import { PLAN_STATUSES } from '../../../law/states/plan.js';
import { RECORD_METHODS } from '../../../tables/consents.js';
import { CONFIRMING_PARTIES } from '../../../tables/plans.js';
import { moment } from '../../../shared/moment.js';

export const GRACE_DAYS_MAX = 90;

/** Every form of section 6.1; `checkFieldsOfMethod` says which fields go with which method. */
export const planFields = {
  principalFen: positiveFen,
  n: z.int().min(1).max(PLAN_INSTALMENTS_MAX).describe('number of instalments, without a lump sum'),
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
  acceleration: z.strictObject({ mode: z.enum(ACCELERATION_MODES) }).default({ mode: 'ON_NOTICE' }),
  signedOn: civilDate,
  applicantIds: z.array(id).min(1).max(APPLICANTS_MAX).optional().describe('default: all applicants of the case'),
};

export const planBody = z.strictObject(planFields).superRefine(checkFieldsOfMethod);
export type PlanInput = z.infer<typeof planBody>;

export const confirmationBody = z.strictObject({
  party: z.enum(CONFIRMING_PARTIES),
  partyId: id,
  method: z.enum(RECORD_METHODS),
  confirmedOn: civilDate,
  evidence: z.string().trim().min(1).max(2000).optional().describe('an officer gives this or files'),
  fileIds,
});
export type ConfirmationInput = z.infer<typeof confirmationBody>;

const instalment = z.object({
  no: z.int(),
  nominalDueDate: shownDate,
  dueDate: shownDate,
  days: z.int().nullable(),
  principalFen: computedFen,
  interestFen: computedFen,
  paymentFen: computedFen,
  outstandingAfterFen: computedFen,
});

const totals = z.object({ principalFen: computedFen, interestFen: computedFen, paymentFen: computedFen });

const suretyView = z.object({
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

export const planView = z.object({
  id,
  caseId: id,
  planNo: z.int().describe('number of this version of the plan within the case'),
  status: z.enum(PLAN_STATUSES),
  terms: planBody,
  totals,
  applicantIds: z.array(id),
  confirmations: z.array(
    z.object({
      party: z.enum(CONFIRMING_PARTIES),
      partyId: id,
      method: z.enum(RECORD_METHODS),
      confirmedOn: shownDate,
      evidence: z.string().nullable(),
      fileIds: fileIdsView,
    }),
  ),
  instalments: z.array(instalment.extend({ provisional: z.boolean() })),
  warnings: z
    .array(z.object({ code: z.enum(PLAN_WARNINGS), detail: z.string(), detailZh: z.string() }))
    .describe('what the agreement should still settle; nothing here blocks'),
  activatedOn: shownDate.nullable(),
  amendsPlanId: id.nullable().describe('the version that this one replaces'),
  effectiveOn: shownDate.nullable().describe('first day of an amendment'),
  supersededOn: shownDate.nullable().describe('first day of the version that replaced this one'),
  amendment: amendmentView.nullable(),
  version: z.int(),
  createdAt: moment,
});
export type PlanView = z.infer<typeof planView>;

export const SCHEDULE_FORMATS = ['json', 'csv', 'xlsx', 'pdf', 'ics'] as const;

export const scheduleQuery = z.strictObject({
  asOf: civilDate.optional(),
  format: z.enum(SCHEDULE_FORMATS).default('json'),
});

export const scheduleView = z.object({
  planId: id,
  version: z.int(),
  asOf: shownDate,
  instalments: z.array(
    instalment.extend({
      paidFen: computedFen,
      status: z.enum(INSTALMENT_STATUSES),
      paidInFullOn: shownDate.nullable(),
    }),
  ),
  totals: totals.extend({
    paidFen: computedFen,
    paidPrincipalFen: computedFen,
    paidInterestFen: computedFen,
    outstandingFen: computedFen,
    outstandingPrincipalFen: computedFen,
    overdueFen: computedFen,
    paidInstalments: z.int(),
  }),
});
export type ScheduleView = z.infer<typeof scheduleView>;
