import type { Claim } from '../../../law/claims/claim.js';
import { calculationTerms, generalInterestClause } from '../../../law/claims/terms.js';
import type { LedgerInput } from '../../../law/ledger/ledger.js';
import { DOUBLED_DAILY_PERCENT } from '../../../law/ledger/terms.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import type { Fen } from '../../../shared/money.js';
import type { CaseRow } from '../../../tables/cases.js';

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

/** The claim of a case as the pure ledger takes it, with the switches that stand for the case (section 5.8). */
export function ledgerInputOf(
  row: CaseRow,
  payments: readonly {
    readonly receivedOn: CivilDate;
    readonly amountFen: Fen;
    readonly refundedFen: Fen;
    readonly direct: boolean;
  }[],
  asOf: CivilDate,
): LedgerInput {
  const performance =
    row.performanceLastOn === null
      ? { effectiveDate: row.basisEffectiveOn, days: row.performanceDays ?? 0 }
      : { lastDate: row.performanceLastOn };
  const { generalInterest, calculation, feeBaseFen: _base, ...amounts } = claimOf(row);
  const { includeCosts, settlementTreatment, excludedPeriods, bankruptcyAcceptedOn, order } = calculation;
  const openingFen = calculation.delayBefore2014Fen;
  return {
    ...amounts,
    ...(generalInterest && { generalInterest }),
    performance,
    doubled: { dailyPercent: DOUBLED_DAILY_PERCENT, includeCosts, settlementTreatment, excludedPeriods, openingFen },
    bankruptcyAcceptedOn,
    payments: payments.map(({ receivedOn: date, amountFen, refundedFen, direct }) => {
      return { date, amountFen, refundedFen, direct };
    }),
    order,
    asOf,
  };
}
