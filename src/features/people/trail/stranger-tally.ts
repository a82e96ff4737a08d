import { networkOf } from '../../../platform/addresses.js';
import { newId } from '../../../shared/ids.js';
import type { AccessEntry } from './access-log.js';

/** Who is behind an entry about refusals of people who are not signed in. */
export const STRANGER_ID = 'stranger';

const MINUTE_MS = 60_000;
/** Kinds and addresses counted apart in a minute; what comes from further addresses is counted together. */
const APART_MAX = 1_000;

/** Counts refusals of strangers. */
export interface StrangerTally {
  count(address: string, kind: string): void;
  /** Notes what was counted in minutes that are over; all of it when the process ends. */
  settle(all?: boolean): void;
}

/**
 * Refusals of whoever is not signed in: one entry for each address, kind and minute, however many there were, so that
 * nobody fills the log by knocking.
 * @param note - takes an entry to the log
 */
export function createStrangerTally(note: (entry: AccessEntry) => void, now: () => Date): StrangerTally {
  interface Counted {
    readonly minute: number;
    readonly address: string;
    readonly kind: string;
    count: number;
  }
  const counted = new Map<string, Counted>();
  let timer: NodeJS.Timeout | undefined;

  const minuteOf = (moment: Date) => Math.floor(moment.getTime() / MINUTE_MS);

  function settle(all = false): void {
    clearTimeout(timer);
    timer = undefined;
    const present = minuteOf(now());
    for (const [key, { minute, address, kind, count }] of counted) {
      if (!all && minute >= present) continue;
      counted.delete(key);
      note({
        readAt: new Date(minute * MINUTE_MS),
        actor: { id: STRANGER_ID, name: STRANGER_ID, courtCode: null },
        act: 'refuseStranger',
        object: kind,
        fromAddress: address,
        requestId: newId(),
        detail: { kind, count },
      });
    }
    if (counted.size > 0) timer = setTimeout(settle, MINUTE_MS).unref();
  }

  return {
    settle,
    count(address, kind) {
      const minute = minuteOf(now());
      const network = networkOf(address);
      const own = `${minute} ${kind} ${network}`;
      const key = counted.has(own) || counted.size < APART_MAX ? own : `${minute} ${kind}`;
      const entry = counted.get(key) ?? { minute, address: key === own ? network : '', kind, count: 0 };
      entry.count += 1;
      counted.set(key, entry);
      timer ??= setTimeout(settle, MINUTE_MS - (now().getTime() % MINUTE_MS)).unref();
    },
  };
}
