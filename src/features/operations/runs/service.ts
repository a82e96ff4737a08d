import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { defaultAsOf, findRun, listRunRows, requestRun, viewRun } from './runs.js';
import type { JobRunInput, JobRunView } from './schema.js';

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
