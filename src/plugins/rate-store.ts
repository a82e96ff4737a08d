import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import type { Logger } from 'pino';
import type { RateCounters } from '../platform/rate-counters.js';

/** Requests are counted per second. */
export const RATE_WINDOW_MS = 1_000;
/** Part of a limit that a process takes at once, so that not every request asks the shared counter. */
const SHARE = 1 / 20;
/** Longest wait for the shared counter; then the process goes on with what it knows itself. */
const PATIENCE_MS = 250;

/** An outage is told once a minute. */
const WARN_EVERY_WINDOWS = 60;

/** What one process knows of one caller in the present window. */
interface Tally {
  /** Requests that came here. */
  own: number;
  /** Requests that may be counted without asking. */
  granted: number;
  /** Requests that the shared counter has been told of, some of them still to come. */
  reported: number;
  /** What the other processes have reported. */
  others: number;
  asking: Promise<void> | undefined;
}

function withPatience<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the shared counter did not answer in time')), PATIENCE_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Counts the requests of a caller over all processes. A process takes a twentieth of the limit at a time: one process
 * alone keeps the limit exactly, several together to within a twentieth each. Without the shared counter each counts
 * for itself.
 * @param now - milliseconds, for the number of the window
 */
export function createRateTally(counters: RateCounters, logger: Pick<Logger, 'warn'>, now: () => number = Date.now) {
  let window = 0;
  let warnedAt = -Infinity;
  const present = () => Math.floor(now() / RATE_WINDOW_MS);
  let tallies = new Map<string, Tally>();

  async function ask(key: string, tally: Tally, step: number, asked: number): Promise<void> {
    const granted = Math.ceil(Math.max(tally.own, tally.granted + 1) / step) * step;
    const more = granted - tally.reported;
    try {
      const sum = await withPatience(counters.add(key, asked, more));
      tally.reported += more;
      tally.others = Math.max(0, sum - tally.reported);
    } catch (error) {
      if (present() - warnedAt > WARN_EVERY_WINDOWS) {
        warnedAt = present();
        logger.warn({ err: error }, 'requests are counted in this process alone');
      }
    }
    tally.granted = granted;
  }

  /** Counts one request. @returns how many there were in this window, and what is left of it in milliseconds */
  return async (key: string, max: number): Promise<{ current: number; ttl: number }> => {
    const asked = present();
    if (asked !== window) {
      window = asked;
      tallies = new Map();
    }
    const step = Math.max(1, Math.floor(max * SHARE));
    const tally = tallies.get(key) ?? { own: 0, granted: step, reported: 0, others: 0, asking: undefined };
    tallies.set(key, tally);
    tally.own += 1;
    const mine = tally.own;
    // Beyond the limit nothing has to be known more exactly.
    while (mine > tally.granted && mine + tally.others <= max) {
      tally.asking ??= ask(key, tally, step, asked).finally(() => (tally.asking = undefined));
      await tally.asking;
    }
    return { current: mine + tally.others, ttl: RATE_WINDOW_MS - (now() % RATE_WINDOW_MS) };
  };
}

/** The shared tally in the form that `@fastify/rate-limit` takes. */
export function rateStoreOver(tally: ReturnType<typeof createRateTally>) {
  return class SharedRateStore implements FastifyRateLimitStore {
    incr(
      key: string,
      done: (error: Error | null, result?: { current: number; ttl: number }) => void,
      _timeWindow: number,
      max: number,
    ): void {
      tally(key, max).then(
        (result) => done(null, result),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    }
    child(): SharedRateStore {
      return this;
    }
  };
}
