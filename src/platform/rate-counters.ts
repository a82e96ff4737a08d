import { sql } from 'drizzle-orm';
import { rateCounters } from '../tables/installation.js';
import type { Database } from './database.js';

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
