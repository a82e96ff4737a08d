import { and, eq } from 'drizzle-orm';
import { listChangedDays } from '../../../../law/working-days/due-date-fixes.js';
import { inTransaction, type UserContext } from '../../../../platform/context.js';
import { toPage } from '../../../../platform/cursor.js';
import { newId } from '../../../../shared/ids.js';
import { Problem } from '../../../../shared/problems.js';
import { invariant, requireFound } from '../../../../shared/require.js';
import { calendarYears } from '../../../../tables/day-and-rate-tables.js';
import { requireMay } from '../../../people/permissions/require-may.js';
import { reopenDueDates } from '../../../plans/progress/progress.js';
import { decideEntry, type EnteredFigures, newEntry, recordEntry, seesEntries, visibleEntries } from '../entries.js';
import type { ReleaseInput } from '../schema.js';
import * as repository from './repository.js';
import type { CalendarYearInput, CalendarYearQuery, CalendarYearView } from './schema.js';

/** The newest entry of a year that the caller may see. Refuses: `not-found`. */
export async function getYear(ctx: UserContext, year: number): Promise<CalendarYearView> {
  const where = and(visibleEntries(ctx.actor, calendarYears), eq(calendarYears.year, year));
  const [found] = await repository.viewYears(ctx, where, { limit: 1 });
  requireFound(found, 'entry of the table', `The breaks of ${year} are not in the table.`);
  return found;
}

/** Years, latest first. Entries that nobody has released are shown to those who work on the tables. */
export async function listYears(ctx: UserContext, query: CalendarYearQuery) {
  const list = `holidays:${query.status ?? ''}:${seesEntries(ctx.actor)}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor);
  const status = query.status === undefined ? undefined : eq(calendarYears.status, query.status);
  const where = and(visibleEntries(ctx.actor, calendarYears), status);
  const rows = await repository.viewYears(ctx, where, { after, limit: query.limit + 1 });
  return toPage(rows, query.limit, (last) => ctx.cursors.sign(list, [String(last.year), last.id]));
}

type Figures = Pick<
  typeof calendarYears.$inferSelect,
  'id' | 'year' | 'notice' | 'offDays' | 'makeupWorkdays' | 'enteredBy'
>;

const entered = ({ id, enteredBy, year, notice, offDays, makeupWorkdays }: Figures): EnteredFigures => ({
  object: `/v1/holidays/${year}`,
  entryId: id,
  enteredBy,
  figures: { year, notice, offDays, makeupWorkdays },
});

/**
 * Enters the breaks of a year, or a correction of them; they count when a second person has released them.
 * Refuses: `not-permitted`, `entry-waits` (an entry for this year is not decided yet).
 * Law: HO-01, CP-01.
 */
export function enterYear(ctx: UserContext, input: CalendarYearInput): Promise<CalendarYearView> {
  requireMay(ctx.actor, 'enterHolidays');
  return inTransaction(ctx, async (tx) => {
    const { source, year, notice, offDays, makeupWorkdays } = input;
    const known = await repository.lockYear(tx, year);
    if (known.some((row) => row.status === 'ENTERED')) {
      throw new Problem('entry-waits', { detail: `An entry for ${year} waits; release or reject it first.` });
    }
    const days = { offDays: [...offDays].sort(), makeupWorkdays: [...makeupWorkdays].sort() };
    const row = { ...newEntry(tx, source), ...days, id: newId(), year, notice };
    await tx.db.insert(calendarYears).values(row);
    await recordEntry(tx, 'enterHolidays', entered(row));
    return getYear(tx, year);
  });
}

/**
 * Releases or rejects the entry of a year. A release replaces the table that was in use, which stays on record; due
 * dates that wait for the year are fixed right after this transaction.
 * @param checkVersion - throws when the caller looked at an older version
 * Refuses: `not-found` (nothing was ever entered for the year), and what `decideEntry` refuses.
 * Law: HO-01, CP-01; contract section 4.
 */
export function decideYear(
  ctx: UserContext,
  year: number,
  input: ReleaseInput,
  checkVersion: (version: number) => void,
): Promise<CalendarYearView> {
  requireMay(ctx.actor, 'decideHolidays');
  return inTransaction(ctx, async (tx) => {
    const rows = await repository.lockYear(tx, year);
    const entry = rows.find((row) => row.status === 'ENTERED') ?? rows.at(-1);
    requireFound(entry, 'entry of the table', `Nobody has entered the breaks of ${year}.`);
    checkVersion((await getYear(tx, year)).version);
    const decision = decideEntry(tx, entry, input);
    if (decision.status === 'RELEASED') {
      const inUse = rows.find((row) => row.status === 'RELEASED');
      if (inUse) {
        await repository.saveYear(tx, inUse.id, { status: 'SUPERSEDED' });
        await reopenDueDates(tx, year, listChangedDays(inUse, entry), tx.today);
      }
    }
    await repository.saveYear(tx, entry.id, decision);
    await recordEntry(tx, 'decideHolidays', entered(entry), input);
    const [decided] = await repository.viewYears(tx, eq(calendarYears.id, entry.id), { limit: 1 });
    invariant(decided, 'An entry vanished');
    return decided;
  });
}
