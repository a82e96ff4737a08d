import t from 'tap';
import { abandonRun, processRun } from '../../jobs/run.processor.js';
import type { WorkerDependencies } from '../../jobs/start-workers.js';
import { moveSimulatedDate } from '../../src/platform/clock.js';
import { newId } from '../../src/shared/ids.js';
import { readStored } from '../database/stored.js';
import { type TestApp } from '../support/app.js';
import { createSettledApp } from '../support/settled-app.js';
import { expectStatus } from '../support/story.js';

const depsOf = (test: TestApp) => test.deps as unknown as WorkerDependencies;

async function prepare(t: { teardown(work: () => unknown): void }) {
  const { test, people, settled } = await createSettledApp(t);
  await moveSimulatedDate(test.deps.db, '2023-11-04');
  const run = expectStatus(await people.admin.post('/v1/job-runs', { job: 'daily-close' }), 202).body;
  const read = async () => expectStatus(await people.admin.get(`/v1/job-runs/${run.id}`), 200).body;
  return { test, people, settled, run, read };
}

t.test('a run is performed once, however often its job comes', async (t) => {
  const { test, run, read } = await prepare(t);
  const job = { name: 'daily-close', id: run.id, data: { courtCode: '浙0702', runId: run.id } };
  await processRun(depsOf(test), job);
  const done = await read();
  t.match(done, { status: 'DONE', counts: { days: 37, steps: 7 } });
  const before = await readStored(test.deps.sql);
  await processRun(depsOf(test), job);
  t.same(await read(), done, 'a finished run is left alone');
  t.same(await readStored(test.deps.sql), before);
});

t.test('a job of the schedule opens its run at the date of that moment', async (t) => {
  const { test, people } = await prepare(t);
  await processRun(depsOf(test), { name: 'daily-close', id: 'repeat-1', data: {} });
  await processRun(depsOf(test), { name: 'remind', id: 'repeat-2', data: {} });
  const { items } = (await people.admin.get('/v1/job-runs?limit=2')).body;
  t.match(items, [
    { job: 'remind', asOf: '2023-11-04', status: 'DONE', requestedBy: 'schedule' },
    { job: 'daily-close', asOf: '2023-11-03', status: 'DONE', requestedBy: 'schedule', counts: { days: 37 } },
  ]);
  await processRun(depsOf(test), { name: 'daily-close', id: 'repeat-3', data: {} });
  const again = (await people.admin.get('/v1/job-runs?limit=1')).body.items;
  t.match(
    again,
    [{ status: 'DONE', counts: { cases: 0, steps: 0, notices: 0 } }],
    'the same night again finds nothing to do',
  );
});

t.test('a run that failed for good shows its error and is not performed any more', async (t) => {
  const { test, people, run, read } = await prepare(t);
  const job = { name: 'daily-close', id: run.id, data: { runId: run.id } };
  await abandonRun(depsOf(test), job, new Error(`no space left ${'x'.repeat(600)}`));
  const failed = await read();
  t.match(failed, { status: 'FAILED', failures: [{ error: /^no space left/ }] });
  t.ok(failed.failures[0].error.length <= 500);
  await processRun(depsOf(test), job);
  t.same(await read(), failed);
  t.same((await people.admin.get('/v1/job-runs')).body.items.length, 1);
  await abandonRun(depsOf(test), { name: 'daily-close', id: 'repeat-1', data: {} }, new Error('x'));
  t.equal((await people.admin.get('/v1/job-runs')).body.items.length, 1, 'a job without a run has none to mark');
});

t.test('a job that names no run of ours, or nothing sensible, harms nothing', async (t) => {
  const { test } = await prepare(t);
  const before = await readStored(test.deps.sql);
  await processRun(depsOf(test), { name: 'daily-close', data: { runId: newId() } });
  for (const data of [{ runId: 'x' }, { runId: 7 }, null, 'daily-close', []]) {
    await t.rejects(processRun(depsOf(test), { name: 'daily-close', data }), JSON.stringify(data));
  }
  t.same(await readStored(test.deps.sql), before);
});

t.test('a bad case stands in the failures of the run, and stays at its day until it is mended', async (t) => {
  const { test, people, settled, run, read } = await prepare(t);
  const sql = test.owner;
  await sql`alter table plan_instalments disable trigger user`;
  await sql`update plan_instalments set due_on = '2024-12-31' where plan_id = ${settled.planId} and no = 4`;
  await processRun(depsOf(test), { name: 'daily-close', id: run.id, data: { runId: run.id } });
  t.match(await read(), {
    status: 'DONE',
    counts: { days: 37, steps: 0 },
    failures: [{ courtCode: '浙0702', caseId: settled.caseId, day: '2023-10-15', error: /stored plan breaks a rule/ }],
  });
  const rows = await sql`select case_id as "caseId", last_closed_on::text as "lastClosedOn", error from close_failures`;
  t.match(rows, [{ caseId: settled.caseId, lastClosedOn: '2023-10-14', error: /stored plan/ }]);
  t.equal((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body.lastClosedOn, '2023-10-14');

  await processRun(depsOf(test), { name: 'daily-close', data: {} });
  t.same(
    await sql`select last_closed_on::text as on from close_failures`,
    [{ on: '2023-10-14' }],
    'a second failure does not move the day of the first',
  );
  await sql`update plan_instalments set due_on = '2024-01-31' where plan_id = ${settled.planId} and no = 4`;
  await processRun(depsOf(test), { name: 'daily-close', data: {} });
  t.same(await sql`select * from close_failures where cleared_at is null`, []);
  t.same(await sql`select count(*)::int as count from close_failures`, [{ count: 1 }], 'the failure stays on record');
  t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, {
    lastClosedOn: '2023-11-03',
    state: 'BREACHED',
  });
  const steps = (await people.clerk.get(`/v1/cases/${settled.caseId}/escalation`)).body.items;
  t.same(
    steps.map((step: { step: string; fellOn: string }) => `${step.step} ${step.fellOn}`),
    [
      'D-15 2023-10-16',
      'D-7 2023-10-24',
      'D-1 2023-10-30',
      'D0 2023-10-31',
      'D+1 2023-11-01',
      'D+3 2023-11-03',
      'D+4 2023-11-04',
    ],
    'each missed step on its own day',
  );
});
