import { isReceiptKnown, type PaymentDecision, paymentStatusOf } from '../../../law/states/payment.js';
import { principalIdOf, type UserContext } from '../../../platform/context.js';
import type { Heed } from '../../../platform/heed.js';
import { invariant } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import type { NoticeFacts } from '../../../tables/notice-json.js';
import { paymentDecisions } from '../../../tables/payments.js';
import { openCaseOf } from '../../dossier/cases/open-case.js';
import { tellParties } from '../../dossier/notices/to-parties.js';
import { requireSecondPerson } from '../../people/four-eyes/four-eyes.js';
import { listDecisions, type PaymentRow, viewPayments } from './repository.js';
import type { PaymentView } from './schema.js';
import { getPaymentRow } from './service.js';

/**
 * Opens the case of a payment and reads, under the lock, what was decided so far. Refuses: `not-found`,
 * `stale-version`.
 */
export async function openCaseOfPayment(ctx: UserContext, paymentId: string, heed?: Heed) {
  const { file, thing: payment } = await openCaseOf(ctx, () => getPaymentRow(ctx, paymentId));
  const decisions = await listDecisions(ctx, payment);
  heed?.(decisions.length + 1);
  return { payment, file, decisions, status: paymentStatusOf(decisions) };
}

/** Stores what somebody decided on a payment. */
export async function decide(
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
    decidedOn: ctx.today,
  });
}

/** Refuses the ones who entered the payment: by himself, or for whom. Refuses: `four-eyes`. Law: CP-01. */
export function requireOtherThanEnterer(
  { actor }: UserContext,
  payment: PaymentRow,
  act: 'approve' | 'confirm' | 'find' | 'reverse' | 'transfer',
): void {
  const detail = `You entered this payment, or it was entered for you; somebody else has to ${act} it.`;
  requireSecondPerson(actor, [payment.enteredBy, payment.enteredFor], detail);
}

/** Tells the parties what became of a payment. */
export function tellOfPayment(
  ctx: UserContext,
  owner: CaseRow,
  payment: PaymentRow,
  kind: 'PAYMENT_BOOKED' | 'PAYMENT_REVERSED' | 'PAYMENT_TRANSFERRED',
  more: Pick<NoticeFacts, 'reason' | 'wentTo' | 'remainsFen'> = {},
): Promise<void> {
  const facts = {
    caseNumber: owner.caseNumber,
    receivedOn: payment.receivedOn,
    paymentFen: payment.amountFen,
    ...more,
  };
  return tellParties(ctx, owner, { kind, facts });
}

/** The payment after a decision. */
export async function viewDecided(ctx: UserContext, payment: PaymentRow): Promise<PaymentView> {
  const [view] = await viewPayments(ctx, [payment]);
  invariant(view, 'A payment vanished');
  return view;
}

/**
 * Whether a payment counts in the ledger: approved, not taken back, and known to be received where it was paid directly
 * (AL-08).
 */
export function counts(payment: PaymentRow, decisions: readonly { decision: PaymentDecision }[]): boolean {
  return (
    paymentStatusOf(decisions) === 'APPROVED' &&
    (payment.channel !== 'DIRECT_TO_APPLICANT' || isReceiptKnown(decisions))
  );
}
