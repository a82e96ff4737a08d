import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { type Context, inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { type Fen, formatYuan } from '../../../shared/money.js';
import { Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { courtLimits } from '../../../tables/court-limits.js';
import { decideOnEntry, decider, enteredNow, enterer, entryNames, viewFourEyes } from '../four-eyes/four-eyes.js';
import type { DecisionInput } from '../four-eyes/schema.js';
import { may, requireMay } from '../permissions/require-may.js';
import { recordAccess } from '../trail/access-log.js';
import type { CourtLimitInput, CourtLimitView } from './schema.js';

/** The court of the caller; everybody who may call here has one. */
const courtOf = (ctx: UserContext) => ctx.actor.courtCode ?? '';

async function findInForce(ctx: Context, courtCode: string) {
  const [row] = await ctx.db
    .select()
    .from(courtLimits)
    .where(and(eq(courtLimits.courtCode, courtCode), eq(courtLimits.status, 'APPROVED')))
    .orderBy(desc(courtLimits.decidedAt), desc(courtLimits.id))
    .limit(1);
  return row;
}

/**
 * Refuses a decision on money above the court's limit to whoever is not its chief.
 * @param act - what is refused, as a sentence part: "approve payments"
 * Refuses: `chief-required`.
 * Law: CP-01; contract section 3 (unset by default).
 */
export async function requireChiefAbove(
  ctx: UserContext,
  courtCode: string,
  amountFen: Fen,
  act: string,
): Promise<void> {
  if (may(ctx.actor, 'approveAboveLimit')) return;
  const limit = (await findInForce(ctx, courtCode))?.approvalLimitFen ?? null;
  if (limit === null || amountFen <= limit) return;
  throw new Problem('chief-required', { detail: `Above ${formatYuan(limit)} yuan only the bureau chief may ${act}.` });
}

async function viewLimits(ctx: UserContext, where: SQL | undefined, limit: number): Promise<CourtLimitView[]> {
  const inForce = await findInForce(ctx, courtOf(ctx));
  const rows = await ctx.db
    .select({ row: courtLimits, ...entryNames })
    .from(courtLimits)
    .innerJoin(enterer, eq(enterer.id, courtLimits.enteredBy))
    .leftJoin(decider, eq(decider.id, courtLimits.decidedBy))
    .where(and(eq(courtLimits.courtCode, courtOf(ctx)), where))
    .orderBy(desc(courtLimits.id))
    .limit(limit);
  return rows.map(({ row, ...names }) => ({
    id: row.id,
    courtCode: row.courtCode,
    approvalLimitFen: row.approvalLimitFen,
    status: row.status,
    inForce: row.id === inForce?.id,
    ...viewFourEyes(row, names),
  }));
}

/** One entry of the caller's court. Refuses: `not-permitted`, `not-found`. */
export async function getCourtLimit(ctx: UserContext, limitId: string): Promise<CourtLimitView> {
  requireMay(ctx.actor, 'readCourtLimit');
  const [view] = await viewLimits(ctx, eq(courtLimits.id, limitId), 1);
  requireFound(view, 'limit', 'Your court has no such limit.');
  return view;
}

/** Entries of the caller's court, newest first. Refuses: `not-permitted`. */
export async function listCourtLimits(ctx: UserContext, query: PageQuery) {
  requireMay(ctx.actor, 'listCourtLimits');
  const before = query.cursor === undefined ? undefined : ctx.cursors.read('court-limits', query.cursor)[0];
  const views = await viewLimits(ctx, before === undefined ? undefined : lt(courtLimits.id, before), query.limit + 1);
  return toPage(views, query.limit, (last) => ctx.cursors.sign('court-limits', [last.id]));
}

/**
 * Enters the amount above which the chief approves; it counts when a second person has approved it.
 * Refuses: `not-permitted`, `entry-waits`.
 * Law: CP-01.
 */
export function enterCourtLimit(ctx: UserContext, input: CourtLimitInput): Promise<CourtLimitView> {
  requireMay(ctx.actor, 'enterCourtLimit');
  return inTransaction(ctx, async (tx) => {
    const id = newId();
    const [made] = await tx.db
      .insert(courtLimits)
      .values({ ...input, courtCode: courtOf(tx), id, ...enteredNow(tx) })
      .onConflictDoNothing()
      .returning({ id: courtLimits.id });
    if (!made) throw new Problem('entry-waits', { detail: 'An entry of your court waits; have it decided first.' });
    return getCourtLimit(tx, id);
  });
}

/**
 * Approves or rejects an entered limit; an approved one is in force at once.
 * Refuses: `not-permitted`, `not-found`, `entry-already-decided`, `four-eyes`, `invalid-body` (a rejection without
 * reason).
 * Law: CP-01, CP-04.
 */
export function decideCourtLimit(ctx: UserContext, limitId: string, input: DecisionInput): Promise<CourtLimitView> {
  requireMay(ctx.actor, 'decideCourtLimit');
  return inTransaction(ctx, async (tx) => {
    const ours = and(eq(courtLimits.courtCode, courtOf(tx)), eq(courtLimits.id, limitId));
    const [row] = await tx.db.select().from(courtLimits).where(ours).for('update');
    requireFound(row, 'limit', 'Your court has no such limit.');
    await tx.db
      .update(courtLimits)
      .set(decideOnEntry(tx, row, input, 'this limit'))
      .where(ours);
    const approvalLimitFen = row.approvalLimitFen === null ? null : Number(row.approvalLimitFen);
    await recordAccess(tx, {
      act: 'decideCourtLimit',
      object: `/v1/court-limits/${limitId}`,
      courtCode: row.courtCode,
      purpose: row.reason,
      detail: { decision: input.decision, approvalLimitFen },
    });
    return getCourtLimit(tx, limitId);
  });
}
