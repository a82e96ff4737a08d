import { z } from 'zod';
import type { ClaimChange } from '../../../law/claims/claim.js';
import {
  generalInterestClause,
  calculationTerms,
  allocationOrder,
  agreementReference,
  FEE_BASES,
  excludedPeriod,
  EXCLUDED_PERIODS_MAX,
} from '../../../law/claims/terms.js';
import { SETTLEMENT_TREATMENTS } from '../../../law/ledger/terms.js';
import { civilDate } from '../../../shared/civil-date.js';
import { nonNegativeFen, positiveFen } from '../../../shared/money.js';

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
      order: allocationOrder.optional(),
      agreementReference: agreementReference.nullable().optional(),
      feeBase: z.enum(FEE_BASES).optional(),
      excludedPeriods: z.array(excludedPeriod).max(EXCLUDED_PERIODS_MAX).optional(),
      bankruptcyAcceptedOn: civilDate.nullable().optional(),
      delayBefore2014Fen: nonNegativeFen.nullable().optional(),
    })
    .optional()
    .describe('the switches of section 5.8; null takes one away'),
}) satisfies z.ZodType<ClaimChange>;
