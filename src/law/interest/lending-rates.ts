import {
  addDays,
  addMonths,
  type CivilDate,
  compareDates,
  maxDate,
  minDate,
  onDayOfMonth,
} from '../../shared/civil-date.js';
import { formatRate, toRateUnits } from '../../shared/decimal.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import { createWorkingCalendar, type WorkingCalendar } from '../working-days/calendar.js';

/** One announcement of the loan prime rate (LPR), percent per year as decimal strings. */
export interface LendingRate {
  readonly announcedOn: CivilDate;
  readonly lpr1Y: string;
  readonly lpr5Y: string;
}

export const LENDING_TERMS = ['1Y', '5Y'] as const;
export type LendingTerm = (typeof LENDING_TERMS)[number];

/** A span of days, both included, during which the published rate does not change. */
export interface RateSpan {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Percent per year, without trailing zeros. */
  readonly ratePercent: string;
  /** The same rate in whole rate units; see `RATE_SCALE`. */
  readonly rateUnits: bigint;
}

export interface RateTable {
  /** What it was built from. */
  readonly announcements: readonly LendingRate[];
  /** First day from which rates are only the last known ones (IN-14); undefined when no announcement is stored. */
  readonly provisionalFrom: CivilDate | undefined;
  /** Percent per year in force on a day. Refuses: `rate-not-stored`. */
  rateOn(term: LendingTerm, date: CivilDate): Outcome<string>;
  /** True from the next scheduled announcement day after the last stored one (IN-14). */
  isProvisional(date: CivilDate): boolean;
  /** The span cut where the rate changes; announcements that change nothing do not cut. Refuses: `rate-not-stored`. */
  segments(term: LendingTerm, from: CivilDate, to: CivilDate): Outcome<readonly RateSpan[]>;
}

/** PBOC benchmark before the first LPR: term 1Y takes that of loans up to one year, 5Y that of over five (IN-13). */
const BENCHMARK_FROM: CivilDate = '2015-10-24';
/** Day of the first announcement of the reformed LPR. */
export const LPR_FROM: CivilDate = '2019-08-20';
const BENCHMARK_RATES: Readonly<Record<LendingTerm, string>> = { '1Y': '4.35', '5Y': '4.9' };

/** The LPR is announced on the 20th of a month, or on the next working day (IN-12). */
const ANNOUNCEMENT_DAY = 20;

interface RateStart {
  readonly from: CivilDate;
  readonly ratePercent: string;
  readonly rateUnits: bigint;
}

function startRate(from: CivilDate, published: string): RateStart {
  return { from, ratePercent: formatRate(published), rateUnits: toRateUnits(published) };
}

function listRateStarts(rates: readonly LendingRate[], term: LendingTerm): readonly RateStart[] {
  const starts: RateStart[] = [startRate(BENCHMARK_FROM, BENCHMARK_RATES[term])];
  for (const rate of rates) {
    const start = startRate(rate.announcedOn, term === '1Y' ? rate.lpr1Y : rate.lpr5Y);
    if (starts.at(-1)?.rateUnits !== start.rateUnits) {
      starts.push(start);
    }
  }
  return starts;
}

/** Index of the last start on or before the date; -1 when there is none. */
function findStart(starts: readonly RateStart[], date: CivilDate): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (itemAt(starts, middle).from <= date) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/**
 * Builds the table of published lending rates: the PBOC benchmark from 2015-10-24 to 2019-08-19, then the LPR.
 * @param rates - announcements in any order
 * @param calendar - working days for the day of the next announcement; without it only weekends are known
 * Law: IN-12, IN-13, IN-14 (PBOC announcement 2019 No. 15).
 */
export function createRateTable(
  rates: readonly LendingRate[],
  calendar: WorkingCalendar = createWorkingCalendar([]),
): RateTable {
  const sorted = [...rates].sort((a, b) => compareDates(a.announcedOn, b.announcedOn));
  const starts = { '1Y': listRateStarts(sorted, '1Y'), '5Y': listRateStarts(sorted, '5Y') };
  const last = sorted.at(-1);
  const provisionalFrom =
    last && calendar.nextWorkingDay(onDayOfMonth(addMonths(last.announcedOn, 1), ANNOUNCEMENT_DAY));
  // Between the last benchmark day and the first stored announcement nothing is known.
  const firstAnnounced = sorted[0]?.announcedOn;

  function isStored(date: CivilDate): boolean {
    if (date < BENCHMARK_FROM) {
      return false;
    }
    return date < LPR_FROM || (firstAnnounced !== undefined && date >= firstAnnounced);
  }

  function refuseDate(date: CivilDate) {
    return refuse('rate-not-stored', `No lending rate is stored for ${date}; rates begin on ${BENCHMARK_FROM}.`, {
      facts: { date, firstStored: BENCHMARK_FROM },
    });
  }

  function rateOn(term: LendingTerm, date: CivilDate): Outcome<string> {
    const start = starts[term][findStart(starts[term], date)];
    return start && isStored(date) ? accept(start.ratePercent) : refuseDate(date);
  }

  function segments(term: LendingTerm, from: CivilDate, to: CivilDate): Outcome<readonly RateSpan[]> {
    // The only hole in the table lies behind the benchmark, so both ends and that hole decide.
    const missing = [from, to, ...(from < LPR_FROM && to >= LPR_FROM ? [LPR_FROM] : [])].find((day) => !isStored(day));
    if (missing !== undefined) {
      return refuseDate(missing);
    }
    const spans: RateSpan[] = [];
    for (let index = findStart(starts[term], from); index < starts[term].length; index += 1) {
      const start = itemAt(starts[term], index);
      if (start.from > to) {
        break;
      }
      const next = starts[term][index + 1];
      spans.push({
        from: maxDate(start.from, from),
        to: next ? minDate(addDays(next.from, -1), to) : to,
        ratePercent: start.ratePercent,
        rateUnits: start.rateUnits,
      });
    }
    return accept(spans);
  }

  return {
    announcements: sorted,
    provisionalFrom,
    rateOn,
    isProvisional: (date) => provisionalFrom !== undefined && date >= provisionalFrom,
    segments,
  };
}
