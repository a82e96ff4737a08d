/** Wrong passwords and codes after which somebody has to wait (CP-08). */
export const FAILURES_MAX = 5;
/** Failures at one network after which an account that is new there has one try instead of five. */
export const CROWD_FAILURES_MAX = 50;
/** A quiet quarter of an hour starts the counts anew. */
export const WINDOW_MS = 15 * 60_000;
/** A network at which somebody has signed in within this time is known for his account. */
const KNOWN_MS = 90 * 24 * 3_600_000;

const FIRST_WAIT_MS = 30_000;
const DOUBLINGS_MAX = 10;

/** What is known of tries at one subject from one network. */
export interface Tries {
  readonly network: string;
  /** Failed ones and those under way, since the last that went well. */
  readonly failures: number;
  readonly lastTriedAt: Date;
  readonly lockedUntil: Date | null;
  readonly succeededAt: Date | null;
}

/** Everything that decides whether one try more is let through. */
export interface Situation {
  readonly network: string;
  /** All tries at the subject, from wherever. */
  readonly tries: readonly Tries[];
  /** Failures at this network in the window, at whatever subject. */
  readonly crowd: number;
  /** Tries from other networks count too; not for sample accounts, whose password everybody knows. */
  readonly countsOthers: boolean;
}

const isRecent = ({ lastTriedAt }: Tries, now: Date) => now.getTime() - lastTriedAt.getTime() < WINDOW_MS;

/** How long the try of this number keeps the next one waiting. */
export function lockAfter(failures: number, now: Date): Date | null {
  if (failures < FAILURES_MAX) return null;
  const waitMs = FIRST_WAIT_MS * 2 ** Math.min(failures - FAILURES_MAX, DOUBLINGS_MAX);
  return new Date(now.getTime() + Math.min(waitMs, WINDOW_MS));
}

/**
 * Until when a try has to wait; undefined when it may be made. Whoever tries from one network is stopped there after
 * five. Tries from many networks are stopped together, by the same number; the network with the most failures is left
 * out of that sum, so that nobody locks others out from where he sits. Where somebody has signed in before, only his
 * own failures there count.
 * @returns the moment, and the failures so far that the next one adds to
 * Law: CP-08 (lock after five failures).
 */
export function judgeTry({ network, tries, crowd, countsOthers }: Situation, now: Date) {
  const own = tries.find((one) => one.network === network);
  const recent = tries.filter((one) => isRecent(one, now));
  const failures = own !== undefined && isRecent(own, now) ? own.failures : 0;
  const windowEnd = (one: Tries) => new Date(one.lastTriedAt.getTime() + WINDOW_MS);
  const isKnown = own?.succeededAt != null && now.getTime() - own.succeededAt.getTime() < KNOWN_MS;
  if (own?.lockedUntil != null && own.lockedUntil > now) return { failures, until: own.lockedUntil };
  if (isKnown) return { failures, until: undefined };
  if (countsOthers) {
    const counts = recent.map((one) => one.failures);
    const sum = counts.reduce((all, one) => all + one, 0) - Math.max(0, ...counts);
    const latest = recent.reduce<Tries | undefined>(
      (last, one) => (last === undefined || one.lastTriedAt > last.lastTriedAt ? one : last),
      undefined,
    );
    if (latest !== undefined && sum >= FAILURES_MAX - 1) return { failures, until: windowEnd(latest) };
  }
  if (own !== undefined && failures > 0 && crowd >= CROWD_FAILURES_MAX) return { failures, until: windowEnd(own) };
  return { failures, until: undefined };
}
