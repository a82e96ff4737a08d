import { type CivilDate, maxDate, yearOf } from '../../shared/civil-date.js';
import type { CalendarYear, WorkingCalendar } from './calendar.js';
import { createWorkingCalendar } from './calendar.js';

/** An instalment of a plan in force, in the order of numbers. */
export interface InstalmentDate {
  readonly no: number;
  readonly nominalDueOn: CivilDate;
  /** The due date that stands: that of the plan, or the one that an earlier release fixed. */
  readonly dueOn: CivilDate;
  /** Year whose day table it waits for; null when it is final. */
  readonly awaitsYear: number | null;
}

/** An instalment whose date a release settles; `from` and `dueOn` are equal when the weekend rule was right. */
export interface DueDateFix {
  readonly no: number;
  readonly from: CivilDate;
  readonly dueOn: CivilDate;
  readonly awaitsYear: number | null;
}

/** The year that is still missing for a due date; null when the calendar knows every day that decides on it. */
function findMissingYear(nominalDueOn: CivilDate, dueOn: CivilDate, calendar: WorkingCalendar): number | null {
  const missing = [nominalDueOn, dueOn].find((day) => calendar.isProvisional(day));
  return missing === undefined ? null : yearOf(missing);
}

/**
 * Fixes the due dates that waited for a day table: the next working day by the calendar as it is now. A date that has
 * passed, or that would be moved into the past, stays as it was and becomes final.
 * @param instalments - all of one plan; only those that wait are looked at
 * @param today - business date
 * @returns one entry per instalment that no longer waits for the same year
 * Law: PL-02 (Civil Code 203(1); CPL 85(3)); contract section 4.
 */
export function fixDueDates(
  instalments: readonly InstalmentDate[],
  calendar: WorkingCalendar,
  today: CivilDate,
): readonly DueDateFix[] {
  const fixes: DueDateFix[] = [];
  let before: CivilDate | undefined;
  for (const { no, nominalDueOn, dueOn, awaitsYear } of instalments) {
    let standing = dueOn;
    if (awaitsYear !== null && !calendar.isProvisional(nominalDueOn)) {
      const moved = calendar.nextWorkingDay(nominalDueOn);
      const isOpen = dueOn >= today && moved >= today;
      // A date that had to stay where it was must not be overtaken by the one after it.
      if (isOpen) standing = before === undefined ? moved : maxDate(moved, before);
      const missing = isOpen ? findMissingYear(nominalDueOn, moved, calendar) : null;
      if (missing !== awaitsYear) fixes.push({ no, from: dueOn, dueOn: standing, awaitsYear: missing });
    }
    before = standing;
  }
  return fixes;
}

/**
 * Days that one version of a year's table makes a rest day and the other a working day.
 * @param before - undefined when only weekends were known
 */
export function listChangedDays(before: CalendarYear | undefined, after: CalendarYear): readonly CivilDate[] {
  const calendars = [createWorkingCalendar(before ? [before] : []), createWorkingCalendar([after])] as const;
  const listed = [before, after].flatMap((year) => (year ? [...year.offDays, ...year.makeupWorkdays] : []));
  return [...new Set(listed)].filter((day) => calendars[0].isRestDay(day) !== calendars[1].isRestDay(day)).sort();
}
