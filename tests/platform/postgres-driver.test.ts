import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type postgres from 'postgres';
import t, { type Test } from 'tap';
import { connectDatabase } from '../../src/platform/database.js';
import { postgresDriver } from '../../src/platform/postgres-driver.js';
import { guard, GUARDED_FILES, GUARDED_VERSION } from '../../src/platform/postgres-driver/guards.js';
import { readFacts, testServices } from '../support/services.js';

const KILLS = 12;

/** A client of the driver, and a second one that ends sessions of the first. */
function open(t: Test, options: postgres.Options<Record<string, never>> = {}, url = testServices().databaseUrl) {
  const sql = postgresDriver()(url, { max: 1, onnotice: () => undefined, backoff: () => 0, ...options });
  const other = postgresDriver()(testServices().databaseUrl, { max: 1, onnotice: () => undefined });
  t.teardown(() => Promise.all([sql.end({ timeout: 0 }), other.end({ timeout: 0 })]));
  const kill = async (pid: number) => {
    await other`select pg_terminate_backend(${pid}, 5000)`;
  };
  return { sql, kill };
}

async function pidOf(sql: postgres.Sql | postgres.TransactionSql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
}

/** Stands between client and server, and can stop to carry anything. */
async function openLine(t: Test) {
  const { hostname, port } = new URL(testServices().databaseUrl);
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connectSocket(Number(port), hostname);
    sockets.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const url = new URL(testServices().databaseUrl);
  url.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: url.href,
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}

t.test('a statement after the loss of its connection is settled, in a transaction and outside', async (t) => {
  const { sql, kill } = open(t);
  for (let count = 0; count < KILLS; count += 1) {
    const lost = sql.begin(async (tx) => {
      await kill(await pidOf(tx));
      // One statement meets the loss, the next finds no socket; a long text is written at once, a short one later.
      await tx`select 1`.catch(() => undefined);
      await tx.unsafe(count % 2 === 0 ? 'select 2' : `select 2 -- ${'long '.repeat(400)}`);
    });
    await t.rejects(lost, { code: /^(CONNECTION_CLOSED|57P01|ECONNRESET|EPIPE)$/ });
    t.ok(await pidOf(sql), 'the next statement goes to a new session');
  }
});

t.test('what was not sent before the loss is not sent to the next session', async (t) => {
  const { sql, kill } = open(t, { connect_timeout: 2 });
  const other = open(t);
  for (let count = 0; count < KILLS; count += 1) {
    const pid = await pidOf(sql);
    // Until one of them meets the loss, or the session after it: only then is the next statement owed an answer.
    let isLost = false;
    const ask = async () => {
      while (!isLost) {
        await other.sql`select 1`;
        isLost ||= (await pidOf(sql).catch(() => 0)) !== pid;
      }
    };
    await Promise.all([kill(pid), ask(), ask(), ask(), ask(), ask()]);
    t.ok(await pidOf(sql), 'the connection is usable');
  }
});

t.test('a statement of a lost transaction does not reach the one that has its connection now', async (t) => {
  const { sql, kill } = open(t);
  await sql`create table if not exists lost_and_kept (word text)`;
  t.teardown(() => readFacts() && sql`drop table lost_and_kept`);
  let goOn = () => undefined as void;
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  let tellLate: (outcome: unknown) => void = () => undefined;
  const late = new Promise<unknown>((resolve) => (tellLate = resolve));
  const lost = sql.begin(async (tx) => {
    await kill(await pidOf(tx));
    await waiting;
    tellLate(await tx`insert into lost_and_kept values ('lost')`.catch((error: unknown) => error));
    throw new Error('the work gives up, which rolls back');
  });
  await t.rejects(lost, { code: 'CONNECTION_CLOSED' });
  await sql.begin(async (tx) => {
    await tx`insert into lost_and_kept values ('kept')`;
    goOn();
    await waiting;
    await tx`select 1`;
    t.match(await late, { code: 'CONNECTION_CLOSED' });
    await tx`insert into lost_and_kept values ('kept too')`;
  });
  const rows = await sql<{ word: string }[]>`select word from lost_and_kept order by word`;
  t.same(
    rows.map(({ word }) => word),
    ['kept', 'kept too'],
  );
});

