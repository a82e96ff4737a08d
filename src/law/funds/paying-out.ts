import { addDays, type CivilDate } from '../../shared/civil-date.js';
import type { CivilPeriod } from '../../shared/day-ranges.js';
import type { WorkingCalendar } from '../working-days/calendar.js';

/** Days within which money that the court has received is paid out. Law: 法发〔2017〕6号. */
export const PAY_OUT_DAYS = 30;

/**
 * The last day for paying out a payment: day 30 after its approval, days on which a judge holds the money back not
 * counted, or the next working day.
 * @param approvedOn - the day on which the payment was approved; that day itself is not counted
 * @param holds - first and last day of each
 * Law: 法发〔2017〕6号, Civil Code 203(1).
 */
export function payOutBy(
  approvedOn: CivilDate,
  calendar: WorkingCalendar,
  holds: readonly CivilPeriod[] = [],
): CivilDate {
  let day = approvedOn;
  for (let counted = 0; counted < PAY_OUT_DAYS;) {
    day = addDays(day, 1);
    const isHeld = holds.some(({ from, to }) => from <= day && day <= to);
    if (!isHeld) counted += 1;
  }
  return calendar.nextWorkingDay(day);
}
