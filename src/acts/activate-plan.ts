import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import { fixDueDatesOfCase } from '../features/course/releases/due-dates.js';
import { closeStepsOfPlan } from '../features/course/steps/step-states.js';
import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { requireSupersession, supersede } from '../features/plans/amendments/activation.js';
import {
  putIntoForce,
  requireActivatable,
  requireConfirmed,
  requireReason,
  tellActivation,
} from '../features/plans/drafting/activation.js';
import { readClaimOpen, requireWithinClaim } from '../features/plans/drafting/agreed-sum.js';
import { openCaseOfPlan } from '../features/plans/drafting/agreement.js';
import type { PlanRow } from '../features/plans/drafting/repository.js';
import type { ActivationInput, PlanView } from '../features/plans/drafting/schema.js';
import { viewPlan } from '../features/plans/drafting/service.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import type { Fen } from '../shared/money.js';
import { Problem } from '../shared/problems.js';
import type { CaseRow } from '../tables/cases.js';

/** A plan suspends by settlement, but where the court had closed for long performance, or deferred on security. */
function pathUnderPlan({ reliefPath }: CaseRow) {
  return reliefPath === 'LONG_TERM_CLOSURE' || reliefPath === 'SECURITY_DEFERRAL'
    ? reliefPath
    : 'SETTLEMENT_SUSPENSION';
}

interface Activation {
  readonly plan: PlanRow;
  readonly view: PlanView;
  readonly input: ActivationInput;
}

/** What the judge said beside the act itself. */
const wordsOf = ({ reason, acknowledgeBreach }: ActivationInput) => ({
  ...(reason !== undefined && { reason }),
  ...(acknowledgeBreach === true && { acknowledgeBreach }),
});

/** Refuses a plan whose days have brought a breach already, unless the judge says that he knows. */
function requireAcknowledged({ row }: CaseFile, { acknowledgeBreach }: ActivationInput): void {
  if (row.state !== 'BREACHED' || acknowledgeBreach === true) return;
  throw new Problem('breach-not-acknowledged', {
    detail:
      'An instalment is unpaid and its grace is over: the case would be in breach at once. Have other days ' +
      'agreed, or activate with acknowledgeBreach.',
    errors: [{ pointer: '/acknowledgeBreach', detail: 'true, where the breach is to stand' }],
  });
}

/** Settlement and performance begin together. Law: ST-01, ST-02. */
async function settle(ctx: UserContext, file: CaseFile, { plan, view, input }: Activation): Promise<Fen> {
  const reliefPath = pathUnderPlan(file.row);
  await requireActivatable(ctx, file.row, plan, view);
  const { terms } = view;
  const claimOpenFen = await readClaimOpen(ctx, file.row, plan.signedOn);
  requireWithinClaim(terms, claimOpenFen);
  requireReason(view, input);
  const data = { planId: plan.id, signedOn: plan.signedOn, ...wordsOf(input) };
  file.record({ type: 'PLAN_ACTIVATED', data, ground: GROUNDS.partiesAgree });
  const { state: from } = file.row;
  const settled = { from, to: 'SETTLED', reliefPath } as const;
  file.enter({ type: 'CASE_SETTLED', data: settled }, 'SETTLED');
  file.enter({ type: 'CASE_PERFORMING', data: { from: 'SETTLED', to: 'PERFORMING' } }, 'PERFORMING');
  return claimOpenFen;
}

/** An amendment takes the place of the version in force, and ends a breach of it. Law: ST-05; section 6.4. */
async function amend(ctx: UserContext, file: CaseFile, { plan, view, input }: Activation): Promise<void> {
  const replaced = await requireSupersession(ctx, file.row, plan, view);
  requireConfirmed(plan);
  requireReason(view, input);
  const { old, effectiveOn } = replaced;
  const ground = GROUNDS.amendment;
  await supersede(ctx, replaced);
  file.record({ type: 'PLAN_SUPERSEDED', data: { planId: old.id, by: plan.id, on: effectiveOn }, ground });
  const closed = await closeStepsOfPlan(ctx, old, 'PLAN_AMENDED');
  for (const step of closed) file.record({ type: 'STEP_CLOSED', data: { ...step, reason: 'PLAN_AMENDED' }, ground });
  file.record({
    type: 'PLAN_ACTIVATED',
    data: { planId: plan.id, amends: old.id, effectiveOn, ...wordsOf(input) },
    ground,
  });
  if (file.row.state !== 'BREACHED') return;
  const cured = { from: 'BREACHED', to: 'CURED', reason: 'PLAN_AMENDED' } as const;
  file.enter({ type: 'CASE_CURED', data: cured, ground }, 'CURED');
  file.enter({ type: 'CASE_PERFORMING', data: { from: 'CURED', to: 'PERFORMING' }, ground }, 'PERFORMING');
}

/**
 * Puts a confirmed plan into force: settlement and performance begin in one transaction. An amendment supersedes the
 * version in force in the same transaction. Later than its days it brings the case up to date: the steps since the
 * signing are on record with their own days, and what they tell is told.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, and what `requireActivatable` or `requireSupersession`
 * refuses, what `requireWithinClaim` and `requireReason` refuse,
 * `breach-not-acknowledged`.
 * Law: ST-01, ST-02, ST-05, ST-20, JR-05; 执行和解规定 Art. 2, 5.
 */
export function activatePlan(ctx: UserContext, planId: string, input: ActivationInput, heed?: Heed): Promise<PlanView> {
  return inTransaction(ctx, async (tx) => {
    const { plan, file } = await openCaseOfPlan(tx, planId, heed);
    requireMay(tx.actor, 'activatePlan');
    const view = await viewPlan(tx, plan);
    const activation = { plan, view, input };
    const claimOpenFen = plan.amendsPlanId === null ? await settle(tx, file, activation) : null;
    if (plan.amendsPlanId !== null) await amend(tx, file, activation);
    file.change({ reliefPath: pathUnderPlan(file.row) });
    const active = await putIntoForce(tx, plan, view, claimOpenFen);
    await tellActivation(tx, file.row, view);
    // The table of a year may have been released since the plan was drafted.
    await fixDueDatesOfCase(tx, file, await tx.reference.calendar());
    await bringUpToDate(tx, file, `plan ${planId} in force`);
    requireAcknowledged(file, input);
    return viewPlan(tx, active);
  });
}
