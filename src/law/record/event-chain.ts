import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Fix } from './row-digests.js';

/** `previousHash` of the first event of a case. */
export const CHAIN_START = '0'.repeat(64);

/** What an event tells, in wire form. */
export type EventData = Readonly<Record<string, unknown>>;

/** What happened, as it is chained; its type has been checked by whoever keeps the list of types. */
export interface ChainDraft {
  readonly type: string;
  readonly data: EventData;
  readonly ground?: { readonly text: string } | undefined;
  /** The thing before and after the act, in wire form; only their digests are stored. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** What the event fixes of rows of the case; absent where it fixes nothing. */
  readonly fixes?: readonly Fix[];
}

/** Everything that the hash covers. */
export interface ChainedEvent {
  readonly courtCode: string;
  readonly caseId: string;
  readonly seq: number;
  readonly type: string;
  readonly occurredAt: Date;
  readonly businessOn: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly requestId: string;
  /** Network address of the person who acted; null for the machine, and in events older than this column. */
  readonly fromAddress: string | null;
  readonly legalGround: string | null;
  readonly data: EventData;
  readonly beforeDigest: string | null;
  readonly afterDigest: string | null;
  /** Null where the event fixes nothing, and in events that are older than this column. */
  readonly fixes: readonly Fix[] | null;
  readonly previousHash: string;
  readonly hash: string;
}

export interface ChainHead {
  readonly courtCode: string;
  readonly id: string;
  readonly chainLength: number;
  readonly chainHead: string;
}

export interface EventCircumstances {
  /** Whose office a deputy exercised; stands in the data of the event (CP-01). */
  readonly actsForId?: string | undefined;
  readonly occurredAt: Date;
  readonly businessOn: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly requestId: string;
  readonly fromAddress: string | null;
}

/** SM3 of a text, hexadecimal. */
function sm3(text: string): string {
  return createHash('sm3').update(text).digest('hex');
}

/** Digest of a thing in RFC 8785 form; null for nothing. */
export function digestOf(thing: unknown): string | null {
  return thing === undefined ? null : sm3(canonicalize(thing) ?? '');
}

/**
 * `hash = SM3(previousHash ‖ canonical event)`. Columns that older events do not have are left out where they are
 * null. Law: EV-02.
 */
export function hashEvent(event: Omit<ChainedEvent, 'hash'>): string {
  const { previousHash, fixes, fromAddress, occurredAt, ...rest } = event;
  const covered = {
    ...rest,
    occurredAt: occurredAt.toISOString(),
    ...(fixes !== null && { fixes }),
    ...(fromAddress !== null && { fromAddress }),
  };
  return sm3(previousHash + (canonicalize(covered) ?? ''));
}

/**
 * Appends events to the chain of a case.
 * @returns the rows to store and the new head of the chain
 */
export function chainEvents(
  head: ChainHead,
  drafts: readonly (ChainDraft & { readonly circumstances: EventCircumstances })[],
): { rows: ChainedEvent[]; chainLength: number; chainHead: string } {
  let { chainLength, chainHead } = head;
  const rows = drafts.map(({ circumstances: { actsForId, ...common }, ...draft }) => {
    const event = {
      courtCode: head.courtCode,
      caseId: head.id,
      seq: (chainLength += 1),
      type: draft.type,
      ...common,
      legalGround: draft.ground?.text ?? null,
      data: actsForId === undefined ? draft.data : { ...draft.data, actsForId },
      beforeDigest: digestOf(draft.before),
      afterDigest: digestOf(draft.after),
      fixes: draft.fixes && draft.fixes.length > 0 ? draft.fixes : null,
      previousHash: chainHead,
    };
    chainHead = hashEvent(event);
    return { ...event, hash: chainHead };
  });
  return { rows, chainLength, chainHead };
}

export interface ChainFault {
  readonly seq: number;
  readonly fault: 'MISSING' | 'LINK_BROKEN' | 'CONTENT_CHANGED' | 'HEAD_DIFFERS';
}

/** A fault with what should stand there and what does: hashes, or numbers of events. */
export interface ChainDifference extends ChainFault {
  readonly expected: string;
  readonly found: string;
}

/** Recomputes a chain event by event, so that long chains need not be held. */
export interface ChainCheck {
  /** @returns what is wrong with this link */
  add(event: ChainedEvent): ChainDifference | undefined;
  /** @returns what is wrong with the end of the chain */
  end(head: ChainHead): ChainDifference | undefined;
}

/** Begins the check of a chain. */
export function checkChain(): ChainCheck {
  let previousHash = CHAIN_START;
  let length = 0;
  return {
    add(event) {
      const seq = (length += 1);
      if (event.seq !== seq) return { seq, fault: 'MISSING', expected: `event ${seq}`, found: `event ${event.seq}` };
      if (event.previousHash !== previousHash) {
        return { seq, fault: 'LINK_BROKEN', expected: previousHash, found: event.previousHash };
      }
      const { hash, ...covered } = event;
      const computed = hashEvent(covered);
      if (computed !== hash) return { seq, fault: 'CONTENT_CHANGED', expected: hash, found: computed };
      previousHash = hash;
      return undefined;
    },
    end(head) {
      if (length !== head.chainLength) {
        return { seq: length + 1, fault: 'MISSING', expected: `${head.chainLength} events`, found: `${length} events` };
      }
      if (previousHash === head.chainHead) return undefined;
      return { seq: length, fault: 'HEAD_DIFFERS', expected: head.chainHead, found: previousHash };
    },
  };
}

/**
 * Recomputes a chain from its stored events, in order.
 * @returns the first broken link, or undefined when the chain is whole and ends in the stored head
 */
export function verifyChain(events: readonly ChainedEvent[], head: ChainHead): ChainFault | undefined {
  const check = checkChain();
  let difference: ChainDifference | undefined;
  for (const event of events) if ((difference = check.add(event))) break;
  difference ??= check.end(head);
  return difference && { seq: difference.seq, fault: difference.fault };
}
