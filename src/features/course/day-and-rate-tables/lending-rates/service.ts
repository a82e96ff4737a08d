import { and, eq } from 'drizzle-orm';
import { checkDates } from '../../../../law/dates/check.js';
import { inTransaction, type UserContext } from '../../../../platform/context.js';
import { toPage } from '../../../../platform/cursor.js';
import { newId } from '../../../../shared/ids.js';
import { Problem, valueOrProblem } from '../../../../shared/problems.js';
import { requireFound } from '../../../../shared/require.js';
import { lendingRates } from '../../../../tables/day-and-rate-tables.js';
import { requireMay } from '../../../people/permissions/require-may.js';
import {
  countActs,
  decideEntry,
  type EnteredFigures,
  newEntry,
  recordEntry,
  seesEntries,
  visibleEntries,
} from '../entries.js';
import type { ReleaseInput } from '../schema.js';
import * as repository from './repository.js';
import type { LendingRateInput, LendingRateQuery, LendingRateView } from './schema.js';

/** An announcement that the caller may see. Refuses: `not-found`. */
export async function getLendingRate(ctx: UserContext, id: string): Promise<LendingRateView> {
  const where = and(visibleEntries(ctx.actor, lendingRates), eq(lendingRates.id, id));
  const [found] = await repository.viewLendingRates(ctx, where, { limit: 1 });
  requireFound(found, 'announcement');
  return found;
}

/** Announcements, newest first. Entries that nobody has released are shown to those who work on the tables. */
export async function listLendingRates(ctx: UserContext, query: LendingRateQuery) {
  const list = `lending-rates:${query.status ?? ''}:${seesEntries(ctx.actor)}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor);
  const status = query.status === undefined ? undefined : eq(lendingRates.status, query.status);
  const where = and(visibleEntries(ctx.actor, lendingRates), status);
  const rows = await repository.viewLendingRates(ctx, where, { after, limit: query.limit + 1 });
  return toPage(rows, query.limit, (last) => ctx.cursors.sign(list, [last.announcedOn, last.id]));
}

type Figures = Pick<typeof lendingRates.$inferSelect, 'id' | 'announcedOn' | 'lpr1Y' | 'lpr5Y' | 'enteredBy'>;

const entered = ({ id, enteredBy, announcedOn, lpr1Y, lpr5Y }: Figures): EnteredFigures => ({
  object: `/v1/lending-rates/${id}`,
  entryId: id,
  enteredBy,
  figures: { announcedOn, lpr1Y, lpr5Y },
});

/**
 * Enters an announcement, or a correction of one; it counts when a second person has released it.
 * Refuses: `not-permitted`, `entry-waits` (an entry for this day is not decided yet), and what `checkDates` refuses.
 * Law: IN-12, IN-14, CP-01.
 */
export function enterLendingRate(ctx: UserContext, input: LendingRateInput): Promise<LendingRateView> {
  requireMay(ctx.actor, 'enterLendingRate');
  return inTransaction(ctx, async (tx) => {
    const { source, ...figures } = input;
    valueOrProblem(checkDates('announcement', { today: tx.today, announcedOn: figures.announcedOn }));
    if (await repository.isEntryWaiting(tx, figures.announcedOn)) {
      throw new Problem('entry-waits', {
        detail: `An entry for ${figures.announcedOn} waits; release or reject it first.`,
      });
    }
    const id = newId();
    await tx.db.insert(lendingRates).values({ ...figures, ...newEntry(tx, source), id });
    await recordEntry(tx, 'enterLendingRate', entered({ ...figures, id, enteredBy: tx.actor.id }));
    return getLendingRate(tx, id);
  });
}

/**
 * Releases or rejects an entered announcement. A release replaces the row of the same day, which stays on record.
 * @param checkVersion - throws when the caller looked at an older version
 * Refuses: `not-found`, and what `decideEntry` refuses.
 * Law: CP-01, IN-12.
 */
export function decideLendingRate(
  ctx: UserContext,
  id: string,
  input: ReleaseInput,
  checkVersion: (version: number) => void,
): Promise<LendingRateView> {
  requireMay(ctx.actor, 'decideLendingRate');
  return inTransaction(ctx, async (tx) => {
    const row = await repository.lockLendingRate(tx, id);
    requireFound(row, 'announcement', 'There is no such announcement.');
    checkVersion(countActs(await getLendingRate(tx, id)));
    const decision = decideEntry(tx, row, input);
    const released = decision.status === 'RELEASED';
    if (released) await repository.supersedeLendingRate(tx, row.announcedOn);
    // Allocations of payments that rest on the rates before are redone right after this transaction.
    await repository.saveLendingRate(tx, id, { ...decision, settled: !released });
    await recordEntry(tx, 'decideLendingRate', entered(row), input);
    return getLendingRate(tx, id);
  });
}
