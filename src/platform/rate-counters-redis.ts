import { Redis } from 'ioredis';
import type { RateCounters } from './rate-counters.js';

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
