import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import t from 'tap';
import { buildApp } from '../../src/app.js';
import { migrateDatabase } from '../../src/features/operations/migrations/migrate.js';
import { simulatedClock } from '../../src/platform/clock.js';
import { connectDatabase } from '../../src/platform/database.js';
import { findFreePort } from '../../src/platform/free-port.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { readFacts } from '../support/services.js';
import { refusal, refusalOf } from './refusals.js';

/** Lets nobody connect to the database of a test any more, and ends who is. */
async function takeDatabaseAway(test: TestApp): Promise<() => Promise<void>> {
  const sql = postgres(readFacts().databaseUrl, { max: 1, onnotice: () => undefined });
  const name = new URL(test.databaseUrl).pathname.slice(1);
  await sql.unsafe(`alter database ${name} with allow_connections false`);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  return async () => {
    await sql.unsafe(`alter database ${name} with allow_connections true`);
    await sql.end({ timeout: 1 });
  };
}

/** Asks until the answer has a status; fails after a while. */
async function until(ask: () => Promise<{ status: number }>, status: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer.status === status) return;
    if (Date.now() > deadline) throw new Error(`still ${answer.status}`);
    await wait(20);
  }
}

t.test('/livez touches nothing, /readyz says whether work is taken', async (t) => {
  const test = await createTestApp(t);
  const ready = () => test.stranger.get('/readyz');
  t.match(await test.stranger.get('/livez'), { status: 200, body: { status: 'ok' } });
  t.match(
    await ready(),
    { status: 200, body: { status: 'degraded', troubles: ['queue'] } },
    'without a queue the API works on',
  );

  await test.deps.sql`update installations set sample_data_loaded = null`;
  t.same(refusalOf(await ready()), refusal('not-ready'), 'while accounts and sample cases are not in');
  t.match((await ready()).headers, { 'retry-after': /^\d+$/ });
  await test.deps.sql`update installations set sample_data_loaded = 'accounts'`;
  t.equal((await ready()).status, 200);

  await test.owner`delete from drizzle.__drizzle_migrations
    where id = (select max(id) from drizzle.__drizzle_migrations)`;
  t.same(refusalOf(await ready()), refusal('not-ready'), 'while a migration is pending');
});

t.test('/readyz is 503 while the database is away, and 200 when it is back', async (t) => {
  const test = await createTestApp(t);
  const ready = () => test.stranger.get('/readyz');
  t.equal((await ready()).status, 200);
  const bringBack = await takeDatabaseAway(test);
  await until(ready, 503);
  t.same(refusalOf(await ready()), refusal('not-ready'));
  t.equal((await test.stranger.get('/livez')).status, 200, '/livez does not care');
  await bringBack();
  await until(ready, 200);
  t.match(await (await test.as('clerk')).get('/v1/me'), { status: 200, body: { username: 'clerk' } });
});

t.test('a request that needs the database while it is away is asked to come again', async (t) => {
  const test = await createTestApp(t);
  const signedIn = await test.stranger.post('/v1/auth/token', { username: 'clerk', password: 'reprieve' });
  const away = connectDatabase(`postgres://nobody@127.0.0.1:${await findFreePort()}/none`, 2);
  t.teardown(() => away.close());
  const app = await buildApp({ ...test.deps, db: away.db, sql: away.sql, clock: simulatedClock(away.db) });
  t.teardown(() => app.close());
  const headers = { authorization: `Bearer ${signedIn.body.accessToken}` };
  const requests = [
    { url: '/v1/cases', headers },
    { method: 'POST', url: '/v1/cases', headers, payload: {} },
    { method: 'POST', url: '/v1/auth/token', payload: { username: 'clerk', password: 'reprieve' } },
  ] as const;
  for (const request of requests) {
    const reply = await app.inject(request);
    t.match(
      { status: reply.statusCode, body: reply.json() },
      { status: 503, body: { code: 'overloaded' } },
      request.url,
    );
    t.match(reply.headers, { 'retry-after': '5' });
  }
  t.equal((await app.inject('/livez')).statusCode, 200);
  t.equal((await app.inject({ url: '/v1/cases' })).statusCode, 401, 'a stranger is still a stranger');
});

