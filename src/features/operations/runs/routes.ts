import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { businessDateBody, businessDateView, jobRunBody, jobRunView, type JobRunView } from './schema.js';
import { advanceBusinessDate, getRun, listRuns, startRun } from './service.js';

/** A run goes through three states. */
const versionOf = (run: JobRunView) => (run.finishedAt !== null ? 3 : run.startedAt !== null ? 2 : 1);

/** Business date and job runs. */
export function operationRoutes(deps: AppDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['operations'];
    app.get(
      '/v1/business-date',
      {
        schema: {
          operationId: 'readBusinessDate',
          summary: 'The business date',
          tags: ['self'],
          response: { 200: businessDateView },
        },
      },
      async (request) => ({ date: request.userContext().today, clock: deps.clock.kind }),
    );

    app.post(
      '/v1/business-date',
      {
        schema: {
          operationId: 'advanceBusinessDate',
          summary: 'Move the simulated business date forward',
          tags: ['self'],
          body: businessDateBody,
          response: { 200: businessDateView },
        },
      },
      (request) => advanceBusinessDate(request.userContext(), request.body.date, deps.config.JOBS_MODE !== 'off'),
    );

    app.post(
      '/v1/job-runs',
      {
        schema: {
          operationId: 'startRun',
          summary: 'Run a day job',
          tags,
          body: jobRunBody,
          response: { 202: jobRunView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 202,
            schema: jobRunView,
            location: (run) => `/v1/job-runs/${run.id}`,
            etag: (run) => etagOf(versionOf(run)),
          },
          (ctx) => startRun(ctx, request.body),
        ),
    );

    app.get(
      '/v1/job-runs',
      {
        schema: {
          operationId: 'listRuns',
          summary: 'Job runs, newest first',
          tags,
          querystring: pageQuery,
          response: { 200: pageOf(jobRunView) },
        },
      },
      (request) => listRuns(request.userContext(), request.query),
    );

    app.get(
      '/v1/job-runs/:runId',
      {
        schema: {
          operationId: 'readRun',
          summary: 'One job run',
          tags,
          params: z.object({ runId: id }),
          response: { 200: jobRunView },
        },
      },
      async (request, reply) => {
        const found = await getRun(request.userContext(), request.params.runId);
        return answerVersioned(request, reply as never, versionOf(found), found);
      },
    );
  };
}
