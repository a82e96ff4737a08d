import type { Fen } from '../../shared/money.js';
import type { Allocation } from '../ledger/posting-changes.js';

/** A task as stored: what of a payment has to go back; 0 when nothing has to any more. */
export interface StandingRefund {
  readonly paymentId: string;
  readonly amountFen: Fen;
}

/** How a task has to change so that it says what the ledger says; money in fen. */
export interface RefundChange {
  readonly paymentId: string;
  readonly kind: 'OPENED' | 'CHANGED' | 'VOIDED';
  readonly beforeFen: Fen;
  readonly amountFen: Fen;
}

/**
 * Compares the tasks with what the allocations leave over: a task opens, takes another amount, or is void.
 * @param standing - tasks of the case, at most one per payment
 * @param allocations - all allocations of the case as computed
 * Law: AL-07 (执行工作规定 34(2) by analogy).
 */
export function changeRefunds(
  standing: readonly StandingRefund[],
  allocations: readonly Pick<Allocation, 'paymentId' | 'bucket' | 'amountFen'>[],
): readonly RefundChange[] {
  const before = new Map(standing.map(({ paymentId, amountFen }) => [paymentId, amountFen]));
  const after = new Map<string, Fen>();
  for (const { paymentId, bucket, amountFen } of allocations) {
    if (bucket === 'SURPLUS') after.set(paymentId, (after.get(paymentId) ?? 0n) + amountFen);
  }
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((paymentId): RefundChange[] => {
    const [beforeFen, amountFen] = [before.get(paymentId) ?? 0n, after.get(paymentId) ?? 0n];
    if (beforeFen === amountFen) return [];
    const kind = beforeFen === 0n ? 'OPENED' : amountFen === 0n ? 'VOIDED' : 'CHANGED';
    return [{ paymentId, kind, beforeFen, amountFen }];
  });
}
