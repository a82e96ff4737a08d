import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { signIn } from '../../../features/people/identity/service.js';
import { recordSignOut } from '../../../features/people/own-account/service.js';
import { Problem } from '../../../shared/problems.js';
import { insidePath } from '../../address.js';
import { contextOfSession, homeOf, originOf } from '../../page-context.js';
import type { Renderer } from '../../render.js';
import { LANGUAGE_COOKIE, LANGUAGES } from '../../words/languages.js';
import { openSession, sayProblem, type SignInView } from './view.js';

const LANGUAGE_AGE_SECONDS = 365 * 24 * 3600;

const signInForm = z.object({
  username: z.string().max(100).default(''),
  password: z.string().max(200).default(''),
  code: z.string().trim().max(10).default(''),
});
const languageQuery = z.object({ to: z.enum(LANGUAGES).catch('zh'), back: z.string().catch('/') });

/** Sign-in, sign-out, language, and the way home. */
export function sessionPages(deps: AppDependencies, render: Renderer, signInView: SignInView): FastifyPluginAsync {
  return async (app) => {
    app.get('/', { schema: { hide: true } }, async (request, reply) => {
      const ctx = await render.visitor(request);
      if (ctx) return reply.redirect(homeOf(ctx), 303);
      return signInView(request, reply);
    });

    app.get('/sign-in', { schema: { hide: true } }, async (request, reply) => {
      const ctx = await render.visitor(request);
      if (ctx) return reply.redirect(homeOf(ctx), 303);
      return signInView(request, reply);
    });

    app.post('/sign-in', { schema: { hide: true } }, async (request, reply) => {
      const { username, password, code } = signInForm.parse(request.body ?? {});
      try {
        const actor = await signIn(deps, { username, password, code, way: 'PORTAL', origin: originOf(request) });
        await openSession(deps, request, actor);
      } catch (error) {
        if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 429)) throw error;
        if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
        // Whoever has been asked for a code once keeps the field.
        const asksCode = error.code === 'second-factor-required' || code !== '';
        return signInView(request, reply, { username, error: sayProblem(request, error), asksCode }, error.status);
      }
      const ctx = await contextOfSession(deps, request);
      return reply.redirect(ctx ? homeOf(ctx) : '/sign-in', 303);
    });

    app.post('/sign-out', { schema: { hide: true } }, async (request, reply) => {
      const ctx = await contextOfSession(deps, request);
      if (ctx) await recordSignOut(ctx);
      await request.session.destroy();
      return reply.redirect('/sign-in', 303);
    });

    app.get('/language', { schema: { hide: true } }, async (request, reply) => {
      const { to, back } = languageQuery.parse(request.query);
      reply.setCookie(LANGUAGE_COOKIE, to, {
        path: '/',
        sameSite: 'lax',
        httpOnly: true,
        maxAge: LANGUAGE_AGE_SECONDS,
      });
      return reply.redirect(insidePath(back), 303);
    });
  };
}
