import { and, eq, isNull, ne, notExists, sql } from 'drizzle-orm';
import { admitPart, normalBankNumber } from '../../../law/funds/bank-lines.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import { fieldProblem, valueOrProblem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import { paymentDecisions, payments } from '../../../tables/payments.js';
import type { PaymentInput } from './schema.js';

/** The codes with which a line of the bank is refused. */
export const LINE_REFUSALS = ['payment-already-booked', 'bank-line-differs', 'bank-line-exceeded'] as const;

type Line = Pick<
  typeof payments.$inferSelect,
  'bankTransactionNo' | 'bankNumber' | 'part' | 'bankLineFen' | 'accountIndex'
>;
type Entered = Pick<PaymentInput, 'amountFen' | 'channel' | 'bankTransactionNo' | 'part' | 'bankLineFen'>;

/**
 * Payments that hold parts of a line: those entered or approved on the same account of the court, or, of money that
 * the applicant took himself, in the same case. A court without an account of its own for a case has one for all such.
 */
function listHolders(ctx: Context, owner: CaseRow, channel: Entered['channel'], bankNumber: string) {
  const direct = channel === 'DIRECT_TO_APPLICANT';
  const account = owner.collectionNumberIndex;
  const freed = ctx.db
    .select({ one: sql`1` })
    .from(paymentDecisions)
    .where(
      and(
        eq(paymentDecisions.courtCode, payments.courtCode),
        eq(paymentDecisions.paymentId, payments.id),
        anyOf(paymentDecisions.decision, ['REJECTED', 'REVERSED', 'TRANSFERRED']),
      ),
    );
  const samePlace = direct
    ? and(eq(payments.caseId, owner.id), eq(payments.channel, channel))
    : and(
        ne(payments.channel, 'DIRECT_TO_APPLICANT'),
        account === null ? isNull(payments.accountIndex) : eq(payments.accountIndex, account),
      );
  return ctx.db
    .select({ part: payments.part, amountFen: payments.amountFen, bankLineFen: payments.bankLineFen })
    .from(payments)
    .where(
      and(eq(payments.courtCode, owner.courtCode), eq(payments.bankNumber, bankNumber), samePlace, notExists(freed)),
    );
}

/**
 * Admits a payment to its line of the bank, and gives the columns that say so. Who enters a part of the same line
 * waits until this transaction ends, in whatever case.
 * Refuses: `invalid-body` (a total or part without a number; an amount above the total), `payment-already-booked`,
 * `bank-line-differs`, `bank-line-exceeded`.
 * Law: contract section 10 (money of the court).
 */
export async function admitToLine(ctx: Context, owner: CaseRow, input: Entered): Promise<Line> {
  const { amountFen, bankTransactionNo, part = 1, bankLineFen = amountFen } = input;
  const accountIndex = input.channel === 'DIRECT_TO_APPLICANT' ? null : owner.collectionNumberIndex;
  if (bankTransactionNo === undefined) {
    if (part !== 1) throw fieldProblem('/part', 'Give the number of the line of the bank.');
    if (input.bankLineFen !== undefined) throw fieldProblem('/bankLineFen', 'Give the number of the line of the bank.');
    return { bankTransactionNo: null, bankNumber: null, part, bankLineFen: null, accountIndex };
  }
  const bankNumber = normalBankNumber(bankTransactionNo);
  if (bankNumber === '') throw fieldProblem('/bankTransactionNo', 'The number has nothing that can be read.');
  if (amountFen > bankLineFen) throw fieldProblem('/bankLineFen', 'The line of the bank is less than this part.');
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${owner.courtCode}:${bankNumber}`}, 0))`);
  const holders = await listHolders(ctx, owner, input.channel, bankNumber);
  const booked = holders.map((one) => ({ ...one, lineFen: one.bankLineFen ?? one.amountFen }));
  valueOrProblem(admitPart(booked, { part, amountFen, lineFen: bankLineFen }));
  return { bankTransactionNo, bankNumber, part, bankLineFen, accountIndex };
}
