import { and, count, eq, min, sql } from 'drizzle-orm';
import { isEnded } from '../../../law/states/case.js';
import { type Context, inTransaction, systemActor } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { cases } from '../../../tables/cases.js';
import { lendingRates } from '../../../tables/day-and-rate-tables.js';
import { ledgerPostings } from '../../../tables/ledger.js';
import { payments } from '../../../tables/payments.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCases } from '../../dossier/cases/open-case.js';
import { watchFunds } from '../../money/disbursements/watch-funds.js';
import { bringUpToDate } from '../bring-up-to-date/bring-up-to-date.js';
import { settleLendingRates } from '../day-and-rate-tables/lending-rates/repository.js';
import { withFreshTables } from '../day-and-rate-tables/service.js';
import type { ReleaseWork, WorkFault } from './release-work.js';

const BATCH = 100;

/** Releases whose consequences are not all drawn, and the first day that they touch. */
async function listUnsettled(ctx: Context): Promise<{ ids: string[]; from: CivilDate | null }> {
  const unsettled = and(eq(lendingRates.status, 'RELEASED'), eq(lendingRates.settled, false));
  const rows = await ctx.db.select({ id: lendingRates.id }).from(lendingRates).where(unsettled);
  const [first] = await ctx.db
    .select({ on: min(lendingRates.announcedOn) })
    .from(lendingRates)
    .where(unsettled);
  return { ids: rows.map((row) => row.id), from: first?.on ?? null };
}

/** Cases whose interest follows the published rate and that were paid on the day of an announcement or later. */
function listTouchedCases(ctx: Context, from: CivilDate, after: readonly [string, string]) {
  return ctx.db
    .select({ courtCode: cases.courtCode, id: cases.id })
    .from(cases)
    .where(
      and(
        sql`(${cases.courtCode}, ${cases.id}) > (${after[0]}, ${after[1]}::uuid)`,
        sql`${cases.generalInterest} -> 'rate' ->> 'type' in ('LPR_FLOATING','LPR_FIXED')`,
        sql`exists (select from ${payments} where ${payments.courtCode} = ${cases.courtCode}
          and ${payments.caseId} = ${cases.id} and ${payments.receivedOn} >= ${from}::date)`,
      ),
    )
    .orderBy(cases.courtCode, cases.id)
    .limit(BATCH);
}

async function countPostings(ctx: Context, owner: { courtCode: string; id: string }): Promise<number> {
  const [row] = await ctx.db
    .select({ rows: count() })
    .from(ledgerPostings)
    .where(and(eq(ledgerPostings.courtCode, owner.courtCode), eq(ledgerPostings.caseId, owner.id)));
  return row?.rows ?? 0;
}

/** Allocates the payments of one case anew; what changed is a reversing row and a new one, and an event says why. */
function reallocate(ctx: Context, of: { courtCode: string; id: string }, from: CivilDate): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const [file] = await openCases(tx, of.courtCode, [of.id]);
    if (!file || isEnded(file.row.state)) return;
    const before = await countPostings(tx, of);
    await watchFunds(tx, file, () => bringUpToDate(tx, file, `lending rate released, in force from ${from}`));
    if ((await countPostings(tx, of)) === before) return;
    const data = { reason: 'LENDING_RATE_RELEASED', from };
    file.record({ type: 'ALLOCATIONS_REDONE', data, ground: GROUNDS.releasedRate });
  });
}

/**
 * Draws the consequences of released rates for allocations that are already stored, so that the ledger equals one that
 * was built with the new table from the start. What is not reached in time is done by the next daily close.
 * @param deadline - moment after which no further case is begun; none by default
 * Law: IN-06, IN-12, IN-14.
 */
export async function reallocateByReleasedRates(ctx: Context, deadline?: Date): Promise<ReleaseWork> {
  const { ids, from } = await listUnsettled(ctx);
  const faults: WorkFault[] = [];
  let done = 0;
  if (from === null) return { done, finished: true, faults };
  const system = await withFreshTables({ ...ctx, actor: systemActor('lending-rates') });
  let after: readonly [string, string] = ['', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const batch = await listTouchedCases(system, from, after);
    for (const one of batch) {
      if (deadline !== undefined && ctx.clock.now() > deadline) return { done, finished: false, faults };
      try {
        await reallocate(system, one, from);
        done += 1;
      } catch (error) {
        if (ctx.inTransaction) throw error;
        faults.push({ courtCode: one.courtCode, caseId: one.id, error });
      }
      after = [one.courtCode, one.id];
    }
    if (batch.length < BATCH) break;
  }
  if (faults.length === 0) {
    await settleLendingRates(system, ids);
  }
  return { done, finished: faults.length === 0, faults };
}
