import { and, eq, inArray } from 'drizzle-orm';
import { PLAN_TRANSITIONS } from '../../../law/states/plan.js';
import { STEP_TRANSITIONS } from '../../../law/states/step.js';
import { assertMove, statesBefore } from '../../../law/states/transitions.js';
import type { UserContext } from '../../../platform/context.js';
import { formatYuan } from '../../../shared/money.js';
import { Problem } from '../../../shared/problems.js';
import type { EventDraft } from '../../dossier/cases/events/catalogue.js';
import type { CaseRow } from '../../../tables/cases.js';
import { escalationSteps } from '../../../tables/course.js';
import { readCarried } from './balance.js';
import { requireAmendable } from './service.js';
import type { PlanRow } from '../drafting/repository.js';
import type { PlanView } from '../drafting/schema.js';
import { getPlanRow } from '../drafting/service.js';
import { instalmentProgress, plans } from '../../../tables/plans.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';

/** The version that an amendment is about to replace, and what it has received. */
export interface Supersession {
  readonly old: PlanRow;
  readonly effectiveOn: string;
  readonly receivedFen: bigint;
}

/**
 * Checks that a confirmed amendment can take the place of the version in force.
 * Refuses: `case-closed`, `case-state-forbids`, `plan-not-active` (another amendment was faster), `amendment-not-begun`,
 * `carried-balance-differs` (payments were booked or taken back since it was drafted), `nothing-to-amend`.
 * Law: ST-05; section 6.4.
 */
export async function requireSupersession(
  ctx: UserContext,
  owner: CaseRow,
  plan: PlanRow,
  view: PlanView,
): Promise<Supersession> {
  const { amendsPlanId, effectiveOn } = plan;
  if (amendsPlanId === null || effectiveOn === null || view.amendment === null) throw new Error('This is no amendment');
  const old = await getPlanRow(ctx, amendsPlanId);
  requireAmendable(owner, old);
  if (effectiveOn > ctx.today) {
    throw new Problem('amendment-not-begun', { detail: `The new version begins on ${effectiveOn}.` });
  }
  const carried = await readCarried(ctx, old, effectiveOn);
  const { carriedPrincipalFen, carriedInterestFen, receivedFen } = view.amendment;
  if (carried.principalFen !== carriedPrincipalFen || carried.interestFen !== carriedInterestFen) {
    throw new Problem('carried-balance-differs', {
      detail:
        `The amendment carries ${formatYuan(carriedPrincipalFen)} yuan of principal and ` +
        `${formatYuan(carriedInterestFen)} of interest; ${formatYuan(carried.principalFen)} and ` +
        `${formatYuan(carried.interestFen)} are left. Draft it anew.`,
    });
  }
  return { old, effectiveOn, receivedFen };
}

/** Closes what was open on the ladder of the old version. */
async function closeSteps(ctx: UserContext, old: PlanRow): Promise<EventDraft[]> {
  const closed = await ctx.db
    .update(escalationSteps)
    .set({ status: 'CLOSED', reason: 'PLAN_AMENDED' })
    .where(
      and(
        eq(escalationSteps.courtCode, old.courtCode),
        eq(escalationSteps.planId, old.id),
        inArray(escalationSteps.status, statesBefore(STEP_TRANSITIONS, 'CLOSED')),
      ),
    )
    .returning({ stepId: escalationSteps.id, step: escalationSteps.step, instalmentNo: escalationSteps.instalmentNo });
  return closed.map((step) => ({
    type: 'STEP_CLOSED',
    data: { ...step, reason: 'PLAN_AMENDED' },
    ground: GROUNDS.amendment,
  }));
}

/**
 * Takes the old version out of force: payments it has received stay with it, its instalments are no longer watched.
 * @returns the events that say so; the new version follows in the same transaction
 */
export async function supersede(
  ctx: UserContext,
  owner: CaseRow,
  { old, effectiveOn, receivedFen }: Supersession,
  newPlanId: string,
): Promise<EventDraft[]> {
  const { courtCode, id } = old;
  assertMove(PLAN_TRANSITIONS, old.status, 'SUPERSEDED');
  await ctx.db
    .update(plans)
    .set({ status: 'SUPERSEDED', supersededOn: effectiveOn, receivedFen, version: old.version + 1 })
    .where(and(eq(plans.courtCode, courtCode), eq(plans.id, id)));
  await ctx.db
    .update(instalmentProgress)
    .set({ nextStepOn: null, awaitsYear: null })
    .where(and(eq(instalmentProgress.courtCode, courtCode), eq(instalmentProgress.planId, id)));
  const ground = GROUNDS.amendment;
  const superseded: EventDraft = {
    type: 'PLAN_SUPERSEDED',
    data: { planId: id, by: newPlanId, on: effectiveOn },
    ground,
  };
  const amended: EventDraft = { type: 'PLAN_ACTIVATED', data: { planId: newPlanId, amends: id, effectiveOn }, ground };
  const cured: EventDraft[] =
    owner.state === 'BREACHED'
      ? [
          { type: 'CASE_CURED', data: { from: 'BREACHED', to: 'CURED', reason: 'PLAN_AMENDED' }, ground },
          { type: 'CASE_PERFORMING', data: { from: 'CURED', to: 'PERFORMING' }, ground },
        ]
      : [];
  return [superseded, ...(await closeSteps(ctx, old)), amended, ...cured];
}
