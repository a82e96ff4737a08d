import type { FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import { call, command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { advanceBusinessDate } from './business-date.js';
import { businessDateBody, businessDateView, jobRunBody, jobRunView, type JobRunView } from './schema.js';
import { getRun, listRuns, startRun } from './service.js';

const tags = ['operations'];
/** A run goes through three states. */
const versionOf = (run: JobRunView) => (run.finishedAt !== null ? 3 : run.startedAt !== null ? 2 : 1);
const answersRun = { tags, answer: jobRunView, version: versionOf } as const;
const ofDate = { path: '/v1/business-date', tags: ['self'], answer: businessDateView } as const;

/** Business date and job runs. */
export function operationRoutes({ config }: Pick<AppDependencies, 'config'>): FastifyPluginAsync {
  const workersRun = config.JOBS_MODE !== 'off';
  return async (app) => {
    read(app, {
      ...ofDate,
      act: 'readBusinessDate',
      summary: 'The business date',
      run: ({ today, clock }) => ({ date: today, clock: clock.kind }),
    });
    call(app, {
      ...ofDate,
      act: 'advanceBusinessDate',
      summary: 'Move the simulated business date forward',
      body: businessDateBody,
      refuses: ['clock-not-simulated', 'clock-backwards', 'workers-off'],
      run: (ctx, { body }) => advanceBusinessDate(ctx, body.date, workersRun),
    });
    command(app, {
      ...answersRun,
      act: 'startRun',
      path: '/v1/job-runs',
      summary: 'Run a day job',
      body: jobRunBody,
      success: 202,
      location: (run) => `/v1/job-runs/${run.id}`,
      refuses: ['day-not-over'],
      run: (ctx, { body }) => startRun(ctx, body),
    });
    list(app, {
      act: 'listRuns',
      path: '/v1/job-runs',
      summary: 'Job runs, newest first',
      tags,
      answer: jobRunView,
      run: (ctx, { query }) => listRuns(ctx, query),
    });
    read(app, {
      ...answersRun,
      act: 'readRun',
      path: '/v1/job-runs/:runId',
      summary: 'One job run',
      of: 'jobRun',
      run: (ctx, { params }) => getRun(ctx, params.runId),
    });
  };
}
