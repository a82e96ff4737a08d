import { and, eq } from 'drizzle-orm';
import { insertRows } from '../../../platform/bulk-insert.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { yearOf } from '../../../shared/civil-date.js';
import { Problem } from '../../../shared/problems.js';
import type { EventDraft } from '../../dossier/cases/events/catalogue.js';
import { saveCase } from '../../dossier/cases/event-log.js';
import { requireOpen } from '../../dossier/cases/policy.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { lockCaseForChange } from '../../dossier/cases/service.js';
import { CASE_TRANSITIONS, type CaseState, isTransitionAllowed } from '../../../law/states/case.js';
import { PLAN_TRANSITIONS } from '../../../law/states/plan.js';
import { mayMove, stateAfter } from '../../../law/states/transitions.js';
import type { CaseRow } from '../../../tables/cases.js';
import { findMissingConsents, requireWordOfParty } from '../../dossier/consents/service.js';
import { reclassifyCase } from '../../course/bring-up-to-date/reclassify.js';
import { fixDueDatesOfCase } from '../../course/releases/due-dates.js';
import { attachFiles } from '../../dossier/files/service.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { requireSupersession, supersede } from '../amendments/activation.js';
import { hasActivePlan, type PlanRow, viewPlans } from './repository.js';
import type { ConfirmationInput, PlanView } from './schema.js';
import { getPlanRow, viewPlan } from './service.js';
import { instalmentProgress, planConfirmations, plans } from '../../../tables/plans.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';

