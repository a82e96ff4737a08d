import { addDays, type CivilDate, weekday, yearOf } from '../../shared/civil-date.js';

/** One year of the State Council's notice: statutory days off and the weekend days worked in exchange. */
export interface CalendarYear {
  readonly year: number;
  readonly notice: string;
  readonly offDays: readonly CivilDate[];
  readonly makeupWorkdays: readonly CivilDate[];
}

export interface WorkingCalendar {
  /** What it was built from. */
  readonly years: readonly CalendarYear[];
  /** Latest year with a loaded notice; undefined when none is loaded. */
  readonly lastLoadedYear: number | undefined;
  /** Listed day off, or a weekend day that is not worked in exchange (HO-01). */
  isRestDay(date: CivilDate): boolean;
  isWorkingDay(date: CivilDate): boolean;
  /** The date itself when it is a working day, otherwise the next one (PL-02). */
  nextWorkingDay(date: CivilDate): CivilDate;
  /** The `count`-th working day after the event day, which itself is not counted (HO-02); count ≥ 0. */
  addWorkingDays(date: CivilDate, count: number): CivilDate;
  /** True when the year of the date has no loaded notice: only weekends are known (HO-01, mark `WEEKEND_ONLY`). */
  isProvisional(date: CivilDate): boolean;
}

const SATURDAY = 6;

/**
 * Builds the calendar of working days from the years that have been released.
 * Law: HO-01, HO-02; Civil Code 203(1), CPL 85(3) for the shift to the next working day.
 */
export function createWorkingCalendar(years: readonly CalendarYear[]): WorkingCalendar {
  const offDays = new Set(years.flatMap((year) => year.offDays));
  const makeupWorkdays = new Set(years.flatMap((year) => year.makeupWorkdays));
  const loadedYears = new Set(years.map((year) => year.year));
  const lastLoadedYear = years.length === 0 ? undefined : Math.max(...loadedYears);

  function isRestDay(date: CivilDate): boolean {
    return offDays.has(date) || (weekday(date) >= SATURDAY && !makeupWorkdays.has(date));
  }

  function nextWorkingDay(date: CivilDate): CivilDate {
    let day = date;
    while (isRestDay(day)) {
      day = addDays(day, 1);
    }
    return day;
  }

  function addWorkingDays(date: CivilDate, count: number): CivilDate {
    let day = date;
    for (let counted = 0; counted < count; counted += 1) {
      day = nextWorkingDay(addDays(day, 1));
    }
    return day;
  }

  return {
    years,
    lastLoadedYear,
    isRestDay,
    isWorkingDay: (date) => !isRestDay(date),
    nextWorkingDay,
    addWorkingDays,
    isProvisional: (date) => !loadedYears.has(yearOf(date)),
  };
}
