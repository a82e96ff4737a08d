import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import type { Database } from './database.js';
import { rateCounters } from '../tables/installation.js';

/** Counts requests over all processes of an installation. */
export interface RateCounters {
  /**
   * Adds to a counter.
   * @param key - caller or address
   * @param window - number of the window of time; an earlier window is forgotten
   * @returns the sum of all processes in this window
   */
  add(key: string, window: number, count: number): Promise<number>;
}

/** Longest wait for Redis when a request is counted. */
const REDIS_PATIENCE_MS = 200;
/** Life of a counter in Redis: longer than any window, however far the clocks of two machines are apart. */
const REDIS_LIFE_MS = 10_000;

/** A connection that answers at once or not at all: counting requests must not hold them up. */
export function connectCounters(url: string): Redis {
  const redis = new Redis(url, {
    commandTimeout: REDIS_PATIENCE_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  // What fails is told by whoever counts; without a listener an outage would end the process.
  redis.on('error', () => undefined);
  return redis;
}

/** Counters in Redis. @param prefix - keeps installations on one Redis apart */
export function createRedisCounters(redis: Pick<Redis, 'multi'>, prefix: string): RateCounters {
  return {
    async add(key, window, count) {
      const name = `${prefix}:rate:${key}:${window}`;
      const replies = await redis.multi().incrby(name, count).pexpire(name, REDIS_LIFE_MS).exec();
      const [error, sum] = replies?.[0] ?? [new Error('Redis gave no answer'), undefined];
      if (error) throw error;
      return Number(sum);
    },
  };
}

/** Counters in an unlogged table: a crash of the database forgets them, and nothing is lost by that. */
export function createDatabaseCounters(db: Database): RateCounters {
  const { window: at, count: sum, key: caller } = rateCounters;
  return {
    async add(key, window, count) {
      const [row] = await db
        .insert(rateCounters)
        .values({ key, window, count })
        .onConflictDoUpdate({
          target: caller,
          set: {
            count: sql`case when ${at} < excluded."window" then excluded.count else ${sum} + excluded.count end`,
            window: sql`greatest(${at}, excluded."window")`,
          },
        })
        .returning({ count: sum });
      return row?.count ?? count;
    },
  };
}
