import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { getReliefRequest, listReliefRequests, requestRelief } from './service.js';
import { reliefRequestBody, reliefRequestView } from './schema.js';

const tags = ['relief'];
const caseParams = z.object({ caseId: id });
/** A request never changes. */
const VERSION = 1;

/** Requests for relief, which a joint review answers. */
export function reliefRequestRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases/:caseId/relief-requests',
      {
        schema: {
          operationId: 'requestRelief',
          summary: 'Ask for relief',
          tags,
          params: caseParams,
          body: reliefRequestBody,
          response: { 201: reliefRequestView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 201,
            schema: reliefRequestView,
            etag: () => etagOf(VERSION),
            location: (made) => `/v1/relief-requests/${made.id}`,
          },
          (ctx) => requestRelief(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/relief-requests',
      {
        schema: {
          operationId: 'listReliefRequests',
          summary: 'Requests for relief in a case, newest first; a party sees its own',
          tags,
          params: caseParams,
          querystring: pageQuery,
          response: { 200: pageOf(reliefRequestView) },
        },
      },
      (request) => listReliefRequests(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/relief-requests/:reliefRequestId',
      {
        schema: {
          operationId: 'readReliefRequest',
          summary: 'One request for relief',
          tags,
          params: z.object({ reliefRequestId: id }),
          response: { 200: reliefRequestView },
        },
      },
      async (request, reply) => {
        const found = await getReliefRequest(request.userContext(), request.params.reliefRequestId);
        return answerVersioned(request, reply as never, VERSION, found);
      },
    );
  };
}
