import { z } from 'zod';
import { addDays, type CivilDate, civilDate, maxDate, minDate } from '../../shared/civil-date.js';
import { Decimal, formatRate, toRateUnits } from '../../shared/decimal.js';
import { accept, type Outcome, placeUnder, refuse } from '../../shared/refusal.js';
import type { RateTable } from './lending-rates.js';
import {
  type AccrualSpan,
  layRate,
  needsYearBasis,
  percent,
  type Rate,
  type RateCourse,
  refuseMissingYearBasis,
  type YearBasis,
} from './rate.js';

/**
 * The highest rate that a claim may bear: a number that the enforcement basis states, or the legal limit of a private
 * loan, which depends on the days of contract and filing. Banks and the seven kinds of local financial organisations
 * have no legal limit; then there is no cap.
 */
export const interestCap = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('FIXED'), annualPercent: percent }),
  z.strictObject({
    type: z.literal('PRIVATE_LOAN'),
    contractMadeOn: civilDate,
    filedOn: civilDate.optional().describe('day of filing at first instance; needed for a contract before 2020-08-20'),
  }),
]);
export type InterestCap = z.infer<typeof interestCap>;

/** First day of the limit of four times the LPR. */
const NEW_LIMIT_FROM: CivilDate = '2020-08-20';
/** Limit under the rules before that day, percent per year. */
const OLD_LIMIT_PERCENT = '24';
const LPR_MULTIPLE = 4;
/** A rate per day is compared with an annual limit over this year when no other is given. */
const YEAR_BASIS_OF_DAILY_RATE: YearBasis = 365;

export interface InterestTerms {
  readonly rate: Rate;
  readonly yearBasis?: YearBasis | null | undefined;
  readonly cap?: InterestCap | undefined;
}

export interface CappedCourse extends RateCourse {
  /** Days of a year by which the rates of the spans are divided; null when they are rates per day. */
  readonly basis: YearBasis | null;
}

interface Limit {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly ratePercent: string;
}

interface Limits {
  readonly limits: readonly Limit[];
  readonly provisional: boolean;
}

/** Four times the 1Y LPR in force on a day, as one limit for a span. */
function limitByLpr(on: CivilDate, pointer: string, from: CivilDate, to: CivilDate, table: RateTable): Outcome<Limits> {
  const published = table.rateOn('1Y', on);
  if (!published.ok) {
    return placeUnder(published, pointer);
  }
  const ratePercent = formatRate(new Decimal(published.value).times(LPR_MULTIPLE));
  return accept({ limits: [{ from, to, ratePercent }], provisional: table.isProvisional(on) });
}

/** The limits that cover a span of days without gaps. */
function layLimits(cap: InterestCap, from: CivilDate, to: CivilDate, table: RateTable): Outcome<Limits> {
  if (cap.type === 'FIXED') {
    return accept({ limits: [{ from, to, ratePercent: formatRate(cap.annualPercent) }], provisional: false });
  }
  const { contractMadeOn, filedOn } = cap;
  if (contractMadeOn >= NEW_LIMIT_FROM) {
    return limitByLpr(contractMadeOn, '/contractMadeOn', from, to, table);
  }
  if (filedOn === undefined) {
    return refuse('filing-date-missing', `For a loan made before ${NEW_LIMIT_FROM} the day of filing is needed.`, {
      pointer: '/filedOn',
    });
  }
  const old = { from, to, ratePercent: OLD_LIMIT_PERCENT };
  if (filedOn < NEW_LIMIT_FROM || to < NEW_LIMIT_FROM) {
    return accept({ limits: [old], provisional: false });
  }
  const later = limitByLpr(filedOn, '/filedOn', maxDate(from, NEW_LIMIT_FROM), to, table);
  if (!later.ok || from >= NEW_LIMIT_FROM) {
    return later;
  }
  const before = { ...old, to: addDays(NEW_LIMIT_FROM, -1) };
  return accept({ ...later.value, limits: [before, ...later.value.limits] });
}

/** A rate per day as the same rate per year, so that it can be compared with a limit. */
function toAnnual(span: AccrualSpan, basis: YearBasis): AccrualSpan {
  const ratePercent = formatRate(new Decimal(span.ratePercent).times(basis));
  return { ...span, ratePercent, rateUnits: toRateUnits(ratePercent) };
}

/** Lowers each span to its limit; spans are cut where the limit changes and joined where rate and limit go on. */
function lowerSpans(spans: readonly AccrualSpan[], limits: readonly Limit[]): AccrualSpan[] {
  const lowered: AccrualSpan[] = [];
  for (const span of spans) {
    for (const limit of limits) {
      const from = maxDate(span.from, limit.from);
      const to = minDate(span.to, limit.to);
      if (from > to) {
        continue;
      }
      const capped = new Decimal(span.ratePercent).greaterThan(limit.ratePercent);
      const ratePercent = capped ? limit.ratePercent : span.ratePercent;
      const last = lowered.at(-1);
      if (last?.ratePercent === ratePercent && (last.capped ?? false) === capped) {
        lowered[lowered.length - 1] = { ...last, to };
      } else {
        const rateUnits = capped ? toRateUnits(limit.ratePercent) : span.rateUnits;
        lowered.push({ from, to, ratePercent, rateUnits, ...(capped ? { capped } : {}) });
      }
    }
  }
  return lowered;
}

/**
 * Lays a rate over a span of days, not above its cap. Under a cap a rate per day is turned into a rate per year
 * (its year basis, else 365 days), so that it can be compared.
 * Refuses: `year-basis-missing`, `filing-date-missing`, and what `layRate` refuses. Pointers are relative to the object
 * that holds `rate` and `cap`; a missing published rate of the days themselves has none.
 * Law: IN-11, IN-12, IN-14 (民间借贷规定 Art. 25, 28, 29, 31).
 */
export function layInterest(
  terms: InterestTerms,
  from: CivilDate,
  to: CivilDate,
  table: RateTable,
): Outcome<CappedCourse> {
  const { rate, cap } = terms;
  const annual = needsYearBasis(rate.type);
  const basis = annual ? (terms.yearBasis ?? undefined) : null;
  if (basis === undefined) {
    return refuseMissingYearBasis();
  }
  const course = layRate(rate, from, to, table);
  if (!course.ok) {
    return course.pointer === undefined ? course : placeUnder(course, '/rate');
  }
  if (cap === undefined) {
    return accept({ ...course.value, basis });
  }
  const limits = layLimits(cap, from, to, table);
  if (!limits.ok) {
    return placeUnder(limits, '/cap');
  }
  const annualBasis = basis ?? terms.yearBasis ?? YEAR_BASIS_OF_DAILY_RATE;
  const spans = annual ? course.value.spans : course.value.spans.map((span) => toAnnual(span, annualBasis));
  return accept({
    spans: lowerSpans(spans, limits.value.limits),
    provisional: course.value.provisional || limits.value.provisional,
    basis: annualBasis,
  });
}
