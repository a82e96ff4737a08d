import { asc, eq } from 'drizzle-orm';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { AppDependencies } from '../../app.js';
import { signIn } from '../../features/identity/service.js';
import { users } from '../../features/identity/table.js';
import { PROBLEMS, Problem } from '../../shared/problems.js';
import { contextOfSession, homeOf } from '../page-context.js';
import { SignInPage, type SignInProps } from '../pages/sign-in.js';
import type { Renderer } from '../render.js';
import { deleteEndedSessions } from '../session-store.js';
import { chooseLanguage, LANGUAGE_COOKIE, LANGUAGES } from '../words/languages.js';

const DEFAULT_PASSWORD = 'reprieve';
const LANGUAGE_AGE_SECONDS = 365 * 24 * 3600;

const signInForm = z.object({
  username: z.string().max(100).default(''),
  password: z.string().max(200).default(''),
  code: z.string().trim().max(10).default(''),
});
const languageQuery = z.object({ to: z.enum(LANGUAGES).catch('zh'), back: z.string().catch('/') });

/** An address inside the portal; anything else leads home, so that no link sends people elsewhere. */
export function insidePath(path: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';
}

/** Sign-in, sign-out, language, and the way home. */
export function sessionPages(deps: AppDependencies, render: Renderer): FastifyPluginAsync {
  async function samples(): Promise<Pick<SignInProps, 'samples' | 'samplePassword'>> {
    const rows = await deps.db
      .select({ username: users.username, displayName: users.displayName })
      .from(users)
      .where(eq(users.isSample, true))
      .orderBy(asc(users.createdAt), asc(users.id));
    const { SAMPLE_PASSWORD } = deps.config;
    return { samples: rows, samplePassword: SAMPLE_PASSWORD === DEFAULT_PASSWORD ? SAMPLE_PASSWORD : undefined };
  }

  return async (app) => {
    app.get('/', { schema: { hide: true } }, async (request, reply) => {
      const ctx = await render.visitor(request);
      if (ctx) return reply.redirect(homeOf(ctx), 303);
      const known = await samples();
      return render.page(request, reply, undefined, (page) => <SignInPage page={page} {...known} />);
    });

    app.get('/sign-in', { schema: { hide: true } }, async (request, reply) => {
      const ctx = await render.visitor(request);
      if (ctx) return reply.redirect(homeOf(ctx), 303);
      const known = await samples();
      return render.page(request, reply, undefined, (page) => <SignInPage page={page} {...known} />);
    });

    app.post('/sign-in', { schema: { hide: true } }, async (request, reply) => {
      const { username, password, code } = signInForm.parse(request.body ?? {});
      try {
        const actor = await signIn(deps, { username, password, code, address: request.ip });
        // A new id for the signed-in session: one that was planted before is worth nothing.
        await request.session.regenerate();
        request.session.userId = actor.id;
        request.session.sessionVersion = actor.sessionVersion;
        request.session.signedInAt = deps.clock.now().getTime();
        await deleteEndedSessions(deps.db);
      } catch (error) {
        if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 429)) throw error;
        const known = await samples();
        // Whoever has been asked for a code once keeps the field.
        const asksCode = error.code === 'second-factor-required' || code !== '';
        const text = chooseLanguage(request) === 'zh' ? PROBLEMS[error.code].titleZh : error.detail;
        if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
        const view = (page: SignInProps['page']) => (
          <SignInPage page={page} username={username} error={text} asksCode={asksCode} {...known} />
        );
        return render.page(request, reply, undefined, view, error.status);
      }
      const ctx = await contextOfSession(deps, request);
      return reply.redirect(ctx ? homeOf(ctx) : '/sign-in', 303);
    });

    app.post('/sign-out', { schema: { hide: true } }, async (request, reply) => {
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