/** Locks the case of a plan, then reads the plan as it is under the lock. */
async function lockPlan(ctx: UserContext, planId: string): Promise<{ plan: PlanRow; owner: CaseRow }> {
  const { caseId } = await getPlanRow(ctx, planId);
  const owner = await lockCaseForChange(ctx, caseId);
  return { plan: await getPlanRow(ctx, planId), owner };
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
 * `given-in-future`, `file-unknown`.
 * Law: ST-02; contract section 3.
 */
export function confirmPlan(ctx: UserContext, planId: string, input: ConfirmationInput): Promise<PlanView> {
  return inTransaction(ctx, async (tx) => {
    const { plan, owner } = await lockPlan(tx, planId);
    const view = await viewPlan(tx, plan);
    requireWordOfParty(tx, input.partyId, input, 'confirmPlan');
    requireOpen(owner);
    await requireParty(tx, owner, view, input);
    if (view.confirmations.some((one) => one.party === input.party && one.partyId === input.partyId)) {
      throw new Problem('already-confirmed', { detail: 'This party has confirmed the plan before.' });
    }
    if (!mayMove(PLAN_TRANSITIONS, plan.status, 'CONFIRMED')) {
      throw new Problem('plan-not-draft', { detail: `The plan is ${plan.status}.` });
    }
    if (input.confirmedOn > tx.today) throw new Problem('given-in-future', { detail: `Today is ${tx.today}.` });
    const { courtCode, id } = plan;
    const files = await attachFiles(tx, owner, input.fileIds);
    const fileIds = files.map(({ fileId }) => fileId);
    const row = { ...input, fileIds, courtCode, planId: id, recordedBy: tx.actor.id, createdAt: tx.clock.now() };
    await tx.db.insert(planConfirmations).values(row);
    const status = isFullyConfirmed(view, input) ? 'CONFIRMED' : 'DRAFT';
    const saved = { status, version: plan.version + 1 } as const;
    await tx.db
      .update(plans)
      .set(saved)
      .where(and(eq(plans.courtCode, courtCode), eq(plans.id, id)));
    const data = {
      planId,
      party: input.party,
      partyId: input.partyId,
      method: input.method,
      confirmedOn: input.confirmedOn,
      files,
    };
    await saveCase(tx, owner, [{ type: 'PLAN_CONFIRMED_BY_PARTY', data, ground: GROUNDS.partiesAgree }]);
    return viewPlan(tx, { ...plan, ...saved });
  });
}

/** All that activation needs, in the order in which people can mend it. */
async function requireActivatable(ctx: UserContext, owner: CaseRow, plan: PlanRow, view: PlanView): Promise<void> {
  requireOpen(owner);
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

function requireConfirmed(plan: PlanRow): void {
  if (mayMove(PLAN_TRANSITIONS, plan.status, 'ACTIVE')) return;
  throw new Problem('plan-not-confirmed', {
    detail: `The plan is ${plan.status}; each party it names has to confirm it.`,
  });
}

/** An amendment takes the place of the version in force, once each party it names has confirmed it. */
async function requireReplaceable(ctx: UserContext, owner: CaseRow, plan: PlanRow, view: PlanView) {
  const replaced = await requireSupersession(ctx, owner, plan, view);
  requireConfirmed(plan);
  return replaced;
}

function settlementEvents(owner: CaseRow, plan: PlanRow): EventDraft[] {
  return [
    {
      type: 'PLAN_ACTIVATED',
      data: { planId: plan.id, signedOn: plan.signedOn },
      ground: GROUNDS.partiesAgree,
    },
    { type: 'CASE_SETTLED', data: { from: owner.state, to: 'SETTLED', reliefPath: 'SETTLEMENT_SUSPENSION' } },
    { type: 'CASE_PERFORMING', data: { from: 'SETTLED', to: 'PERFORMING' } },
  ];
}

/** An amendment ends a breach of the version before. */
const curedBy = (owner: CaseRow): CaseState[] => (owner.state === 'BREACHED' ? ['CURED', 'PERFORMING'] : []);

/**
 * Puts a confirmed plan into force: settlement and performance begin in one transaction. An amendment supersedes the
 * version in force in the same transaction.
 * Refuses: `not-found`, `not-permitted`, `case-closed`, `plan-already-active`, `joint-review-open`,
 * `case-state-forbids`, `consent-missing`, `plan-not-confirmed`, and what `requireSupersession` refuses.
 * Law: ST-01, ST-02, ST-05, ST-20, JR-05; 执行和解规定 Art. 2, 5.
 */
export function activatePlan(ctx: UserContext, planId: string): Promise<PlanView> {
  return inTransaction(ctx, async (tx) => {
    const { plan, owner } = await lockPlan(tx, planId);
    requireMay(tx.actor, 'activatePlan');
    const view = await viewPlan(tx, plan);
    const replaced = plan.amendsPlanId === null ? undefined : await requireReplaceable(tx, owner, plan, view);
    if (!replaced) await requireActivatable(tx, owner, plan, view);
    const events = replaced ? await supersede(tx, owner, replaced, planId) : settlementEvents(owner, plan);
    const state = stateAfter(CASE_TRANSITIONS, owner.state, replaced ? curedBy(owner) : ['SETTLED', 'PERFORMING']);
    const { courtCode, id } = plan;
    const saved = { status: 'ACTIVE', activatedOn: tx.today, version: plan.version + 1 } as const;
    await tx.db
      .update(plans)
      .set(saved)
      .where(and(eq(plans.courtCode, courtCode), eq(plans.id, id)));
    await insertRows(
      tx.db,
      instalmentProgress,
      view.instalments.map(({ no, nominalDueDate, provisional }) => {
        const awaitsYear = provisional ? yearOf(nominalDueDate) : null;
        return { courtCode, planId: id, no, caseId: owner.id, paidFen: 0n, awaitsYear };
      }),
    );
    const settled = await saveCase(tx, owner, events, { state, reliefPath: 'SETTLEMENT_SUSPENSION' });
    await tellActivation(tx, owner, view);
    // The table of a year may have been released since the plan was drafted.
    const dated = await fixDueDatesOfCase(tx, settled, await tx.reference.calendar());
    await reclassifyCase(tx, dated, `plan ${planId} in force`);
    const [active] = await viewPlans(tx, [{ ...plan, ...saved }]);
    return active ?? view;
  });
}

async function tellActivation(ctx: UserContext, owner: CaseRow, plan: PlanView): Promise<void> {
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
