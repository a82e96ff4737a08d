import type { FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import { openCall } from '../../../plugins/command.js';
import { read } from '../../../plugins/read.js';
import { accessToken, me, signInBody } from './schema.js';
import { describeSelf, signIn } from './service.js';
import { ACCESS_TOKEN_SECONDS } from './tokens.js';

const tags = ['self'];

/** Sign-in and the caller's own account. */
export function identityRoutes(deps: AppDependencies): FastifyPluginAsync {
  return async (app) => {
    openCall(app, {
      act: 'signIn',
      path: '/v1/auth/token',
      summary: 'Sign in with user name and password',
      tags,
      withoutSignIn: true,
      body: signInBody,
      answer: accessToken,
      confidential: true,
      refuses: ['sign-in-failed', 'second-factor-required'],
      run: async ({ body: { username, password, code }, address, id: requestId }) => {
        const origin = { address, requestId };
        const actor = await signIn(deps, { username, password, code, way: 'API', origin });
        const accessToken = await deps.tokens.issue({ userId: actor.id, sessionVersion: actor.sessionVersion });
        return { accessToken, tokenType: 'Bearer' as const, expiresIn: ACCESS_TOKEN_SECONDS };
      },
    });
    read(app, {
      act: 'readSelf',
      path: '/v1/me',
      summary: 'The signed-in account',
      tags,
      answer: me,
      run: (ctx) => describeSelf(ctx),
    });
  };
}
