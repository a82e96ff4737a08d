import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { AppDependencies } from '../../../dependencies.js';
import { describeSelf, signIn } from './service.js';
import { accessToken, me, signInBody } from './schema.js';
import { ACCESS_TOKEN_SECONDS } from './tokens.js';

/** Sign-in and the caller's own account. */
export function identityRoutes(deps: AppDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/v1/auth/token',
      {
        schema: {
          operationId: 'signIn',
          summary: 'Sign in with user name and password',
          tags: ['self'],
          security: [],
          body: signInBody,
          response: { 200: accessToken },
        },
      },
      async (request, reply) => {
        const { username, password, code } = request.body;
        const actor = await signIn(deps, { username, password, code, address: request.ip });
        reply.header('cache-control', 'no-store');
        return {
          accessToken: await deps.tokens.issue({ userId: actor.id, sessionVersion: actor.sessionVersion }),
          tokenType: 'Bearer' as const,
          expiresIn: ACCESS_TOKEN_SECONDS,
        };
      },
    );

    app.get(
      '/v1/me',
      { schema: { operationId: 'readSelf', summary: 'The signed-in account', tags: ['self'], response: { 200: me } } },
      async (request) => describeSelf(request.userContext()),
    );
  };
}
