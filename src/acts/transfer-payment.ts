import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { daysOfCase } from '../features/dossier/cases/days.js';
import { GROUNDS } from '../features/dossier/cases/grounds.js';
import { openCase } from '../features/dossier/cases/open-case.js';
import { tellOfEndedCase } from '../features/dossier/notices/ended-case.js';
import { watchFunds } from '../features/money/disbursements/watch-funds.js';
import { decide, requireOtherThanEnterer, tellOfPayment } from '../features/money/payments/decisions.js';
import { listDecisions, type PaymentRow } from '../features/money/payments/repository.js';
import { getPaymentRow, storeTransferred } from '../features/money/payments/service.js';
import type { TransferView } from '../features/money/transfers/schema.js';
import { getTransferRow, storeDecision, type TransferRow, viewTransfer } from '../features/money/transfers/service.js';
import { requireChiefAbove } from '../features/people/court-limits/service.js';
import { type DecisionInput, versionOfEntry } from '../features/people/four-eyes/schema.js';
import { requireMay } from '../features/people/permissions/require-may.js';
import { checkDates } from '../law/dates/check.js';
import { mayDecidePayment, paymentStatusOf } from '../law/states/payment.js';
import { inTransaction, type UserContext } from '../platform/context.js';
import type { Heed } from '../platform/heed.js';
import { Problem, valueOrProblem } from '../shared/problems.js';
import { bookIfItCounts } from './book-payment.js';

/**
 * Approves or rejects the transfer of a payment. Approved, its money leaves the first case as by a reversal, gap and
 * all, and is booked in the other at its value date, on the same line of the bank. Neither side's parties learn of the
 * other case.
 * Refuses: `not-found` (either case is out of reach), `not-permitted`, `stale-version`, `four-eyes`, `chief-required`,
 * `entry-already-decided`, `payment-not-approved` (decided on since), `invalid-body` (a rejection without reason), and
 * what `checkDates` refuses of the other case.
 * Law: CP-01, IN-06; contract section 10 (money of the court).
 */
export function decidePaymentTransfer(
  ctx: UserContext,
  transferId: string,
  input: DecisionInput,
  heed?: Heed,
): Promise<TransferView> {
  return inTransaction(ctx, async (tx) => {
    const { row, from, to } = await openBoth(tx, transferId);
    requireMay(tx.actor, 'decidePaymentTransfer');
    heed?.(versionOfEntry(row));
    const { paymentId } = row;
    const payment = await getPaymentRow(tx, paymentId);
    const status = await storeDecision(tx, row, input);
    if (status === 'APPROVED') await move(tx, { payment, from, to, row });
    else {
      const data = { transferId, paymentId, reason: input.reason ?? '' };
      from.record({ type: 'PAYMENT_TRANSFER_REJECTED', data, ground: GROUNDS.correction });
    }
    return viewTransfer(tx, transferId);
  });
}

/** Opens both cases, always in the order of their ids, and reads the transfer under their locks. */
async function openBoth(ctx: UserContext, transferId: string) {
  const { caseId, toCaseId } = await getTransferRow(ctx, transferId);
  for (const id of [caseId, toCaseId].sort()) await openCase(ctx, id);
  const [from, to] = [await openCase(ctx, caseId), await openCase(ctx, toCaseId)];
  return { row: await getTransferRow(ctx, transferId), from, to };
}

interface Move {
  readonly payment: PaymentRow;
  readonly from: CaseFile;
  readonly to: CaseFile;
  readonly row: TransferRow;
}

async function move(ctx: UserContext, { payment, from, to, row }: Move): Promise<void> {
  requireOtherThanEnterer(ctx, payment, 'transfer');
  await requireChiefAbove(ctx, from.row.courtCode, payment.amountFen, 'transfer payments');
  const decisions = await listDecisions(ctx, payment);
  if (!mayDecidePayment(decisions, 'TRANSFERRED')) {
    throw new Problem('payment-not-approved', { detail: `The payment is ${paymentStatusOf(decisions)}.` });
  }
  const { today, basisMadeOn } = daysOfCase(ctx, to.row);
  valueOrProblem(checkDates('payment', { today, basisMadeOn, receivedOn: payment.receivedOn }));
  const { id: transferId } = row;
  await watchFunds(ctx, from, async () => {
    await decide(ctx, payment, 'TRANSFERRED', null);
    const data = { transferId, paymentId: payment.id };
    from.record({ type: 'PAYMENT_TRANSFERRED', data, ground: GROUNDS.correction });
    await tellOfEndedCase(ctx, from, 'PAYMENT_TRANSFERRED');
    await bringUpToDate(ctx, from, `payment ${payment.id} transferred`);
  });
  await tellOfPayment(ctx, from.row, payment, 'PAYMENT_TRANSFERRED');
  await watchFunds(ctx, to, async () => {
    const arrived = await storeTransferred(ctx, to.row, payment, row);
    await decide(ctx, arrived, 'APPROVED', null);
    const { id: paymentId, receivedOn, channel } = arrived;
    const data = { transferId, paymentId, amountFen: Number(arrived.amountFen), receivedOn, channel };
    to.record({ type: 'PAYMENT_TRANSFERRED_IN', data, ground: GROUNDS.correction });
    await tellOfEndedCase(ctx, to, 'PAYMENT_TRANSFERRED_IN');
    await bookIfItCounts(ctx, to, arrived);
  });
}
