import assert from 'node:assert/strict';
import { COURT_TIME_ZONE } from '../../../src/platform/clock.js';
import { addDays, civilDateInZone } from '../../../src/shared/civil-date.js';
import { FILING } from '../../support/story.js';
import { authorize, send, signIn, until } from './caller.js';
import { courtMoment, shiftedClock } from './clock.js';
import { checkRecord, startLoad } from './load.js';
import { clearStage, type EmbeddedDatabase, openStage, type Stage, startServer } from './server.js';

const BEGUN = '2023-09-28';
const REACHED = '2023-10-02';

/** A simulated date whose move is killed half way, and a real clock that is set forward and back. */
export async function moveClock(stage: Stage): Promise<string> {
  const found = await killMove(stage);
  const other = openStage();
  try {
    return `${found}; ${await setClock(other)}`;
  } finally {
    await clearStage(other);
  }
}

async function killMove(stage: Stage): Promise<string> {
  const first = await startServer(stage);
  const load = await startLoad(first);
  await until('payments are acknowledged', async () => load.count() > 0);
  await load.stop();
  const headers = await authorize(first.address, 'admin');
  const move = send(first.address, 'POST', '/v1/business-date', { body: { date: REACHED }, headers });
  await until('the move is under way', async () => (await readDate(first.database)) > BEGUN);
  await first.end('SIGKILL');
  await move;
  const second = await startServer(stage);
  const stoodAt = await readDate(second.database);
  assert.ok(stoodAt < REACHED, `killed too late, at ${stoodAt}`);
  const admin = await signIn(second.address, 'admin');
  const again = await admin.post('/v1/business-date', { date: stoodAt });
  assert.ok(again.status === 200 || again.body.code === 'clock-backwards', JSON.stringify(again.body));
  const moved = await admin.post('/v1/business-date', { date: REACHED });
  assert.equal(moved.status, 200, JSON.stringify(moved.body));
  for (let day: string = BEGUN; day < REACHED; day = addDays(day, 1))
    assert.deepEqual(await readDone(second.database, day), ['audit-root', 'daily-close'], day);
  return `a move killed at ${stoodAt} reached ${REACHED}; ${await checkRecord(second, load)}`;
}

async function setClock(stage: Stage): Promise<string> {
  const clock = shiftedClock(stage);
  const evening = courtMoment('23:00') - Date.now();
  clock.set(evening);
  const env = { ...clock.env, CLOCK: 'system', CLOCK_START: '' };
  const server = await startServer(stage, env);
  const filed = await (await signIn(server.address, 'clerk')).post('/v1/cases', FILING);
  assert.equal(filed.status, 201, JSON.stringify(filed.body));
  const day = civilDateInZone(new Date(courtMoment('23:00')), COURT_TIME_ZONE);
  assert.deepEqual(await readDone(server.database, day), []);
  clock.set(courtMoment('00:15', 1) - Date.now());
  await until('the day that has passed is closed', async () =>
    (await readDone(server.database, day)).includes('daily-close'),
  );
  clock.set(evening);
  const admin = await signIn(server.address, 'admin');
  const asked = await admin.post('/v1/job-runs', { job: 'retention' });
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  await until('work that was asked for after the clock was set back is done', async () => {
    const run = await admin.get(`/v1/job-runs/${asked.body.id}`);
    return run.body.status === 'DONE';
  });
  assert.ok(!server.hasEnded());
  return 'set forward past the hour of the close it was asked for at once, set back work went on';
}

async function readDate(database: EmbeddedDatabase): Promise<string> {
  const [row] = await database.ask(
    (sql) => sql<{ day: string }[]>`select simulated_on::text as day from installations`,
  );
  return row?.day ?? '';
}

/** Jobs that are done for a day, each once. */
async function readDone(database: EmbeddedDatabase, day: string): Promise<string[]> {
  const rows = await database.ask(
    (sql) => sql<{ job: string }[]>`
      select distinct job from job_runs
      where as_of = ${day} and status = 'DONE' and job in ('daily-close', 'audit-root') order by job`,
  );
  return rows.map(({ job }) => job);
}
