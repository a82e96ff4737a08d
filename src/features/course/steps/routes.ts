import type { FastifyPluginAsync } from 'fastify';
import { list } from '../../../plugins/read.js';
import { stepView } from './schema.js';
import { listSteps } from './service.js';

/** The ladder of a case. */
export const escalationRoutes: FastifyPluginAsync = async (app) => {
  list(app, {
    act: 'listSteps',
    path: '/v1/cases/:caseId/escalation',
    summary: 'Steps of the ladder that fell, in order',
    tags: ['escalation'],
    of: 'case',
    answer: stepView,
    run: (ctx, { params, query }) => listSteps(ctx, params.caseId, query),
  });
};
