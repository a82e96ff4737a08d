import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { reliefRequestBody, reliefRequestView } from './schema.js';
import { getReliefRequest, listReliefRequests, requestRelief } from './service.js';

const tags = ['relief'];
/** A request never changes. */
const answersRequest = { tags, answer: reliefRequestView, version: () => 1 } as const;

/** Requests for relief, which a joint review answers. */
export const reliefRequestRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersRequest,
    act: 'requestRelief',
    path: '/v1/cases/:caseId/relief-requests',
    summary: 'Ask for relief',
    of: 'case',
    body: reliefRequestBody,
    success: 201,
    location: (made) => `/v1/relief-requests/${made.id}`,
    refuses: ['evidence-required', 'case-state-forbids', 'new-facts-missing', 'file-unknown'],
    run: (ctx, { params, body }) => requestRelief(ctx, params.caseId, body),
  });
  list(app, {
    act: 'listReliefRequests',
    path: '/v1/cases/:caseId/relief-requests',
    summary: 'Requests for relief in a case, newest first; a party sees its own',
    tags,
    of: 'case',
    answer: reliefRequestView,
    run: (ctx, { params, query }) => listReliefRequests(ctx, params.caseId, query),
  });
  read(app, {
    ...answersRequest,
    act: 'readReliefRequest',
    path: '/v1/relief-requests/:reliefRequestId',
    summary: 'One request for relief',
    of: 'reliefRequest',
    run: (ctx, { params }) => getReliefRequest(ctx, params.reliefRequestId),
  });
};
