import type { Redis } from 'ioredis';
import type postgres from 'postgres';

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

/** Life of a counter in Redis: longer than any window, however far the clocks of two machines are apart. */
const REDIS_LIFE_MS = 10_000;

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
export function createDatabaseCounters(sql: postgres.Sql): RateCounters {
  return {
    async add(key, window, count) {
      const [row] = await sql<{ count: number }[]>`
        insert into rate_counters as c (key, "window", count) values (${key}, ${window}, ${count})
        on conflict (key) do update set
          count = case when c."window" < excluded."window" then excluded.count else c.count + excluded.count end,
          "window" = greatest(c."window", excluded."window")
        returning count`;
      return row?.count ?? count;
    },
  };
}
