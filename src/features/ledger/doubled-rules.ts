import { addDays, type CivilDate, toEpochDay } from '../../shared/civil-date.js';
import type { WorkingCalendar } from '../../shared/working-days.js';
import { type DayRange, mergeRanges } from './day-rules.js';
import type { ExclusionReason } from './terms.js';

export interface ExcludedPeriod {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly reason: ExclusionReason;
}

/** The performance period of the basis, by days from its effect or by its last day. 0 days: none is stated. */
export type PerformancePeriod =
  | { readonly effectiveDate: CivilDate; readonly days: number }
  | { readonly lastDate: CivilDate };

/**
 * Last day of the performance period and first day of the doubled part.
 * A period that ends on a rest day ends on the next working day; where no period is stated (0 days) the doubled part
 * starts on the day after the basis took effect, and there is nothing to shift.
 * Law: IN-04, IN-21 (CPL 85, Civil Code 201 to 203, 法释〔2014〕8号 Art. 2).
 */
export function findDoubledStart(
  performance: PerformancePeriod,
  calendar: WorkingCalendar,
): { lastPerformanceDate: CivilDate; doubledFrom: CivilDate; provisional: boolean } {
  const nominal =
    'lastDate' in performance ? performance.lastDate : addDays(performance.effectiveDate, performance.days);
  const noPeriod = 'days' in performance && performance.days === 0;
  const lastPerformanceDate = noPeriod ? nominal : calendar.nextWorkingDay(nominal);
  const provisional = !noPeriod && (calendar.isProvisional(nominal) || calendar.isProvisional(lastPerformanceDate));
  return { lastPerformanceDate, doubledFrom: addDays(lastPerformanceDate, 1), provisional };
}

/** The periods that interrupt the doubled part, merged (IN-23, IN-24). */
export function listExcludedRanges(doubled: {
  readonly excludedPeriods?: readonly ExcludedPeriod[] | undefined;
  readonly excludeSettlementPeriod?: boolean | undefined;
}): readonly DayRange[] {
  const counted = (doubled.excludedPeriods ?? []).filter(
    ({ reason }) =>
      reason === 'RETRIAL_STAY' ||
      reason === 'REVIEW_STAY_NOT_BY_DEBTOR' ||
      (reason === 'SETTLEMENT' && doubled.excludeSettlementPeriod === true),
  );
  return mergeRanges(counted.map(({ from, to }) => ({ from: toEpochDay(from), to: toEpochDay(to) })));
}
