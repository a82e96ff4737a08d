import { asc, eq } from 'drizzle-orm';
import { createRateTable, type RateTable } from '../../../law/interest/lending-rates.js';
import { createWorkingCalendar, type WorkingCalendar } from '../../../law/working-days/calendar.js';
import { type Context, type ReferenceData, withTables } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { calendarYears, lendingRates } from '../../../tables/day-and-rate-tables.js';

/** How long another process may go on with a table after somebody released a new row. */
const KEEP_MS = 10_000;

interface ReferenceTables {
  readonly calendar: WorkingCalendar;
  readonly rates: RateTable;
}

/** The released rows as they stand in the database, or in the running transaction. */
async function readReferenceTables(db: Database): Promise<ReferenceTables> {
  const years = await db
    .select()
    .from(calendarYears)
    .where(eq(calendarYears.status, 'RELEASED'))
    .orderBy(asc(calendarYears.year));
  const announcements = await db.select().from(lendingRates).where(eq(lendingRates.status, 'RELEASED'));
  const calendar = createWorkingCalendar(years);
  return { calendar, rates: createRateTable(announcements, calendar) };
}

/** Keeps the released tables of days and rates for a moment: they change a few times a year. */
export function createReferenceData(db: Database): ReferenceData {
  let known: (ReferenceTables & { readAt: number }) | undefined;
  let generation = 0;
  async function read(): Promise<ReferenceTables> {
    if (known && Date.now() - known.readAt < KEEP_MS) return known;
    const asked = generation;
    const tables = await readReferenceTables(db);
    // What was read before a release must not be kept after it.
    if (asked === generation) known = { ...tables, readAt: Date.now() };
    return tables;
  }
  return {
    calendar: async () => (await read()).calendar,
    rates: async () => (await read()).rates,
    forget() {
      generation += 1;
      known = undefined;
    },
  };
}

/** The context with tables read this moment, for work that draws the consequences of a release. */
export async function withFreshTables<C extends Context>(ctx: C): Promise<C> {
  return withTables(ctx, await readReferenceTables(ctx.db));
}
