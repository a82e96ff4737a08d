import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { decisionBody } from '../four-eyes/schema.js';
import { delegationBody, delegationEndBody, delegationQuery, delegationView, type DelegationView } from './schema.js';
import { decideDelegation, endDelegation, getDelegation, listDelegations, requestDelegation } from './service.js';

const tags = ['accounts'];
const delegationParams = z.object({ delegationId: id });
const delegated = { schema: delegationView, etag: (view: DelegationView) => etagOf(view.version) } as const;

/** Delegation of an office during absence: asked for by one, approved by another, exercised with the header `Acting-For`. */
export function delegationRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/delegations',
      {
        schema: {
          operationId: 'requestDelegation',
          summary: 'Ask that a colleague acts during an absence',
          tags,
          body: delegationBody,
          response: { 201: delegationView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...delegated, status: 201, location: (made) => `/v1/delegations/${made.id}` },
          (ctx) => requestDelegation(ctx, request.body),
        ),
    );

    app.get(
      '/v1/delegations',
      {
        schema: {
          operationId: 'listDelegations',
          summary: 'Delegations, newest first: the own ones, or all of the court by office',
          tags,
          querystring: delegationQuery,
          response: { 200: pageOf(delegationView) },
        },
      },
      (request) => listDelegations(request.userContext(), request.query),
    );

    app.get(
      '/v1/delegations/:delegationId',
      {
        schema: {
          operationId: 'readDelegation',
          summary: 'One delegation',
          tags,
          params: delegationParams,
          response: { 200: delegationView },
        },
      },
      async (request, reply) => {
        const found = await getDelegation(request.userContext(), request.params.delegationId);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );

    app.post(
      '/v1/delegations/:delegationId/decision',
      {
        schema: {
          operationId: 'decideDelegation',
          summary: 'Approve or reject a delegation',
          tags,
          params: delegationParams,
          body: decisionBody,
          response: { 200: delegationView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, { ...delegated, status: 200 }, (ctx) =>
          decideDelegation(ctx, request.params.delegationId, request.body),
        ),
    );

    app.post(
      '/v1/delegations/:delegationId/end',
      {
        schema: {
          operationId: 'endDelegation',
          summary: 'End a delegation before its last day',
          tags,
          params: delegationParams,
          body: delegationEndBody,
          response: { 200: delegationView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, { ...delegated, status: 200 }, (ctx) =>
          endDelegation(ctx, request.params.delegationId, request.body.reason),
        ),
    );
  };
}