t.test('without sample data nothing has to be in', async (t) => {
  const test = await createTestApp(t, { sampleData: 'none' });
  t.equal((await test.stranger.get('/readyz')).status, 200);
});

for (const queue of ['redis', 'postgres'] as const) {
  t.test(`/readyz is ok with the queue on ${queue}, and degraded without it`, async (t) => {
    const test = await createTestApp(t, { queue });
    t.match(await test.stranger.get('/readyz'), { status: 200, body: { status: 'ok' } });
    await test.workers?.close();
    await test.queues?.close();
    t.match(await test.stranger.get('/readyz'), { status: 200, body: { status: 'degraded' } });
  });
}

t.test('/metrics counts by route and status, without ids', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  await test.stranger.post('/v1/auth/token', { username: 'clerk', password: 'reprieve' });
  await clerk.get('/v1/cases/018f0000-0000-7000-8000-000000000000');
  await clerk.get('/no/such/thing');
  await clerk.get('/no/such/other');
  const { status, headers, body } = await test.stranger.get('/metrics');
  t.equal(status, 200);
  t.match(headers['content-type'], /^text\/plain/);
  t.match(body, /http_request_duration_seconds_count\{method="POST",route="\/v1\/auth\/token",status="200"\} 1/);
  t.match(body, /http_request_duration_seconds_count\{method="GET",route="\/v1\/cases\/:caseId",status="404"\} 1/);
  t.match(body, /http_request_duration_seconds_count\{method="GET",route="unknown",status="404"\} 2/);
  t.notMatch(body, /018f0000/);
  t.match(body, /process_resident_memory_bytes \d+/);
});

t.test('two apps in one process count each for itself', async (t) => {
  const one = await createTestApp(t);
  const other = await createTestApp(t);
  await one.stranger.get('/livez');
  t.notMatch((await other.stranger.get('/metrics')).body, /route="\/livez"/);
});

t.test('a disk without room is 503 for who writes and in /readyz, until there is room again', async (t) => {
  const test = await createTestApp(t);
  const admin = await test.as('admin');
  const ready = () => test.stranger.get('/readyz');
  await test.owner.unsafe(`
    create function refuse_write() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger job_runs_full before insert on job_runs execute function refuse_write();
    create trigger installations_full before update on installations execute function refuse_write()`);
  t.equal((await ready()).status, 200, 'nobody has tried to write yet');
  const answer = await admin.post('/v1/job-runs', { job: 'retention' });
  t.match(answer, { status: 503, body: { code: 'overloaded', detail: /no room/ } });
  t.match(answer.headers, { 'retry-after': '60' });
  t.same(refusalOf(await ready()), refusal('not-ready'));
  t.equal((await admin.get('/v1/me')).status, 200, 'reading goes on');
  await test.owner`drop trigger job_runs_full on job_runs`;
  await test.owner`drop trigger installations_full on installations`;
  t.equal((await ready()).status, 200);
  t.equal((await admin.post('/v1/job-runs', { job: 'retention' })).status, 202);
});

t.test('a version older than the database takes no work', async (t) => {
  const test = await createTestApp(t);
  await test.owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`;
  t.same(refusalOf(await test.stranger.get('/readyz')), refusal('not-ready'));
  const url = new URL(test.databaseUrl);
  await t.rejects(migrateDatabase(url.href), /later version/, 'and does not migrate it');
});

t.test('a request while the server closes gets a problem', async (t) => {
  const test = await createTestApp(t);
  const app = await buildApp(test.deps);
  let answer: { statusCode: number; headers: Record<string, unknown>; body: string } | undefined;
  const port = await findFreePort();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  const ask = async () => {
    const request = get({ host: '127.0.0.1', port, path: '/v1/me', agent });
    const [reply] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of reply) chunks.push(chunk as Buffer);
    return { statusCode: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks).toString() };
  };
  app.addHook('preClose', async () => {
    answer = await ask();
  });
  await app.listen({ host: '127.0.0.1', port });
  await app.close();
  t.match(answer, {
    statusCode: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '10' },
    body: /"code":"overloaded"/,
  });
});
