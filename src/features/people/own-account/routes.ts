import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/paging.js';
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

/** The caller's own account: password and sessions. */
export function ownAccountRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['self'];
    // Passwords go through no store of answers.
    app.post(
      '/v1/me/password',
      {
        schema: {
          operationId: 'changePassword',
          summary: 'Change the own password; everything signed in before has ended',
          tags,
          body: passwordBody,
          response: { 200: signedOutView },
        },
      },
      async (request) => {
        const ctx = request.userContext();
        const ended = await changeOwnPassword(ctx, request.body);
        app.forgetActor(ctx.actor.id);
        return ended;
      },
    );

    app.post(
      '/v1/me/second-factor',
      {
        schema: {
          operationId: 'beginSecondFactor',
          summary: 'Begin the own second factor',
          tags,
          body: enrolmentBody,
          response: { 200: enrolmentView },
        },
      },
      (request, reply) => {
        reply.header('cache-control', 'no-store');
        return beginSecondFactor(request.userContext(), request.body.currentPassword);
      },
    );

    app.post(
      '/v1/me/second-factor/confirmation',
      {
        schema: {
          operationId: 'confirmSecondFactor',
          summary: 'Confirm the own second factor; everything signed in before has ended',
          tags,
          body: confirmationBody,
          response: { 200: signedOutView },
        },
      },
      async (request) => {
        const ctx = request.userContext();
        const ended = await confirmSecondFactor(ctx, request.body.code);
        app.forgetActor(ctx.actor.id);
        return ended;
      },
    );

    app.get(
      '/v1/me/sessions',
      {
        schema: {
          operationId: 'listOwnSessions',
          summary: 'Own sessions in the portal',
          tags,
          querystring: pageQuery,
          response: { 200: pageOf(sessionView) },
        },
      },
      (request) => pageOwnSessions(request.userContext(), PORTAL_IDLE_MS, request.query),
    );

    app.post(
      '/v1/me/sessions/:sessionId/end',
      {
        schema: {
          operationId: 'endOwnSession',
          summary: 'End one of the own sessions in the portal',
          tags,
          params: sessionParams,
          body: z.strictObject({}),
          response: { 200: signedOutView },
        },
      },
      (request) => endOwnSession(request.userContext(), request.params.sessionId),
    );

    app.post(
      '/v1/me/sign-out',
      {
        schema: {
          operationId: 'signOutEverywhere',
          summary: 'End all own tokens and sessions, this one too',
          tags,
          body: z.strictObject({}),
          response: { 200: signedOutView },
        },
      },
      async (request) => {
        const ctx = request.userContext();
        const ended = await signOutEverywhere(ctx);
        app.forgetActor(ctx.actor.id);
        return ended;
      },
    );
  };
}
