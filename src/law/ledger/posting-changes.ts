import type { Fen } from '../../shared/money.js';
import type { LedgerBucket } from './buckets.js';

/** Where a part of a payment goes. */
export interface Allocation {
  readonly paymentId: string;
  readonly bucket: LedgerBucket;
  readonly planId: string | null;
  readonly instalmentNo: number | null;
  readonly amountFen: Fen;
  /** The payment's value date. */
  readonly effectiveOn: string;
}

/** An allocation as stored and not reversed. */
export interface StandingAllocation extends Allocation {
  readonly id: string;
}

export interface PostingChange {
  /** Standing rows to undo by a reversing row each. */
  readonly reverse: readonly StandingAllocation[];
  readonly add: readonly Allocation[];
}

function keyOf(allocation: Allocation): string {
  return [allocation.paymentId, allocation.bucket, allocation.planId, allocation.instalmentNo].join('|');
}

/**
 * What has to be posted so that the ledger equals one that was built in order: rows that are no longer true are
 * reversed, missing ones added, right ones left alone.
 * @param standing - allocations in force; at most one per payment, bucket, plan and instalment
 * @param wanted - allocations as computed from all payments that count
 * Law: IN-06.
 */
export function changePostings(standing: readonly StandingAllocation[], wanted: readonly Allocation[]): PostingChange {
  const open = new Map(standing.map((row) => [keyOf(row), row]));
  const add: Allocation[] = [];
  for (const allocation of wanted) {
    const key = keyOf(allocation);
    if (open.get(key)?.amountFen === allocation.amountFen) open.delete(key);
    else add.push(allocation);
  }
  return { reverse: [...open.values()], add };
}
