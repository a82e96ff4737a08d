import type { Claim } from '../../../law/claims/claim.js';
import type { CaseRow } from '../../../tables/cases.js';
import { calculationTerms, generalInterestClause } from '../../../law/claims/terms.js';

type ClaimColumns = Pick<
  CaseRow,
  | 'principalFen'
  | 'otherMonetaryFen'
  | 'costsFen'
  | 'feeBaseFen'
  | 'executionFeeFen'
  | 'generalInterest'
  | 'calculation'
>;

/** The claim of a case as it stands: corrections are part of it. */
export function claimOf(row: ClaimColumns): Claim {
  const { principalFen, otherMonetaryFen, costsFen, feeBaseFen, executionFeeFen } = row;
  return {
    principalFen,
    otherMonetaryFen,
    costsFen,
    feeBaseFen,
    executionFeeFen,
    generalInterest: row.generalInterest === null ? null : generalInterestClause.decode(row.generalInterest),
    calculation: calculationTerms.decode(row.calculation),
  };
}

/** The columns of a case that hold its claim. */
export function toClaimColumns(claim: Claim): ClaimColumns {
  const { generalInterest, calculation, ...amounts } = claim;
  return {
    ...amounts,
    generalInterest: generalInterest === null ? null : generalInterestClause.encode(generalInterest),
    calculation: calculationTerms.encode(calculation),
  };
}
