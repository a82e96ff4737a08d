import { mayDecidePayment, type PaymentDecision, paymentStatusOf } from '../../../law/states/payment.js';
import { inTransaction, principalIdOf, type UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { invariant } from '../../../shared/require.js';
import { saveCase } from '../../dossier/cases/event-log.js';
import { lockCaseForChange } from '../../dossier/cases/service.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import type { CaseRow } from '../../../tables/cases.js';
import { reclassifyCase } from '../../course/bring-up-to-date/reclassify.js';
import { requireProof } from '../../dossier/consents/service.js';
import { requireChiefAbove } from '../../people/court-limits/service.js';
import { attachFiles } from '../../dossier/files/service.js';
import { requireSecondPerson } from '../../people/four-eyes/four-eyes.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { listDecisions, type PaymentRow, viewPayments } from './repository.js';
import { requireMay } from '../../people/permissions/require-may.js';
import type { ApprovalInput, ConfirmationInput, PaymentView } from './schema.js';
import { getPaymentRow } from './service.js';
import { paymentDecisions } from '../../../tables/payments.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';

/** Locks the case of a payment and reads what was decided so far, in an order that two deciders cannot cross. */
async function lockPayment(ctx: UserContext, paymentId: string) {
  const payment = await getPaymentRow(ctx, paymentId);
  const owner = await lockCaseForChange(ctx, payment.caseId);
  const decisions = await listDecisions(ctx, payment);
  return { payment, owner, decisions, status: paymentStatusOf(decisions) };
}

async function decide(
  ctx: UserContext,
  payment: PaymentRow,
  decision: PaymentDecision,
  reason: string | null,
  fileIds: string[] = [],
): Promise<void> {
  const { courtCode, id: paymentId } = payment;
  await ctx.db.insert(paymentDecisions).values({
    courtCode,
    paymentId,
    decision,
    reason,
    fileIds,
    decidedBy: ctx.actor.id,
    decidedFor: principalIdOf(ctx.actor),
    decidedAt: ctx.clock.now(),
  });
}

/** Refuses the ones who entered the payment: by himself, or for whom. Refuses: `four-eyes`. Law: CP-01. */
function requireOtherThanEnterer({ actor }: UserContext, payment: PaymentRow, act: 'approve' | 'reverse'): void {
  const detail = `You entered this payment, or it was entered for you; somebody else has to ${act} it.`;
  requireSecondPerson(actor, [payment.enteredBy, payment.enteredFor], detail);
}

/** Tells the parties of the case. */
async function tellParties(
  ctx: UserContext,
  owner: CaseRow,
  payment: PaymentRow,
  kind: 'PAYMENT_BOOKED' | 'PAYMENT_REVERSED',
  reason?: string,
): Promise<void> {
  const parties = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const facts = {
    caseNumber: owner.caseNumber,
    receivedOn: payment.receivedOn,
    paymentFen: payment.amountFen,
    ...(reason === undefined ? {} : { reason }),
  };
  await giveNotices(
    ctx,
    parties.map(({ id }) => ({ courtCode: owner.courtCode, caseId: owner.id, kind, reader: { partyId: id }, facts })),
  );
}

async function viewDecided(ctx: UserContext, payment: PaymentRow): Promise<PaymentView> {
  const [view] = await viewPayments(ctx, [payment]);
  invariant(view, 'A payment vanished');
  return view;
}

function counts(payment: PaymentRow, decisions: readonly { decision: PaymentDecision }[]): boolean {
  const has = (decision: PaymentDecision) => decisions.some((one) => one.decision === decision);
  return has('APPROVED') && !has('REVERSED') && (payment.channel !== 'DIRECT_TO_APPLICANT' || has('CONFIRMED'));
}

/** Books a payment that has just begun to count. */
async function book(ctx: UserContext, owner: CaseRow, payment: PaymentRow): Promise<void> {
  await reclassifyCase(ctx, owner, `payment ${payment.id} counts from ${payment.receivedOn}`);
  await tellParties(ctx, owner, payment, 'PAYMENT_BOOKED');
}

/**
 * Approves or rejects an entered payment. An approved one is allocated at its value date at once.
 * Refuses: `not-found`, `not-permitted`, `four-eyes` (the one who entered it), `chief-required`, `payment-already-decided`,
 * `invalid-body` (a rejection without reason).
 * Law: CP-01; contract section 3.
 */
export function decidePayment(ctx: UserContext, paymentId: string, input: ApprovalInput): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, owner, decisions, status } = await lockPayment(tx, paymentId);
    requireMay(tx.actor, 'decidePayment');
    requireOtherThanEnterer(tx, payment, 'approve');
    const approve = input.decision === 'APPROVE';
    const decision = approve ? 'APPROVED' : 'REJECTED';
    if (!mayDecidePayment(decisions, decision)) {
      throw new Problem('payment-already-decided', { detail: `The payment is ${status}.` });
    }
    if (approve) await requireChiefAbove(tx, owner.courtCode, payment.amountFen, 'approve payments');
    if (!approve && input.reason === undefined) {
      throw new Problem('invalid-body', {
        errors: [{ pointer: '/reason', detail: 'say why the payment is rejected' }],
      });
    }
    await decide(tx, payment, decision, input.reason ?? null);
    const data = { paymentId, amountFen: Number(payment.amountFen), receivedOn: payment.receivedOn };
    const type = approve ? 'PAYMENT_APPROVED' : 'PAYMENT_REJECTED';
    const saved = await saveCase(tx, owner, [{ type, data: { ...data, reason: input.reason ?? null } }]);
    if (counts(payment, await listDecisions(tx, payment))) await book(tx, saved, payment);
    return viewDecided(tx, payment);
  });
}

