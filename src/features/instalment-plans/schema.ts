import { z } from 'zod';
import { civilDate } from '../../shared/civil-date.js';
import { id } from '../../shared/ids.js';
import { rate, yearBasis } from '../../shared/interest-rate.js';
import { computedFen, nonNegativeFen, positiveFen } from '../../shared/money.js';
import { APPLICANTS_MAX } from '../cases/schema.js';
import { RECORD_METHODS } from '../consents/schema.js';

export const PLAN_STATUSES = ['DRAFT', 'CONFIRMED', 'ACTIVE', 'SUPERSEDED', 'COMPLETED', 'ENDED'] as const;
export const PREPAY_POLICIES = ['NEXT_FIRST', 'LAST_FIRST'] as const;
export const ACCELERATION_MODES = ['NONE', 'ON_NOTICE', 'AUTOMATIC'] as const;
export const CONFIRMING_PARTIES = ['ENTERPRISE', 'APPLICANT'] as const;
export const PLAN_METHODS = ['EQUAL_PRINCIPAL', 'ANNUITY', 'CUSTOM'] as const;
export const INSTALMENT_STATUSES = [
  'PAID',
  'PAID_LATE',
  'PART_PAID_NOT_DUE',
  'NOT_DUE',
  'PART_PAID_OVERDUE',
  'OVERDUE',
  'ACCELERATED',
] as const;
export const INSTALMENTS_MAX = 60;
export const GRACE_DAYS_MAX = 90;

export const planBody = z.strictObject({
  principalFen: positiveFen,
  n: z.int().min(1).max(INSTALMENTS_MAX),
  method: z.enum(PLAN_METHODS),
  principalsFen: z
    .array(nonNegativeFen)
    .max(INSTALMENTS_MAX)
    .optional()
    .describe('for CUSTOM: principal of each instalment'),
  firstDueDate: civilDate,
  dueDay: z.union([z.int().min(1).max(31), z.literal('MONTH_END')]),
  intervalMonths: z.int().min(1).max(12).default(1),
  shift: z.enum(['NEXT_WORKDAY', 'NONE']).default('NEXT_WORKDAY'),
  interestFrom: civilDate.optional().describe('first accruing day; required when interest accrues by days'),
  rate: rate.optional().describe('absent: no interest inside the plan'),
  yearBasis: yearBasis.optional(),
  graceDays: z.int().min(0).max(GRACE_DAYS_MAX).default(3),
  prepayPolicy: z.enum(PREPAY_POLICIES).default('NEXT_FIRST'),
  acceleration: z.strictObject({ mode: z.enum(ACCELERATION_MODES) }).default({ mode: 'ON_NOTICE' }),
  signedOn: civilDate,
  applicantIds: z.array(id).min(1).max(APPLICANTS_MAX).optional().describe('default: all applicants of the case'),
});
export type PlanInput = z.infer<typeof planBody>;

export const confirmationBody = z.strictObject({
  party: z.enum(CONFIRMING_PARTIES),
  partyId: id,
  method: z.enum(RECORD_METHODS),
  confirmedOn: civilDate,
  evidence: z.string().trim().min(1).max(2000).optional().describe('required when an officer records it'),
});
export type ConfirmationInput = z.infer<typeof confirmationBody>;

const instalment = z.object({
  no: z.int(),
  nominalDueDate: z.string(),
  dueDate: z.string(),
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
  givenOn: z.string().nullable(),
  evidence: z.string().nullable(),
  principalFen: computedFen,
  interestFen: computedFen,
  liableFen: computedFen.describe('what the surety answers for'),
  notChargedFen: computedFen.describe('increase that is not charged to the surety'),
  performanceEndsOn: z.string().describe('the guarantee period counts from here'),
});

/** What an amendment is beside its terms; kept with the plan. */
export const amendmentView = z.object({
  reason: z.string(),
  carriedPrincipalFen: computedFen,
  carriedInterestFen: computedFen.describe('overdue interest; it falls due with the first instalment'),
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
      confirmedOn: z.string(),
      evidence: z.string().nullable(),
    }),
  ),
  instalments: z.array(instalment.extend({ provisional: z.boolean() })),
  warnings: z
    .array(z.object({ code: z.string(), detail: z.string() }))
    .describe('what the agreement should still settle; nothing here blocks'),
  activatedOn: z.string().nullable(),
  amendsPlanId: id.nullable().describe('the version that this one replaces'),
  effectiveOn: z.string().nullable().describe('first day of an amendment'),
  supersededOn: z.string().nullable().describe('first day of the version that replaced this one'),
  amendment: amendmentView.nullable(),
  version: z.int(),
  createdAt: z.string(),
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
  asOf: z.string(),
  instalments: z.array(
    instalment.extend({
      paidFen: computedFen,
      status: z.enum(INSTALMENT_STATUSES),
      paidInFullOn: z.string().nullable(),
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
