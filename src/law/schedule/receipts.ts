import { Decimal, mulDivHalfUp, RATE_SCALE, toRateUnits } from '../../shared/decimal.js';
import { type Fen, minFen } from '../../shared/money.js';

/**
 * What is due in an instalment of a plan by receipts: the minimum plus a share of the inflow, rounded half-up, in fen.
 * Only the minimum decides on breach.
 * @param receiptsPercent - share of the inflow, percent
 * Law: section 6.1 (`PERCENT_OF_RECEIPTS`).
 */
export function computeReceiptsInstalment(minimumFen: Fen, receiptsPercent: string, inflowFen: Fen): Fen {
  return minimumFen + mulDivHalfUp(inflowFen, toRateUnits(new Decimal(receiptsPercent)), 100n * RATE_SCALE);
}

/**
 * What must be paid of each instalment of a plan by receipts so that it is not in breach: its interest and the
 * minimum of principal; the share of the receipts is owed but does not decide. All in fen.
 * @param instalments - with the shares of the known inflows; the last one is due in full, for it takes the rest
 * Law: section 6.1 (`PERCENT_OF_RECEIPTS`), PL-12.
 */
export function listBreachAmounts(
  instalments: readonly { readonly principalFen: Fen; readonly interestFen: Fen }[],
  minimumFen: Fen,
): Fen[] {
  return instalments.map(
    ({ principalFen, interestFen }, index) =>
      interestFen + (index === instalments.length - 1 ? principalFen : minFen(principalFen, minimumFen)),
  );
}
