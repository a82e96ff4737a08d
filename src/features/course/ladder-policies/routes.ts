import type { FastifyPluginAsync } from 'fastify';
import { command } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../../people/four-eyes/schema.js';
import { ladderView, policyBody, policyView } from './schema.js';
import { countPolicyActs, decidePolicy, enterPolicy, getPolicy, getStandardLadder, listPolicies } from './service.js';

const tags = ['escalation'];
const answersPolicy = { tags, answer: policyView, version: versionOfEntry } as const;

/** Days of the ladder's steps in a court: one enters, another approves. */
export const escalationPolicyRoutes: FastifyPluginAsync = async (app) => {
  read(app, {
    act: 'readEscalationLadder',
    path: '/v1/escalation-ladder',
    summary: 'The ladder where a court has moved nothing',
    tags,
    answer: ladderView,
    run: (ctx) => getStandardLadder(ctx),
  });
  list(app, {
    act: 'listEscalationPolicies',
    path: '/v1/escalation-policies',
    summary: 'Days of the ladder in the court, newest entry first',
    tags,
    answer: policyView,
    version: countPolicyActs,
    run: (ctx, { query }) => listPolicies(ctx, query),
  });
  command(app, {
    ...answersPolicy,
    act: 'enterEscalationPolicy',
    method: 'PUT',
    path: '/v1/escalation-policies',
    summary: 'Enter other days for the ladder of the court',
    body: policyBody,
    refuses: ['entry-waits'],
    run: (ctx, { body }, heed) => enterPolicy(ctx, body, heed),
  });
  read(app, {
    ...answersPolicy,
    act: 'readEscalationPolicy',
    path: '/v1/escalation-policies/:policyId',
    summary: 'One entry of the ladder',
    of: 'escalationPolicy',
    run: (ctx, { params }) => getPolicy(ctx, params.policyId),
  });
  command(app, {
    ...answersPolicy,
    act: 'decideEscalationPolicy',
    path: '/v1/escalation-policies/:policyId/decision',
    summary: 'Approve or reject other days for the ladder',
    of: 'escalationPolicy',
    body: decisionBody,
    refuses: ['entry-already-decided', 'four-eyes'],
    run: (ctx, { params, body }) => decidePolicy(ctx, params.policyId, body),
  });
};
