import { z } from 'zod';
import { interestCap } from '../../../law/interest/cap.js';
import { PAYMENT_DAYS, percent, rate, yearBasis } from '../../../law/interest/rate.js';
import { BUCKETS, EXCLUSION_REASONS, SETTLEMENT_TREATMENTS } from '../../../law/ledger/terms.js';
import { PLAN_INSTALMENTS_MAX, PREPAY_POLICIES } from '../../../law/schedule/terms.js';
import { civilDate } from '../../../shared/civil-date.js';
import { nonNegativeFen, positiveFen } from '../../../shared/money.js';
import { oneLine } from '../../../shared/text-fields.js';

/** Most payments of one calculation; the body limit of the routes leaves room for them. */
export const CALCULATION_PAYMENTS_MAX = 100_000;
const EXCLUDED_PERIODS_MAX = 1_000;
const FEE_AMOUNTS_MAX = 1_000;
const DEBTS_MAX = 1_000;
const PERFORMANCE_DAYS_MAX = 3_650;
const GRACE_DAYS_MAX = 365;
const APPLICANTS_MAX = 100;
const JUDGMENT_INSTALMENTS_MAX = 60;
/** Most shares of one answer: payments times applicants. */
const SHARES_MAX = 100_000;

export const yearBasisOrNone = yearBasis
  .nullable()
  .optional()
  .describe('required when an annual rate accrues by actual days');

export const generalInterestBody = z.strictObject({
  principalFen: nonNegativeFen,
  from: civilDate.describe('first accruing day (IN-04)'),
  to: civilDate.describe('day of payment; accrues itself only under INCLUDE (IN-03)'),
  rate,
  yearBasis: yearBasisOrNone,
  paymentDay: z.enum(PAYMENT_DAYS),
  cap: interestCap.optional().describe('highest rate allowed by the basis or by law (IN-11); absent: none'),
});
export type GeneralInterestBody = z.infer<typeof generalInterestBody>;

const payments = z
  .array(z.strictObject({ date: civilDate, amountFen: positiveFen }))
  .max(CALCULATION_PAYMENTS_MAX)
  .describe('in any order; payments after asOf are not counted');

/** Either the day the basis took effect with a number of days, or the last day itself. */
const performance = z
  .strictObject({
    effectiveDate: civilDate.optional(),
    days: z.int().min(0).max(PERFORMANCE_DAYS_MAX).optional().describe('0: the basis states no period (IN-21)'),
    lastDate: civilDate.optional(),
  })
  .superRefine((period, context) => {
    const byDays = period.effectiveDate !== undefined || period.days !== undefined;
    if (byDays && period.lastDate !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['lastDate'],
        message: 'give effectiveDate and days, or lastDate, not both',
      });
    } else if (!byDays && period.lastDate === undefined) {
      context.addIssue({ code: 'custom', message: 'give effectiveDate and days, or lastDate' });
    } else if (byDays && period.effectiveDate === undefined) {
      context.addIssue({ code: 'custom', path: ['effectiveDate'], message: 'is needed beside days' });
    } else if (byDays && period.days === undefined) {
      context.addIssue({ code: 'custom', path: ['days'], message: 'is needed beside effectiveDate' });
    }
  });

