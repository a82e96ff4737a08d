import { and, eq } from 'drizzle-orm';
import { PLAN_TRANSITIONS, type PlanStatus } from '../../../law/states/plan.js';
import { assertMove } from '../../../law/states/transitions.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { plans } from '../../../tables/plans.js';
import type { PlanRow } from './repository.js';

/** What a step of a plan sets beside its status. */
type PlanChange = Partial<Pick<PlanRow, 'activatedOn' | 'claimOpenFen' | 'supersededOn' | 'receivedFen'>>;

const same = (plan: Pick<PlanRow, 'courtCode' | 'id'>) =>
  and(eq(plans.courtCode, plan.courtCode), eq(plans.id, plan.id));

/**
 * Moves a plan one step along its table of states.
 * @returns the plan as it is now
 * Throws: `Error`, when the table does not know the step; whoever asks for one refuses before.
 */
export async function movePlan(ctx: Context, plan: PlanRow, to: PlanStatus, change: PlanChange = {}): Promise<PlanRow> {
  assertMove(PLAN_TRANSITIONS, plan.status, to);
  const moved = { ...change, status: to, version: plan.version + 1 };
  await ctx.db.update(plans).set(moved).where(same(plan));
  return { ...plan, ...moved };
}

/** Notes that something was added to a plan that stays in its state. */
export async function touchPlan(ctx: Context, plan: PlanRow): Promise<PlanRow> {
  const version = plan.version + 1;
  await ctx.db.update(plans).set({ version }).where(same(plan));
  return { ...plan, version };
}

/** Stores the day on which the whole sum of a plan fell due (PL-10); null while it has not. */
export async function saveAcceleration(
  ctx: Context,
  plan: Pick<PlanRow, 'courtCode' | 'id'>,
  acceleratedOn: CivilDate | null,
): Promise<void> {
  await ctx.db.update(plans).set({ acceleratedOn }).where(same(plan));
}
