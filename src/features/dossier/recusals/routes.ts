import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { caseView } from '../cases/schema.js';
import { assignmentBody, liftingBody, recusalBody, type RecusalView, recusalView } from './schema.js';
import { assign, getRecusal, liftRecusal, listRecusals, recuse } from './service.js';

const tags = ['cases'];
const versionOf = (recusal: RecusalView) => (recusal.liftedAt === null ? 1 : 2);
const ofRecusal = { tags, of: 'recusal', answer: recusalView, version: versionOf } as const;

/** Who must not work on a case, and who does. */
export const recusalRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...ofRecusal,
    act: 'recuse',
    path: '/v1/cases/:caseId/recusals',
    summary: 'Record that somebody must not work on the case',
    of: 'case',
    body: recusalBody,
    success: 201,
    location: (made) => `/v1/cases/${made.caseId}/recusals/${made.id}`,
    refuses: ['user-unsuitable', 'already-recused'],
    run: (ctx, { params, body }) => recuse(ctx, params.caseId, body),
  });
  list(app, {
    act: 'listRecusals',
    path: '/v1/cases/:caseId/recusals',
    summary: 'Recusals in the case',
    tags,
    of: 'case',
    answer: recusalView,
    run: (ctx, { params, query }) => listRecusals(ctx, params.caseId, query),
  });
  read(app, {
    ...ofRecusal,
    act: 'readRecusal',
    path: '/v1/cases/:caseId/recusals/:recusalId',
    summary: 'One recusal',
    run: (ctx, { params }) => getRecusal(ctx, params.caseId, params.recusalId),
  });
  command(app, {
    ...ofRecusal,
    act: 'liftRecusal',
    path: '/v1/cases/:caseId/recusals/:recusalId/lifting',
    summary: 'Lift a recusal',
    body: liftingBody,
    refuses: ['recusal-lifted'],
    run: (ctx, { params, body }) => liftRecusal(ctx, params.caseId, params.recusalId, body.reason),
  });
  command(app, {
    act: 'assignCase',
    path: '/v1/cases/:caseId/assignments',
    summary: 'Give the case another officer or judge',
    tags,
    of: 'case',
    body: assignmentBody,
    answer: caseView,
    version: (saved) => saved.version,
    refuses: ['user-unsuitable'],
    run: (ctx, { params, body }, heed) => assign(ctx, params.caseId, body, heed),
  });
};
