import { bringUpToDate } from '../features/course/bring-up-to-date/bring-up-to-date.js';
import type { CaseFile } from '../features/dossier/cases/case-file.js';
import { counts, tellOfPayment } from '../features/money/payments/decisions.js';
import { listDecisions, type PaymentRow, viewPayments } from '../features/money/payments/repository.js';
import type { PaymentView } from '../features/money/payments/schema.js';
import { BUCKET_WORDS } from '../features/papers/statements/words.js';
import type { UserContext } from '../platform/context.js';
import { formatYuan } from '../shared/money.js';
import { readStanding } from './performance-standing.js';

/** Where the money of a payment went, in words: instalments by their number, the rest by what it is owed for. */
function sayWhere({ allocations, surplusFen }: PaymentView): string {
  const sums = new Map<string, bigint>();
  const parts =
    surplusFen > 0n ? [...allocations, { bucket: 'SURPLUS', instalmentNo: null, amountFen: surplusFen }] : allocations;
  for (const { bucket, instalmentNo, amountFen } of parts) {
    const known = Object.entries(BUCKET_WORDS).find(([name]) => name === bucket)?.[1] ?? bucket;
    const words = instalmentNo === null ? known : `第 ${instalmentNo} 期`;
    sums.set(words, (sums.get(words) ?? 0n) + amountFen);
  }
  return [...sums].map(([words, amountFen]) => `${words} ${formatYuan(amountFen)} 元`).join('、');
}

/**
 * Books a payment once it counts: allocations and course follow, and the parties are told where it went and what is
 * left. What still waits for a word or a decision stays as it is.
 */
export async function bookIfItCounts(ctx: UserContext, file: CaseFile, payment: PaymentRow): Promise<void> {
  if (!counts(payment, await listDecisions(ctx, payment))) return;
  await bringUpToDate(ctx, file, `payment ${payment.id} counts from ${payment.receivedOn}`);
  const [view] = await viewPayments(ctx, [payment]);
  const { planOpenFen, basisOpenFen } = await readStanding(ctx, file);
  const booked = { remainsFen: planOpenFen ?? basisOpenFen, ...(view && { wentTo: sayWhere(view) }) };
  await tellOfPayment(ctx, file.row, payment, 'PAYMENT_BOOKED', booked);
}
