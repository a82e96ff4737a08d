import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { keepSchedules } from '../../jobs/schedules.js';
import { type WorkerDependencies, startWorkers } from '../../jobs/start-workers.js';
import { RUN_QUEUE } from '../../src/features/operations/runs/jobs.js';
import { moveSimulatedDate } from '../../src/platform/clock.js';
import { createQueues } from '../../src/platform/queue.js';
import { type Caller, createTestApp, type TestApp } from '../support/app.js';
import { testServices } from '../support/services.js';
import { createSettledApp } from '../support/settled-app.js';
import { expectStatus, settleCase, signInAll } from '../support/story.js';

const { redisUrl } = testServices();
const BACKENDS = [
  { queue: 'postgres', skip: false },
  { queue: 'redis', skip: redisUrl === undefined && 'no Redis' },
] as const;

/** Asks until the condition holds; fails after a while. */
async function until(what: string, condition: () => Promise<boolean>, seconds = 30): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`in ${seconds} s: ${what}`);
    await wait(20);
  }
}

const readRun = async (admin: Caller, id: string) => expectStatus(await admin.get(`/v1/job-runs/${id}`), 200).body;

async function readSteps({ deps: { sql } }: TestApp): Promise<string[]> {
  const rows = await sql`select instalment_no as no, step, fell_on::text as day, status
      from escalation_steps order by fell_on, id`;
  return rows.map((row) => `${row['no']} ${row['step']} ${row['day']} ${row['status']}`);
}

const FIRST = [
  '1 D-15 2023-10-16 DONE',
  '1 D-7 2023-10-24 DONE',
  '1 D-1 2023-10-30 DONE',
  '1 D0 2023-10-31 DONE',
  '1 D+1 2023-11-01 DONE',
  '1 D+3 2023-11-03 DONE',
  '1 D+4 2023-11-04 DONE',
];

