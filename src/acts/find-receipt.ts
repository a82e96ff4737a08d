import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { attachFiles } from '../features/dossier/files/service.js';
import { tellOfEndedCase } from '../features/dossier/notices/ended-case.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import {
  decide,
  openCaseOfPayment,
  requireOtherThanEnterer,
  viewDecided,
} from '../features/money/payments/decisions.js';
import { receiptFindableFrom, requireReceiptOpen } from '../features/money/payments/receipt.js';
import type { PaymentView, ReceiptFinding } from '../features/money/payments/schema.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { Problem } from '../shared/problems.js';
import { bookIfItCounts } from './book-payment.js';

/**
 * A judge finds on bank proof that the applicant, who was asked and has not answered, received a direct payment.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes`, `evidence-required`, `payment-not-direct`,
 * `payment-already-decided`, `receipt-asked-lately`, `file-unknown`.
 * Law: AL-08; contract section 10 (money of the court).
 */
export function findReceipt(
  ctx: UserContext,
  paymentId: string,
  { reason, fileIds = [] }: ReceiptFinding,
  heed?: Heed,
): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, file, decisions } = await openCaseOfPayment(tx, paymentId, heed);
    requireMay(tx.actor, 'findReceipt');
    requireOtherThanEnterer(tx, payment, 'find');
    requireReceiptOpen(payment, decisions, 'FOUND');
    const from = receiptFindableFrom(payment, decisions, await tx.reference.calendar());
    if (from !== null && tx.today < from) {
      throw new Problem('receipt-asked-lately', {
        detail: `The applicant was asked; it can be found from ${from} on.`,
      });
    }
    if (fileIds.length === 0) {
      const detail = 'Give the proof of the bank that the applicant received the money.';
      throw new Problem('evidence-required', { detail, errors: [{ pointer: '/fileIds', detail }] });
    }
    const files = await attachFiles(tx, file.row, fileIds);
    await decide(
      tx,
      payment,
      'FOUND',
      reason,
      files.map(({ fileId }) => fileId),
    );
    file.record({ type: 'PAYMENT_FOUND', data: { paymentId, reason, files }, ground: GROUNDS.dayOfPayment });
    await tellOfEndedCase(tx, file, 'PAYMENT_FOUND');
    await watchFunds(tx, file, () => bookIfItCounts(tx, file, payment));
    return viewDecided(tx, payment);
  });
}
