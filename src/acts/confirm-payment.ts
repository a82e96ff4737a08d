import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { listCaseParties } from '../features/dossier/cases/repository.js';
import { requireProof } from '../features/dossier/consents/service.js';
import { attachFiles } from '../features/dossier/files/service.js';
import { tellOfEndedCase } from '../features/dossier/notices/ended-case.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import {
  decide,
  openCaseOfPayment,
  requireOtherThanEnterer,
  viewDecided,
} from '../features/money/payments/decisions.js';
import { requireReceiptOpen } from '../features/money/payments/receipt.js';
import type { ConfirmationInput, PaymentView } from '../features/money/payments/schema.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { bookIfItCounts } from './book-payment.js';

/**
 * Confirms that the applicant received a direct payment; another officer than the one who entered it may record his
 * word with evidence.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes`, `evidence-required`, `payment-not-direct`,
 * `payment-already-decided`, `file-unknown`.
 * Law: AL-08.
 */
export function confirmPayment(
  ctx: UserContext,
  paymentId: string,
  input: ConfirmationInput,
  heed?: Heed,
): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, file, decisions } = await openCaseOfPayment(tx, paymentId, heed);
    // The applicant of this case: a creditor elsewhere may be the debtor here.
    const members = await listCaseParties(tx, file.row.courtCode, [file.row.id]);
    const byApplicant = members.some((one) => one.role === 'APPLICANT' && tx.actor.partyIds.includes(one.id));
    if (!byApplicant) requireMay(tx.actor, 'confirmPayment');
    if (!byApplicant) requireProof(input);
    requireReceiptOpen(payment, decisions, 'CONFIRMED');
    if (!byApplicant) requireOtherThanEnterer(tx, payment, 'confirm');
    const files = await attachFiles(tx, file.row, input.fileIds);
    const evidence = input.evidence ?? null;
    await decide(
      tx,
      payment,
      'CONFIRMED',
      evidence,
      files.map(({ fileId }) => fileId),
    );
    const data = { paymentId, evidence, files };
    file.record({ type: 'PAYMENT_CONFIRMED', data, ground: GROUNDS.dayOfPayment });
    await tellOfEndedCase(tx, file, 'PAYMENT_CONFIRMED');
    await watchFunds(tx, file, () => bookIfItCounts(tx, file, payment));
    return viewDecided(tx, payment);
  });
}
