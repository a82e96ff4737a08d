import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody } from '../four-eyes/schema.js';
import { delegationBody, delegationEndBody, delegationQuery, delegationView, type DelegationView } from './schema.js';
import { decideDelegation, endDelegation, getDelegation, listDelegations, requestDelegation } from './service.js';

const tags = ['accounts'];
const answersDelegation = { tags, answer: delegationView, version: (one: DelegationView) => one.version } as const;

/**
 * Delegation of an office during absence: asked for by one, approved by another, exercised with the header
 * `Acting-For`.
 */
export const delegationRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersDelegation,
    act: 'requestDelegation',
    path: '/v1/delegations',
    summary: 'Ask that a colleague acts during an absence',
    body: delegationBody,
    success: 201,
    location: (made) => `/v1/delegations/${made.id}`,
    refuses: ['user-unsuitable', 'delegation-overlaps'],
    run: (ctx, { body }) => requestDelegation(ctx, body),
  });
  list(app, {
    act: 'listDelegations',
    path: '/v1/delegations',
    summary: 'Delegations, newest first: the own ones, or all of the court by office',
    tags,
    query: delegationQuery,
    answer: delegationView,
    run: (ctx, { query }) => listDelegations(ctx, query),
  });
  read(app, {
    ...answersDelegation,
    act: 'readDelegation',
    path: '/v1/delegations/:delegationId',
    summary: 'One delegation',
    of: 'delegation',
    run: (ctx, { params }) => getDelegation(ctx, params.delegationId),
  });
  command(app, {
    ...answersDelegation,
    act: 'decideDelegation',
    path: '/v1/delegations/:delegationId/decision',
    summary: 'Approve or reject a delegation',
    of: 'delegation',
    body: decisionBody,
    refuses: ['entry-already-decided', 'four-eyes'],
    run: (ctx, { params, body }) => decideDelegation(ctx, params.delegationId, body),
  });
  command(app, {
    ...answersDelegation,
    act: 'endDelegation',
    path: '/v1/delegations/:delegationId/end',
    summary: 'End a delegation before its last day',
    of: 'delegation',
    body: delegationEndBody,
    refuses: ['delegation-over'],
    run: (ctx, { params, body }) => endDelegation(ctx, params.delegationId, body.reason),
  });
};
