import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, checkIfMatch, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { decisionBody, versionOfEntry } from '../../people/four-eyes/schema.js';
import { ladderView, policyBody, policyView, type PolicyView } from './schema.js';
import { countPolicyActs, decidePolicy, enterPolicy, getPolicy, getStandardLadder, listPolicies } from './service.js';

const tags = ['escalation'];
const params = z.object({ policyId: id });
const answered = { status: 200, schema: policyView, etag: (view: PolicyView) => etagOf(versionOfEntry(view)) } as const;

/** Days of the ladder's steps in a court: one enters, another approves. */
export function escalationPolicyRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/v1/escalation-ladder',
      {
        schema: {
          operationId: 'readEscalationLadder',
          summary: 'The ladder where a court has moved nothing',
          tags,
          response: { 200: ladderView },
        },
      },
      async (request) => getStandardLadder(request.userContext()),
    );

    app.get(
      '/v1/escalation-policies',
      {
        schema: {
          operationId: 'listEscalationPolicies',
          summary: 'Days of the ladder in the court, newest entry first',
          tags,
          querystring: pageQuery,
          response: { 200: pageOf(policyView) },
        },
      },
      async (request, reply) => {
        const ctx = request.userContext();
        const page = await listPolicies(ctx, request.query);
        return answerVersioned(request, reply as never, await countPolicyActs(ctx), page);
      },
    );

    app.put(
      '/v1/escalation-policies',
      {
        schema: {
          operationId: 'enterEscalationPolicy',
          summary: 'Enter other days for the ladder of the court',
          tags,
          body: policyBody,
          response: { 200: policyView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, answered, (ctx) =>
          enterPolicy(ctx, request.body, (version) => checkIfMatch(request, version, true)),
        ),
    );

    app.get(
      '/v1/escalation-policies/:policyId',
      {
        schema: {
          operationId: 'readEscalationPolicy',
          summary: 'One entry of the ladder',
          tags,
          params,
          response: { 200: policyView },
        },
      },
      async (request, reply) => {
        const found = await getPolicy(request.userContext(), request.params.policyId);
        return answerVersioned(request, reply as never, versionOfEntry(found), found);
      },
    );

    app.post(
      '/v1/escalation-policies/:policyId/decision',
      {
        schema: {
          operationId: 'decideEscalationPolicy',
          summary: 'Approve or reject other days for the ladder',
          tags,
          params,
          body: decisionBody,
          response: { 200: policyView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, answered, (ctx) =>
          decidePolicy(ctx, request.params.policyId, request.body),
        ),
    );
  };
}
