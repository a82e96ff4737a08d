import { addDays, addMonths, CIVIL_DATE_MAX, type CivilDate, onDayOfMonth } from '../../shared/civil-date.js';
import type { Fen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import type { WorkingCalendar } from '../working-days/calendar.js';
import type { DateShift } from './terms.js';

/** A first payment before the instalments; it becomes instalment no. 1 and pays principal. */
export interface LumpSum {
  readonly amountFen: Fen;
  /** Nominal date, before the first of the `n` instalments; a rest day moves it like every due date. */
  readonly dueDate: CivilDate;
}

/** Either a first day with a rhythm, or the nominal dates themselves. */
export interface DueDateTerms {
  readonly n: number;
  readonly firstDueDate?: CivilDate | undefined;
  /** 1..31, clamped to the month's last day, or `MONTH_END`; rules every due date after the first. */
  readonly dueDay?: number | 'MONTH_END' | undefined;
  readonly intervalMonths?: number | undefined;
  /** Instead of `intervalMonths`; weeks have no due day. */
  readonly intervalWeeks?: number | undefined;
  readonly dueDates?: readonly CivilDate[] | undefined;
  /** Due before the first of the `n` dates. */
  readonly lumpSum?: LumpSum | undefined;
  readonly shift: DateShift;
}

export interface DueDate {
  readonly nominalDueDate: CivilDate;
  /** The due date for every purpose (PL-03). */
  readonly dueDate: CivilDate;
  /** Shifted by weekends only, because the year's calendar is not loaded (HO-01). */
  readonly provisional: boolean;
}

const DAYS_PER_WEEK = 7;

function listByWeeks(terms: DueDateTerms, intervalWeeks: number): Outcome<readonly CivilDate[]> {
  const { n, firstDueDate, dueDay, intervalMonths } = terms;
  if (dueDay !== undefined || intervalMonths !== undefined) {
    return refuse('due-dates-conflict', 'Weeks go with a first due date only, not with months or a due day.', {
      pointer: '/intervalWeeks',
    });
  }
  return firstDueDate === undefined
    ? refuse('due-dates-missing', 'The first due date is needed.', { pointer: '/firstDueDate' })
    : accept(Array.from({ length: n }, (_, index) => addDays(firstDueDate, index * intervalWeeks * DAYS_PER_WEEK)));
}

function listNominalDates(terms: DueDateTerms): Outcome<readonly CivilDate[]> {
  const { n, firstDueDate, dueDay, intervalMonths, intervalWeeks, dueDates } = terms;
  if (dueDates !== undefined) {
    if ([firstDueDate, dueDay, intervalMonths, intervalWeeks].some((value) => value !== undefined)) {
      return refuse('due-dates-conflict', 'Give the due dates as a list or by a rhythm, not both.', {
        pointer: '/dueDates',
      });
    }
    return dueDates.length === n
      ? accept(dueDates)
      : refuse('due-dates-count', `There must be ${n} due dates.`, { pointer: '/dueDates' });
  }
  if (intervalWeeks !== undefined) {
    return listByWeeks(terms, intervalWeeks);
  }
  if (firstDueDate === undefined || dueDay === undefined || intervalMonths === undefined) {
    const missing = firstDueDate === undefined ? 'firstDueDate' : dueDay === undefined ? 'dueDay' : 'intervalMonths';
    return refuse('due-dates-missing', 'First due date, due day and interval in months are needed.', {
      pointer: `/${missing}`,
    });
  }
  // Every later date starts again from the agreed day, so a clamped February does not shorten March.
  return accept(
    Array.from({ length: n }, (_, index) =>
      index === 0 ? firstDueDate : onDayOfMonth(addMonths(firstDueDate, index * intervalMonths), dueDay),
    ),
  );
}

function adjust(nominalDueDate: CivilDate, shift: DateShift, calendar: WorkingCalendar): DueDate {
  if (shift === 'NONE') {
    return { nominalDueDate, dueDate: nominalDueDate, provisional: false };
  }
  const dueDate = calendar.nextWorkingDay(nominalDueDate);
  return {
    nominalDueDate,
    dueDate,
    provisional: calendar.isProvisional(nominalDueDate) || calendar.isProvisional(dueDate),
  };
}

/** Where a date in front of which another one does not lie stands, in a list that begins with a lump sum. */
function pointBehindLumpSum(disordered: number): string {
  return disordered === 1 ? '/lumpSum/dueDate' : `/dueDates/${disordered - 1}`;
}

function pointAtDates({ dueDates, intervalWeeks }: DueDateTerms): string {
  return dueDates !== undefined ? '/dueDates' : intervalWeeks !== undefined ? '/intervalWeeks' : '/intervalMonths';
}

/**
 * Due dates of a plan in order; a lump sum comes first.
 * Refuses: `due-dates-conflict`, `due-dates-count`, `due-dates-missing`, `nominal-dates-not-increasing`,
 * `due-date-out-of-range`.
 * Law: PL-01, PL-02, PL-03, PL-14 (Civil Code 203(1), 204; CPL 85(3)).
 */
export function listDueDates(terms: DueDateTerms, calendar: WorkingCalendar): Outcome<readonly DueDate[]> {
  const nominal = listNominalDates(terms);
  if (!nominal.ok) {
    return nominal;
  }
  const { lumpSum } = terms;
  const dates = lumpSum === undefined ? nominal.value : [lumpSum.dueDate, ...nominal.value];
  const disordered = dates.findIndex((date, index) => index > 0 && date <= itemAt(dates, index - 1));
  if (disordered >= 0) {
    return refuse('nominal-dates-not-increasing', 'Each due date must lie after the one before it.', {
      pointer: lumpSum === undefined ? `/dueDates/${disordered}` : pointBehindLumpSum(disordered),
      facts: { date: dates[disordered], previous: dates[disordered - 1] },
    });
  }
  const due = dates.map((date) => adjust(date, terms.shift, calendar));
  if (due.some(({ dueDate }) => dueDate > CIVIL_DATE_MAX)) {
    return refuse('due-date-out-of-range', `Due dates may not lie after ${CIVIL_DATE_MAX}.`, {
      pointer: pointAtDates(terms),
    });
  }
  return accept(due);
}

/**
 * The day from which an instalment that is still not paid in full is in breach: the day after its last grace day.
 * @param graceDays - calendar days; their end is contractual and not shifted by rest days
 * Law: PL-12.
 */
export function findBreachDay(dueDate: CivilDate, graceDays: number): CivilDate {
  return addDays(dueDate, graceDays + 1);
}
