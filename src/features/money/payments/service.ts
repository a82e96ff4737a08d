import { checkDates } from '../../../law/dates/check.js';
import { inTransaction, principalIdOf, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem, valueOrProblem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import { payments } from '../../../tables/payments.js';
import { daysOfCase } from '../../dossier/cases/days.js';
import { openCase } from '../../dossier/cases/open-case.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { attachFiles } from '../../dossier/files/service.js';
import { tellOfEndedCase } from '../../dossier/notices/ended-case.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { admitToLine } from './bank-lines.js';
import { askForReceipt } from './receipt.js';
import * as repository from './repository.js';
import type { PaymentInput, PaymentView } from './schema.js';

async function viewOne(ctx: UserContext, row: repository.PaymentRow): Promise<PaymentView> {
  const [view] = await repository.viewPayments(ctx, [row]);
  invariant(view, 'A payment vanished');
  return view;
}

/** Money that came while the basis could still be appealed is booked on proof that it was paid for this debt. */
function requireFiles({ fileIds = [] }: PaymentInput): void {
  if (fileIds.length > 0) return;
  const detail = 'The money arrived before the basis took effect; give the files that prove it.';
  throw new Problem('evidence-required', { detail, errors: [{ pointer: '/fileIds', detail }] });
}

/**
 * Enters money that arrived; it counts only when a second person has approved it (CP-01), and what the applicant took
 * himself only when he has confirmed it: he is asked at once (AL-08).
 * Refuses: `not-found`, `not-permitted`, `evidence-required` (money from before the basis took effect,
 * without files), `file-unknown`, and what `admitToLine` and `checkDates` refuse.
 * Law: AL-08; contract section 3.
 */
export function recordPayment(ctx: UserContext, caseId: string, input: PaymentInput): Promise<PaymentView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'recordPayment');
    const { receivedOn } = input;
    const { today, basisMadeOn, basisEffectiveOn } = daysOfCase(tx, owner);
    valueOrProblem(checkDates('payment', { today, basisMadeOn, receivedOn }));
    if (receivedOn < basisEffectiveOn) requireFiles(input);
    const line = await admitToLine(tx, owner, input);
    const files = await attachFiles(tx, owner, input.fileIds);
    const row: repository.PaymentRow = {
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      amountFen: input.amountFen,
      receivedOn,
      channel: input.channel,
      reference: input.reference ?? null,
      payerName: input.payerName,
      ...line,
      transferredFrom: null,
      fileIds: files.map(({ fileId }) => fileId),
      enteredBy: tx.actor.id,
      enteredFor: principalIdOf(tx.actor),
      enteredOn: tx.today,
      createdAt: tx.clock.now(),
    };
    invariant(row.amountFen > 0n, 'A payment of nothing');
    await tx.db.insert(payments).values(row);
    const data = {
      paymentId: row.id,
      amountFen: Number(row.amountFen),
      receivedOn: row.receivedOn,
      channel: row.channel,
      ...(files.length === 0 ? {} : { files }),
    };
    file.record({ type: 'PAYMENT_ENTERED', data, after: data });
    await tellOfEndedCase(tx, file, 'PAYMENT_ENTERED');
    if (row.channel === 'DIRECT_TO_APPLICANT') await askForReceipt(tx, owner, row);
    return viewOne(tx, row);
  });
}

/**
 * Stores in another case a payment that was booked in the wrong one: the same money, on the same line of the bank, of
 * the same value date. Its files prove what concerns the first case and stay there.
 */
export async function storeTransferred(
  ctx: UserContext,
  owner: Pick<CaseRow, 'courtCode' | 'id'>,
  payment: repository.PaymentRow,
  { enteredBy, enteredFor }: Pick<repository.PaymentRow, 'enteredBy' | 'enteredFor'>,
): Promise<repository.PaymentRow> {
  const row: repository.PaymentRow = {
    ...payment,
    id: newId(),
    caseId: owner.id,
    transferredFrom: payment.id,
    fileIds: [],
    enteredBy,
    enteredFor,
    enteredOn: ctx.today,
    createdAt: ctx.clock.now(),
  };
  await ctx.db.insert(payments).values(row);
  return row;
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
