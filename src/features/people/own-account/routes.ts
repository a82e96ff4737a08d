import type { FastifyPluginAsync } from 'fastify';
import type { UserContext } from '../../../platform/context.js';
import { call } from '../../../plugins/command.js';
import { list } from '../../../plugins/read.js';
import { PORTAL_IDLE_MS } from '../identity/tokens.js';
import {
  confirmationBody,
  enrolmentBody,
  enrolmentView,
  passwordBody,
  sessionParams,
  sessionView,
  signedOutView,
} from './schema.js';
import {
  beginSecondFactor,
  changeOwnPassword,
  confirmSecondFactor,
  endOwnSession,
  pageOwnSessions,
  signOutEverywhere,
} from './service.js';

const tags = ['self'];
const signsOut = { tags, answer: signedOutView } as const;

/** The caller's own account: password and sessions. Passwords go through no store of answers. */
export const ownAccountRoutes: FastifyPluginAsync = async (app) => {
  /** What was known of the account is read anew at its next call. */
  async function forgetting<T>(ctx: UserContext, work: Promise<T>): Promise<T> {
    const ended = await work;
    app.forgetActor(ctx.actor.id);
    return ended;
  }
  call(app, {
    ...signsOut,
    act: 'changePassword',
    path: '/v1/me/password',
    summary: 'Change the own password; everything signed in before has ended',
    body: passwordBody,
    refuses: ['own-rights'],
    run: (ctx, { body }) => forgetting(ctx, changeOwnPassword(ctx, body)),
  });
  call(app, {
    act: 'beginSecondFactor',
    path: '/v1/me/second-factor',
    summary: 'Begin the own second factor',
    tags,
    body: enrolmentBody,
    answer: enrolmentView,
    confidential: true,
    refuses: ['second-factor-active', 'own-rights'],
    run: (ctx, { body }) => beginSecondFactor(ctx, body.currentPassword),
  });
  call(app, {
    ...signsOut,
    act: 'confirmSecondFactor',
    path: '/v1/me/second-factor/confirmation',
    summary: 'Confirm the own second factor; everything signed in before has ended',
    body: confirmationBody,
    refuses: ['second-factor-active', 'own-rights'],
    run: (ctx, { body }) => forgetting(ctx, confirmSecondFactor(ctx, body.code)),
  });
  list(app, {
    act: 'listOwnSessions',
    path: '/v1/me/sessions',
    summary: 'Own sessions in the portal',
    tags,
    answer: sessionView,
    run: (ctx, { query }) => pageOwnSessions(ctx, PORTAL_IDLE_MS, query),
  });
  call(app, {
    ...signsOut,
    act: 'endOwnSession',
    path: '/v1/me/sessions/:sessionId/end',
    summary: 'End one of the own sessions in the portal',
    of: sessionParams,
    run: (ctx, { params }) => endOwnSession(ctx, params.sessionId),
  });
  call(app, {
    ...signsOut,
    act: 'signOutEverywhere',
    path: '/v1/me/sign-out',
    summary: 'End all own tokens and sessions, this one too',
    run: (ctx) => forgetting(ctx, signOutEverywhere(ctx)),
  });
};
