import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { counts, tellOfPayment } from '../features/money/payments/decisions.js';
import { listDecisions, type PaymentRow } from '../features/money/payments/repository.js';
import type { UserContext } from '../platform/context.js';

/**
 * Books a payment once it counts: allocations, course and notices follow. What still waits for a word or a decision
 * stays as it is.
 */
export async function bookIfItCounts(ctx: UserContext, file: CaseFile, payment: PaymentRow): Promise<void> {
  if (!counts(payment, await listDecisions(ctx, payment))) return;
  await bringUpToDate(ctx, file, `payment ${payment.id} counts from ${payment.receivedOn}`);
  await tellOfPayment(ctx, file.row, payment, 'PAYMENT_BOOKED');
}
