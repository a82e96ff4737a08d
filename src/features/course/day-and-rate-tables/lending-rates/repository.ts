import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import { anyOf } from '../../../../platform/any-of.js';
import type { Context } from '../../../../platform/context.js';
import { lendingRates } from '../../../../tables/day-and-rate-tables.js';
import { decider, enterer } from '../../../people/four-eyes/four-eyes.js';
import { entryPeople, type EntryPeople, viewEntry } from '../entries.js';
import type { LendingRateView } from './schema.js';

export type LendingRateRow = typeof lendingRates.$inferSelect;

function toView({ row, people }: { row: LendingRateRow; people: EntryPeople }): LendingRateView {
  const { announcedOn, lpr1Y, lpr5Y } = row;
  return { ...viewEntry(row, people), announcedOn, lpr1Y, lpr5Y };
}

/** Announcements, newest first; a page begins behind `after` (day of announcement and id of the last one shown). */
export async function viewLendingRates(
  ctx: Context,
  where: SQL | undefined,
  page: { readonly after?: readonly string[] | undefined; readonly limit: number },
): Promise<LendingRateView[]> {
  const [afterOn, afterId] = page.after ?? [];
  const behind =
    afterOn && afterId
      ? sql`(${lendingRates.announcedOn}, ${lendingRates.id}) < (${afterOn}::date, ${afterId}::uuid)`
      : undefined;
  const rows = await ctx.db
    .select({ row: lendingRates, people: entryPeople })
    .from(lendingRates)
    .leftJoin(enterer, eq(enterer.id, lendingRates.enteredBy))
    .leftJoin(decider, eq(decider.id, lendingRates.decidedBy))
    .where(and(where, behind))
    .orderBy(desc(lendingRates.announcedOn), desc(lendingRates.id))
    .limit(page.limit);
  return rows.map(toView);
}

/** Locks one announcement until the transaction ends. */
export async function lockLendingRate(ctx: Context, id: string): Promise<LendingRateRow | undefined> {
  const [row] = await ctx.db.select().from(lendingRates).where(eq(lendingRates.id, id)).for('update');
  return row;
}

export async function isEntryWaiting(ctx: Context, announcedOn: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: lendingRates.id })
    .from(lendingRates)
    .where(and(eq(lendingRates.announcedOn, announcedOn), eq(lendingRates.status, 'ENTERED')));
  return row !== undefined;
}

/** Takes the released row of a day out of use; the one that replaces it follows in the same transaction. */
export async function supersedeLendingRate(ctx: Context, announcedOn: string): Promise<void> {
  await ctx.db
    .update(lendingRates)
    .set({ status: 'SUPERSEDED' })
    .where(and(eq(lendingRates.announcedOn, announcedOn), eq(lendingRates.status, 'RELEASED')));
}

export async function saveLendingRate(ctx: Context, id: string, change: Partial<LendingRateRow>): Promise<void> {
  await ctx.db.update(lendingRates).set(change).where(eq(lendingRates.id, id));
}

/** Notes that the consequences of these releases are drawn (IN-06). */
export async function settleLendingRates(ctx: Context, ids: readonly string[]): Promise<void> {
  await ctx.db.update(lendingRates).set({ settled: true }).where(anyOf(lendingRates.id, ids));
}
