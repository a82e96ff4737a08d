import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { id } from '../../../shared/ids.js';
import { stepView } from './schema.js';
import { listSteps } from './service.js';

/** The ladder of a case. */
export function escalationRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/v1/cases/:caseId/escalation',
      {
        schema: {
          operationId: 'listSteps',
          summary: 'Steps of the ladder that fell, in order',
          tags: ['escalation'],
          params: z.object({ caseId: id }),
          querystring: pageQuery,
          response: { 200: pageOf(stepView) },
        },
      },
      (request) => listSteps(request.userContext(), request.params.caseId, request.query),
    );
  };
}
