import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../four-eyes/schema.js';
import { courtLimitBody, courtLimitView } from './schema.js';
import { decideCourtLimit, enterCourtLimit, getCourtLimit, listCourtLimits } from './service.js';

const tags = ['accounts'];
const answersLimit = { tags, answer: courtLimitView, version: versionOfEntry } as const;

/** Amounts above which the bureau chief approves: one enters, another approves. */
export const courtLimitRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersLimit,
    act: 'enterCourtLimit',
    path: '/v1/court-limits',
    summary: 'Enter the amount above which the chief approves',
    body: courtLimitBody,
    success: 201,
    location: (made) => `/v1/court-limits/${made.id}`,
    refuses: ['entry-waits'],
    run: (ctx, { body }) => enterCourtLimit(ctx, body),
  });
  list(app, {
    act: 'listCourtLimits',
    path: '/v1/court-limits',
    summary: 'Limits of the court, newest first',
    tags,
    answer: courtLimitView,
    run: (ctx, { query }) => listCourtLimits(ctx, query),
  });
  read(app, {
    ...answersLimit,
    act: 'readCourtLimit',
    path: '/v1/court-limits/:limitId',
    summary: 'One limit',
    of: 'courtLimit',
    run: (ctx, { params }) => getCourtLimit(ctx, params.limitId),
  });
  command(app, {
    ...answersLimit,
    act: 'decideCourtLimit',
    path: '/v1/court-limits/:limitId/decision',
    summary: 'Approve or reject a limit',
    of: 'courtLimit',
    body: decisionBody,
    refuses: ['entry-already-decided', 'four-eyes'],
    run: (ctx, { params, body }) => decideCourtLimit(ctx, params.limitId, body),
  });
};
