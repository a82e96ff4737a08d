import { divideHalfUp, RATE_SCALE } from '../../shared/decimal.js';
import type { Fen } from '../../shared/money.js';
import { accept, type Outcome, placeUnder, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import type { RateTable } from '../interest/lending-rates.js';
import { layRate, type Rate, refuseMissingYearBasis, type YearBasis } from '../interest/rate.js';
import type { PlanForm } from './forms.js';
import { fillPortions, type InterestWeight, type PlannedPeriod, type Portions } from './portions.js';

interface AnnuityTerms extends PlanForm {
  readonly principalFen: Fen;
  readonly n: number;
  readonly rate?: Rate | undefined;
  readonly yearBasis?: YearBasis | null | undefined;
  readonly intervalMonths?: number | undefined;
  readonly intervalWeeks?: number | undefined;
}

const DAYS_PER_WEEK = 7n;

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return larger;
}

/** Lowest terms keep the powers of a long plan short. */
function reduce(numerator: bigint, denominator: bigint): InterestWeight {
  const divisor = greatestCommonDivisor(denominator, numerator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Period rate: annual ÷ 12 × months, or annual × 7 × weeks ÷ year basis. */
function findPeriodRate(terms: AnnuityTerms, rateUnits: bigint): Outcome<InterestWeight> {
  const { intervalMonths, intervalWeeks, yearBasis } = terms;
  if (intervalMonths !== undefined) {
    return accept(reduce(rateUnits * BigInt(intervalMonths), 100n * RATE_SCALE * 12n));
  }
  if (intervalWeeks === undefined) {
    return refuse('due-dates-missing', 'An annuity needs an interval in months or weeks.', {
      pointer: '/intervalMonths',
    });
  }
  if (yearBasis === undefined || yearBasis === null) {
    return refuseMissingYearBasis();
  }
  const numerator = rateUnits * DAYS_PER_WEEK * BigInt(intervalWeeks);
  return accept(reduce(numerator, 100n * RATE_SCALE * BigInt(yearBasis)));
}

/** The level payment P·i·(1+i)ⁿ ÷ ((1+i)ⁿ − 1), rounded half-up to the fen; P ÷ n without interest. */
function findPayment(principalFen: Fen, n: number, { numerator, denominator }: InterestWeight): Fen {
  if (numerator === 0n) {
    return divideHalfUp(principalFen, BigInt(n));
  }
  const growth = (denominator + numerator) ** BigInt(n);
  const start = denominator ** BigInt(n);
  return divideHalfUp(principalFen * numerator * growth, denominator * (growth - start));
}

/**
 * Equal total payments: interest = balance × period rate, rounded, and the last instalment clears the balance. The
 * period rate is kept as an exact fraction. A lump sum pays principal before the first period; instalments free of
 * principal come before the level payments.
 * Refuses: `due-dates-missing`, `year-basis-missing`, `annuity-needs-fixed-annual-rate`, `rounding-too-coarse`,
 * `rate-not-stored`, `rate-negative`.
 * Law: section 6.1 (`ANNUITY`), IN-01, IN-02; the rate of a week [D].
 */
export function divideByAnnuity(terms: AnnuityTerms, rates: RateTable): Outcome<Portions> {
  const { principalFen, n, rate, lumpSum } = terms;
  if (rate === undefined || rate.type === 'FIXED_DAILY' || rate.type === 'LPR_FLOATING') {
    return refuse('annuity-needs-fixed-annual-rate', 'An annuity needs one annual rate for its whole term.', {
      pointer: rate === undefined ? '/rate' : '/rate/type',
    });
  }
  const anyDay = '2000-01-01';
  const course = layRate(rate, anyDay, anyDay, rates);
  if (!course.ok) {
    return placeUnder(course, '/rate');
  }
  const periodRate = findPeriodRate(terms, itemAt(course.value.spans, 0).rateUnits);
  if (!periodRate.ok) {
    return periodRate;
  }
  const free = terms.principalFreeInstalments ?? 0;
  const levelFen = findPayment(principalFen - (lumpSum?.amountFen ?? 0n), n - free, periodRate.value);
  const weights = [periodRate.value];
  const periods = Array.from({ length: n }, (_, index): PlannedPeriod => ({
    days: null,
    weights,
    pays: index < free ? { principalFen: 0n } : { levelFen },
    rounded: true,
  }));
  if (lumpSum !== undefined) {
    periods.unshift({ days: null, weights: [], pays: { principalFen: lumpSum.amountFen }, rounded: false });
  }
  const portions = fillPortions(principalFen, periods, terms);
  return portions.ok ? accept({ portions: portions.value, ratesProvisional: course.value.provisional }) : portions;
}
