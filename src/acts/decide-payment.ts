import { tellOfEndedCase } from '../features/dossier/notices/ended-case.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import {
  decide,
  openCaseOfPayment,
  requireOtherThanEnterer,
  viewDecided,
} from '../features/money/payments/decisions.js';
import type { ApprovalInput, PaymentView } from '../features/money/payments/schema.js';
import { requireChiefAbove } from '../features/people/court-limits/service.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { mayDecidePayment } from '../law/states/payment.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { Problem } from '../shared/problems.js';
import { bookIfItCounts } from './book-payment.js';

/**
 * Approves or rejects an entered payment. An approved one is allocated at its value date at once.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes` (the one who entered it), `chief-required`,
 * `payment-already-decided`, `invalid-body` (a rejection without reason).
 * Law: CP-01; contract section 3.
 */
export function decidePayment(
  ctx: UserContext,
  paymentId: string,
  input: ApprovalInput,
  heed?: Heed,
): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, file, decisions, status } = await openCaseOfPayment(tx, paymentId, heed);
    requireMay(tx.actor, 'decidePayment');
    requireOtherThanEnterer(tx, payment, 'approve');
    const approve = input.decision === 'APPROVE';
    const decision = approve ? 'APPROVED' : 'REJECTED';
    if (!mayDecidePayment(decisions, decision)) {
      throw new Problem('payment-already-decided', { detail: `The payment is ${status}.` });
    }
    if (approve) await requireChiefAbove(tx, file.row.courtCode, payment.amountFen, 'approve payments');
    if (!approve && input.reason === undefined) {
      throw new Problem('invalid-body', {
        errors: [{ pointer: '/reason', detail: 'say why the payment is rejected' }],
      });
    }
    await watchFunds(tx, file, async () => {
      await decide(tx, payment, decision, input.reason ?? null);
      const data = { paymentId, amountFen: Number(payment.amountFen), receivedOn: payment.receivedOn };
      const type = approve ? 'PAYMENT_APPROVED' : 'PAYMENT_REJECTED';
      file.record({ type, data: { ...data, reason: input.reason ?? null } });
      await tellOfEndedCase(tx, file, type);
      await bookIfItCounts(tx, file, payment);
    });
    return viewDecided(tx, payment);
  });
}
