import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { pageOf } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { answerVersioned, checkIfMatch, etagOf } from '../../../plugins/versions.js';
import { id } from '../../../shared/ids.js';
import { decisionBody, versionOfEntry } from '../four-eyes/schema.js';
import { acceptInvitation, invite } from './invitations.js';
import { decideRequest, getRequest, listRequests, requestAccount } from './requests.js';
import {
  acceptanceBody,
  acceptedView,
  accountRequestBody,
  accountRequestQuery,
  accountRequestView,
  type AccountRequestView,
  invitationView,
  reasonBody,
  userQuery,
  userView,
} from './schema.js';
import { deactivateUser, getUser, listUsers, resetSecondFactor } from './service.js';

const tags = ['accounts'];
const userParams = z.object({ userId: id });
const requestParams = z.object({ requestId: id });
const asked = {
  schema: accountRequestView,
  etag: (request: AccountRequestView) => etagOf(versionOfEntry(request)),
} as const;

/** Accounts: asked for by one, approved by another, taken into use by the person through a one-time link. */
export function accountRoutes(deps: AppDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/v1/users',
      {
        schema: {
          operationId: 'listUsers',
          summary: 'Accounts that the court looks after',
          tags,
          querystring: userQuery,
          response: { 200: pageOf(userView) },
        },
      },
      (request) => listUsers(request.userContext(), request.query),
    );

    app.get(
      '/v1/users/:userId',
      {
        schema: {
          operationId: 'readUser',
          summary: 'One account',
          tags,
          params: userParams,
          response: { 200: userView },
        },
      },
      async (request, reply) => {
        const found = await getUser(request.userContext(), request.params.userId);
        return answerVersioned(request, reply as never, found.version, found);
      },
    );

    app.post(
      '/v1/users/:userId/deactivation',
      {
        schema: {
          operationId: 'deactivateUser',
          summary: 'Take an account out of use, at once',
          tags,
          params: userParams,
          body: reasonBody,
          response: { 200: userView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 200,
            schema: userView,
            etag: (user) => etagOf(user.version),
            afterCommit: async () => app.forgetActor(request.params.userId),
          },
          (ctx) =>
            deactivateUser(ctx, request.params.userId, request.body.reason, (version) =>
              checkIfMatch(request, version, false),
            ),
        ),
    );

    app.post(
      '/v1/users/:userId/second-factor-reset',
      {
        schema: {
          operationId: 'resetSecondFactor',
          summary: 'Take a lost second factor away',
          tags,
          params: userParams,
          body: reasonBody,
          response: { 200: userView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          {
            status: 200,
            schema: userView,
            etag: (user) => etagOf(user.version),
            afterCommit: async () => app.forgetActor(request.params.userId),
          },
          (ctx) => resetSecondFactor(ctx, request.params.userId, request.body.reason),
        ),
    );

    // The answer is not kept for repeats: it opens the account.
    app.post(
      '/v1/users/:userId/invitation',
      {
        schema: {
          operationId: 'inviteUser',
          summary: 'Make the one-time link that sets a password',
          tags,
          params: userParams,
          body: z.strictObject({}),
          response: { 200: invitationView },
        },
      },
      async (request, reply) => {
        const made = await invite(request.userContext(), request.params.userId);
        reply.header('cache-control', 'no-store');
        return made;
      },
    );

    app.post(
      '/v1/auth/invitations',
      {
        schema: {
          operationId: 'acceptInvitation',
          summary: 'Take a one-time link and set the password',
          tags: ['self'],
          security: [],
          body: acceptanceBody,
          response: { 200: acceptedView },
        },
      },
      async (request, reply) => {
        const { token, password } = request.body;
        const accepted = await acceptInvitation(deps.db, deps.clock, { token, password, address: request.ip });
        app.forgetActor(accepted.id);
        reply.header('cache-control', 'no-store');
        return { username: accepted.username };
      },
    );

    app.post(
      '/v1/account-requests',
      {
        schema: {
          operationId: 'requestAccount',
          summary: 'Ask for an account or for other rights',
          tags,
          body: accountRequestBody,
          response: { 201: accountRequestView },
        },
      },
      (request, reply) =>
        runCommand(
          request,
          reply as never,
          { ...asked, status: 201, location: (made) => `/v1/account-requests/${made.id}` },
          (ctx) => requestAccount(ctx, request.body),
        ),
    );

    app.get(
      '/v1/account-requests',
      {
        schema: {
          operationId: 'listAccountRequests',
          summary: 'Requests for rights, newest first',
          tags,
          querystring: accountRequestQuery,
          response: { 200: pageOf(accountRequestView) },
        },
      },
      (request) => listRequests(request.userContext(), request.query),
    );

    app.get(
      '/v1/account-requests/:requestId',
      {
        schema: {
          operationId: 'readAccountRequest',
          summary: 'One request for rights',
          tags,
          params: requestParams,
          response: { 200: accountRequestView },
        },
      },
      async (request, reply) => {
        const found = await getRequest(request.userContext(), request.params.requestId);
        return answerVersioned(request, reply as never, versionOfEntry(found), found);
      },
    );

    app.post(
      '/v1/account-requests/:requestId/decision',
      {
        schema: {
          operationId: 'decideAccountRequest',
          summary: 'Approve or reject a request for rights',
          tags,
          params: requestParams,
          body: decisionBody,
          response: { 200: accountRequestView },
        },
      },
      async (request, reply) => {
        let changed: string | null = null;
        return runCommand(
          request,
          reply as never,
          {
            ...asked,
            status: 200,
            afterCommit: async () => {
              if (changed !== null) app.forgetActor(changed);
            },
          },
          async (ctx) => {
            const decided = await decideRequest(ctx, request.params.requestId, request.body);
            changed = decided.userId;
            return decided;
          },
        );
      },
    );
  };
}
