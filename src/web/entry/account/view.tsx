import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import type { UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import type { Renderer } from '../../render.js';
import { wordsOf } from '../../words/dictionary.js';
import { chooseLanguage } from '../../words/languages.js';
import { sayProblem, type SignInView } from '../sign-in/view.js';
import { loadAccount } from './load.js';
import { type AccountFault, AccountPage } from './page.js';
import { ACCOUNT_WORDS } from './words.js';

/** How long a password that was given opens the way to the issuer. */
const LINK_MS = 10 * 60_000;

declare module 'fastify' {
  interface Session {
    /** When the reader gave his password, to link the account with an identity. */
    mayLinkSince?: number;
  }
}

/** Which field of a form a pointer of a refusal is about. */
type Fields = Readonly<Record<string, AccountFault['field']>>;

/** The page of the own account, and what its forms have in common. */
export interface AccountView {
  show(request: FastifyRequest, reply: FastifyReply, ctx: UserContext): Promise<FastifyReply>;
  /** Does an act and goes on with the page; a refusal stands beside the field that it is about. */
  attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    ctx: UserContext,
    act: () => Promise<unknown>,
    fields: Fields,
  ): Promise<FastifyReply>;
  /** Does an act that signs out everywhere, and says so above the sign-in form. */
  endSignIn: AccountView['attempt'];
  /** Shows the page with a fault that the form itself found. */
  refuse(request: FastifyRequest, reply: FastifyReply, ctx: UserContext, fault: AccountFault): Promise<FastifyReply>;
  /** Whether the reader has given his password a moment ago, to link the account. */
  mayLink(request: FastifyRequest): boolean;
}

/** A refusal beside the field that it is about. */
function faultOf(request: FastifyRequest, problem: Problem, fields: Fields): AccountFault {
  const language = chooseLanguage(request);
  const words = ACCOUNT_WORDS[language];
  const pointer = problem.errors[0]?.pointer ?? '';
  const said: Readonly<Record<string, string>> = {
    '/currentPassword': words.passwordWrong,
    '/password': wordsOf(language).passwordWeak,
    '/code': words.codeWrong,
  };
  const text = said[pointer] ?? sayProblem(request, problem);
  return { field: fields[pointer] ?? Object.values(fields)[0] ?? 'code', text };
}

export function createAccountView(deps: AppDependencies, render: Renderer, signInView: SignInView): AccountView {
  const mayLink = ({ session }: FastifyRequest) =>
    session.mayLinkSince !== undefined && deps.clock.now().getTime() - session.mayLinkSince < LINK_MS;

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    ctx: UserContext,
    fault?: AccountFault,
    status = 200,
  ) {
    const known = {
      partyId: request.session.partyId,
      issuerName: deps.issuer?.opensPortal ? deps.issuer.name : undefined,
      mayLink: mayLink(request),
      fault,
    };
    return render.loaded(
      request,
      reply,
      ctx,
      loadAccount,
      (shown, account) => <AccountPage page={shown} {...account} {...known} />,
      status,
    );
  }

  async function whileRefused(
    [request, reply, ctx, act, fields]: Parameters<AccountView['attempt']>,
    then: () => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      return page(request, reply, ctx, faultOf(request, error, fields), error.status);
    }
    return then();
  }

  return {
    mayLink,
    show: (request, reply, ctx) => page(request, reply, ctx),
    refuse: (request, reply, ctx, fault) => page(request, reply, ctx, fault, 400),
    attempt: (...call) => whileRefused(call, async () => call[1].redirect('/account', 303)),
    endSignIn: (...call) =>
      whileRefused(call, async () => {
        const [request, reply, ctx] = call;
        request.server.forgetActor(ctx.actor.id);
        await request.session.regenerate();
        const done = ACCOUNT_WORDS[chooseLanguage(request)].endedSignIn;
        return signInView(request, reply, { username: ctx.actor.username, done });
      }),
  };
}
