import { divideHalfUp, mulDivHalfUp, RATE_SCALE } from '../../shared/decimal.js';
import { type AccrualSpan, layRate, type Rate } from '../../shared/interest-rate.js';
import type { RateTable } from '../../shared/lending-rates.js';
import { type Fen, minFen } from '../../shared/money.js';
import { accept, type Outcome, placeUnder, refuse } from '../../shared/refusal.js';

/** Interest and principal of one instalment before it has a date; money in fen. */
export interface Portion {
  readonly days: number | null;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
}

export interface Portions {
  readonly portions: readonly Portion[];
  readonly ratesProvisional: boolean;
}

/**
 * Equal total payments: payment = P·i·(1+i)ⁿ ÷ ((1+i)ⁿ − 1) rounded, interest = balance × i rounded, the last
 * instalment clears the balance. The period rate i = annual ÷ 12 × months is kept as an exact fraction.
 * Refuses: `due-dates-missing`, `annuity-needs-fixed-annual-rate`, `rate-not-stored`, `rate-negative`.
 * Law: section 6.1 (`ANNUITY`), IN-01, IN-02.
 */
export function divideByAnnuity(
  input: {
    readonly principalFen: Fen;
    readonly n: number;
    readonly rate?: Rate | undefined;
    readonly intervalMonths?: number | undefined;
  },
  rates: RateTable,
): Outcome<Portions> {
  const { principalFen, n, rate, intervalMonths } = input;
  if (intervalMonths === undefined) {
    return refuse('due-dates-missing', 'An annuity needs an interval in months.', { pointer: '/intervalMonths' });
  }
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
  const rateUnits = (course.value.spans[0] as AccrualSpan).rateUnits;
  const numerator = rateUnits * BigInt(intervalMonths);
  const denominator = 100n * RATE_SCALE * 12n;
  const growth = (denominator + numerator) ** BigInt(n);
  const start = denominator ** BigInt(n);
  const paymentFen =
    numerator === 0n
      ? divideHalfUp(principalFen, BigInt(n))
      : divideHalfUp(principalFen * numerator * growth, denominator * (growth - start));
  const portions: Portion[] = [];
  let balanceFen = principalFen;
  for (let no = 1; no <= n; no += 1) {
    const interestFen = mulDivHalfUp(balanceFen, numerator, denominator);
    // The rounded payment may clear a very small debt early, hence never more than the balance.
    const partFen = no === n ? balanceFen : minFen(paymentFen - interestFen, balanceFen);
    portions.push({ days: null, principalFen: partFen, interestFen });
    balanceFen -= partFen;
  }
  return accept({ portions, ratesProvisional: course.value.provisional });
}
