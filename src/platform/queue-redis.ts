import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { QueueConnection } from './queue.js';

/** A producer is told of an outage instead of waiting for its end. */
const COMMAND_TIMEOUT_MS = 5_000;

/**
 * Runs the queue on Redis. Producers share one connection; each worker has two of its own, since it blocks one.
 * @param instanceId - goes into every key, as the hash tag by which Redis Cluster keeps them in one slot
 */
export function connectRedisQueues(
  redisUrl: string,
  instanceId: string,
  report: (error: Error) => void,
): QueueConnection {
  const producers = new Redis(redisUrl, { commandTimeout: COMMAND_TIMEOUT_MS });
  producers.on('error', report);
  return {
    kind: 'redis',
    prefix: `{reprieve-${instanceId}}`,
    // BullMQ's own limit: on a connection that blocks for longer, a loss may go unnoticed.
    drainDelaySeconds: 10,
    factory: (name, options, role) => {
      const isWorker = role?.withBlockingConnection === true;
      const connection = isWorker ? { url: redisUrl, maxRetriesPerRequest: null } : producers;
      return createRedisBackend(name, { ...options, connection }, role);
    },
    ping: () => producers.ping(),
    async close() {
      if (producers.status === 'ready') await producers.quit();
      else producers.disconnect();
    },
  };
}
