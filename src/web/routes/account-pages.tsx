import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listPrincipals } from '../../features/identity/deputies.js';
import { describeSelf } from '../../features/identity/service.js';
import { PORTAL_IDLE_MS } from '../../features/identity/tokens.js';
import {
  beginSecondFactor,
  changeOwnPassword,
  confirmSecondFactor,
  endOwnSession,
  listOwnSessions,
  readWaitingSecret,
  signOutEverywhere,
} from '../../features/own-account/service.js';
import type { UserContext } from '../../platform/context.js';
import { PROBLEMS, Problem } from '../../shared/problems.js';
import { type AccountFault, AccountPage } from '../pages/account.js';
import { SignInPage } from '../pages/sign-in.js';
import type { Renderer } from '../render.js';
import { wordsOf } from '../words/dictionary.js';
import { chooseLanguage } from '../words/languages.js';

const hidden = { schema: { hide: true } } as const;
const text = z.string().max(200).default('');
const form = z.object({
  'enrol-password': text,
  code: text,
  currentPassword: text,
  password: text,
  repeated: text,
  session: text,
});

async function show(
  render: Renderer,
  request: FastifyRequest,
  reply: FastifyReply,
  ctx: UserContext,
  fault?: AccountFault,
  status = 200,
) {
  const { isSample } = ctx.actor;
  const loaded = {
    me: await describeSelf(ctx),
    isSample,
    waiting: isSample ? undefined : await readWaitingSecret(ctx),
    sessions: await listOwnSessions(ctx, PORTAL_IDLE_MS),
    partyId: request.session.partyId,
    principals: await listPrincipals(ctx),
    fault,
  };
  return render.page(request, reply, ctx, (page) => <AccountPage page={page} {...loaded} />, status);
}

/** Which field of a form a pointer of a refusal is about. */
type Fields = Readonly<Record<string, AccountFault['field']>>;

/** A refusal beside the field that it is about. */
function faultOf(request: FastifyRequest, problem: Problem, fields: Fields): AccountFault {
  const language = chooseLanguage(request);
  const words = wordsOf(language);
  const pointer = problem.errors[0]?.pointer ?? '';
  const said: Readonly<Record<string, string>> = {
    '/currentPassword': words.passwordWrong,
    '/password': words.passwordWeak,
    '/code': words.codeWrong,
  };
  const known = said[pointer] ?? (language === 'zh' ? PROBLEMS[problem.code].titleZh : problem.detail);
  return { field: fields[pointer] ?? Object.values(fields)[0] ?? 'code', text: known };
}

/** The own account, open also to those who have to set up a second factor first. */
export function accountPages(render: Renderer): FastifyPluginAsync {
  return async (app) => {
    /** Does an act that signs out everywhere, and says so above the sign-in form. */
    async function endSignIn(
      request: FastifyRequest,
      reply: FastifyReply,
      ctx: UserContext,
      act: () => Promise<unknown>,
      fields: Fields,
    ) {
      try {
        await act();
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        return show(render, request, reply, ctx, faultOf(request, error, fields), error.status);
      }
      app.forgetActor(ctx.actor.id);
      await request.session.regenerate();
      const { username } = ctx.actor;
      return render.page(request, reply, undefined, (page) => (
        <SignInPage
          page={page}
          username={username}
          done={page.words.endedSignIn}
          samples={[]}
          samplePassword={undefined}
        />
      ));
    }

    app.get('/account', hidden, async (request, reply) => show(render, request, reply, await render.owner(request)));

    app.post('/account/second-factor', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      try {
        await beginSecondFactor(ctx, form.parse(request.body ?? {})['enrol-password']);
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        const fault = faultOf(request, error, { '/currentPassword': 'enrol-password' });
        return show(render, request, reply, ctx, fault, error.status);
      }
      return reply.redirect('/account', 303);
    });

    app.post('/account/second-factor/confirmation', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const code = form.parse(request.body ?? {}).code.replace(/\s/g, '');
      return endSignIn(request, reply, ctx, () => confirmSecondFactor(ctx, code), { '/code': 'code' });
    });

    app.post('/account/password', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      const { currentPassword, password, repeated } = form.parse(request.body ?? {});
      if (password !== repeated) {
        const fault = { field: 'repeated', text: wordsOf(chooseLanguage(request)).passwordsDiffer } as const;
        return show(render, request, reply, ctx, fault, 400);
      }
      const fields = { '/currentPassword': 'currentPassword', '/password': 'password' } as const;
      return endSignIn(request, reply, ctx, () => changeOwnPassword(ctx, { currentPassword, password }), fields);
    });

    app.post('/account/sessions/end', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      await endOwnSession(ctx, form.parse(request.body ?? {}).session);
      return reply.redirect('/account', 303);
    });

    app.post('/account/sign-out', hidden, async (request, reply) => {
      const ctx = await render.owner(request);
      return endSignIn(request, reply, ctx, () => signOutEverywhere(ctx), {});
    });
  };
}
