import assert from 'node:assert/strict';
import { sendSignal } from '../../../src/platform/process-identity.js';
import { until } from './caller.js';
import { checkRecord, type Load, startLoad } from './load.js';
import { type RunningServer, type Stage, startServer } from './server.js';

const LONG = 8;
const SHORT = 2;
/** Payments that have to be acknowledged between two kills. */
const BETWEEN = 8;

/** Kills the database under load. */
export async function killDatabase(stage: Stage, isShort: boolean): Promise<string> {
  const server = await startServer(stage);
  const load = await startLoad(server);
  const kills = isShort ? SHORT : LONG;
  await killBetweenPayments(server, load, kills);
  return `${kills} of ${kills} kills survived; ${await checkRecord(server, load)}`;
}

/** Kills by turns the whole server, and one session, upon which the server ends all. */
export async function killBetweenPayments(server: RunningServer, load: Load, kills: number): Promise<void> {
  const goOn = (from: number) =>
    until('payments go on', async () => server.hasEnded() || load.count() >= from + BETWEEN);
  for (let kill = 0; kill < kills; kill += 1) {
    await goOn(load.count());
    if (kill % 2 === 0) server.database.kill();
    else sendSignal(await pidOfSession(server), 'SIGKILL');
  }
  await goOn(load.count());
}

/** A session of the application that is in the middle of something. */
async function pidOfSession({ database }: RunningServer): Promise<number> {
  const [row] = await database.ask(
    (sql) => sql<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'reprieve' order by state <> 'idle' desc limit 1`,
  );
  assert.ok(row);
  return row.pid;
}
