import { CALENDAR_YEARS } from '../../../../drizzle/reference-data/calendar-years.js';
import { LENDING_RATES } from '../../../../drizzle/reference-data/lending-rates.js';
import type { Database } from '../../../platform/database.js';
import { calendarYears, lendingRates } from '../../../tables/day-and-rate-tables.js';

/**
 * Writes the working days and lending rates that the product ships; rows that are there stay as they are. Law: HO-01,
 * IN-12.
 */
export async function shipDayAndRateTables(db: Database): Promise<void> {
  await db
    .insert(calendarYears)
    .values(
      CALENDAR_YEARS.map((year) => ({ ...year, offDays: [...year.offDays], makeupWorkdays: [...year.makeupWorkdays] })),
    )
    .onConflictDoNothing();
  await db
    .insert(lendingRates)
    .values(LENDING_RATES.map((rate) => ({ ...rate })))
    .onConflictDoNothing();
}
