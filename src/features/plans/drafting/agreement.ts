import { checkDates } from '../../../law/dates/check.js';
import { PLAN_TRANSITIONS } from '../../../law/states/plan.js';
import { mayMove } from '../../../law/states/transitions.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import type { Heed } from '../../../platform/heed.js';
import { Problem, valueOrProblem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import { planConfirmations } from '../../../tables/plans.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCaseOf } from '../../dossier/cases/open-case.js';
import { requireStateFor } from '../../dossier/cases/policy.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { requireWordOfParty } from '../../dossier/consents/service.js';
import { attachFiles } from '../../dossier/files/service.js';
import { movePlan, touchPlan } from './plan-states.js';
import type { ConfirmationInput, PlanView } from './schema.js';
import { getPlanRow, viewPlan } from './service.js';

/** Opens the case of a plan and reads the plan as it is under the lock. Refuses: `not-found`, `stale-version`. */
export async function openCaseOfPlan(ctx: UserContext, planId: string, heed?: Heed) {
  const { file, thing: plan } = await openCaseOf(ctx, () => getPlanRow(ctx, planId));
  heed?.(plan.version);
  return { plan, file };
}

async function requireParty(ctx: UserContext, owner: CaseRow, plan: PlanView, input: ConfirmationInput): Promise<void> {
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const isParty = members.some((one) => one.role === input.party && one.id === input.partyId);
  const isBound = input.party === 'ENTERPRISE' || plan.applicantIds.includes(input.partyId);
  if (!isParty || !isBound) {
    throw new Problem('party-unknown', { detail: 'partyId is not a party of this case that the plan names.' });
  }
}

function isFullyConfirmed(plan: PlanView, added: ConfirmationInput): boolean {
  const confirmed = new Set([...plan.confirmations, added].map((one) => `${one.party}|${one.partyId}`));
  const enterprise = [...confirmed].some((key) => key.startsWith('ENTERPRISE|'));
  return enterprise && plan.applicantIds.every((id) => confirmed.has(`APPLICANT|${id}`));
}

/**
 * Records that a party confirms a drafted plan; the last confirmation makes it `CONFIRMED`.
 * Refuses: `not-found`, `not-permitted`, `evidence-required`, `party-unknown`, `already-confirmed`, `plan-not-draft`,
 * `file-unknown`, and what `checkDates` refuses.
 * Law: ST-02; contract section 3.
 */
export function confirmPlan(
  ctx: UserContext,
  planId: string,
  input: ConfirmationInput,
  heed?: Heed,
): Promise<PlanView> {
  return inTransaction(ctx, async (tx) => {
    const { plan, file } = await openCaseOfPlan(tx, planId, heed);
    const owner = file.row;
    const view = await viewPlan(tx, plan);
    requireWordOfParty(tx, input.partyId, input, 'confirmPlan');
    requireStateFor(owner, 'confirmPlan');
    await requireParty(tx, owner, view, input);
    if (view.confirmations.some((one) => one.party === input.party && one.partyId === input.partyId)) {
      throw new Problem('already-confirmed', { detail: 'This party has confirmed the plan before.' });
    }
    if (!mayMove(PLAN_TRANSITIONS, plan.status, 'CONFIRMED')) {
      throw new Problem('plan-not-draft', { detail: `The plan is ${plan.status}.` });
    }
    const { confirmedOn } = input;
    valueOrProblem(checkDates('confirmation', { today: tx.today, signedOn: plan.signedOn, confirmedOn }));
    const { courtCode, id } = plan;
    const files = await attachFiles(tx, owner, input.fileIds);
    const fileIds = files.map(({ fileId }) => fileId);
    const row = { ...input, fileIds, courtCode, planId: id, recordedBy: tx.actor.id, createdAt: tx.clock.now() };
    await tx.db.insert(planConfirmations).values(row);
    const saved = isFullyConfirmed(view, input) ? await movePlan(tx, plan, 'CONFIRMED') : await touchPlan(tx, plan);
    const data = {
      planId,
      party: input.party,
      partyId: input.partyId,
      method: input.method,
      confirmedOn: input.confirmedOn,
      files,
    };
    file.record({ type: 'PLAN_CONFIRMED_BY_PARTY', data, ground: GROUNDS.partiesAgree });
    return viewPlan(tx, saved);
  });
}
