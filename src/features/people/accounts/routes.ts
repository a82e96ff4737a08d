import type { FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import { call, command, openCall } from '../../../plugins/command.js';
import { list, read } from '../../../plugins/read.js';
import { decisionBody, versionOfEntry } from '../four-eyes/schema.js';
import { listAccountNotices, markAccountNoticeRead } from './account-notices.js';
import { acceptInvitation, invite } from './invitations.js';
import { decideRequest, getRequest, listRequests, requestAccount } from './requests.js';
import {
  acceptanceBody,
  acceptedView,
  accountNoticeView,
  type AccountNoticeView,
  accountRequestBody,
  accountRequestQuery,
  accountRequestView,
  invitationView,
  reasonBody,
  userQuery,
  userView,
  type UserView,
} from './schema.js';
import { deactivateUser, getUser, listUsers } from './service.js';

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
    // The answer is not kept for repeats: it opens the account.
    call(app, {
      act: 'inviteUser',
      path: '/v1/users/:userId/invitation',
      summary: 'Make the one-time link that was decided on, once, to be handed over',
      tags,
      of: 'user',
      answer: invitationView,
      confidential: true,
      refuses: ['account-state-forbids', 'own-rights', 'link-not-granted'],
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
      run: async ({ body: { token, password }, address, id: requestId }) => {
        const origin = { address, requestId };
        const accepted = await acceptInvitation(db, clock, { token, password, origin });
        app.forgetActor(accepted.id);
        return { username: accepted.username };
      },
    });
  };
}

/** What people are told of ways into accounts that others have opened. */
export const accountNoticeRoutes: FastifyPluginAsync = async (app) => {
  const tags = ['self'];
  list(app, {
    act: 'listAccountNotices',
    path: '/v1/me/account-notices',
    summary: 'What I was told of links and reset second factors, newest first',
    tags,
    answer: accountNoticeView,
    run: (ctx, { query }) => listAccountNotices(ctx, query),
  });
  command(app, {
    act: 'markAccountNoticeRead',
    path: '/v1/me/account-notices/:accountNoticeId/reading',
    summary: 'Note that it was read',
    tags,
    of: 'accountNotice',
    answer: accountNoticeView,
    version: ({ readAt }: AccountNoticeView) => (readAt === null ? 1 : 2),
    run: (ctx, { params }) => markAccountNoticeRead(ctx, params.accountNoticeId),
  });
};

/** Requests for accounts, rights and ways in: asked for by one, decided by another (CP-01). */
export const accountRequestRoutes: FastifyPluginAsync = async (app) => {
  command(app, {
    ...answersRequest,
    act: 'requestAccount',
    path: '/v1/account-requests',
    summary: 'Ask for an account, for other rights, or for a way in',
    body: accountRequestBody,
    success: 201,
    location: (made) => `/v1/account-requests/${made.id}`,
    refuses: [
      'username-taken',
      'account-state-forbids',
      'own-rights',
      'entry-waits',
      'party-of-no-case',
      'parties-opposed',
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
      'parties-opposed',
    ],
    run: (ctx, { params, body }) => decideRequest(ctx, params.requestId, body),
    afterCommit: (_ctx, _asked, decided) => {
      if (decided?.userId != null) app.forgetActor(decided.userId);
    },
  });
};
