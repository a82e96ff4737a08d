import { moveSimulatedDate } from '../../../platform/clock.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { defaultAsOf, findRun, listRunRows, requestRun, RUN_FINISHED_CHANNEL, viewRun } from './runs.js';
import { DAY_JOBS, type JobRunInput, type JobRunView } from './schema.js';

/** How often a run is looked at when its announcement does not come. */
const LOOK_AGAIN_MS = 500;

/** Court to which an administrator's run is booked in the outbox. */
const courtOf = (ctx: UserContext) => ctx.actor.courtCode ?? '';

/**
 * Asks for a run of a job. Only the close makes up for earlier days: a root is signed for the day that has passed, and
 * the other jobs do what is due now.
 * Refuses: `not-permitted`, `day-not-over` (a day that still lasts), `invalid-body` (an earlier day than the job
 * works on).
 */
export function startRun(ctx: UserContext, input: JobRunInput): Promise<JobRunView> {
  requireMay(ctx.actor, 'startRun');
  const latest = defaultAsOf(input.job, ctx.today);
  const asOf = input.asOf ?? latest;
  if (asOf > latest) {
    throw new Problem('day-not-over', { detail: `The latest day that ${input.job} can work on is ${latest}.` });
  }
  if (asOf < latest && input.job !== 'daily-close') {
    throw fieldProblem('/asOf', `${input.job} works on ${latest} alone`);
  }
  return inTransaction(ctx, async (tx) => viewRun(await requestRun(tx, input.job, asOf, courtOf(tx))));
}

/** Runs, newest first. Refuses: `not-permitted`. */
export async function listRuns(ctx: UserContext, query: PageQuery) {
  requireMay(ctx.actor, 'listRuns');
  const before = query.cursor === undefined ? undefined : ctx.cursors.read('job-runs', query.cursor)[0];
  const rows = await listRunRows(ctx, before, query.limit + 1);
  return toPage(rows.map(viewRun), query.limit, (last) => ctx.cursors.sign('job-runs', [last.id]));
}

/** One run. Refuses: `not-permitted`, `not-found`. */
export async function getRun(ctx: UserContext, runId: string): Promise<JobRunView> {
  requireMay(ctx.actor, 'readRun');
  const row = await findRun(ctx, runId);
  requireFound(row, 'job run', 'There is no such job run.');
  return viewRun(row);
}

/** Waits until a run has ended, however long that takes. @throws Error when it failed */
async function waitForRun(ctx: UserContext, announced: (runId: string) => Promise<void>, runId: string): Promise<void> {
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

/**
 * Moves the simulated business date forward; for each day in order the close runs through the queue,
 * and then the other day jobs, which do not touch each other.
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
  if (date <= today) throw new Problem('clock-backwards', { detail: `The business date is ${today} already.` });
  if (!workersRun) throw new Problem('workers-off', { detail: 'No workers run (JOBS_MODE=off).' });
  const { announced, stop } = await listenForRuns(ctx);
  try {
    for (let day = addDays(today, 1); day <= date; day = addDays(day, 1)) {
      await moveSimulatedDate(ctx.db, day);
      const ofDay = { ...ctx, today: day };
      for (const jobs of [DAY_JOBS.slice(0, 1), DAY_JOBS.slice(1)]) {
        const runs = await inTransaction(ofDay, (tx) =>
          Promise.all(jobs.map((job) => requestRun(tx, job, defaultAsOf(job, day), courtOf(tx)))),
        );
        for (const run of runs) await waitForRun(ofDay, announced, run.id);
      }
    }
  } finally {
    await stop();
  }
  return { date, clock: 'simulated' };
}
