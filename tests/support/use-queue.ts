import { createQueues } from '../../src/platform/queue.js';

// Closes while a job runs, and must then end by itself: … tests/support/use-queue.ts <database> [redis]
const [databaseUrl = '', redisUrl] = process.argv.slice(2);
const log = { warn: console.error, error: console.error };
const queues = createQueues({ databaseUrl, redisUrl, instanceId: `use-queue-${process.pid}`, log });
let isDone = false;
await new Promise<void>((resolve, reject) => {
  queues.worker('once', async () => {
    resolve();
    await new Promise((finish) => setTimeout(finish, 100));
    isDone = true;
  });
  queues.queue('once').add('run', {}).catch(reject);
});
await queues.close();
console.log(isDone ? 'job done, closed' : 'closed too early');
