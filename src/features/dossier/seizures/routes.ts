import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { seizureBody, seizureView } from './schema.js';
import { getSeizure, getSeizures, orderSeizure } from './service.js';

/** Seizures of a case. */
export function seizureRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['seizures'];
    const params = z.object({ caseId: id });
    app.post(
      '/v1/cases/:caseId/seizures',
      {
        schema: {
          operationId: 'orderSeizure',
          summary: 'Enter a seizure ordered by a judge',
          tags,
          params,
          body: seizureBody,
          response: { 201: seizureView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 201,
            schema: seizureView,
            location: (made) => `/v1/seizures/${made.id}`,
            etag: (made) => etagOf(made.version),
          },
          (ctx) => orderSeizure(ctx, request.params.caseId, request.body),
        ),
    );

    app.get(
      '/v1/cases/:caseId/seizures',
      {
        schema: {
          operationId: 'listSeizures',
          summary: 'Seizures of a case',
          tags,
          params,
          querystring: pageQuery,
          response: { 200: pageOf(seizureView) },
        },
      },
      (request) => getSeizures(request.userContext(), request.params.caseId, request.query),
    );

    app.get(
      '/v1/seizures/:seizureId',
      {
        schema: {
          operationId: 'readSeizure',
          summary: 'One seizure',
          tags,
          params: z.object({ seizureId: id }),
          response: { 200: seizureView },
        },
      },
      async (request, reply) => {
        const found = await getSeizure(request.userContext(), request.params.seizureId);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );
  };
}
