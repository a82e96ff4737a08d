import { inTransaction, principalIdOf, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { payments } from '../../../tables/payments.js';
import { openCase } from '../../dossier/cases/open-case.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { tellOfEndedCase } from '../../dossier/notices/ended-case.js';
import { requireMay } from '../../people/permissions/require-may.js';
import * as repository from './repository.js';
import type { PaymentInput, PaymentView } from './schema.js';

async function viewOne(ctx: UserContext, row: repository.PaymentRow): Promise<PaymentView> {
  const [view] = await repository.viewPayments(ctx, [row]);
  invariant(view, 'A payment vanished');
  return view;
}

/**
 * Enters money that arrived; it counts only when a second person has approved it (CP-01).
 * Refuses: `not-found`, `not-permitted`, `received-in-future`, `payment-already-booked`.
 * Law: AL-08; contract section 3.
 */
export function recordPayment(ctx: UserContext, caseId: string, input: PaymentInput): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'recordPayment');
    if (input.receivedOn > tx.today) {
      throw new Problem('received-in-future', {
        detail: `Today is ${tx.today}; ${input.receivedOn} is still to come.`,
      });
    }
    const { bankTransactionNo } = input;
    if (
      bankTransactionNo !== undefined &&
      (await repository.isTransactionBooked(tx, owner.courtCode, bankTransactionNo))
    ) {
      throw new Problem('payment-already-booked', {
        detail: `Bank transaction ${bankTransactionNo} is already booked.`,
      });
    }
    const row: repository.PaymentRow = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      amountFen: input.amountFen,
      receivedOn: input.receivedOn,
      channel: input.channel,
      reference: input.reference ?? null,
      payerName: input.payerName,
      bankTransactionNo: bankTransactionNo ?? null,
      enteredBy: tx.actor.id,
      enteredFor: principalIdOf(tx.actor),
      createdAt: tx.clock.now(),
    };
    invariant(row.amountFen > 0n, 'A payment of nothing');
    await tx.db.insert(payments).values(row);
    const data = {
      paymentId: row.id,
      amountFen: Number(row.amountFen),
      receivedOn: row.receivedOn,
      channel: row.channel,
    };
    file.record({ type: 'PAYMENT_ENTERED', data, after: data });
    await tellOfEndedCase(tx, file, 'PAYMENT_ENTERED');
    return viewOne(tx, row);
  });
}

/** A payment of a case within reach. Refuses: `not-found`. */
export async function getPaymentRow(ctx: UserContext, paymentId: string): Promise<repository.PaymentRow> {
  const row = await repository.findPayment(ctx, paymentId);
  requireFound(row, 'payment');
  return row;
}

export async function getPayment(ctx: UserContext, paymentId: string): Promise<PaymentView> {
  return viewOne(ctx, await getPaymentRow(ctx, paymentId));
}

/** Payments of a case within reach, newest entry first. Parties see those that were decided. */
export async function listPayments(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `payments:${owner.id}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await repository.listPaymentRows(ctx, owner, { before, limit: query.limit + 1 });
  return toPage(await repository.viewPayments(ctx, rows), query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
