import { and, eq } from 'drizzle-orm';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context } from '../../../platform/context.js';
import { chainEvents, type EventCircumstances } from '../../../law/record/event-chain.js';
import type { EventDraft } from './events/catalogue.js';
import { caseEvents, type CaseRow, cases } from '../../../tables/cases.js';
import { invariant } from '../../../shared/require.js';

/** What may change on a case besides its chain and version. */
export type CaseChange = Partial<Omit<CaseRow, 'courtCode' | 'id' | 'chainLength' | 'chainHead' | 'version'>>;

/** Who acts, when and at whose request, as events store it. */
export function circumstancesOf(ctx: Context): EventCircumstances {
  return {
    occurredAt: ctx.clock.now(),
    businessOn: ctx.today,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    requestId: ctx.requestId,
    actsForId: ctx.actor.kind === 'USER' ? ctx.actor.actsFor?.id : undefined,
  };
}

/**
 * Appends events to the chain of a locked case and changes the case with them, in two statements.
 * @param row - the case as locked in this transaction
 * @returns the case as it is now
 */
export async function saveCase(
  ctx: Context,
  row: CaseRow,
  drafts: readonly EventDraft[],
  change: CaseChange = {},
): Promise<CaseRow> {
  const { rows, chainLength, chainHead } = chainEvents(row, circumstancesOf(ctx), drafts);
  await insertRows(ctx.db, caseEvents, rows);
  const [saved] = await ctx.db
    .update(cases)
    .set({ ...change, chainLength, chainHead, version: row.version + 1 })
    .where(and(eq(cases.courtCode, row.courtCode), eq(cases.id, row.id)))
    .returning();
  invariant(saved, 'The case vanished while it was locked');
  return saved;
}

/**
 * Appends events to the chain of a locked case that itself stays as it is, so that its version stays too: something was read
 * or taken out. Law: CP-04; contract section 6.
 */
export async function recordInChain(ctx: Context, row: CaseRow, drafts: readonly EventDraft[]): Promise<void> {
  const { rows, ...chain } = chainEvents(row, circumstancesOf(ctx), drafts);
  await insertRows(ctx.db, caseEvents, rows);
  await ctx.db
    .update(cases)
    .set(chain)
    .where(and(eq(cases.courtCode, row.courtCode), eq(cases.id, row.id)));
}