t.test('a server that says nothing is given up after the limit of the statement', async (t) => {
  const line = await openLine(t);
  const { sql } = open(t, { connection: { statement_timeout: 500 }, connect_timeout: 1 }, line.url);
  await sql`select 1`;
  line.freeze();
  await t.rejects(sql`select 2`, { code: 'STATEMENT_TIMEOUT' });
});

t.test('a silent server is given up although more is asked of it meanwhile', async (t) => {
  const line = await openLine(t);
  const { sql } = open(t, { connection: { statement_timeout: 500 }, connect_timeout: 1 }, line.url);
  await sql`select 1`;
  line.freeze();
  const answers: Promise<unknown>[] = [];
  let isOver = false;
  const first = sql`select 2`.catch((error: unknown) => error).finally(() => (isOver = true));
  // Each goes to the same connection, on the way of the one before.
  while (!isOver) {
    answers.push(sql`select 3`.catch((error: unknown) => error));
    await wait(50);
  }
  t.match(await first, { code: 'STATEMENT_TIMEOUT' });
  t.ok(answers.length > 5);
  for (const answer of await Promise.all(answers)) t.match(answer, { code: /^(STATEMENT|CONNECT)_TIMEOUT$/ });
});

t.test('a connection that others keep is not waited for without end', async (t) => {
  const { sql } = open(t, { connection: { statement_timeout: 500 } });
  let goOn = () => undefined as void;
  const kept = new Promise<void>((resolve) => (goOn = resolve));
  let begun: () => void = () => undefined;
  const isKept = new Promise<void>((resolve) => (begun = resolve));
  const holder = sql.begin(async (tx) => {
    begun();
    await kept;
    return pidOf(tx);
  });
  await isKept;
  await Promise.all([
    t.rejects(sql`select 1`, { code: 'CONNECTION_WAIT_TIMEOUT' }, 'a statement'),
    t.rejects(sql.begin(pidOf), { code: 'CONNECTION_WAIT_TIMEOUT' }, 'a transaction'),
  ]);
  const late = pidOf(sql);
  goOn();
  t.equal(await late, await holder, 'who gets the connection in time keeps it');
  t.ok(await pidOf(sql), 'and those that were given up are not run');
});

t.test('silence between statements is no fault', async (t) => {
  const { sql } = open(t, { connection: { statement_timeout: 200 } });
  const pids = await sql.begin(async (tx) => {
    const before = await pidOf(tx);
    // Longer than the limit: another session sleeps meanwhile.
    await open(t).sql`select pg_sleep(0.5)`;
    return [before, await pidOf(tx)];
  });
  t.equal(pids[0], pids[1]);
});

t.test('another driver than the one that was read stops the start', async (t) => {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('postgres');
  const installed: { version: string } = require(path.resolve(entry, '../../../package.json'));
  t.equal(installed.version, GUARDED_VERSION);
  for (const file of GUARDED_FILES) {
    const text = readFileSync(path.resolve(entry, '..', file.path), 'utf8');
    t.ok(guard(file, text).length > text.length);
    t.throws(() => guard(file, `${text}\n`), /Run npm install/);
  }
});

t.test('the pool of the application is made of the guarded driver', async (t) => {
  const pool = connectDatabase(testServices().databaseUrl, 1);
  t.teardown(() => pool.close());
  const { kill } = open(t);
  const lost = pool.db.transaction(async (tx) => {
    const [row] = await tx.execute<{ pid: number }>('select pg_backend_pid() as pid');
    await kill(row?.pid ?? 0);
    await tx.execute('select 1').catch(() => undefined);
    await tx.execute('select 2');
  });
  await t.rejects(lost);
  t.same(await pool.db.execute('select 1 as one'), [{ one: 1 }]);
});
