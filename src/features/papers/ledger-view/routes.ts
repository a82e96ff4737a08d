import type { FastifyPluginAsync } from 'fastify';
import { read } from '../../../plugins/read.js';
import { ledgerQuery, ledgerView } from './schema.js';
import { readLedger } from './service.js';

/** The ledger of a case, as of any day. */
export const ledgerRoutes: FastifyPluginAsync = async (app) => {
  read(app, {
    act: 'readLedger',
    path: '/v1/cases/:caseId/ledger',
    summary: 'The ledger at the end of a day',
    tags: ['cases'],
    of: 'case',
    query: ledgerQuery,
    answer: ledgerView,
    run: (ctx, { params, query }) => readLedger(ctx, params.caseId, query),
  });
};
