import {
  isReceiptKnown,
  mayDecidePayment,
  type PaymentDecision,
  paymentStatusOf,
  RECEIPT_WORKING_DAYS,
} from '../../../law/states/payment.js';
import type { WorkingCalendar } from '../../../law/working-days/calendar.js';
import type { UserContext } from '../../../platform/context.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { Problem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import type { payments } from '../../../tables/payments.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { giveNotices, type NewNotice } from '../../dossier/notices/outgoing.js';

type Payment = typeof payments.$inferSelect;
type Decided = readonly { readonly decision: PaymentDecision }[];

/** The last day on which the applicant can answer before a judge may decide without him. */
function answerBy({ enteredOn }: Payment, calendar: WorkingCalendar): CivilDate {
  return calendar.addWorkingDays(enteredOn, RECEIPT_WORKING_DAYS);
}

/**
 * From when a judge may find a direct payment received; null where nobody has to say so any more. Law: AL-08; contract
 * section 10 (money of the court).
 */
export function receiptFindableFrom(payment: Payment, made: Decided, calendar: WorkingCalendar): CivilDate | null {
  const open = payment.channel === 'DIRECT_TO_APPLICANT' && mayDecidePayment(made, 'FOUND');
  return open ? addDays(answerBy(payment, calendar), 1) : null;
}

/** Asks the applicants for their word on money that one of them is said to have taken himself. */
export async function askForReceipt(ctx: UserContext, owner: CaseRow, payment: Payment): Promise<void> {
  const { courtCode, id: caseId, caseNumber } = owner;
  const dueOn = answerBy(payment, await ctx.reference.calendar());
  const facts = { caseNumber, receivedOn: payment.receivedOn, paymentFen: payment.amountFen, dueOn };
  const parties = await listCaseParties(ctx, courtCode, [caseId]);
  await giveNotices(
    ctx,
    parties
      .filter(({ role }) => role === 'APPLICANT')
      .map(({ id: partyId }): NewNotice => ({ courtCode, caseId, kind: 'RECEIPT_ASKED', reader: { partyId }, facts })),
  );
}

/**
 * Refuses a word on receipt where none is asked for.
 * Refuses: `payment-not-direct`, `payment-already-decided`.
 */
export function requireReceiptOpen(payment: Payment, made: Decided, decision: 'CONFIRMED' | 'FOUND'): void {
  if (payment.channel !== 'DIRECT_TO_APPLICANT') {
    const detail = 'Only of money that went to the applicant directly somebody has to say that it was received.';
    throw new Problem('payment-not-direct', { detail });
  }
  if (mayDecidePayment(made, decision)) return;
  const known = isReceiptKnown(made) ? ' and known to be received' : '';
  throw new Problem('payment-already-decided', { detail: `The payment is ${paymentStatusOf(made)}${known}.` });
}