export const judgmentLedgerBody = z
  .strictObject({
    principalFen: nonNegativeFen,
    otherMonetaryFen: nonNegativeFen.default(0n).describe('penalty, damages: doubled, without general interest'),
    costsFen: nonNegativeFen.default(0n),
    executionFeeFen: nonNegativeFen.default(0n),
    generalInterest: z
      .strictObject({
        openingFen: nonNegativeFen.default(0n).describe('interest already fixed'),
        from: civilDate,
        rate,
        yearBasis: yearBasisOrNone,
        paymentDay: z.enum(PAYMENT_DAYS),
        cap: interestCap.optional().describe('highest rate allowed by the basis or by law (IN-11); absent: none'),
      })
      .optional()
      .describe('absent when the basis orders none (IN-10)'),
    performance,
    judgmentInstalments: z
      .array(z.strictObject({ principalFen: nonNegativeFen, performance }))
      .min(1)
      .max(JUDGMENT_INSTALMENTS_MAX)
      .optional()
      .describe('parts of a judgment in instalments: each has its own doubled start (IN-21); they sum to principalFen'),
    doubled: z.strictObject({
      dailyPercent: percent.describe('0.0175 by law (IN-20)'),
      includeCosts: z.boolean().default(false),
      excludedPeriods: z
        .array(z.strictObject({ from: civilDate, to: civilDate, reason: z.enum(EXCLUSION_REASONS) }))
        .max(EXCLUDED_PERIODS_MAX)
        .default([]),
      excludeSettlementPeriod: z.boolean().default(false),
      settlementTreatment: z
        .enum(SETTLEMENT_TREATMENTS)
        .optional()
        .describe('instead of excludeSettlementPeriod (IN-24); default WAIVED_ON_PERFORMANCE'),
    }),
    bankruptcyAcceptedOn: civilDate.optional().describe('first day without any interest (IN-26)'),
    applicants: z
      .array(z.strictObject({ applicantId: oneLine(100), weight: nonNegativeFen }))
      .min(1)
      .max(APPLICANTS_MAX)
      .optional()
      .describe('several applicants and their parts of the claim; the answer then shares each payment among them'),
    payments,
    order: z.array(z.enum(BUCKETS)).max(BUCKETS.length).describe('each bucket exactly once (AL-04)'),
    asOf: civilDate,
  })
  .refine(({ applicants, payments }) => (applicants?.length ?? 0) * payments.length <= SHARES_MAX, {
    path: ['applicants'],
    error: `payments times applicants may not exceed ${SHARES_MAX}`,
  });
export type JudgmentLedgerBody = z.infer<typeof judgmentLedgerBody>;

export const feesBody = z.strictObject({
  executionAmountsFen: z.array(nonNegativeFen).max(FEE_AMOUNTS_MAX),
  preservationAmountsFen: z.array(nonNegativeFen).max(FEE_AMOUNTS_MAX),
});
export type FeesBody = z.infer<typeof feesBody>;

export const planPaymentsBody = z.strictObject({
  instalments: z
    .array(z.strictObject({ no: z.int().min(1).max(10_000), dueDate: civilDate, amountFen: nonNegativeFen }))
    .min(1)
    .max(PLAN_INSTALMENTS_MAX)
    .describe('in the order of their numbers; due dates already adjusted and not decreasing'),
  graceDays: z.int().min(0).max(GRACE_DAYS_MAX),
  prepayPolicy: z.enum(PREPAY_POLICIES),
  acceleration: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('AUTOMATIC') }),
    z.strictObject({ mode: z.literal('ON_NOTICE'), noticeServedOn: civilDate.optional() }),
    z.strictObject({ mode: z.literal('NONE') }),
  ]),
  payments,
  asOf: civilDate,
});
export type PlanPaymentsBody = z.infer<typeof planPaymentsBody>;

const debtId = oneLine(100);

export const multiDebtAllocationBody = z.strictObject({
  paymentDate: civilDate,
  amountFen: positiveFen,
  designation: z.array(debtId).max(DEBTS_MAX).describe('debts the debtor named when paying, in his order'),
  debts: z
    .array(
      z.strictObject({
        id: debtId,
        dueDate: civilDate,
        costsFen: nonNegativeFen,
        interestFen: nonNegativeFen,
        principalFen: nonNegativeFen,
        securedFen: nonNegativeFen,
        burdenPercent: percent,
      }),
    )
    .min(1)
    .max(DEBTS_MAX),
});
export type MultiDebtAllocationBody = z.infer<typeof multiDebtAllocationBody>;
