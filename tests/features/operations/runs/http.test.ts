import t from 'tap';
import { buildApp } from '../../../../src/app.js';
import { systemClock } from '../../../../src/platform/clock.js';
import { checkRefused, refusal, refusalOf, type RefusedRow } from '../../../plugins/refusals.js';
import { createTestApp } from '../../../support/app.js';
import { expectStatus, settleCase, signInAll } from '../../../support/story.js';

const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);

t.test('the business date is refused with code and pointer, and stays', async (t) => {
  const test = await createTestApp(t, { queue: 'postgres' });
  const { admin } = await signInAll(test);
  const rows: readonly RefusedRow<object>[] = [
    ['today', { date: '2023-09-28' }, refusal('clock-backwards')],
    ['yesterday', { date: '2023-09-27' }, refusal('clock-backwards')],
    ['a day that does not exist', { date: '2023-09-31' }, invalid('/date')],
    ['a day of another millennium', { date: '3023-09-29' }, invalid('/date')],
    ['a moment', { date: '2023-09-29T00:00:00Z' }, invalid('/date')],
    ['a number of days', { date: 1 }, invalid('/date')],
    ['nothing', {}, invalid('/date')],
    ['an unknown field', { date: '2023-09-29', force: true }, invalid('/force')],
  ];
  await checkRefused(t, test.deps.sql, rows, (body) => admin.post('/v1/business-date', body));
  t.match((await admin.get('/v1/business-date')).body, { date: '2023-09-28', clock: 'simulated' });
  t.match(await admin.post('/v1/business-date', { date: '2023-09-30' }), {
    status: 200,
    body: { date: '2023-09-30', clock: 'simulated' },
  });
  t.match((await admin.get('/v1/business-date')).body, { date: '2023-09-30' });
  const [row] = await test.deps.sql`select simulated_on::text as on from installations`;
  t.equal(row?.['on'], '2023-09-30', 'it is kept in the database');
  const { items } = (await admin.get('/v1/job-runs')).body;
  t.same(
    items.map((run: { job: string; asOf: string; status: string }) => `${run.job} ${run.asOf} ${run.status}`).reverse(),
    [
      ...['daily-close 2023-09-28 DONE', 'remind 2023-09-29 DONE', 'audit-root 2023-09-28 DONE'],
      ...['daily-close 2023-09-29 DONE', 'remind 2023-09-30 DONE', 'audit-root 2023-09-29 DONE'],
    ],
    'each day in order, each of its jobs through the queue',
  );
});

t.test('without workers the date does not move', async (t) => {
  const test = await createTestApp(t, { env: { JOBS_MODE: 'off' } });
  const { admin } = await signInAll(test);
  await checkRefused<object>(t, test.deps.sql, [['tomorrow', { date: '2023-09-29' }, refusal('workers-off')]], (body) =>
    admin.post('/v1/business-date', body),
  );
});

t.test('a real clock is moved by nobody', async (t) => {
  const test = await createTestApp(t);
  const app = await buildApp({ ...test.deps, clock: systemClock });
  t.teardown(() => app.close());
  const signedIn = await app.inject({
    method: 'POST',
    url: '/v1/auth/token',
    payload: { username: 'admin', password: 'reprieve' },
  });
  const headers = { authorization: `Bearer ${signedIn.json().accessToken}` };
  const moved = await app.inject({
    method: 'POST',
    url: '/v1/business-date',
    headers,
    payload: { date: '2199-12-31' },
  });
  t.match({ status: moved.statusCode, body: moved.json() }, { status: 409, body: { code: 'clock-not-simulated' } });
  const read = (await app.inject({ url: '/v1/business-date', headers })).json();
  const inShanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
  t.same(read, { date: inShanghai, clock: 'system' }, 'the day of Beijing, wherever the machine stands');
});

