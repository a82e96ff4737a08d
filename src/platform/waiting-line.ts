/** Orders of callers who take turns. */
export interface WaitingLine<O extends { readonly caller: string }> {
  readonly length: number;
  /** How many orders of this caller wait. */
  countOf(caller: string): number;
  add(order: O): void;
  /** Takes an order out, where it still waits. */
  remove(order: O): void;
  /** The next order: of a caller for whom nothing runs, and whose last one was taken longest ago. */
  takeNext(running: ReadonlySet<string>): O | undefined;
  /** Takes all that wait. */
  takeAll(): readonly O[];
}

/** A line in which nobody waits longer because another caller has more to do. */
export function createWaitingLine<O extends { readonly caller: string }>(): WaitingLine<O> {
  let waiting: readonly O[] = [];
  /** When an order of a caller was taken last, as the number of the order. */
  const taken = new Map<string, number>();
  let orders = 0;

  return {
    get length() {
      return waiting.length;
    },
    countOf: (caller) => waiting.filter((one) => one.caller === caller).length,
    add(order) {
      waiting = [...waiting, order];
    },
    remove(order) {
      waiting = waiting.filter((one) => one !== order);
    },
    takeNext(running) {
      // Without anybody to be compared with, nobody's turn has to be known.
      if (waiting.length === 0 && running.size === 0) taken.clear();
      const whenTaken = ({ caller }: O) => taken.get(caller) ?? 0;
      const [next] = waiting
        .filter(({ caller }) => !running.has(caller))
        .sort((one, other) => whenTaken(one) - whenTaken(other));
      if (next === undefined) return undefined;
      taken.set(next.caller, (orders += 1));
      waiting = waiting.filter((one) => one !== next);
      return next;
    },
    takeAll() {
      const all = waiting;
      waiting = [];
      return all;
    },
  };
}
