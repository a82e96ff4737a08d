import type { FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import { call, command, openCall } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../four-eyes/schema.js';
import { acceptInvitation, invite } from './invitations.js';
import { decideRequest, getRequest, listRequests, requestAccount } from './requests.js';
import {
  acceptanceBody,
  acceptedView,
  accountRequestBody,
  accountRequestQuery,
  accountRequestView,
  invitationView,
  reasonBody,
  userQuery,
  userView,
  type UserView,
} from './schema.js';
import { deactivateUser, getUser, listUsers, resetSecondFactor } from './service.js';

const tags = ['accounts'];
const answersUser = { tags, answer: userView, version: (user: UserView) => user.version } as const;
const answersRequest = { tags, answer: accountRequestView, version: versionOfEntry } as const;

/** Accounts: asked for by one, approved by another, taken into use by the person through a one-time link. */
export function accountRoutes({ db, clock }: Pick<AppDependencies, 'db' | 'clock'>): FastifyPluginAsync {
  return async (app) => {
    list(app, {
      act: 'listUsers',
      path: '/v1/users',
      summary: 'Accounts that the court looks after',
      tags,
      query: userQuery,
      answer: userView,
      run: (ctx, { query }) => listUsers(ctx, query),
    });
    read(app, {
      ...answersUser,
      act: 'readUser',
      path: '/v1/users/:userId',
      summary: 'One account',
      of: 'user',
      run: (ctx, { params }) => getUser(ctx, params.userId),
    });
    command(app, {
      ...answersUser,
      act: 'deactivateUser',
      path: '/v1/users/:userId/deactivation',
      summary: 'Take an account out of use, at once',
      of: 'user',
      body: reasonBody,
      refuses: ['account-state-forbids', 'last-administrator', 'own-rights'],
      run: (ctx, { params, body }, heed) => deactivateUser(ctx, params.userId, body.reason, heed),
      afterCommit: (_ctx, { params }) => app.forgetActor(params.userId),
    });
    command(app, {
      ...answersUser,
      act: 'resetSecondFactor',
      path: '/v1/users/:userId/second-factor-reset',
      summary: 'Take a lost second factor away',
      of: 'user',
      body: reasonBody,
      refuses: ['own-rights', 'account-state-forbids'],
      run: (ctx, { params, body }) => resetSecondFactor(ctx, params.userId, body.reason),
      afterCommit: (_ctx, { params }) => app.forgetActor(params.userId),
    });
    // The answer is not kept for repeats: it opens the account.
    call(app, {
      act: 'inviteUser',
      path: '/v1/users/:userId/invitation',
      summary: 'Make the one-time link that sets a password',
      tags,
      of: 'user',
      answer: invitationView,
      confidential: true,
      refuses: ['account-state-forbids', 'own-rights'],
      run: (ctx, { params }) => invite(ctx, params.userId),
    });
    openCall(app, {
      act: 'acceptInvitation',
      path: '/v1/auth/invitations',
      summary: 'Take a one-time link and set the password',
      tags: ['self'],
      withoutSignIn: true,
      body: acceptanceBody,
      answer: acceptedView,
      confidential: true,
      refuses: ['invitation-invalid'],
      run: async ({ body: { token, password } }) => {
        const accepted = await acceptInvitation(db, clock, { token, password });
        app.forgetActor(accepted.id);
        return { username: accepted.username };
      },
    });
  };
}

/** Requests for accounts and rights: asked for by one, decided by another (CP-01). */
export const accountRequestRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersRequest,
    act: 'requestAccount',
    path: '/v1/account-requests',
    summary: 'Ask for an account or for other rights',
    body: accountRequestBody,
    success: 201,
    location: (made) => `/v1/account-requests/${made.id}`,
    refuses: [
      'username-taken',
      'account-state-forbids',
      'own-rights',
      'entry-waits',
      'party-of-no-case',
      'department-unknown',
    ],
    run: (ctx, { body }) => requestAccount(ctx, body),
  });
  list(app, {
    act: 'listAccountRequests',
    path: '/v1/account-requests',
    summary: 'Requests for rights, newest first',
    tags,
    query: accountRequestQuery,
    answer: accountRequestView,
    run: (ctx, { query }) => listRequests(ctx, query),
  });
  read(app, {
    ...answersRequest,
    act: 'readAccountRequest',
    path: '/v1/account-requests/:requestId',
    summary: 'One request for rights',
    of: 'accountRequest',
    run: (ctx, { params }) => getRequest(ctx, params.requestId),
  });
  command(app, {
    ...answersRequest,
    act: 'decideAccountRequest',
    path: '/v1/account-requests/:requestId/decision',
    summary: 'Approve or reject a request for rights',
    of: 'accountRequest',
    body: decisionBody,
    refuses: [
      'entry-already-decided',
      'four-eyes',
      'own-rights',
      'last-administrator',
      'username-taken',
      'account-state-forbids',
      'identity-taken',
    ],
    run: (ctx, { params, body }) => decideRequest(ctx, params.requestId, body),
    afterCommit: (_ctx, _asked, decided) => {
      if (decided?.userId != null) app.forgetActor(decided.userId);
    },
  });
};