for (const { queue, skip } of BACKENDS) {
  t.test(`with the queue on ${queue}`, { skip }, async (t) => {
    await t.test('a run whose job is lost between request and work is put back and completes', async (t) => {
      const test = await createTestApp(t, { queue });
      const people = await signInAll(test);
      await settleCase(people);
      await moveSimulatedDate(test.deps.db, '2023-11-04');
      const runs = test.queues?.queue(RUN_QUEUE);
      await runs?.pause();
      const run = expectStatus(await people.admin.post('/v1/job-runs', { job: 'daily-close' }), 202).body;
      await until('the relay publishes the run', async () => (await runs?.getJob(run.id)) !== undefined);
      await runs?.obliterate({ force: true });
      t.equal(await runs?.getJob(run.id), undefined, 'the queue knows nothing of it any more');
      t.match(await readRun(people.admin, run.id), { status: 'QUEUED', startedAt: null });
      await runs?.resume();
      await until('the run completes', async () => (await readRun(people.admin, run.id)).status === 'DONE');
      t.match(await readRun(people.admin, run.id), { counts: { days: 37 }, failures: [] });
      t.same(await readSteps(test), FIRST);
    });

    await t.test('the date moves on although the queue is emptied again and again', async (t) => {
      const test = await createTestApp(t, { queue });
      const people = await signInAll(test);
      await settleCase(people);
      await test.closeDays('2023-11-01');
      let moving = true;
      const moved = people.admin.post('/v1/business-date', { date: '2023-11-06' }).finally(() => (moving = false));
      const emptied = (async () => {
        for (let times = 0; times < 3 && moving; times += 1) {
          await test.queues?.queue(RUN_QUEUE).obliterate({ force: true });
          await test.queues?.queue(RUN_QUEUE).resume();
          await wait(150);
        }
      })();
      t.match(await moved, { status: 200, body: { date: '2023-11-06' } });
      await emptied;
      t.same(await readSteps(test), FIRST);
      const { items } = (await people.admin.get('/v1/job-runs?limit=200')).body;
      t.ok(
        items.every((run: { status: string }) => run.status === 'DONE'),
        'no run is left open',
      );
    });

    await t.test('the schedules come back after the queue was emptied', async (t) => {
      const test = await createTestApp(t, { queue });
      const runs = test.queues?.queue(RUN_QUEUE);
      if (!runs || !test.queues) throw new Error('no queue');
      const names = async () => (await runs.getJobSchedulers()).map((one) => one.key).sort();
      await until('the schedules are set at the start', async () => (await names()).length === 6);
      t.same(await names(), ['audit-root', 'baseline-record', 'daily-close', 'remind', 'reseal-fields', 'retention']);
      const [first] = await runs.getJobSchedulers();
      t.equal(first?.tz, 'Asia/Shanghai');
      await runs.obliterate({ force: true });
      t.same(await names(), []);
      await keepSchedules(test.queues);
      t.same(await names(), ['audit-root', 'baseline-record', 'daily-close', 'remind', 'reseal-fields', 'retention']);
      await keepSchedules(test.queues);
      t.equal((await runs.getJobSchedulers()).length, 6, 'once each');
    });

    await t.test('days missed by a machine that was off are closed at its start', async (t) => {
      const { test } = await createSettledApp(t);
      const clock = { kind: 'system', now: () => new Date(), today: async () => '2023-11-04' } as const;
      const deps = { ...test.deps, clock, mailer: undefined } as WorkerDependencies;
      const queues = createQueues({
        ...(queue === 'redis' ? { redisUrl } : {}),
        databaseUrl: test.databaseUrl,
        instanceId: test.deps.installation.instanceId,
        log: test.deps.logger,
      });
      t.teardown(() => queues.close());
      const workers = await startWorkers(deps, queues);
      t.teardown(() => workers.close());
      const done = async () => (await test.deps.sql`select 1 from job_runs where status = 'DONE'`).length === 1;
      await until('the missed days are closed', done);
      t.same(await readSteps(test), FIRST);
      const again = await startWorkers(deps, queues);
      t.teardown(() => again.close());
      const [row] = await test.deps.sql`select count(*)::int as count from job_runs`;
      t.equal(row?.['count'], 1, 'where nothing was missed, nothing is asked for');
    });

    await t.test('two that move the date at once both arrive, and each day is closed once', async (t) => {
      const test = await createTestApp(t, { queue });
      const people = await signInAll(test);
      await settleCase(people);
      await test.closeDays('2023-10-29');
      const move = (date: string) => people.admin.post('/v1/business-date', { date });
      const answers = await Promise.all([move('2023-11-04'), move('2023-11-02'), move('2023-11-04')]);
      for (const answer of answers)
        t.ok(answer.status === 200 || answer.body.code === 'clock-backwards', `${answer.status}`);
      t.ok(answers.some((answer) => answer.status === 200));
      t.match((await people.admin.get('/v1/business-date')).body, { date: '2023-11-04' });
      t.same(await readSteps(test), FIRST);
    });

    await t.test('a run that breaks is tried again by itself, and does nothing twice', async (t) => {
      const test = await createTestApp(t, { queue });
      const people = await signInAll(test);
      await settleCase(people);
      await moveSimulatedDate(test.deps.db, '2023-11-04');
      // Nothing that lies in a case: every close breaks here, as if the disk were full.
      await test.owner.unsafe(`
        create function refuse_close() returns trigger language plpgsql as $$
          begin raise exception 'no space left' using errcode = '53100'; end $$;
        create trigger court_closes_break before update on court_closes execute function refuse_close()`);
      const runs = test.queues?.queue(RUN_QUEUE);
      const run = expectStatus(await people.admin.post('/v1/job-runs', { job: 'daily-close' }), 202).body;
      await until('the job has failed once', async () => ((await runs?.getJob(run.id))?.attemptsMade ?? 0) >= 1);
      t.match(await readRun(people.admin, run.id), { status: 'RUNNING' }, 'it is tried again by itself');
      await test.owner`drop trigger court_closes_break on court_closes`;
      await until('the run completes', async () => (await readRun(people.admin, run.id)).status === 'DONE');
      t.same(await readSteps(test), FIRST, 'what the failed attempts had done is not done twice');
    });
  });
}
