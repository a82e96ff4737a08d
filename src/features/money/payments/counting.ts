import { and, asc, eq, exists, ne, notExists, or, sql } from 'drizzle-orm';
import type { PaymentDecision } from '../../../law/states/payment.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import type { Fen } from '../../../shared/money.js';
import { disbursementDecisions, disbursements } from '../../../tables/disbursements.js';
import { paymentDecisions, payments } from '../../../tables/payments.js';
import { refundTasks } from '../../../tables/refunds.js';

/** A payment that counts: approved, not taken back, and known to have arrived where the applicant took it directly. */
export interface CountedPayment {
  readonly id: string;
  readonly caseId: string;
  readonly receivedOn: CivilDate;
  readonly amountFen: Fen;
  /** What of it was paid back and has not returned; no claim is paid with it any more. */
  readonly refundedFen: Fen;
  /** It went to the applicant: the court never had it (AL-08). */
  readonly direct: boolean;
}

/** What of a payment was paid back, in fen. */
const refundedFen = sql<bigint>`coalesce((
  select sum(d.amount_fen) from ${refundTasks} t
  join ${disbursements} d on d.court_code = t.court_code and d.refund_task_id = t.id
  join ${disbursementDecisions} x on x.court_code = d.court_code and x.disbursement_id = d.id and x.decision = 'PAID'
  where t.court_code = payments.court_code and t.payment_id = payments.id
    and not exists (select from ${disbursementDecisions} r
      where r.court_code = d.court_code and r.disbursement_id = d.id and r.decision = 'RETURNED')), 0)`.mapWith(BigInt);

/** Payments of cases that count by now, by value date, those of one day in the order of entry. */
export async function listCountedPayments(
  ctx: Context,
  courtCode: string,
  caseIds: readonly string[],
): Promise<CountedPayment[]> {
  const decided = (decision: PaymentDecision) =>
    ctx.db
      .select({ one: sql`1` })
      .from(paymentDecisions)
      .where(
        and(
          eq(paymentDecisions.courtCode, payments.courtCode),
          eq(paymentDecisions.paymentId, payments.id),
          eq(paymentDecisions.decision, decision),
        ),
      );
  const confirmed = or(
    ne(payments.channel, 'DIRECT_TO_APPLICANT'),
    exists(decided('CONFIRMED')),
    exists(decided('FOUND')),
  );
  return ctx.db
    .select({
      id: payments.id,
      caseId: payments.caseId,
      receivedOn: payments.receivedOn,
      amountFen: payments.amountFen,
      refundedFen,
      direct: sql<boolean>`payments.channel = 'DIRECT_TO_APPLICANT'`,
    })
    .from(payments)
    .where(
      and(
        eq(payments.courtCode, courtCode),
        anyOf(payments.caseId, caseIds),
        exists(decided('APPROVED')),
        notExists(decided('REVERSED')),
        notExists(decided('TRANSFERRED')),
        confirmed,
      ),
    )
    .orderBy(asc(payments.receivedOn), asc(payments.id));
}
