import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../../../platform/context.js';
import { calendarYears } from '../../../../tables/day-and-rate-tables.js';
import { decider, enterer } from '../../../people/four-eyes/four-eyes.js';
import { entryPeople, viewEntry } from '../entries.js';
import type { CalendarYearView } from './schema.js';

export type CalendarYearRow = typeof calendarYears.$inferSelect;

/** Acts on each year, entries and decisions; those on entries that the caller does not see count as well. */
const actsOfYear = sql<number>`(
  select count(*) + count(other.decided_at) from ${calendarYears} other where other.year = ${calendarYears.year})::int`;

/** Years, latest first, of one year the newest entry first; a page begins behind `after` (year and id). */
export async function viewYears(
  ctx: Context,
  where: SQL | undefined,
  page: { readonly after?: readonly string[] | undefined; readonly limit: number },
): Promise<CalendarYearView[]> {
  const [afterYear, afterId] = page.after ?? [];
  const behind =
    afterYear && afterId
      ? sql`(${calendarYears.year}, ${calendarYears.id}) < (${afterYear}::smallint, ${afterId}::uuid)`
      : undefined;
  const rows = await ctx.db
    .select({ row: calendarYears, people: entryPeople, version: actsOfYear })
    .from(calendarYears)
    .leftJoin(enterer, eq(enterer.id, calendarYears.enteredBy))
    .leftJoin(decider, eq(decider.id, calendarYears.decidedBy))
    .where(and(where, behind))
    .orderBy(desc(calendarYears.year), desc(calendarYears.id))
    .limit(page.limit);
  return rows.map(({ row, people, version }) => {
    const { year, notice, offDays, makeupWorkdays } = row;
    return { ...viewEntry(row, people), year, notice, offDays, makeupWorkdays, version };
  });
}

/** Locks the rows of a year until the transaction ends. */
export async function lockYear(ctx: Context, year: number): Promise<CalendarYearRow[]> {
  return ctx.db
    .select()
    .from(calendarYears)
    .where(eq(calendarYears.year, year))
    .orderBy(asc(calendarYears.id))
    .for('update');
}

export async function saveYear(ctx: Context, id: string, change: Partial<CalendarYearRow>): Promise<void> {
  await ctx.db.update(calendarYears).set(change).where(eq(calendarYears.id, id));
}

/** Years with a released table. */
export async function listReleasedYears(ctx: Context): Promise<number[]> {
  const rows = await ctx.db
    .select({ year: calendarYears.year })
    .from(calendarYears)
    .where(eq(calendarYears.status, 'RELEASED'));
  return rows.map((row) => row.year);
}
