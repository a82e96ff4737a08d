import { and, eq, ne } from 'drizzle-orm';
import type { ApplicantShare } from '../../../law/ledger/shares.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import { type Fen, sumFen } from '../../../shared/money.js';
import { payments } from '../../../tables/payments.js';
import { listCountedPayments } from './counting.js';
import { viewPayments } from './repository.js';

/** A payment that counts and came to the court, as it divides. */
export interface CourtPayment {
  readonly receivedOn: string;
  readonly creditorsFen: Fen;
  readonly executionFeeFen: Fen;
  readonly shares: readonly ApplicantShare[] | null;
}

/** Payments of a case that count and came to the court, by value date; direct ones never did (AL-08). */
export async function listCourtPayments(
  ctx: Context,
  of: { readonly courtCode: string; readonly id: string },
): Promise<CourtPayment[]> {
  const counted = await listCountedPayments(ctx, of.courtCode, [of.id]);
  if (counted.length === 0) return [];
  const ids = counted.map(({ id }) => id);
  const rows = await ctx.db
    .select()
    .from(payments)
    .where(
      and(eq(payments.courtCode, of.courtCode), anyOf(payments.id, ids), ne(payments.channel, 'DIRECT_TO_APPLICANT')),
    );
  const views = await viewPayments(ctx, rows);
  return counted.flatMap(({ id, receivedOn }) => {
    const view = views.find((one) => one.id === id);
    if (!view) return [];
    const sumOf = (isFee: boolean) =>
      sumFen(
        view.allocations.filter(({ bucket }) => (bucket === 'EXECUTION_FEE') === isFee).map((one) => one.amountFen),
      );
    return { receivedOn, creditorsFen: sumOf(false), executionFeeFen: sumOf(true), shares: view.shares };
  });
}
