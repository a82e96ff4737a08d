import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { id } from '../../../shared/ids.js';
import { caseSearchBody, caseSearchView, unmaskBody, unmaskedView } from './schema.js';
import { searchCases, unmask } from './service.js';

/**
 * Values that are stored sealed and shown masked. These calls keep no answer for repeats: an Idempotency-Key would store
 * what must not be stored, and each reading counts.
 */
export function sensitiveFieldRoutes(deps: AppDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/cases/:caseId/unmask',
      {
        schema: {
          operationId: 'unmask',
          summary: 'Read a sensitive value whole',
          tags: ['cases'],
          params: z.object({ caseId: id }),
          body: unmaskBody,
          response: { 200: unmaskedView },
        },
      },
      async (request, reply) => {
        const shown = await unmask(
          request.userContext(),
          request.params.caseId,
          request.body,
          deps.config.UNMASK_PER_DAY,
        );
        reply.header('cache-control', 'no-store');
        return shown;
      },
    );

    app.post(
      '/v1/case-searches',
      {
        schema: {
          operationId: 'searchCases',
          summary: 'Find cases by a sensitive value',
          tags: ['cases'],
          body: caseSearchBody,
          response: { 200: caseSearchView },
        },
      },
      (request) => searchCases(request.userContext(), request.body),
    );
  };
}
