import { addDays, CIVIL_DATE_MAX, type CivilDate, toEpochDay } from '../../shared/civil-date.js';
import { type CivilPeriod, type DayRange, mergeRanges, subtractRanges, toDayRange } from '../../shared/day-ranges.js';
import { accept, type Outcome, placeUnder } from '../../shared/refusal.js';
import { type InterestTerms, layInterest } from './cap.js';
import type { RateTable } from './lending-rates.js';
import { interestDivisor, type PaymentDay } from './rate.js';

export interface InterestAccrual {
  /** What `base × weightedUnits` is divided by to give fen. */
  readonly divisor: bigint;
  readonly provisional: boolean;
  /** Bearing days since the last posting and `Σ days × rate` over them. Call with rising posting days. */
  accrueTo(postingDay: number): { days: number; weightedUnits: bigint };
}

export interface AccrualTerms extends InterestTerms {
  /** First accruing day (IN-04). */
  readonly from: CivilDate;
  readonly paymentDay: PaymentDay;
  /** Days that bear no interest, by agreement; overlaps count once. */
  readonly freePeriods?: readonly CivilPeriod[] | undefined;
  /** First day that bears no interest any more, such as the day on which bankruptcy is accepted (IN-26). */
  readonly stopsOn?: CivilDate | undefined;
}

function listFreeRanges({ freePeriods, stopsOn }: AccrualTerms): DayRange[] {
  const stop = stopsOn === undefined ? [] : [{ from: stopsOn, to: CIVIL_DATE_MAX }];
  return mergeRanges([...(freePeriods ?? []), ...stop].map(toDayRange));
}

/**
 * Accrues general interest from posting to posting; under `EXCLUDE` the posting day itself belongs to the next one.
 * Refuses: `year-basis-missing`, `filing-date-missing`, `rate-not-stored`, `rate-negative`; pointers are relative to
 * the object that holds `from`, `rate` and `cap`.
 * Law: IN-02, IN-03, IN-04, IN-11, IN-12, IN-26.
 */
export function createInterestAccrual(
  terms: AccrualTerms,
  asOf: CivilDate,
  table: RateTable,
): Outcome<InterestAccrual> {
  const shift = terms.paymentDay === 'INCLUDE' ? 0 : 1;
  const course = layInterest(terms, terms.from, addDays(asOf, -shift), table);
  if (!course.ok) {
    return course.pointer === undefined ? placeUnder(course, '/from') : course;
  }
  const spans = subtractRanges(
    course.value.spans.map(({ from, to, rateUnits }) => ({ ...toDayRange({ from, to }), rateUnits })),
    listFreeRanges(terms),
  );
  let next = toEpochDay(terms.from);
  let spanIndex = 0;

  function accrueTo(postingDay: number): { days: number; weightedUnits: bigint } {
    const lastDay = postingDay - shift;
    let days = 0;
    let weightedUnits = 0n;
    for (let span = spans[spanIndex]; span && span.from <= lastDay; span = spans[spanIndex]) {
      const spanDays = Math.max(0, Math.min(span.to, lastDay) - Math.max(span.from, next) + 1);
      days += spanDays;
      weightedUnits += BigInt(spanDays) * span.rateUnits;
      if (span.to > lastDay) {
        break;
      }
      spanIndex += 1;
    }
    next = Math.max(next, lastDay + 1);
    return { days, weightedUnits };
  }

  return accept({ divisor: interestDivisor(course.value.basis), provisional: course.value.provisional, accrueTo });
}
