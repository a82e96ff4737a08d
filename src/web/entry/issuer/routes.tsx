import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { linkOwnIdentity, takeIntoUse } from '../../../features/people/accounts/identities.js';
import { CALLBACK_PATH, type Issuer, type PendingSignIn } from '../../../features/people/identity/issuer.js';
import { signInByIssuer, signInWithCode } from '../../../features/people/identity/service.js';
import { Problem } from '../../../shared/problems.js';
import { originOf } from '../../page-context.js';
import type { Renderer } from '../../render.js';
import type { AccountView } from '../account/view.js';
import { CodePage } from '../code/page.js';
import { openSession, sayProblem, type SignInView } from '../sign-in/view.js';

/** How long somebody may be away at the issuer, or take to type a code. */
const AWAY_MS = 10 * 60_000;

declare module 'fastify' {
  interface Session {
    /** The reader is away at the issuer. */
    atIssuer?: PendingSignIn & { readonly purpose: 'SIGN_IN' | 'LINK'; readonly since: number };
    /** The issuer has signed in this account, which owes its own code still. */
    owesCode?: { readonly userId: string; readonly since: number };
  }
}

const hidden = { schema: { hide: true } } as const;
const purposeQuery = z.object({ purpose: z.enum(['SIGN_IN', 'LINK']).catch('SIGN_IN') });
const codeForm = z.object({ code: z.string().max(20).default('') });

/** Whether somebody was away for no longer than the time allowed. */
const isFresh = ({ clock }: AppDependencies, since: number | undefined): boolean =>
  since !== undefined && clock.now().getTime() - since < AWAY_MS;

const notOffered = () => new Problem('not-found', { detail: 'Nobody signs in by an issuer here.' });

/** Sign-in by the issuer, and the link between an account and who its person is there. */
export function issuerPages(
  deps: AppDependencies,
  render: Renderer,
  signInView: SignInView,
  view: AccountView,
): FastifyPluginAsync {
  function requireIssuer(): Issuer {
    if (!deps.issuer?.opensPortal) throw notOffered();
    return deps.issuer;
  }

  async function comeBack(request: FastifyRequest, reply: FastifyReply, forget: (userId: string) => void) {
    const { atIssuer } = request.session;
    delete request.session.atIssuer;
    if (!atIssuer || !isFresh(deps, atIssuer.since)) {
      throw new Problem('issuer-refused', { detail: 'You did not come from a sign-in that began here.' });
    }
    const word = await requireIssuer().finish(new URL(request.url, 'http://here').search, atIssuer);
    if (atIssuer.purpose === 'LINK') {
      const ctx = await render.owner(request);
      if (!view.mayLink(request)) throw new Problem('not-permitted');
      delete request.session.mayLinkSince;
      await linkOwnIdentity(ctx, word);
      forget(ctx.actor.id);
      return reply.redirect('/account', 303);
    }
    const { actor, owesCode } = await signInByIssuer(deps, word, originOf(request), (userId) =>
      takeIntoUse(deps.db, userId),
    );
    if (owesCode) {
      await request.session.regenerate();
      request.session.owesCode = { userId: actor.id, since: deps.clock.now().getTime() };
      return reply.redirect('/sign-in/code', 303);
    }
    await openSession(deps, request, actor, word.hasSecondFactor);
    return reply.redirect('/', 303);
  }

  return async (app) => {
    app.get('/sign-in/issuer', hidden, async (request, reply) => {
      const { purpose } = purposeQuery.parse(request.query);
      if (purpose === 'LINK') {
        await render.owner(request);
        if (!view.mayLink(request)) throw new Problem('not-permitted');
      }
      const { address, pending } = await requireIssuer().begin();
      request.session.atIssuer = { ...pending, purpose, since: deps.clock.now().getTime() };
      return reply.redirect(address, 303);
    });

    app.get(CALLBACK_PATH, hidden, async (request, reply) => {
      const isLink = request.session.atIssuer?.purpose === 'LINK';
      try {
        return await comeBack(request, reply, (userId) => app.forgetActor(userId));
      } catch (error) {
        if (!(error instanceof Problem) || isLink) throw error;
        if (error.status >= 500 || error.cause) request.log.warn({ err: error }, 'sign-in by the issuer failed');
        return signInView(request, reply, { error: sayProblem(request, error) }, error.status);
      }
    });
  };
}

/** The own code of an account, after the issuer has signed its person in. */
export function codePages(deps: AppDependencies, render: Renderer): FastifyPluginAsync {
  return async (app) => {
    app.get('/sign-in/code', hidden, async (request, reply) => {
      if (!isFresh(deps, request.session.owesCode?.since)) return reply.redirect('/sign-in', 303);
      return render.page(request, reply, undefined, (page) => <CodePage page={page} />);
    });

    app.post('/sign-in/code', hidden, async (request, reply) => {
      const { owesCode } = request.session;
      if (!owesCode || !isFresh(deps, owesCode.since)) return reply.redirect('/sign-in', 303);
      const code = codeForm.parse(request.body ?? {}).code.replace(/\s/g, '');
      try {
        await openSession(deps, request, await signInWithCode(deps, owesCode.userId, code, originOf(request)));
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
        const text = sayProblem(request, error);
        return render.page(request, reply, undefined, (page) => <CodePage page={page} error={text} />, error.status);
      }
      return reply.redirect('/', 303);
    });
  };
}
