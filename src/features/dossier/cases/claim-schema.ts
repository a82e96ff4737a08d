import { z } from 'zod';
import { civilDate } from '../../../shared/civil-date.js';
import { interestCap } from '../../../law/interest/cap.js';
import { PAYMENT_DAYS, rate, yearBasis } from '../../../law/interest/rate.js';
import { computedFen, nonNegativeFen, positiveFen } from '../../../shared/money.js';
import { BUCKETS, EXCLUSION_REASONS, namesEachBucketOnce, SETTLEMENT_TREATMENTS } from '../../../law/ledger/terms.js';

/** What the execution fee is computed on (FE-02): the sum applied for, or what has been recovered in the end. */
export const FEE_BASES = ['APPLIED', 'RECOVERED'] as const;

const EXCLUDED_PERIODS_MAX = 100;

/** The interest that the enforcement basis orders, entered from its text (IN-11). */
export const generalInterestClause = z
  .strictObject({
    openingFen: nonNegativeFen.optional().describe('interest already fixed by the basis'),
    from: civilDate.describe('first accruing day (IN-04)'),
    rate,
    yearBasis: yearBasis.optional().describe('required unless the rate is per day'),
    paymentDay: z.enum(PAYMENT_DAYS).default('INCLUDE'),
    cap: interestCap.optional().describe('highest rate allowed by the basis or by law (IN-11); absent: none'),
  })
  .refine((clause) => clause.rate.type === 'FIXED_DAILY' || clause.yearBasis !== undefined, {
    error: 'state 360 or 365 from the text of the basis; there is no default (IN-11)',
    path: ['yearBasis'],
  });

const excludedPeriod = z.strictObject({
  from: civilDate,
  to: civilDate,
  // The days of a settlement follow from its plan.
  reason: z.enum(EXCLUSION_REASONS).exclude(['SETTLEMENT']),
});

const order = z
  .array(z.enum(BUCKETS))
  .describe('each bucket exactly once; another order than AL-04 needs its agreement');
const agreementReference = z.string().trim().min(1).max(200).describe('where the other order is agreed (AL-05)');

/** The switches of section 5.8 as they stand for one case, each with its default. */
export const calculationTerms = z
  .strictObject({
    includeCosts: z.boolean().default(false).describe('costs belong to the base of the doubled part (IN-20)'),
    settlementTreatment: z.enum(SETTLEMENT_TREATMENTS).default('WAIVED_ON_PERFORMANCE').describe('IN-24'),
    order: order.default([...BUCKETS]),
    agreementReference: agreementReference.optional(),
    feeBase: z.enum(FEE_BASES).default('APPLIED').describe('FE-02; RECOVERED: the fee is stated beside the ledger'),
    excludedPeriods: z
      .array(excludedPeriod)
      .max(EXCLUDED_PERIODS_MAX)
      .default([])
      .describe('stays; which of them stop the doubled part follows from their reason (IN-23)'),
    bankruptcyAcceptedOn: civilDate.optional().describe('first day without either interest (IN-26)'),
  })
  .superRefine((terms, context) => {
    if (!namesEachBucketOnce(terms.order)) {
      context.addIssue({ code: 'custom', path: ['order'], message: `name each of ${BUCKETS.join(', ')} exactly once` });
    } else if (terms.order.some((bucket, index) => bucket !== BUCKETS[index]) && !terms.agreementReference) {
      context.addIssue({
        code: 'custom',
        path: ['agreementReference'],
        message: 'another order than AL-04 needs the agreement of the parties (AL-05)',
      });
    }
    for (const [index, period] of terms.excludedPeriods.entries()) {
      if (period.from <= period.to) continue;
      context.addIssue({
        code: 'custom',
        path: ['excludedPeriods', index, 'to'],
        message: 'the period ends before it begins',
      });
    }
  });
export type CalculationTerms = z.infer<typeof calculationTerms>;

export const claimBody = z
  .strictObject({
    principalFen: positiveFen,
    otherMonetaryFen: nonNegativeFen.default(0n),
    costsFen: nonNegativeFen.default(0n),
    feeBaseFen: nonNegativeFen.optional().describe('default principal + other monetary (FE-02)'),
    generalInterest: generalInterestClause.optional(),
    calculation: calculationTerms.default(calculationTerms.parse({})),
  })
  .refine((claim) => claim.calculation.feeBase === 'APPLIED' || claim.feeBaseFen === undefined, {
    error: 'is not used when the fee is computed on what is recovered',
    path: ['feeBaseFen'],
  });

export const claimView = z.object({
  principalFen: computedFen,
  otherMonetaryFen: computedFen,
  costsFen: computedFen,
  feeBaseFen: computedFen,
  executionFeeFen: computedFen.describe('computed on filing (FE-02); 0 when it is computed on what is recovered'),
  generalInterest: generalInterestClause.nullable(),
  calculation: calculationTerms,
});
export type Claim = z.infer<typeof claimView>;

/** Corrections of a claim: what is given replaces what stands. */
export const claimChange = z.strictObject({
  principalFen: positiveFen.optional(),
  otherMonetaryFen: nonNegativeFen.optional(),
  costsFen: nonNegativeFen.optional(),
  feeBaseFen: nonNegativeFen.optional(),
  executionFeeFen: nonNegativeFen.optional().describe('where the court decides on the fee (FE-01, FE-03)'),
  generalInterest: generalInterestClause.nullable().optional().describe('null: the basis orders none'),
  calculation: z
    .strictObject({
      includeCosts: z.boolean().optional(),
      settlementTreatment: z.enum(SETTLEMENT_TREATMENTS).optional(),
      order: order.optional(),
      agreementReference: agreementReference.nullable().optional(),
      feeBase: z.enum(FEE_BASES).optional(),
      excludedPeriods: z.array(excludedPeriod).max(EXCLUDED_PERIODS_MAX).optional(),
      bankruptcyAcceptedOn: civilDate.nullable().optional(),
    })
    .optional()
    .describe('the switches of section 5.8; null takes one away'),
});
export type ClaimChange = z.infer<typeof claimChange>;