/**
 * Confirms that the applicant received a direct payment; an officer may record it with evidence.
 * Refuses: `not-found`, `not-permitted`, `evidence-required`, `payment-not-direct`, `payment-already-decided`,
 * `file-unknown`.
 * Law: AL-08.
 */
export function confirmPayment(ctx: UserContext, paymentId: string, input: ConfirmationInput): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, owner, decisions, status } = await lockPayment(tx, paymentId);
    // The applicant of this case: a creditor elsewhere may be the debtor here.
    const members = await listCaseParties(tx, owner.courtCode, [owner.id]);
    const byApplicant = members.some((one) => one.role === 'APPLICANT' && tx.actor.partyIds.includes(one.id));
    if (!byApplicant) requireMay(tx.actor, 'confirmPayment');
    if (!byApplicant) requireProof(input);
    if (payment.channel !== 'DIRECT_TO_APPLICANT') {
      throw new Problem('payment-not-direct', {
        detail: 'Only money paid directly to the applicant needs this confirmation.',
      });
    }
    if (!mayDecidePayment(decisions, 'CONFIRMED'))
      throw new Problem('payment-already-decided', { detail: `The payment is ${status} or already confirmed.` });
    const files = await attachFiles(tx, owner, input.fileIds);
    const evidence = input.evidence ?? null;
    await decide(
      tx,
      payment,
      'CONFIRMED',
      evidence,
      files.map(({ fileId }) => fileId),
    );
    const data = { paymentId, evidence, files };
    const saved = await saveCase(tx, owner, [{ type: 'PAYMENT_CONFIRMED', data, ground: GROUNDS.dayOfPayment }]);
    if (counts(payment, await listDecisions(tx, payment))) await book(tx, saved, payment);
    return viewDecided(tx, payment);
  });
}

/**
 * Takes back an approval that was wrong. The payment stays on record; what followed from it is classified anew.
 * Refuses: `not-found`, `not-permitted`, `four-eyes`, `chief-required`, `payment-not-approved`.
 * Law: IN-06; contract section 4.
 */
export function reversePayment(ctx: UserContext, paymentId: string, reason: string): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, owner, decisions, status } = await lockPayment(tx, paymentId);
    requireMay(tx.actor, 'reversePayment');
    requireOtherThanEnterer(tx, payment, 'reverse');
    await requireChiefAbove(tx, owner.courtCode, payment.amountFen, 'reverse payments');
    if (!mayDecidePayment(decisions, 'REVERSED')) {
      throw new Problem('payment-not-approved', { detail: `The payment is ${status}.` });
    }
    await decide(tx, payment, 'REVERSED', reason);
    const saved = await saveCase(tx, owner, [
      { type: 'PAYMENT_REVERSED', data: { paymentId, reason }, ground: GROUNDS.correction },
    ]);
    await reclassifyCase(tx, saved, `payment ${payment.id} reversed: ${reason}`.slice(0, 200));
    await tellParties(tx, saved, payment, 'PAYMENT_REVERSED', reason);
    return viewDecided(tx, payment);
  });
}
