import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { checkOffsets, POLICY_LEAD_DAYS } from '../../../law/course/ladder-policy.js';
import { ladderRow, offsetOf } from '../../../law/course/ladder.js';
import { LADDER_STEPS, type LadderOffsets, MOVABLE_STEPS } from '../../../law/course/steps.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { escalationPolicies } from '../../../tables/ladder-policies.js';
import {
  decideOnEntry,
  decider,
  enteredNow,
  enterer,
  entryNames,
  viewFourEyes,
} from '../../people/four-eyes/four-eyes.js';
import type { DecisionInput } from '../../people/four-eyes/schema.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { recordAccess } from '../../people/trail/access-log.js';
import { moveFirstSteps } from '../../plans/progress/progress.js';
import type { PolicyInput, PolicyView } from './schema.js';

const courtOf = (ctx: UserContext) => ctx.actor.courtCode ?? '';

/** The ladder of the domain specification, as courts may move it. Law: section 10.1, ES-01. */
const STANDARD_LADDER = LADDER_STEPS.map((step) => {
  const { offset, automatic, recipients } = ladderRow(step);
  const movable = MOVABLE_STEPS.some((one) => one === step);
  return { step, offsetDays: offset, movable, automatic, recipients: [...recipients] };
});

async function viewPolicies(ctx: UserContext, where: SQL | undefined, limit: number): Promise<PolicyView[]> {
  const rows = await ctx.db
    .select({ row: escalationPolicies, ...entryNames })
    .from(escalationPolicies)
    .innerJoin(enterer, eq(enterer.id, escalationPolicies.enteredBy))
    .leftJoin(decider, eq(decider.id, escalationPolicies.decidedBy))
    .where(and(eq(escalationPolicies.courtCode, courtOf(ctx)), where))
    .orderBy(desc(escalationPolicies.id))
    .limit(limit);
  return rows.map(({ row, ...names }) => ({
    id: row.id,
    courtCode: row.courtCode,
    steps: LADDER_STEPS.map((step) => ({ step, offsetDays: offsetOf(step, row.offsets) })),
    effectiveOn: row.effectiveOn,
    status: row.status,
    ...viewFourEyes(row, names),
  }));
}

/** One policy of the caller's court. Refuses: `not-permitted`, `not-found`. */
export async function getPolicy(ctx: UserContext, policyId: string): Promise<PolicyView> {
  requireMay(ctx.actor, 'readEscalationPolicy');
  const [view] = await viewPolicies(ctx, eq(escalationPolicies.id, policyId), 1);
  requireFound(view, 'policy', 'Your court has no such policy.');
  return view;
}

/** The ladder where a court has moved nothing. Refuses: `not-permitted`. */
export function getStandardLadder(ctx: UserContext) {
  requireMay(ctx.actor, 'readEscalationLadder');
  return { steps: STANDARD_LADDER };
}

/** Policies of the caller's court, newest first. Refuses: `not-permitted`. */
export async function listPolicies(ctx: UserContext, query: PageQuery) {
  requireMay(ctx.actor, 'listEscalationPolicies');
  const before = query.cursor === undefined ? undefined : ctx.cursors.read('escalation-policies', query.cursor)[0];
  const where = before === undefined ? undefined : lt(escalationPolicies.id, before);
  const views = await viewPolicies(ctx, where, query.limit + 1);
  return toPage(views, query.limit, (last) => ctx.cursors.sign('escalation-policies', [last.id]));
}

/** How often the policies of the caller's court have changed: each is entered, then decided on. */
export async function countPolicyActs(ctx: UserContext): Promise<number> {
  const [row] = await ctx.db
    .select({ acts: sql<number>`(count(*) + count(${escalationPolicies.decidedAt}))::int` })
    .from(escalationPolicies)
    .where(eq(escalationPolicies.courtCode, courtOf(ctx)));
  return row?.acts ?? 0;
}

/**
 * Enters the days that the court gives its steps, in the place of those before; they count when a second person has
 * approved them.
 * @param checkVersion - throws when the caller has seen an older list
 * Refuses: `not-permitted`, `stale-version`, `entry-waits`, `invalid-body` (`checkOffsets`).
 * Law: CP-01; section 10.1.
 */
export function enterPolicy(
  ctx: UserContext,
  input: PolicyInput,
  checkVersion: (version: number) => void,
): Promise<PolicyView> {
  requireMay(ctx.actor, 'enterEscalationPolicy');
  const offsets: LadderOffsets = Object.fromEntries(input.steps.map(({ step, offsetDays }) => [step, offsetDays]));
  const checked = checkOffsets(offsets);
  if (!checked.ok) throw fieldProblem(checked.pointer ?? '', checked.detail);
  return inTransaction(ctx, async (tx) => {
    checkVersion(await countPolicyActs(tx));
    const row = { courtCode: courtOf(tx), id: newId(), offsets, reason: input.reason, ...enteredNow(tx) };
    const made = await tx.db
      .insert(escalationPolicies)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: escalationPolicies.id });
    if (made.length === 0) {
      throw new Problem('entry-waits', { detail: 'A policy of your court waits; have it decided first.' });
    }
    return getPolicy(tx, row.id);
  });
}

/**
 * Approves or rejects a policy. It is for instalments that fall due from two months on: none of their steps has
 * fallen yet.
 * Refuses: `not-permitted`, `not-found`, `entry-already-decided`, `four-eyes`, `invalid-body` (a rejection without
 * reason).
 * Law: CP-01, ES-01.
 */
export function decidePolicy(ctx: UserContext, policyId: string, input: DecisionInput): Promise<PolicyView> {
  requireMay(ctx.actor, 'decideEscalationPolicy');
  return inTransaction(ctx, async (tx) => {
    const ours = and(eq(escalationPolicies.courtCode, courtOf(tx)), eq(escalationPolicies.id, policyId));
    const [row] = await tx.db.select().from(escalationPolicies).where(ours).for('update');
    requireFound(row, 'policy', 'Your court has no such policy.');
    const decision = decideOnEntry(tx, row, input, 'this policy');
    const approved = decision.status === 'APPROVED';
    const effectiveOn: CivilDate = addDays(tx.today, POLICY_LEAD_DAYS);
    await tx.db
      .update(escalationPolicies)
      .set({ ...decision, effectiveOn: approved ? effectiveOn : null })
      .where(ours);
    // All of these days are still to come, so that nothing is recorded late and nothing twice.
    if (approved) await moveFirstSteps(tx, row.courtCode, effectiveOn, offsetOf(LADDER_STEPS[0], row.offsets));
    await recordAccess(tx, {
      act: 'decideEscalationPolicy',
      object: `/v1/escalation-policies/${policyId}`,
      courtCode: row.courtCode,
      purpose: row.reason,
      detail: { decision: input.decision, offsets: row.offsets },
    });
    return getPolicy(tx, policyId);
  });
}
