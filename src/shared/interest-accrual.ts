import { addDays, type CivilDate, toEpochDay } from './civil-date.js';
import {
  interestDivisor,
  layRate,
  needsYearBasis,
  type PaymentDay,
  type Rate,
  refuseMissingYearBasis,
  type YearBasis,
} from './interest-rate.js';
import type { RateTable } from './lending-rates.js';
import { accept, type Outcome, placeUnder } from './refusal.js';

export interface InterestAccrual {
  /** What `base × weightedUnits` is divided by to give fen. */
  readonly divisor: bigint;
  readonly provisional: boolean;
  /** Days since the last posting and `Σ days × rate` over them. Call with rising posting days. */
  accrueTo(postingDay: number): { days: number; weightedUnits: bigint };
}

/**
 * Accrues general interest from posting to posting; under `EXCLUDE` the posting day itself belongs to the next one.
 * Refuses: `year-basis-missing`, `rate-not-stored`, `rate-negative`; pointers are relative to the object that holds `from` and `rate`.
 * Law: IN-02, IN-03, IN-04, IN-12.
 */
export function createInterestAccrual(
  terms: {
    readonly from: CivilDate;
    readonly rate: Rate;
    readonly yearBasis?: YearBasis | null | undefined;
    readonly paymentDay: PaymentDay;
  },
  asOf: CivilDate,
  table: RateTable,
): Outcome<InterestAccrual> {
  const basis = needsYearBasis(terms.rate.type) ? (terms.yearBasis ?? undefined) : null;
  if (basis === undefined) {
    return refuseMissingYearBasis();
  }
  const shift = terms.paymentDay === 'INCLUDE' ? 0 : 1;
  const course = layRate(terms.rate, terms.from, addDays(asOf, -shift), table);
  if (!course.ok) {
    return course.pointer === undefined ? placeUnder(course, '/from') : placeUnder(course, '/rate');
  }
  const spans = course.value.spans.map((span) => ({
    from: toEpochDay(span.from),
    to: toEpochDay(span.to),
    rateUnits: span.rateUnits,
  }));
  let next = toEpochDay(terms.from);
  let spanIndex = 0;

  function accrueTo(postingDay: number): { days: number; weightedUnits: bigint } {
    const lastDay = postingDay - shift;
    if (lastDay < next) {
      return { days: 0, weightedUnits: 0n };
    }
    let weightedUnits = 0n;
    for (let span = spans[spanIndex]; span && span.from <= lastDay; span = spans[spanIndex]) {
      const days = Math.max(0, Math.min(span.to, lastDay) - Math.max(span.from, next) + 1);
      weightedUnits += BigInt(days) * span.rateUnits;
      if (span.to > lastDay) {
        break;
      }
      spanIndex += 1;
    }
    const days = lastDay - next + 1;
    next = lastDay + 1;
    return { days, weightedUnits };
  }

  return accept({ divisor: interestDivisor(basis), provisional: course.value.provisional, accrueTo });
}
