import { and, asc, eq, exists, ne, notExists, or, sql } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import type { Fen } from '../../../shared/money.js';
import { paymentDecisions, payments } from '../../../tables/payments.js';

/** A payment that counts: approved, not reversed, and confirmed where the applicant took it directly (AL-08). */
export interface CountedPayment {
  readonly id: string;
  readonly caseId: string;
  readonly receivedOn: CivilDate;
  readonly amountFen: Fen;
}

/** Payments of cases that count by now, by value date, those of one day in the order of entry. */
export async function listCountedPayments(
  ctx: Context,
  courtCode: string,
  caseIds: readonly string[],
): Promise<CountedPayment[]> {
  const decided = (decision: 'APPROVED' | 'CONFIRMED' | 'REVERSED') =>
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
  const confirmed = or(ne(payments.channel, 'DIRECT_TO_APPLICANT'), exists(decided('CONFIRMED')));
  return ctx.db
    .select({
      id: payments.id,
      caseId: payments.caseId,
      receivedOn: payments.receivedOn,
      amountFen: payments.amountFen,
    })
    .from(payments)
    .where(
      and(
        eq(payments.courtCode, courtCode),
        anyOf(payments.caseId, caseIds),
        exists(decided('APPROVED')),
        notExists(decided('REVERSED')),
        confirmed,
      ),
    )
    .orderBy(asc(payments.receivedOn), asc(payments.id));
}
