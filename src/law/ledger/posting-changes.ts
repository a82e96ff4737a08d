import type { Fen } from '../../shared/money.js';
import { invariant } from '../../shared/require.js';
import type { LedgerBucket } from './buckets.js';

/** What is to be written: a reversal takes back the amount of the row that it names. */
interface PostingAmount {
  readonly kind: 'CLAIM' | 'ALLOCATION' | 'REVERSAL';
  readonly amountFen: Fen;
  readonly reversesId?: string | null | undefined;
}

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

/**
 * Stops postings that no rule makes, before they are written: amounts that are not above zero, and reversals that leave
 * something of what they reverse.
 * @param reversed - the rows that are reversed, as they stand
 */
export function checkPostings(
  rows: readonly PostingAmount[],
  reversed: readonly { readonly id: string; readonly amountFen: Fen }[],
): void {
  const standing = new Map(reversed.map(({ id, amountFen }) => [id, amountFen]));
  for (const { kind, amountFen, reversesId } of rows) {
    if (kind === 'REVERSAL') {
      invariant(standing.get(reversesId ?? '') === -amountFen, 'A reversal does not cancel what it reverses');
    } else invariant(amountFen > 0n, `A posting of kind ${kind} is not above zero`);
  }
}

/** Stops allocations that give away more or less than what arrived; the surplus is one of them. */
export function checkAllocations(
  payments: readonly { readonly id: string; readonly amountFen: Fen }[],
  allocations: readonly Pick<Allocation, 'paymentId' | 'amountFen'>[],
): void {
  const allocated = new Map<string, Fen>();
  for (const { paymentId, amountFen } of allocations) {
    allocated.set(paymentId, (allocated.get(paymentId) ?? 0n) + amountFen);
  }
  for (const { id, amountFen } of payments) {
    const allocatedFen = allocated.get(id) ?? 0n;
    invariant(allocatedFen === amountFen, `Of payment ${id} ${allocatedFen} fen are allocated, not ${amountFen}`);
  }
}
