import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { id } from '../../../shared/ids.js';
import { ledgerQuery, ledgerView } from './schema.js';
import { readLedger } from './service.js';

/** The ledger of a case, as of any day. */
export function ledgerRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/v1/cases/:caseId/ledger',
      {
        schema: {
          operationId: 'readLedger',
          summary: 'The ledger at the end of a day',
          tags: ['cases'],
          params: z.object({ caseId: id }),
          querystring: ledgerQuery,
          response: { 200: ledgerView },
        },
      },
      (request) => readLedger(request.userContext(), request.params.caseId, request.query),
    );
  };
}
