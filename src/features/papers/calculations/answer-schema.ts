import { z } from 'zod';
import { INSTALMENT_STATUSES, QUOTE_METHODS, QUOTE_REASONS } from '../../../law/schedule/terms.js';
import { shownDate } from '../../../shared/civil-date.js';
import { computedFen } from '../../../shared/money.js';

/** What limits the worth of a figure, or what the reader should know beside it. */
export const EXPLANATION_MARKS = [
  'provisional',
  'WEEKEND_ONLY',
  'ABRIDGED',
  'PAYMENTS_AFTER_AS_OF',
  'BALLOON_OVER_HALF',
  'CAPPED',
  'COURT_DECIDES_50_TO_500_YUAN',
  'BEFORE_2014_NOT_COMPUTED',
  'NOT_STATUTORY',
] as const;
export type ExplanationMark = (typeof EXPLANATION_MARKS)[number];

export const explanationEntry = z.object({
  figure: z.string().describe('JSON pointer into the answer'),
  valueFen: computedFen.optional(),
  value: z.string().optional(),
  formula: z.string(),
  numbers: z.record(z.string(), z.string()).describe('what stands behind the letters of the formula; amounts in yuan'),
  rule: z.string().describe('rule of docs/law.md'),
  article: z.string(),
  textZh: z.string(),
  textEn: z.string(),
  marks: z.array(z.enum(EXPLANATION_MARKS)),
});
export const explanation = z.array(explanationEntry);
export type ExplanationEntry = z.infer<typeof explanationEntry>;

export const generalInterestAnswer = z.object({
  days: z.int(),
  segments: z.array(z.object({ from: shownDate, to: shownDate, days: z.int(), ratePercent: z.string() })),
  interestFen: computedFen,
  explanation,
});
export type GeneralInterestAnswer = z.infer<typeof generalInterestAnswer>;

const balances = z.object({
  EXECUTION_FEE: computedFen,
  COSTS: computedFen,
  GENERAL_INTEREST: computedFen,
  OTHER_MONETARY: computedFen,
  PRINCIPAL: computedFen,
  DOUBLED_INTEREST: computedFen,
});

export const judgmentLedgerAnswer = z.object({
  lastPerformanceDate: shownDate,
  doubledFrom: shownDate,
  postings: z.array(
    z.object({
      date: shownDate,
      generalInterestDays: z.int(),
      generalInterestFen: computedFen,
      doubledDays: z.int(),
      doubledFen: computedFen,
      paymentFen: computedFen,
      allocation: balances.partial(),
      surplusFen: computedFen,
      balances,
    }),
  ),
  closing: balances.extend({ totalFen: computedFen, surplusFen: computedFen }),
  applicantShares: z
    .array(
      z.object({
        date: shownDate,
        creditorsFen: computedFen,
        shares: z.array(z.object({ applicantId: z.string(), amountFen: computedFen })),
      }),
    )
    .optional()
    .describe('present when applicants were given'),
  explanation,
});
export type JudgmentLedgerAnswer = z.infer<typeof judgmentLedgerAnswer>;

const fee = z.object({ amountFen: computedFen, feeFen: computedFen });

export const feesAnswer = z.object({ execution: z.array(fee), preservation: z.array(fee), explanation });
export type FeesAnswer = z.infer<typeof feesAnswer>;

const totals = z.object({ principalFen: computedFen, interestFen: computedFen, paymentFen: computedFen });

export const instalmentPlanAnswer = z.object({
  schedule: z.array(
    z.object({
      no: z.int(),
      nominalDueDate: shownDate,
      dueDate: shownDate,
      days: z.int().nullable(),
      principalFen: computedFen,
      interestFen: computedFen,
      paymentFen: computedFen,
      outstandingAfterFen: computedFen,
    }),
  ),
  totals,
  afterPaid: totals
    .extend({ paid: z.int(), outstandingPrincipalFen: computedFen })
    .optional()
    .describe('present when paidInstalments was given'),
  explanation,
});
export type InstalmentPlanAnswer = z.infer<typeof instalmentPlanAnswer>;

export const planQuotesAnswer = z.object({
  offers: z
    .array(
      z.object({
        method: z.enum(QUOTE_METHODS),
        n: z.int(),
        askedBy: z.array(z.enum(QUOTE_REASONS)),
        firstInstalmentFen: computedFen,
        highestInstalmentFen: computedFen,
        lastInstalmentFen: computedFen,
        totalInterestFen: computedFen,
        totalPaymentFen: computedFen,
        endDate: shownDate,
        coverage: z
          .object({
            lowest: z.string().describe('of the instalment that is covered least; cut after four decimals'),
            carried: z.boolean(),
            largestInstalmentFen: computedFen.describe('largest equal instalment on the same due dates'),
          })
          .nullable()
          .describe('null when no capacity was given'),
      }),
    )
    .describe('in the order of the methods, then by number'),
  unmet: z.array(
    z.object({
      method: z.enum(QUOTE_METHODS),
      askedBy: z.enum(QUOTE_REASONS),
      amountFen: computedFen.nullable(),
      n: z.int().nullable(),
      code: z.string().describe('what stands in the way, or no-number-suffices'),
    }),
  ),
  explanation,
});
export type PlanQuotesAnswer = z.infer<typeof planQuotesAnswer>;

export const planPaymentsAnswer = z.object({
  applications: z.array(
    z.object({
      date: shownDate,
      paymentFen: computedFen,
      applied: z.array(z.object({ no: z.int(), amountFen: computedFen })),
      surplusFen: computedFen,
    }),
  ),
  instalments: z.array(
    z.object({
      no: z.int(),
      paidFen: computedFen,
      outstandingFen: computedFen,
      paidInFullDate: shownDate.nullable(),
      status: z.enum(INSTALMENT_STATUSES),
    }),
  ),
  breachDate: shownDate.nullable(),
  acceleration: z.object({ date: shownDate, amountFen: computedFen }).nullable(),
  outstandingFen: computedFen,
  surplusFen: computedFen,
  explanation,
});
export type PlanPaymentsAnswer = z.infer<typeof planPaymentsAnswer>;

export const multiDebtAllocationAnswer = z.object({
  allocations: z.array(
    z.object({
      id: z.string(),
      totalFen: computedFen,
      COSTS: computedFen,
      INTEREST: computedFen,
      PRINCIPAL: computedFen,
    }),
  ),
  remaining: z.array(
    z.object({ id: z.string(), costsFen: computedFen, interestFen: computedFen, principalFen: computedFen }),
  ),
  surplusFen: computedFen,
  explanation,
});
export type MultiDebtAllocationAnswer = z.infer<typeof multiDebtAllocationAnswer>;
