import type { ReferenceData } from '../../platform/context.js';
import type { Database } from '../../platform/database.js';
import { calendarYears, lendingRates } from '../../platform/table.js';
import { createRateTable, type RateTable } from '../../shared/lending-rates.js';
import { createWorkingCalendar, type WorkingCalendar } from '../../shared/working-days.js';

/** How long a process may go on with a table after somebody released a new row. */
const KEEP_MS = 10_000;

/** Reads the released tables of days and rates and keeps them for a moment: they change a few times a year. */
export function createReferenceData(db: Database): ReferenceData {
  let known: { calendar: WorkingCalendar; rates: RateTable; readAt: number } | undefined;
  async function read() {
    if (known && Date.now() - known.readAt < KEEP_MS) return known;
    const years = await db.select().from(calendarYears);
    const announcements = await db.select().from(lendingRates);
    const calendar = createWorkingCalendar(years);
    known = { calendar, rates: createRateTable(announcements, calendar), readAt: Date.now() };
    return known;
  }
  return { calendar: async () => (await read()).calendar, rates: async () => (await read()).rates };
}