t.test('a job run is refused, or put on record', async (t) => {
  const test = await createTestApp(t);
  const { admin } = await signInAll(test);
  const rows: readonly RefusedRow<object>[] = [
    ['the close of a day that lasts', { job: 'daily-close', asOf: '2023-09-28' }, refusal('day-not-over')],
    ['the close of tomorrow', { job: 'daily-close', asOf: '2023-09-29' }, refusal('day-not-over')],
    ['reminders of tomorrow', { job: 'remind', asOf: '2023-09-29' }, refusal('day-not-over')],
    ['reminders of an earlier day', { job: 'remind', asOf: '2023-09-27' }, invalid('/asOf')],
    ['the root of a day long past', { job: 'audit-root', asOf: '2001-01-01' }, invalid('/asOf')],
    ['the root of a day that lasts', { job: 'audit-root', asOf: '2023-09-28' }, refusal('day-not-over')],
    ['a job that does not exist', { job: 'drop-tables' }, invalid('/job')],
    ['no job', {}, invalid('/job')],
    ['a day that does not exist', { job: 'daily-close', asOf: '2023-02-30' }, invalid('/asOf')],
    ['an unknown field', { job: 'daily-close', cases: [] }, invalid('/cases')],
  ];
  await checkRefused(t, test.deps.sql, rows, (body) => admin.post('/v1/job-runs', body));
  const first = expectStatus(await admin.post('/v1/job-runs', { job: 'daily-close' }), 202);
  t.match(first.headers, { location: `/v1/job-runs/${first.body.id}`, etag: '"v1"' });
  t.same(first.body, {
    id: first.body.id,
    job: 'daily-close',
    asOf: '2023-09-27',
    status: 'QUEUED',
    requestedBy: '系统管理员',
    createdAt: first.body.createdAt,
    startedAt: null,
    finishedAt: null,
    counts: {},
    failures: [],
  });
  const second = expectStatus(await admin.post('/v1/job-runs', { job: 'remind' }), 202).body;
  t.equal(second.asOf, '2023-09-28');
  t.same(
    (await admin.get('/v1/job-runs')).body.items.map((run: { id: string }) => run.id),
    [second.id, first.body.id],
    'newest first',
  );
  t.same((await admin.get(`/v1/job-runs/${first.body.id}`)).body, first.body);
  t.same(refusalOf(await admin.get('/v1/job-runs/018f0000-0000-7000-8000-000000000000')), refusal('not-found'));
  t.same(refusalOf(await admin.get('/v1/job-runs/latest')), refusal('invalid-path', '/runId'));
  const [message] = await test.deps.sql`select topic, payload, sent_at from outbox order by created_at limit 1`;
  t.match(
    message,
    { topic: 'daily-close', payload: { runId: first.body.id }, sent_at: null },
    'the queue hears of it from the outbox',
  );
});

t.test('a run answers with what it did, and its tag moves with its state', async (t) => {
  const test = await createTestApp(t, { queue: 'postgres' });
  const people = await signInAll(test);
  await settleCase(people);
  await test.closeDays('2023-10-30');
  await people.admin.post('/v1/business-date', { date: '2023-11-01' });
  const { items } = (await people.admin.get('/v1/job-runs?limit=3')).body;
  const [root, remind, close] = items;
  t.match(close, {
    job: 'daily-close',
    asOf: '2023-10-31',
    status: 'DONE',
    counts: { courts: 1, days: 1, cases: 1, steps: 2, notices: 3 },
    failures: [],
  });
  t.match(root, { job: 'audit-root', asOf: '2023-10-31', status: 'DONE', counts: { roots: 1 } });
  t.match(remind, { job: 'remind', asOf: '2023-11-01', status: 'DONE', counts: { queued: 0, superseded: 0 } });
  t.ok(close.createdAt <= close.startedAt && close.startedAt <= close.finishedAt);
  t.equal((await people.admin.get(`/v1/job-runs/${close.id}`)).headers['etag'], '"v3"');
});
