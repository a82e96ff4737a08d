import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { tellOfEndedCase } from '../features/dossier/notices/ended-case.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import {
  decide,
  openCaseOfPayment,
  requireOtherThanEnterer,
  tellOfPayment,
  viewDecided,
} from '../features/money/payments/decisions.js';
import type { PaymentView } from '../features/money/payments/schema.js';
import { requireChiefAbove } from '../features/people/court-limits/service.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { mayDecidePayment } from '../law/states/payment.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { Problem } from '../shared/problems.js';
import { cutText } from '../shared/text.js';

/**
 * Takes back an approval that was wrong. The payment stays on record; what followed from it is classified anew.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes`, `chief-required`, `payment-not-approved`.
 * Law: IN-06; contract section 4.
 */
export function reversePayment(ctx: UserContext, paymentId: string, reason: string, heed?: Heed): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, file, decisions, status } = await openCaseOfPayment(tx, paymentId, heed);
    requireMay(tx.actor, 'reversePayment');
    requireOtherThanEnterer(tx, payment, 'reverse');
    await requireChiefAbove(tx, file.row.courtCode, payment.amountFen, 'reverse payments');
    if (!mayDecidePayment(decisions, 'REVERSED')) {
      throw new Problem('payment-not-approved', { detail: `The payment is ${status}.` });
    }
    await watchFunds(tx, file, async () => {
      await decide(tx, payment, 'REVERSED', reason);
      file.record({ type: 'PAYMENT_REVERSED', data: { paymentId, reason }, ground: GROUNDS.correction });
      await tellOfEndedCase(tx, file, 'PAYMENT_REVERSED');
      await bringUpToDate(tx, file, cutText(`payment ${payment.id} reversed: ${reason}`, 200));
    });
    await tellOfPayment(tx, file.row, payment, 'PAYMENT_REVERSED', { reason });
    return viewDecided(tx, payment);
  });
}
