import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { paymentStatusOf } from '../../../law/states/payment.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context, UserContext } from '../../../platform/context.js';
import { together } from '../../../platform/snapshot.js';
import { sumFen } from '../../../shared/money.js';
import { cases } from '../../../tables/cases.js';
import { users } from '../../../tables/identity.js';
import { ledgerPostings } from '../../../tables/ledger.js';
import { paymentDecisions, payments } from '../../../tables/payments.js';
import { withinReach } from '../../dossier/cases/repository.js';
import { seesBankData } from '../../dossier/cases/sensitive-fields.js';
import { receiptFindableFrom } from './receipt.js';
import type { PaymentView } from './schema.js';
import { readShares } from './shares.js';

export type PaymentRow = typeof payments.$inferSelect;
/** Accounts as those for whom somebody decided. */
const principals = alias(users, 'principals');

type DecisionRow = typeof paymentDecisions.$inferSelect;

/** A payment of a case within reach. */
export async function findPayment(ctx: UserContext, paymentId: string): Promise<PaymentRow | undefined> {
  const [found] = await ctx.db
    .select({ payment: payments })
    .from(payments)
    .innerJoin(cases, and(eq(cases.courtCode, payments.courtCode), eq(cases.id, payments.caseId)))
    .where(and(withinReach(ctx.actor), eq(payments.id, paymentId)));
  return found?.payment;
}

export async function listDecisions(ctx: Context, payment: PaymentRow): Promise<DecisionRow[]> {
  return ctx.db
    .select()
    .from(paymentDecisions)
    .where(and(eq(paymentDecisions.courtCode, payment.courtCode), eq(paymentDecisions.paymentId, payment.id)));
}

/** Payments of a case, newest entry first. */
export async function listPaymentRows(
  ctx: Context,
  of: { courtCode: string; id: string },
  page: { before: string | undefined; limit: number },
): Promise<PaymentRow[]> {
  const ours = and(eq(payments.courtCode, of.courtCode), eq(payments.caseId, of.id));
  return ctx.db
    .select()
    .from(payments)
    .where(page.before === undefined ? ours : and(ours, lt(payments.id, page.before)))
    .orderBy(desc(payments.id))
    .limit(page.limit);
}

async function listAllocations(ctx: Context, courtCode: string, ids: readonly string[]) {
  return ctx.db
    .select({
      paymentId: ledgerPostings.paymentId,
      bucket: ledgerPostings.bucket,
      planId: ledgerPostings.planId,
      instalmentNo: ledgerPostings.instalmentNo,
      amountFen: sql<string>`sum(${ledgerPostings.amountFen})::text`,
    })
    .from(ledgerPostings)
    .innerJoin(
      payments,
      and(eq(payments.courtCode, ledgerPostings.courtCode), eq(payments.id, ledgerPostings.paymentId)),
    )
    .where(
      and(
        eq(ledgerPostings.courtCode, courtCode),
        anyOf(ledgerPostings.paymentId, ids),
        // The index on postings begins with the case.
        eq(ledgerPostings.caseId, payments.caseId),
      ),
    )
    .groupBy(ledgerPostings.paymentId, ledgerPostings.bucket, ledgerPostings.planId, ledgerPostings.instalmentNo)
    .having(sql`sum(${ledgerPostings.amountFen}) <> 0`)
    .orderBy(asc(ledgerPostings.instalmentNo), asc(ledgerPostings.bucket));
}

/** Payments of one court as the API shows them. */
export async function viewPayments(ctx: Context, rows: readonly PaymentRow[]): Promise<PaymentView[]> {
  const [first] = rows;
  if (!first) return [];
  const ids = rows.map((row) => row.id);
  const people = [...new Set(rows.flatMap((row) => [row.enteredBy, row.enteredFor ?? []].flat()))];
  const [decisions, enterers, allocations] = await together([
    ctx.db
      .select({ row: paymentDecisions, by: users.displayName, for: principals.displayName })
      .from(paymentDecisions)
      .innerJoin(users, eq(users.id, paymentDecisions.decidedBy))
      .leftJoin(principals, eq(principals.id, paymentDecisions.decidedFor))
      .where(and(eq(paymentDecisions.courtCode, first.courtCode), anyOf(paymentDecisions.paymentId, ids)))
      .orderBy(asc(paymentDecisions.decidedAt)),
    ctx.db.select({ id: users.id, name: users.displayName }).from(users).where(anyOf(users.id, people)),
    listAllocations(ctx, first.courtCode, ids),
  ]);
  const calendar = await ctx.reference.calendar();
  // The parties of one case learn nothing of the other.
  const isOfCourt = ctx.actor.kind === 'USER' && ctx.actor.courts.length > 0;
  const isTold = seesBankData(ctx.actor);
  const nameOf = (userId: string) => enterers.find((one) => one.id === userId)?.name ?? '';
  const sharesOf = await readShares(ctx, rows, allocations);
  return rows.map((row) => {
    const own = decisions.filter((one) => one.row.paymentId === row.id);
    const made = own.map((one) => one.row);
    const posted = allocations.filter((one) => one.paymentId === row.id);
    const parts = posted.map(({ bucket, instalmentNo, amountFen }) => ({
      bucket,
      instalmentNo,
      amountFen: BigInt(amountFen),
    }));
    return {
      id: row.id,
      caseId: row.caseId,
      amountFen: row.amountFen,
      receivedOn: row.receivedOn,
      channel: row.channel,
      reference: isTold ? row.reference : null,
      payerName: isTold ? row.payerName : null,
      bankTransactionNo: isTold ? row.bankTransactionNo : null,
      part: row.part,
      bankLineFen: row.bankLineFen,
      transferredFrom: isOfCourt ? row.transferredFrom : null,
      fileIds: row.fileIds,
      status: paymentStatusOf(made),
      confirmedByApplicant: own.some((one) => one.row.decision === 'CONFIRMED'),
      receiptFindableFrom: receiptFindableFrom(row, made, calendar),
      allocations: parts.filter((part) => part.bucket !== 'SURPLUS'),
      shares: sharesOf(row),
      surplusFen: sumFen(parts.filter((part) => part.bucket === 'SURPLUS').map((part) => part.amountFen)),
      enteredBy: { id: row.enteredBy, name: nameOf(row.enteredBy) },
      enteredOn: row.enteredOn,
      enteredFor: row.enteredFor === null ? null : { id: row.enteredFor, name: nameOf(row.enteredFor) },
      decisions: own.map((one) => ({
        decision: one.row.decision,
        by: one.by,
        for: one.for,
        at: one.row.decidedAt,
        reason: one.row.reason,
        fileIds: one.row.fileIds,
      })),
      createdAt: row.createdAt,
    };
  });
}
