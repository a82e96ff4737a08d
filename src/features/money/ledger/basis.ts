import { computeLedger, type JudgmentLedger } from '../../../law/ledger/ledger.js';
import { type Allocation, checkAllocations } from '../../../law/ledger/posting-changes.js';
import { BUCKETS } from '../../../law/ledger/terms.js';
import type { Context } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { requireAccepted } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import { ledgerInputOf } from '../../dossier/cases/claim.js';
import type { CountedPayment } from '../payments/counting.js';

/**
 * The ledger of the enforcement basis.
 * @param payments - those to count, by value date
 * @throws Error when a stored claim breaks a rule that filing had checked
 */
export async function ledgerByBasis(
  ctx: Context,
  row: CaseRow,
  payments: readonly CountedPayment[],
  asOf: CivilDate,
): Promise<JudgmentLedger> {
  const references = { rates: await ctx.reference.rates(), calendar: await ctx.reference.calendar() };
  const outcome = computeLedger(ledgerInputOf(row, payments, asOf), references);
  requireAccepted(outcome, `The stored claim of ${row.caseNumber} breaks a rule`);
  return outcome.value;
}

/** Where payments outside a plan go: the order of the case, by default AL-04, each at its value date. */
export async function allocateByBasis(
  ctx: Context,
  row: CaseRow,
  payments: readonly CountedPayment[],
): Promise<Allocation[]> {
  const last = payments.at(-1);
  if (!last) return [];
  const { postings } = await ledgerByBasis(ctx, row, payments, last.receivedOn);
  const booked = postings.filter((posting) => posting.paymentFen > 0n);
  const allocations = payments.flatMap((payment, index) => {
    const posting = booked[index];
    if (!posting || posting.date !== payment.receivedOn) throw new Error('Payments and postings do not match');
    const common = { paymentId: payment.id, planId: null, instalmentNo: null, effectiveOn: payment.receivedOn };
    const parts = BUCKETS.map((bucket): Allocation => ({
      ...common,
      bucket,
      amountFen: posting.allocation[bucket] ?? 0n,
    }));
    const surplus: Allocation = { ...common, bucket: 'SURPLUS', amountFen: posting.surplusFen };
    return [...parts, surplus].filter((allocation) => allocation.amountFen > 0n);
  });
  checkAllocations(payments, allocations);
  return allocations;
}
