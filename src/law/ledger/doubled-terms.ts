import { addDays, CIVIL_DATE_MAX, type CivilDate, maxDate } from '../../shared/civil-date.js';
import { type DayRange, mergeRanges, toDayRange } from '../../shared/day-ranges.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { WorkingCalendar } from '../working-days/calendar.js';
import type { ExclusionReason, SettlementTreatment } from './terms.js';

export interface ExcludedPeriod {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly reason: ExclusionReason;
}

/** The performance period of the basis, by days from its effect or by its last day. 0 days: none is stated. */
export type PerformancePeriod =
  | { readonly effectiveDate: CivilDate; readonly days: number }
  | { readonly lastDate: CivilDate };

/** Rate of the doubled part and the days on which it does not run. */
export interface DoubledTerms {
  readonly dailyPercent: string;
  readonly includeCosts?: boolean | undefined;
  readonly excludedPeriods?: readonly ExcludedPeriod[] | undefined;
  /** True: as `EXCLUDED`. */
  readonly excludeSettlementPeriod?: boolean | undefined;
  /** Default `WAIVED_ON_PERFORMANCE`; takes the place of `excludeSettlementPeriod`. */
  readonly settlementTreatment?: SettlementTreatment | undefined;
}

export interface DoubledStart {
  readonly lastPerformanceDate: CivilDate;
  readonly doubledFrom: CivilDate;
  /** The period ended in a year without a loaded calendar (HO-01). */
  readonly provisional: boolean;
  /** Days of delay before `DOUBLED_SINCE` are left out: earlier rules govern them (IN-25). */
  readonly earlierLeftOut: boolean;
}

/** Day on which 法释〔2014〕8号 came into force: a delay before it is governed by the rules of its time (Art. 7). */
export const DOUBLED_SINCE: CivilDate = '2014-08-01';

/**
 * Last day of the performance period and first day of the doubled part.
 * A period that ends on a rest day ends on the next working day; where no period is stated (0 days) the doubled part
 * starts on the day after the basis took effect, and there is nothing to shift. It never starts before `DOUBLED_SINCE`.
 * Law: IN-04, IN-21, IN-25 (CPL 85, Civil Code 201 to 203, 法释〔2014〕8号 Art. 2, 7).
 */
export function findDoubledStart(performance: PerformancePeriod, calendar: WorkingCalendar): DoubledStart {
  const nominal =
    'lastDate' in performance ? performance.lastDate : addDays(performance.effectiveDate, performance.days);
  const noPeriod = 'days' in performance && performance.days === 0;
  const lastPerformanceDate = noPeriod ? nominal : calendar.nextWorkingDay(nominal);
  const provisional = !noPeriod && (calendar.isProvisional(nominal) || calendar.isProvisional(lastPerformanceDate));
  const delayedFrom = addDays(lastPerformanceDate, 1);
  const doubledFrom = maxDate(delayedFrom, DOUBLED_SINCE);
  return { lastPerformanceDate, doubledFrom, provisional, earlierLeftOut: doubledFrom > delayedFrom };
}

/** How the doubled part treats a settlement, from either of the two switches (IN-24). */
export function settlementTreatmentOf(doubled: DoubledTerms): SettlementTreatment {
  return (
    doubled.settlementTreatment ?? (doubled.excludeSettlementPeriod === true ? 'EXCLUDED' : 'WAIVED_ON_PERFORMANCE')
  );
}

/**
 * Checks the periods and the two switches for settlements.
 * Refuses: `dates-reversed`, `settlement-treatment-conflict`; pointers are relative to the ledger's input.
 */
export function checkDoubledTerms(doubled: DoubledTerms): Outcome<null> {
  const reversed = (doubled.excludedPeriods ?? []).findIndex(({ from, to }) => from > to);
  if (reversed >= 0) {
    return refuse('dates-reversed', 'The excluded period ends before it begins.', {
      pointer: `/doubled/excludedPeriods/${reversed}/to`,
    });
  }
  if (doubled.excludeSettlementPeriod === true && settlementTreatmentOf(doubled) !== 'EXCLUDED') {
    return refuse('settlement-treatment-conflict', 'excludeSettlementPeriod says EXCLUDED, the treatment does not.', {
      pointer: '/doubled/settlementTreatment',
    });
  }
  return accept(null);
}

/** True when days of a period with this reason are left out of the doubled part (IN-23, IN-24). */
export function excludesDays(reason: ExclusionReason, doubled: DoubledTerms): boolean {
  switch (reason) {
    case 'RETRIAL_STAY':
    case 'REVIEW_STAY_NOT_BY_DEBTOR':
      return true;
    case 'REVIEW_STAY_BY_DEBTOR':
      return false;
    case 'SETTLEMENT':
      return settlementTreatmentOf(doubled) === 'EXCLUDED';
  }
}

/**
 * The days on which the doubled part does not run, merged.
 * @param stopsOn - first day from which it does not run any more, such as the day bankruptcy is accepted
 * Law: IN-23, IN-24, IN-26.
 */
export function listExcludedRanges(doubled: DoubledTerms, stopsOn?: CivilDate): readonly DayRange[] {
  const counted = (doubled.excludedPeriods ?? []).filter(({ reason }) => excludesDays(reason, doubled));
  const stop = stopsOn === undefined ? [] : [{ from: stopsOn, to: CIVIL_DATE_MAX }];
  return mergeRanges([...counted, ...stop].map(toDayRange));
}
