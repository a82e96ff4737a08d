import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { isCloseDue } from '../../jobs/schedules.js';
import { requestCloseOfDay, type WorkerDependencies } from '../../jobs/start-workers.js';
import { listOpenRuns, openScheduledRun } from '../../src/features/operations/runs/runs.js';
import type { Clock } from '../../src/platform/clock.js';
import { takeDueMessages, writeOutbox } from '../../src/platform/outbox.js';
import type { CivilDate } from '../../src/shared/civil-date.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createSettledApp } from '../support/settled-app.js';
import { expectStatus, settleCase, signInAll } from '../support/story.js';

const realClock = (now: string, date: CivilDate): Clock => ({
  kind: 'system',
  now: () => new Date(now),
  today: () => Promise.resolve(date),
});

const withClock = (test: TestApp, clock: Clock) =>
  ({ ...test.deps, clock, mailer: undefined }) satisfies WorkerDependencies;

const readRuns = (test: TestApp) =>
  test.deps.sql`select job, as_of::text as day, status from job_runs order by created_at, id`;

t.test('a move of the date that was cut short is taken up again with the same date', async (t) => {
  const test = await createTestApp(t, { queue: 'postgres' });
  const people = await signInAll(test);
  await settleCase(people);
  const move = (date: string) => people.admin.post('/v1/business-date', { date });
  t.match(await move('2023-10-16'), { status: 200 });
  t.match(await move('2023-10-16'), { status: 409, body: { code: 'clock-backwards' } }, 'this day is done');

  for (const [undone, what] of [
    ['remind', 'after the close'],
    ['daily-close', 'before the close was done'],
  ] as const) {
    await test.owner`delete from job_runs where as_of >= '2023-10-15' and job = ${undone}`;
    if (undone === 'daily-close')
      await test.owner`insert into job_runs (id, job, as_of, status, requested_by, created_at)
        values (gen_random_uuid(), 'daily-close', '2023-10-15', 'FAILED', 'admin', now())`;
    t.match(await move('2023-10-16'), { status: 200, body: { date: '2023-10-16' } }, what);
    t.match(await move('2023-10-16'), { status: 409 }, 'done now');
  }
  t.match(await move('2023-10-15'), { status: 409, body: { code: 'clock-backwards' } }, 'never back');
  await test.owner`delete from job_runs where job = 'audit-root'`;
  t.match(await move('2023-10-17'), { status: 200 });
  const done = await readRuns(test);
  t.ok(
    ['2023-10-15', '2023-10-16'].every((day) => done.some((run) => run['job'] === 'audit-root' && run['day'] === day)),
    'a later date makes up for what was left of the day before',
  );
});

t.test('date and close are asked for together', async (t) => {
  const test = await createTestApp(t, { queue: 'postgres' });
  const people = await signInAll(test);
  await test.owner.unsafe(`
    create function refuse_run() returns trigger language plpgsql as $$
      begin raise exception 'killed here' using errcode = '57P01'; end $$;
    create trigger job_runs_break before insert on job_runs execute function refuse_run()`);
  t.match(await people.admin.post('/v1/business-date', { date: '2023-09-29' }), { status: 503 });
  t.match((await people.admin.get('/v1/business-date')).body, { date: '2023-09-28' }, 'the day has not begun');
  await test.owner`drop trigger job_runs_break on job_runs`;
  expectStatus(await people.admin.post('/v1/business-date', { date: '2023-09-29' }), 200);
});

t.test('a clock that is set forward past the hour of the close has it asked for', async (t) => {
  const { test } = await createSettledApp(t);
  const early = withClock(test, realClock('2023-11-03T16:05:00Z', '2023-11-04'));
  await requestCloseOfDay(early);
  t.same(await readRuns(test), [], 'at 00:05 it is not due');
  const late = withClock(test, realClock('2023-11-03T17:00:00Z', '2023-11-04'));
  await requestCloseOfDay(late);
  t.same([...(await readRuns(test))], [{ job: 'daily-close', day: '2023-11-03', status: 'QUEUED' }]);
  await requestCloseOfDay(late);
  t.equal((await readRuns(test)).length, 1, 'once');
  await test.deps.sql`update job_runs set status = 'FAILED'`;
  await requestCloseOfDay(late);
  t.equal((await readRuns(test)).length, 1, 'one that failed waits for people');
  const simulated = withClock(test, { ...late.clock, kind: 'simulated', today: () => Promise.resolve('2023-11-09') });
  await requestCloseOfDay(simulated);
  t.equal((await readRuns(test)).length, 1, 'a simulated date moves by itself only');
});

t.test('the hour of the close is that of the court', (t) => {
  t.equal(isCloseDue(new Date('2026-06-01T15:59:00Z')), true, '23:59');
  t.equal(isCloseDue(new Date('2026-06-01T16:00:00Z')), false, 'midnight');
  t.equal(isCloseDue(new Date('2026-06-01T16:11:00Z')), false, '00:11');
  t.equal(isCloseDue(new Date('2026-06-01T16:12:00Z')), true, '00:12');
  t.end();
});

t.test('a clock that is set back holds up nothing that is committed', async (t) => {
  const test = await createTestApp(t, { queue: 'postgres' });
  const ahead = { ...(await test.jobContext()), clock: realClock('2099-01-01T00:00:00Z', '2099-01-01') };
  const courtCode = '浙0702';
  await test.deps.db.transaction(async (tx) => {
    await writeOutbox({ ...ahead, db: tx }, [{ courtCode, topic: 'retention', payload: { courtCode } }]);
    t.equal(
      (await takeDueMessages(tx, new Date(), 10)).length,
      1,
      'the relay takes what was written in a time to come',
    );
  });
  while ((await test.deps.sql`select 1 from job_runs where job = 'retention' and status = 'DONE'`).length === 0)
    await wait(20);
  await test.workers?.close();
  const runId = await openScheduledRun(ahead, 'retention');
  const now = await test.jobContext();
  t.ok(
    (await listOpenRuns(now, 3_000)).some(({ id }) => id === runId),
    'and the queue is asked for its run again',
  );
});
