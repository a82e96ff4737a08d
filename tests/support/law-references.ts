import { CALENDAR_YEARS } from '../../drizzle/reference-data/calendar-years.js';
import { LENDING_RATES } from '../../drizzle/reference-data/lending-rates.js';
import { createRateTable } from '../../src/law/interest/lending-rates.js';
import { createWorkingCalendar } from '../../src/law/working-days/calendar.js';
import type { Outcome } from '../../src/shared/refusal.js';

/** The tables of days and rates that the product ships. */
export const calendar = createWorkingCalendar(CALENDAR_YEARS);
export const rates = createRateTable(LENDING_RATES, calendar);
export const references = { calendar, rates };

/** The value of an accepted outcome; a refusal fails the test by its code. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) {
    throw new Error(`unexpected refusal ${outcome.code}: ${outcome.detail}`);
  }
  return outcome.value;
}

/** Code and pointer of a refusal, or `accepted`. */
export function refusalOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : `${outcome.code} ${outcome.pointer ?? ''}`.trim();
}
