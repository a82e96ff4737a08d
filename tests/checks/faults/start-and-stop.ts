import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { findFreePort } from '../../../src/platform/free-port.js';
import { until } from './caller.js';
import { checkRecord, startLoad } from './load.js';
import { embeddedDatabase, type RunningServer, type Stage, startInVain, startServer } from './server.js';

const BETWEEN = 5;

/** Starts that fail or are ended, stops under load, and a version that is too old: nothing runs on, nothing is lost. */
export async function startAndStop(stage: Stage): Promise<string> {
  await endWhileStarting(stage);
  await killWhileStarting(stage);
  await startOnTakenPort(stage);
  const found = await stopUnderLoad(stage);
  await startOlderVersion(stage);
  return `a start that is ended or fails leaves no database; ${found}; an older version does not start`;
}

const database = ({ folder }: Stage) => embeddedDatabase(`${folder}/data`);

async function endWhileStarting(stage: Stage): Promise<void> {
  const { code } = await startInVain(stage, {}, async (child) => {
    await until('the database runs', async () => database(stage).isRunning());
    child.kill('SIGTERM');
  });
  assert.notEqual(code, 'SIGKILL');
  assert.ok(!database(stage).isRunning(), 'a start that was ended leaves no database');
}

/** What a start has left that was killed, the next one finds and takes up. */
async function killWhileStarting(stage: Stage): Promise<void> {
  const { code } = await startInVain(stage, {}, async (child) => {
    await until('the database runs', async () => database(stage).isRunning());
    child.kill('SIGKILL');
  });
  assert.equal(code, 'SIGKILL');
  const server = await startServer(stage);
  assert.equal(await server.end('SIGTERM'), 0, `an orderly end:\n${server.said()}`);
  assert.ok(!database(stage).isRunning(), 'the start that came after has ended what the killed one left');
}

async function startOnTakenPort(stage: Stage): Promise<void> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  assert.ok(typeof address === 'object' && address !== null);
  const { code, said } = await startInVain(stage, { PORT: String(address.port) });
  holder.close();
  assert.equal(code, 1);
  assert.match(said, /EADDRINUSE/);
  assert.ok(!database(stage).isRunning(), 'a start on a taken port leaves no database');
}

/** Clients go on through an orderly stop and through a killed process, as soon as somebody listens again. */
async function stopUnderLoad(stage: Stage): Promise<string> {
  const PORT = String(await findFreePort());
  const first = await startServer(stage, { PORT });
  const load = await startLoad(first);
  const isPast = (server: RunningServer, count: number) =>
    until('payments are acknowledged', async () => server.hasEnded() || load.count() >= count + BETWEEN);
  await isPast(first, 0);
  assert.equal(await first.end('SIGTERM'), 0, `an orderly end:\n${first.said()}`);
  assert.ok(!database(stage).isRunning(), 'the database ends with the server');
  const second = await startServer(stage, { PORT });
  await isPast(second, load.count());
  assert.equal(await second.end('SIGKILL'), 'SIGKILL');
  assert.ok(database(stage).isRunning(), 'the database outlives a server that is killed');
  const third = await startServer(stage, { PORT });
  assert.match(third.said(), /used on/);
  await isPast(third, load.count());
  const found = await checkRecord(third, load);
  assert.equal(await third.end('SIGTERM'), 0);
  return `stopped and killed under load: ${found}`;
}

async function startOlderVersion(stage: Stage): Promise<void> {
  const server = await startServer(stage);
  await server.database.ask(
    (sql) => sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`,
  );
  assert.equal(await server.end('SIGTERM'), 0);
  const { code, said } = await startInVain(stage);
  assert.equal(code, 1);
  assert.match(said, /A later version of Reprieve/);
  assert.ok(!database(stage).isRunning(), 'a version that refuses leaves no database');
}
