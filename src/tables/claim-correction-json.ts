import { z } from 'zod';
import type { Claim } from '../law/claims/claim.js';
import { calculationTerms, generalInterestClause } from '../law/claims/terms.js';
import { computedFen } from '../shared/money.js';

export const claimView = z.object({
  principalFen: computedFen,
  otherMonetaryFen: computedFen,
  costsFen: computedFen,
  feeBaseFen: computedFen,
  executionFeeFen: computedFen.describe('computed on filing (FE-02); 0 when it is computed on what is recovered'),
  generalInterest: generalInterestClause.nullable(),
  calculation: calculationTerms,
}) satisfies z.ZodType<Claim>;

/** A claim as it stood before or after a correction, in wire form. */
export type StoredClaim = z.input<typeof claimView>;
