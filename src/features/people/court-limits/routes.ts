import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { decisionBody, versionOfEntry } from '../four-eyes/schema.js';
import { courtLimitBody, courtLimitView, type CourtLimitView } from './schema.js';
import { decideCourtLimit, enterCourtLimit, getCourtLimit, listCourtLimits } from './service.js';

const tags = ['accounts'];
const limitParams = z.object({ limitId: id });
const entered = { schema: courtLimitView, etag: (limit: CourtLimitView) => etagOf(versionOfEntry(limit)) } as const;

/** Amounts above which the bureau chief approves: one enters, another approves. */
export function courtLimitRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/court-limits',
      {
        schema: {
          operationId: 'enterCourtLimit',
          summary: 'Enter the amount above which the chief approves',
          tags,
          body: courtLimitBody,
          response: { 201: courtLimitView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...entered, status: 201, location: (made) => `/v1/court-limits/${made.id}` },
          (ctx) => enterCourtLimit(ctx, request.body),
        ),
    );

    app.get(
      '/v1/court-limits',
      {
        schema: {
          operationId: 'listCourtLimits',
          summary: 'Limits of the court, newest first',
          tags,
          querystring: pageQuery,
          response: { 200: pageOf(courtLimitView) },
        },
      },
      (request) => listCourtLimits(request.userContext(), request.query),
    );

    app.get(
      '/v1/court-limits/:limitId',
      {
        schema: {
          operationId: 'readCourtLimit',
          summary: 'One limit',
          tags,
          params: limitParams,
          response: { 200: courtLimitView },
        },
      },
      async (request, reply) => {
        const found = await getCourtLimit(request.userContext(), request.params.limitId);
        return answerVersioned(request, reply as never, versionOfEntry(found), found);
      },
    );

    app.post(
      '/v1/court-limits/:limitId/decision',
      {
        schema: {
          operationId: 'decideCourtLimit',
          summary: 'Approve or reject a limit',
          tags,
          params: limitParams,
          body: decisionBody,
          response: { 200: courtLimitView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, { ...entered, status: 200 }, (ctx) =>
          decideCourtLimit(ctx, request.params.limitId, request.body),
        ),
    );
  };
}
