import { and, eq } from 'drizzle-orm';
import type { CourtPayment } from '../../../law/funds/funds.js';
import { payOutBy } from '../../../law/funds/paying-out.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import { type Fen, sumFen } from '../../../shared/money.js';
import { paymentDecisions, payments } from '../../../tables/payments.js';
import { listCountedPayments } from './counting.js';
import { viewPayments } from './repository.js';

/** The money of a case that counts. */
export interface CountedMoney {
  /** What came to the court, by value date. */
  readonly court: readonly CourtPayment[];
  /** What applicants received themselves beyond what they are owed: in their hands, and no refund of the court's. */
  readonly surplusWithApplicantsFen: Fen;
}

/** The money of a case that counts, as its postings say. Law: AL-07, AL-08. */
export async function readCountedMoney(
  ctx: Context,
  of: { readonly courtCode: string; readonly id: string },
): Promise<CountedMoney> {
  const counted = await listCountedPayments(ctx, of.courtCode, [of.id]);
  if (counted.length === 0) return { court: [], surplusWithApplicantsFen: 0n };
  const ids = counted.map(({ id }) => id);
  const rows = await ctx.db
    .select({ payment: payments, approvedOn: paymentDecisions.decidedOn })
    .from(payments)
    .innerJoin(
      paymentDecisions,
      and(
        eq(paymentDecisions.courtCode, payments.courtCode),
        eq(paymentDecisions.paymentId, payments.id),
        eq(paymentDecisions.decision, 'APPROVED'),
      ),
    )
    .where(and(eq(payments.courtCode, of.courtCode), anyOf(payments.id, ids)));
  const views = await viewPayments(
    ctx,
    rows.map(({ payment }) => payment),
  );
  const calendar = await ctx.reference.calendar();
  const court = counted.flatMap(({ id, receivedOn, direct }): CourtPayment[] => {
    const view = views.find((one) => one.id === id);
    const approvedOn = rows.find(({ payment }) => payment.id === id)?.approvedOn;
    if (direct || !view || approvedOn === undefined) return [];
    const sumOf = (isFee: boolean) =>
      sumFen(
        view.allocations.filter(({ bucket }) => (bucket === 'EXECUTION_FEE') === isFee).map((one) => one.amountFen),
      );
    return [
      {
        id,
        receivedOn,
        payOutBy: payOutBy(approvedOn, calendar),
        amountFen: view.amountFen,
        creditorsFen: sumOf(false),
        executionFeeFen: sumOf(true),
        surplusFen: view.surplusFen,
        shares: view.shares,
      },
    ];
  });
  const inHands = counted
    .filter(({ direct }) => direct)
    .map(({ id }) => views.find((one) => one.id === id)?.surplusFen ?? 0n);
  return { court, surplusWithApplicantsFen: sumFen(inHands) };
}
