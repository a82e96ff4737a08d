import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, checkIfMatch, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { caseView } from '../cases/schema.js';
import { assignmentBody, liftingBody, recusalBody, type RecusalView, recusalView } from './schema.js';
import { assign, getRecusal, liftRecusal, listRecusals, recuse } from './service.js';

const tags = ['cases'];
const caseParams = z.object({ caseId: id });
const recusalParams = z.object({ caseId: id, recusalId: id });
const versionOf = (recusal: RecusalView) => (recusal.liftedAt === null ? 1 : 2);
const recorded = { schema: recusalView, etag: (recusal: RecusalView) => etagOf(versionOf(recusal)) } as const;

/** Who must not work on a case, and who does. */
export function recusalRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases/:caseId/recusals',
      {
        schema: {
          operationId: 'recuse',
          summary: 'Record that somebody must not work on the case',
          tags,
          params: caseParams,
          body: recusalBody,
          response: { 201: recusalView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...recorded, status: 201, location: (made) => `/v1/cases/${made.caseId}/recusals/${made.id}` },
          (ctx) => recuse(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/recusals',
      {
        schema: {
          operationId: 'listRecusals',
          summary: 'Recusals in the case',
          tags,
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(recusalView) },
        },
      },
      (request) => listRecusals(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/cases/:caseId/recusals/:recusalId',
      {
        schema: {
          operationId: 'readRecusal',
          summary: 'One recusal',
          tags,
          params: recusalParams,
          response: { 200: recusalView },
        },
      },
      async (request, reply) => {
        const { caseId, recusalId } = request.params;
        const found = await getRecusal(request.userContext(), caseId, recusalId);
        return answerVersioned(request, reply as never, versionOf(found), found);
      },
    );

    app.post(
      '/v1/cases/:caseId/recusals/:recusalId/lifting',
      {
        schema: {
          operationId: 'liftRecusal',
          summary: 'Lift a recusal',
          tags,
          params: recusalParams,
          body: liftingBody,
          response: { 200: recusalView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, { ...recorded, status: 200 }, (ctx) =>
          liftRecusal(ctx, request.params.caseId, request.params.recusalId, request.body.reason),
        ),
    );

    app.post(
      '/v1/cases/:caseId/assignments',
      {
        schema: {
          operationId: 'assignCase',
          summary: 'Give the case another officer or judge',
          tags,
          params: caseParams,
          body: assignmentBody,
          response: { 200: caseView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { status: 200, schema: caseView, etag: (saved) => etagOf(saved.version) },
          (ctx) => assign(ctx, request.params.caseId, request.body, (version) => checkIfMatch(request, version, false)),
        ),
    );
  };
}
