import { needsReason } from '../../../law/schedule/warnings.js';
import { isTransitionAllowed } from '../../../law/states/case.js';
import { PLAN_TRANSITIONS } from '../../../law/states/plan.js';
import { mayMove } from '../../../law/states/transitions.js';
import type { UserContext } from '../../../platform/context.js';
import { yearOf } from '../../../shared/civil-date.js';
import type { Fen } from '../../../shared/money.js';
import { Problem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import { requireStateFor } from '../../dossier/cases/policy.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { findMissingConsents } from '../../dossier/consents/service.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { followInstalments } from '../progress/progress.js';
import { movePlan } from './plan-states.js';
import { hasActivePlan, type PlanRow } from './repository.js';
import type { ActivationInput, PlanView } from './schema.js';

/**
 * All that the activation of a first plan needs, in the order in which people can mend it.
 * Refuses: `case-closed`, `plan-already-active`, `joint-review-open`, `case-state-forbids`, `consent-missing`,
 * `plan-not-confirmed`.
 */
export async function requireActivatable(
  ctx: UserContext,
  owner: CaseRow,
  plan: PlanRow,
  view: PlanView,
): Promise<void> {
  requireStateFor(owner, 'activatePlan');
  if (await hasActivePlan(ctx, owner))
    throw new Problem('plan-already-active', { detail: 'End or amend the active plan first.' });
  if (owner.state === 'RELIEF_REQUESTED' || owner.state === 'JOINT_REVIEW') {
    throw new Problem('joint-review-open', {
      detail: `The case is in state ${owner.state}; the review has to end first.`,
    });
  }
  if (!isTransitionAllowed(owner.state, 'SETTLED')) {
    throw new Problem('case-state-forbids', { detail: `A case in state ${owner.state} cannot be settled.` });
  }
  const missing = await findMissingConsents(ctx, owner, view.applicantIds);
  if (missing.length > 0) {
    throw new Problem('consent-missing', {
      detail: `No consent to the settlement is on record of: ${missing.join(', ')}.`,
    });
  }
  requireConfirmed(plan);
}

/**
 * The word of the judge on what the plan warns of and only a reason answers.
 * Refuses: `plan-needs-reason`.
 * Law: PL-14.
 */
export function requireReason({ warnings }: PlanView, { reason }: ActivationInput): void {
  const unanswered = warnings.filter(needsReason);
  if (unanswered.length === 0 || reason !== undefined) return;
  throw new Problem('plan-needs-reason', {
    detail: unanswered.map(({ detail }) => detail).join(' '),
    errors: [{ pointer: '/reason', detail: `say why, for ${unanswered.map(({ code }) => code).join(', ')}` }],
  });
}

/** Refuses a plan that a party has not confirmed yet. Refuses: `plan-not-confirmed`. */
export function requireConfirmed(plan: PlanRow): void {
  if (mayMove(PLAN_TRANSITIONS, plan.status, 'ACTIVE')) return;
  throw new Problem('plan-not-confirmed', {
    detail: `The plan is ${plan.status}; each party it names has to confirm it.`,
  });
}

/** Puts a plan into force: its instalments are followed from now on. @returns the plan as it is now */
export async function putIntoForce(
  ctx: UserContext,
  plan: PlanRow,
  view: PlanView,
  claimOpenFen: Fen | null,
): Promise<PlanRow> {
  const { courtCode, caseId, id: planId } = plan;
  const active = await movePlan(ctx, plan, 'ACTIVE', { activatedOn: ctx.today, claimOpenFen });
  await followInstalments(
    ctx,
    { courtCode, caseId, planId },
    view.instalments.map(({ no, nominalDueDate, provisional }) => {
      return { no, awaitsYear: provisional ? yearOf(nominalDueDate) : null };
    }),
  );
  return active;
}

/** Tells the parties of the plan that it is in force, and when the first sum falls due. */
export async function tellActivation(ctx: UserContext, owner: CaseRow, plan: PlanView): Promise<void> {
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const [first] = plan.instalments;
  const facts = {
    caseNumber: owner.caseNumber,
    ...(first && { dueOn: first.dueDate, amountFen: first.paymentFen, instalmentNo: first.no }),
  };
  const readers = members.filter((one) => one.role === 'ENTERPRISE' || plan.applicantIds.includes(one.id));
  await giveNotices(
    ctx,
    readers.map(({ id }) => ({
      courtCode: owner.courtCode,
      caseId: owner.id,
      kind: 'PLAN_ACTIVATED',
      reader: { partyId: id },
      facts,
    })),
  );
}
