import { z } from 'zod';
import { civilDate } from '../../shared/civil-date.js';
import { nonNegativeFen } from '../../shared/money.js';
import { oneLine } from '../../shared/text-fields.js';
import { interestCap } from '../interest/cap.js';
import { PAYMENT_DAYS, rate, yearBasis } from '../interest/rate.js';
import { BUCKETS, EXCLUSION_REASONS, namesEachBucketOnce, SETTLEMENT_TREATMENTS } from '../ledger/terms.js';

/** What the execution fee is computed on (FE-02): the sum applied for, or what has been recovered in the end. */
export const FEE_BASES = ['APPLIED', 'RECOVERED'] as const;
export const EXCLUDED_PERIODS_MAX = 100;
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
export const excludedPeriod = z.strictObject({
  from: civilDate,
  to: civilDate,
  // The days of a settlement follow from its plan.
  reason: z.enum(EXCLUSION_REASONS).exclude(['SETTLEMENT']),
});
export const allocationOrder = z
  .array(z.enum(BUCKETS))
  .describe('each bucket exactly once; another order than AL-04 needs its agreement');
export const agreementReference = oneLine(200).describe('where the other order is agreed (AL-05)');
/** The switches of section 5.8 as they stand for one case, each with its default. */
export const calculationTerms = z
  .strictObject({
    includeCosts: z.boolean().default(false).describe('costs belong to the base of the doubled part (IN-20)'),
    settlementTreatment: z.enum(SETTLEMENT_TREATMENTS).default('WAIVED_ON_PERFORMANCE').describe('IN-24'),
    order: allocationOrder.default([...BUCKETS]),
    agreementReference: agreementReference.optional(),
    feeBase: z.enum(FEE_BASES).default('APPLIED').describe('FE-02; RECOVERED: the fee is stated beside the ledger'),
    excludedPeriods: z
      .array(excludedPeriod)
      .max(EXCLUDED_PERIODS_MAX)
      .default([])
      .describe('stays; which of them stop the doubled part follows from their reason (IN-23)'),
    bankruptcyAcceptedOn: civilDate.optional().describe('first day without either interest (IN-26)'),
    delayBefore2014Fen: nonNegativeFen
      .optional()
      .describe('fixed amount for a delay before 2014-08-01, which is not computed (IN-25)'),
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
export type GeneralInterestClause = z.infer<typeof generalInterestClause>;
