import { addDays, type CivilDate } from '../../shared/civil-date.js';
import { type Fen, fitsOnWire } from '../../shared/money.js';
import { accept, type Outcome, placeUnder, refuse } from '../../shared/refusal.js';
import { type InterestCap, layInterest } from './cap.js';
import type { RateTable } from './lending-rates.js';
import { computeInterest, countDays, type PaymentDay, type Rate, type YearBasis } from './rate.js';

export interface GeneralInterestInput {
  readonly principalFen: Fen;
  /** First accruing day (IN-04). */
  readonly from: CivilDate;
  /** Day of payment or of the statement; accrues itself only under `INCLUDE`. */
  readonly to: CivilDate;
  readonly rate: Rate;
  /** Needed for an annual rate; ignored for `FIXED_DAILY`. */
  readonly yearBasis?: YearBasis | null | undefined;
  readonly paymentDay: PaymentDay;
  /** The highest rate allowed by the basis or by law; absent: none. */
  readonly cap?: InterestCap | undefined;
}

export interface InterestSegment {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly days: number;
  /** Percent per year, or per day for `FIXED_DAILY` without a cap. */
  readonly ratePercent: string;
  /** Present when the cap has lowered the rate. */
  readonly capped?: true;
}

export interface GeneralInterest {
  readonly days: number;
  readonly segments: readonly InterestSegment[];
  readonly interestFen: Fen;
  /** A day rests on the last known lending rate only (IN-14). */
  readonly provisional: boolean;
  /** Days of a year by which the rates are divided; null when they are rates per day. */
  readonly basis: YearBasis | null;
}

/**
 * General interest (一般债务利息) on an unchanged principal, in fen, rounded once at the end.
 * Refuses: `dates-reversed`, `year-basis-missing`, `filing-date-missing`, `rate-not-stored`, `rate-negative`,
 * `amount-too-large`.
 * Law: IN-02, IN-03, IN-04, IN-05, IN-10 to IN-14 (法释〔2014〕8号 Art. 1(2)).
 */
export function computeGeneralInterest(input: GeneralInterestInput, rates: RateTable): Outcome<GeneralInterest> {
  const { principalFen, from, to, paymentDay } = input;
  if (from > to) {
    return refuse('dates-reversed', `The last day ${to} lies before the first day ${from}.`, {
      pointer: '/to',
      facts: { from, to },
    });
  }
  const lastDay = paymentDay === 'INCLUDE' ? to : addDays(to, -1);
  const course = layInterest(input, from, lastDay, rates);
  if (!course.ok) {
    // Without a pointer it is a published rate of the days themselves that is missing.
    return course.pointer === undefined ? placeUnder(course, '/from') : course;
  }
  const { spans, provisional, basis } = course.value;
  const interestFen = computeInterest(principalFen, spans, basis);
  if (!fitsOnWire(interestFen)) {
    return refuse('amount-too-large', 'The interest exceeds what can be kept exactly.', { pointer: '/principalFen' });
  }
  return accept({
    days: countDays(from, lastDay),
    segments: spans.map((span) => ({
      from: span.from,
      to: span.to,
      days: countDays(span.from, span.to),
      ratePercent: span.ratePercent,
      ...(span.capped ? { capped: span.capped } : {}),
    })),
    interestFen,
    provisional,
    basis,
  });
}
