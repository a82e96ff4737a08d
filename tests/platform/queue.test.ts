import { once } from 'node:events';
import postgres from 'postgres';
import t, { type Test } from 'tap';
import { findFreePort } from '../../src/platform/free-port.js';
import { createQueues, putSchedule, type QueueLog, type Queues } from '../../src/platform/queue.js';
import { nextLine, startScript } from '../support/child-process.js';
import { createTestDatabase } from '../support/database.js';
import { testServices } from '../support/services.js';

type Backend = Queues['backend'];

const SILENT: QueueLog = { warn: () => undefined, error: () => undefined };

interface Note {
  text: string;
}

const { redisUrl } = testServices();
const backends: { backend: Backend; skip: string | false }[] = [
  { backend: 'postgres', skip: false },
  { backend: 'redis', skip: redisUrl === undefined && 'no Redis' },
];

for (const { backend, skip } of backends) {
  t.test(`On ${backend}`, { skip }, async (t) => {
    t.test('a job runs with its data', async (t) => {
      const queues = await open(t, backend);
      t.equal(queues.backend, backend);
      t.equal(await queues.isReachable(), true);
      const ran = new Promise<Note>((resolve) => {
        queues.worker<Note>('notes', (job) => Promise.resolve(resolve(job.data)));
      });
      await queues.queue<Note>('notes').add('write', { text: '执行' });
      t.strictSame(await ran, { text: '执行' });
    });

    t.test('a job id that is added twice is one job', async (t) => {
      const queue = (await open(t, backend)).queue<Note>('notes');
      t.equal((await queue.add('write', { text: 'first' }, { jobId: 'case-1' })).id, 'case-1');
      await queue.add('write', { text: 'second' }, { jobId: 'case-1' });
      t.strictSame(
        (await queue.getWaiting()).map((job) => job.data),
        [{ text: 'first' }],
      );
    });

    t.test('a job that fails is kept with its reason', async (t) => {
      const queues = await open(t, backend);
      const worker = queues.worker<Note>('notes', () => Promise.reject(new Error('no paper')));
      const failed = once(worker, 'failed');
      await queues.queue<Note>('notes').add('write', { text: '' });
      await failed;
      const [job] = await queues.queue<Note>('notes').getFailed();
      t.equal(job?.failedReason, 'no paper');
    });

    t.test('a schedule that is set twice is one, in the time of the court', async (t) => {
      const queue = (await open(t, backend)).queue<Note>('notes');
      const schedule = { id: 'nightly', pattern: '5 0 * * *', jobName: 'write', data: { text: 'night' } };
      await putSchedule(queue, schedule);
      await putSchedule(queue, schedule);
      const [found, ...others] = await queue.getJobSchedulers();
      t.equal(others.length, 0);
      t.equal(await queue.getDelayedCount(), 1);
      t.match(new Date(found?.next ?? 0).toISOString(), /T16:05:00/, 'Five past midnight is 16:05 of the day before.');
    });

    t.test('a schedule makes its jobs run', async (t) => {
      const queues = await open(t, backend);
      const ran = new Promise<string>((resolve) => {
        queues.worker<Note>('notes', (job) => Promise.resolve(resolve(job.name)));
      });
      const schedule = { id: 'tick', pattern: '* * * * * *', jobName: 'tick', data: { text: '' } };
      await putSchedule(queues.queue<Note>('notes'), schedule);
      t.equal(await ran, 'tick');
    });

    t.test('a queue that was emptied at any moment works again', async (t) => {
      const queues = await open(t, backend);
      const queue = queues.queue<Note>('notes');
      await queue.addBulk([1, 2, 3].map((number) => ({ name: 'write', data: { text: String(number) } })));
      const worker = queues.worker<Note>('notes', () => Promise.resolve(), { autorun: false });
      await worker.waitUntilReady();
      await queue.obliterate({ force: true });
      t.equal(await queue.count(), 0);
      const done = once(worker, 'completed');
      worker.run().catch((error: unknown) => t.fail(String(error)));
      await queue.add('write', { text: 'after' });
      const [job] = (await done) as [{ data: Note }];
      t.strictSame(job.data, { text: 'after' });
    });

    t.test('closing waits for the job that runs, and leaves nothing that keeps a process alive', async (t) => {
      const { url } = await createTestDatabase(t);
      const args = backend === 'redis' && redisUrl !== undefined ? [url, redisUrl] : [url];
      const script = startScript(t, 'tests/support/use-queue.ts', args);
      const ended = once(script, 'exit');
      t.equal(await nextLine(script), 'job done, closed');
      t.strictSame(await ended, [0, null]);
    });

    t.test('what is away is reported, waited for by nobody, and closed all the same', async (t) => {
      const port = await findFreePort();
      const errors: object[] = [];
      const queues = createQueues({
        databaseUrl: `postgres://nobody:none@127.0.0.1:${port}/none`,
        redisUrl: backend === 'redis' ? `redis://127.0.0.1:${port}` : undefined,
        instanceId: 'away',
        log: { ...SILENT, error: (details) => errors.push(details) },
      });
      const worker = queues.worker('notes', () => Promise.resolve());
      queues.queue('notes');
      t.equal(await queues.isReachable(), false);
      await queues.close();
      t.ok(worker.closing !== undefined);
      if (backend === 'redis') t.equal(errors.length, 1, 'One outage is one line in the log.');
    });
  });
}

t.test('A closed queue has no session left in PostgreSQL', async (t) => {
  const { url } = await createTestDatabase(t);
  const queues = createQueues({ databaseUrl: url, instanceId: 'sessions', log: SILENT });
  t.teardown(() => queues.close());
  const workers = ['one', 'two', 'three'].map((name) => queues.worker(name, () => Promise.resolve()));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  await Promise.all(workers.map((worker) => queues.queue(worker.name).add('run', {})));
  await queues.close();
  const sql = postgres(url, { max: 1 });
  t.teardown(() => sql.end({ timeout: 1 }));
  const others = await sql`
    select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  t.strictSame([...others], [], 'So the server can be stopped right after.');
});

t.test('Two instances share one Redis without seeing each other', { skip: redisUrl === undefined }, async (t) => {
  const [one, other] = [await open(t, 'redis'), await open(t, 'redis')];
  await one.queue<Note>('notes').add('write', { text: 'mine' });
  t.equal(await one.queue('notes').getWaitingCount(), 1);
  t.equal(await other.queue('notes').getWaitingCount(), 0);
  t.match(one.queue('notes').qualifiedName, /^\{reprieve-[\w-]+\}:notes$/, 'The braces are the tag of Redis Cluster.');
});

async function open(t: Test, backend: Backend): Promise<Queues> {
  const { url } = await createTestDatabase(t);
  const queues = createQueues({
    databaseUrl: url,
    redisUrl: backend === 'redis' ? redisUrl : undefined,
    instanceId: new URL(url).pathname.slice(1).replace('_', '-'),
    log: { ...SILENT, error: (details) => t.fail('the queue reports an error', details) },
  });
  t.teardown(() => queues.close());
  return queues;
}
