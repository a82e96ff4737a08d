import { moveSimulatedDate } from '../../../platform/clock.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { Problem } from '../../../shared/problems.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { defaultAsOf, findLatestRun, findRun, requestRun, RUN_FINISHED_CHANNEL } from './runs.js';
import { DAY_JOBS, type RunJob } from './schema.js';

/** How often a run is looked at when its announcement does not come. */
const LOOK_AGAIN_MS = 500;

/** The close comes first; the other jobs of a day do not touch each other. */
const STAGES: readonly (readonly RunJob[])[] = [DAY_JOBS.slice(0, 1), DAY_JOBS.slice(1)];

type Announced = (runId: string) => Promise<void>;

/** Waits until a run has ended, however long that takes. @throws Error when it failed */
async function waitForRun(ctx: UserContext, announced: Announced, runId: string): Promise<void> {
  for (;;) {
    const run = await findRun(ctx, runId);
    if (run?.status === 'DONE') return;
    if (!run || run.status === 'FAILED') throw new Error(`Job run ${runId} failed`);
    await announced(runId);
  }
}

/** Hears of finished runs; each wait ends with the announcement or after a while, whichever is first. */
async function listenForRuns({ sql }: UserContext) {
  const waiting = new Map<string, () => void>();
  const subscription = await sql.listen(RUN_FINISHED_CHANNEL, (runId) => waiting.get(runId)?.());
  const announced = (runId: string) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, LOOK_AGAIN_MS);
      function done() {
        clearTimeout(timer);
        waiting.delete(runId);
        resolve();
      }
      waiting.set(runId, done);
    });
  return { announced, stop: () => subscription.unlisten() };
}

/** Asks for a job of a day, unless a run of it is on record that has not failed. @returns the run */
async function askOnce(ctx: UserContext, job: RunJob, day: CivilDate): Promise<string> {
  const asOf = defaultAsOf(job, day);
  const known = await findLatestRun(ctx, job, asOf);
  if (known !== undefined && known.status !== 'FAILED') return known.id;
  return (await requestRun(ctx, job, asOf, ctx.actor.courtCode ?? '')).id;
}

/**
 * Lets a day begin and waits for its jobs. Date and close are asked for in one transaction, so that a day that has
 * begun can be told from one that nobody has moved to.
 */
async function passDay(ctx: UserContext, day: CivilDate, announced: Announced): Promise<void> {
  const ofDay = { ...ctx, today: day };
  for (const jobs of STAGES) {
    const runIds = await inTransaction(ofDay, async (tx) => {
      await moveSimulatedDate(tx.db, day);
      const ids: string[] = [];
      for (const job of jobs) ids.push(await askOnce(tx, job, day));
      return ids;
    });
    for (const runId of runIds) await waitForRun(ofDay, announced, runId);
  }
}

/** Whether a move reached this day and was cut short before the jobs of the day were done. */
async function isUnfinished(ctx: UserContext, day: CivilDate): Promise<boolean> {
  const runs = await Promise.all(DAY_JOBS.map((job) => findLatestRun(ctx, job, defaultAsOf(job, day))));
  return runs[0] !== undefined && runs.some((run) => run?.status !== 'DONE');
}

/**
 * Moves the simulated business date forward; for each day in order the close runs through the queue, and then the other
 * day jobs. A move that was cut short is taken up again where it stood, by a call with the same date or a later one.
 * @param workersRun - whether anybody takes the jobs off the queue
 * @returns the date reached
 * Refuses: `not-permitted`, `clock-not-simulated`, `clock-backwards`, `workers-off`.
 */
export async function advanceBusinessDate(
  ctx: UserContext,
  date: CivilDate,
  workersRun: boolean,
): Promise<{ date: CivilDate; clock: 'simulated' }> {
  requireMay(ctx.actor, 'advanceBusinessDate');
  if (ctx.clock.kind !== 'simulated')
    throw new Problem('clock-not-simulated', { detail: 'A real clock moves by itself.' });
  const today = await ctx.clock.today();
  const first = (await isUnfinished(ctx, today)) ? today : addDays(today, 1);
  if (date < first) throw new Problem('clock-backwards', { detail: `The business date is ${today} already.` });
  if (!workersRun) throw new Problem('workers-off', { detail: 'No workers run (JOBS_MODE=off).' });
  const { announced, stop } = await listenForRuns(ctx);
  try {
    for (let day = first; day <= date; day = addDays(day, 1)) await passDay(ctx, day, announced);
  } finally {
    await stop();
  }
  return { date, clock: 'simulated' };
}
