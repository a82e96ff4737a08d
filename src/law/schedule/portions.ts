import { divideHalfUp } from '../../shared/decimal.js';
import { type Fen, minFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';

/** Interest and principal of one instalment before it has a date; money in fen. */
export interface Portion {
  /** Days that bear interest in this instalment; null when interest does not accrue by actual days. */
  readonly days: number | null;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
}

export interface Portions {
  readonly portions: readonly Portion[];
  readonly ratesProvisional: boolean;
}

/** An exact share of a balance: what one component of interest takes in a period. */
export interface InterestWeight {
  readonly numerator: bigint;
  /** Greater than zero. */
  readonly denominator: bigint;
}

/** Interest on a balance, each component rounded once, half-up to the fen (IN-02). */
export function weighInterest(balanceFen: Fen, weights: readonly InterestWeight[]): Fen {
  let interestFen = 0n;
  for (const { numerator, denominator } of weights) {
    interestFen += divideHalfUp(balanceFen * numerator, denominator);
  }
  return interestFen;
}

/** One row of a plan before its figures are known. */
export interface PlannedPeriod {
  readonly days: number | null;
  readonly weights: readonly InterestWeight[];
  /** What the row pays: an amount of principal, or a level payment that holds its interest. In fen. */
  readonly pays: { readonly principalFen: Fen } | { readonly levelFen: Fen };
  /** A lump sum is an amount that was named, so it is never rounded. */
  readonly rounded: boolean;
}

/** Planned principal of a row, rounded so that the whole instalment is a multiple; below zero when too coarse. */
function findPrincipal(period: PlannedPeriod, balanceFen: Fen, dueInterestFen: Fen, roundToFen: Fen | undefined): Fen {
  const { pays } = period;
  const partFen = minFen('levelFen' in pays ? pays.levelFen - dueInterestFen : pays.principalFen, balanceFen);
  return roundToFen === undefined || !period.rounded || partFen === 0n
    ? partFen
    : partFen - ((partFen + dueInterestFen) % roundToFen);
}

/**
 * Runs the balance down over the rows of a plan; all money in fen. The last row clears it. With `roundToFen` a row
 * that pays principal is rounded down to a multiple; interest itself is never touched.
 * Refuses: `rounding-too-coarse`, when a multiple does not even hold the interest.
 * Law: section 6.1, IN-02, IN-05.
 */
export function fillPortions(
  principalFen: Fen,
  periods: readonly PlannedPeriod[],
  form: { readonly roundToFen?: Fen | undefined; readonly interestDeferred?: boolean | undefined },
): Outcome<readonly Portion[]> {
  const { roundToFen, interestDeferred = false } = form;
  const portions: Portion[] = [];
  let balanceFen = principalFen;
  let deferredFen = 0n;
  for (const period of periods) {
    const accruedFen = weighInterest(balanceFen, period.weights);
    if (portions.length === periods.length - 1) {
      portions.push({ days: period.days, principalFen: balanceFen, interestFen: accruedFen + deferredFen });
      break;
    }
    const interestFen = interestDeferred ? 0n : accruedFen;
    deferredFen += accruedFen - interestFen;
    const partFen = findPrincipal(period, balanceFen, interestFen, roundToFen);
    if (partFen < 0n) {
      return refuse('rounding-too-coarse', `Instalment ${portions.length + 1} would not pay its interest.`, {
        pointer: '/roundToFen',
      });
    }
    portions.push({ days: period.days, principalFen: partFen, interestFen });
    balanceFen -= partFen;
  }
  return accept(portions);
}
