import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { mayDecidePayment } from '../../../law/states/payment.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { cases } from '../../../tables/cases.js';
import { paymentTransfers } from '../../../tables/payment-transfers.js';
import { payments } from '../../../tables/payments.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { findCase, withinReach } from '../../dossier/cases/repository.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { decideInCase, enteredInCase, namesBehind, viewCaseEntry } from '../../people/four-eyes/four-eyes.js';
import type { DecisionInput } from '../../people/four-eyes/schema.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { openCaseOfPayment } from '../payments/decisions.js';
import type { TransferInput, TransferView } from './schema.js';

export type TransferRow = typeof paymentTransfers.$inferSelect;

const targets = alias(cases, 'targets');
const arrived = alias(payments, 'arrived');

function selectTransfers(ctx: UserContext, where: SQL | undefined) {
  const { enteredBy, decidedBy, enteredFor, decidedFor } = paymentTransfers;
  const { courtCode, caseId, paymentId, toCaseId } = paymentTransfers;
  return ctx.db
    .select({
      row: paymentTransfers,
      amountFen: payments.amountFen,
      toCaseNumber: targets.caseNumber,
      toPaymentId: arrived.id,
      names: namesBehind({ enteredBy, decidedBy, enteredFor, decidedFor }),
    })
    .from(paymentTransfers)
    .innerJoin(cases, and(eq(cases.courtCode, courtCode), eq(cases.id, caseId)))
    .innerJoin(targets, and(eq(targets.courtCode, courtCode), eq(targets.id, toCaseId)))
    .innerJoin(payments, and(eq(payments.courtCode, courtCode), eq(payments.id, paymentId)))
    .leftJoin(arrived, and(eq(arrived.courtCode, courtCode), eq(arrived.transferredFrom, paymentId)))
    .where(where)
    .orderBy(desc(paymentTransfers.id));
}

type Selected = Awaited<ReturnType<typeof selectTransfers>>[number];

function toView({ row, names, amountFen, toCaseNumber, toPaymentId }: Selected): TransferView {
  const { id, caseId, paymentId, toCaseId, status } = row;
  // Rejected requests of a payment that was moved by a later one lead nowhere.
  const moved = status === 'APPROVED' ? toPaymentId : null;
  const transfer = { id, caseId, paymentId, toCaseId, toCaseNumber, amountFen, toPaymentId: moved };
  return { ...transfer, status, ...viewCaseEntry(row, names) };
}

/** A transfer of a case that is open or within reach already. */
export async function viewTransfer(ctx: UserContext, transferId: string): Promise<TransferView> {
  const [found] = await selectTransfers(ctx, eq(paymentTransfers.id, transferId));
  invariant(found, 'A transfer vanished');
  return toView(found);
}

/**
 * Asks to have an approved payment moved to the case of the court that it belongs to; nothing moves until a second
 * person has decided.
 * Refuses: `not-found`, `not-permitted`, `payment-direct`, `payment-not-approved`, `entry-waits`, `invalid-body` (the
 * same case, or one of another court or out of reach).
 * Law: CP-01; contract section 10 (money of the court).
 */
export function askForTransfer(ctx: UserContext, paymentId: string, input: TransferInput): Promise<TransferView> {
  return inTransaction(ctx, async (tx) => {
    const { payment, file, decisions, status } = await openCaseOfPayment(tx, paymentId);
    requireMay(tx.actor, 'transferPayment');
    const { toCaseId, reason } = input;
    if (payment.channel === 'DIRECT_TO_APPLICANT') {
      throw new Problem('payment-direct', { detail: 'The applicant took it himself; the court has nothing to move.' });
    }
    if (!mayDecidePayment(decisions, 'TRANSFERRED')) {
      throw new Problem('payment-not-approved', { detail: `The payment is ${status}.` });
    }
    if (toCaseId === file.row.id) throw fieldProblem('/toCaseId', 'The payment is in this case already.');
    const target = await findCase(tx, toCaseId);
    if (target?.courtCode !== file.row.courtCode) {
      throw fieldProblem('/toCaseId', 'This is no case of this court that you reach.');
    }
    const { courtCode, id: caseId } = file.row;
    const id = newId();
    const [made] = await tx.db
      .insert(paymentTransfers)
      .values({ courtCode, id, caseId, paymentId, toCaseId, reason, ...enteredInCase(tx) })
      .onConflictDoNothing()
      .returning({ id: paymentTransfers.id });
    if (!made) throw new Problem('entry-waits', { detail: 'A transfer of this payment waits for its decision.' });
    const data = { transferId: id, paymentId, toCaseId, reason };
    file.record({ type: 'PAYMENT_TRANSFER_ASKED', data, ground: GROUNDS.correction });
    return viewTransfer(tx, id);
  });
}

/**
 * Stores the decision on a transfer.
 * Refuses: `entry-already-decided`, `invalid-body` (a rejection without reason), `four-eyes`.
 * Law: CP-01.
 */
export async function storeDecision(ctx: UserContext, row: TransferRow, input: DecisionInput) {
  const decided = decideInCase(ctx, row, input, 'this transfer');
  await ctx.db
    .update(paymentTransfers)
    .set(decided)
    .where(and(eq(paymentTransfers.courtCode, row.courtCode), eq(paymentTransfers.id, row.id)));
  return decided.status;
}

/** The row of a transfer out of a case within reach. Refuses: `not-found`. */
export async function getTransferRow(ctx: UserContext, transferId: string): Promise<TransferRow> {
  const [found] = await selectTransfers(ctx, and(withinReach(ctx.actor), eq(paymentTransfers.id, transferId)));
  requireFound(found, 'transfer');
  return found.row;
}

/** One transfer out of a case within reach. Refuses: `not-found`, `not-permitted`. */
export async function getTransfer(ctx: UserContext, transferId: string): Promise<TransferView> {
  const { id } = await getTransferRow(ctx, transferId);
  requireMay(ctx.actor, 'readPaymentTransfer');
  return viewTransfer(ctx, id);
}

/** Transfers out of a case, newest first. Refuses: `not-found`, `not-permitted`. */
export async function listTransfers(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  requireMay(ctx.actor, 'listPaymentTransfers');
  const list = `payment-transfers:${owner.id}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await selectTransfers(
    ctx,
    and(
      eq(paymentTransfers.courtCode, owner.courtCode),
      eq(paymentTransfers.caseId, owner.id),
      before === undefined ? undefined : lt(paymentTransfers.id, before),
    ),
  ).limit(query.limit + 1);
  return toPage(rows.map(toView), query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
