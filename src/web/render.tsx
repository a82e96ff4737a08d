import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { render as renderToString } from 'preact-render-to-string';
import type { AppDependencies } from '../dependencies.js';
import { countUnreadNotices } from '../features/dossier/notices/service.js';
import { countUnreadAccountNotices } from '../features/people/accounts/account-notices.js';
import type { UserContext } from '../platform/context.js';
import { inReadOnlySnapshot, together } from '../platform/snapshot.js';
import { Problem } from '../shared/problems.js';
import { assetUrl } from './assets.js';
import { ErrorPage } from './blocks/error-page.js';
import { contextOfSession, type PageContext, pageContext } from './page-context.js';

export interface Renderer {
  /**
   * The signed-in reader of this request. Refuses: `not-signed-in`, which leads to the sign-in page, and
   * `second-factor-missing`, which leads to the own account.
   */
  reader(request: FastifyRequest): Promise<UserContext>;
  /** The signed-in reader, also one who has to set up a second factor first. Refuses: `not-signed-in`. */
  owner(request: FastifyRequest): Promise<UserContext>;
  visitor(request: FastifyRequest): Promise<UserContext | undefined>;
  /** A page that shows nothing of the record, or one thing of it, which was read before. */
  page(
    request: FastifyRequest,
    reply: FastifyReply,
    ctx: UserContext | undefined,
    view: (page: PageContext) => VNode,
    status?: number,
  ): Promise<FastifyReply>;
  /**
   * A page whose parts, its frame included, show one state of the record. The connection is given back before the
   * page is rendered.
   * @param load - reads the parts; a write is refused by the database
   */
  loaded<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    ctx: UserContext,
    load: (ctx: UserContext) => Promise<T>,
    view: (page: PageContext, loaded: T) => VNode,
    status?: number,
  ): Promise<FastifyReply>;
  problem(request: FastifyRequest, reply: FastifyReply, problem: Problem): Promise<FastifyReply>;
}

function send(reply: FastifyReply, document: VNode, status: number): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('vary', 'accept-language')
    .send(`<!doctype html>${renderToString(document)}`);
}

/** Notices that the reader has not read, of cases and of accounts. */
async function countUnread(ctx: UserContext): Promise<number> {
  const [ofCases, ofAccounts] = await together([countUnreadNotices(ctx), countUnreadAccountNotices(ctx)]);
  return ofCases + ofAccounts;
}

/** Renders pages on the server; the names of style and script carry their digests. */
export function createRenderer(deps: AppDependencies): Renderer {
  const assets = { styleUrl: assetUrl('reprieve.css'), scriptUrl: assetUrl('copy.js') };
  const visitor = (request: FastifyRequest) => contextOfSession(deps, request);

  const page: Renderer['page'] = async (request, reply, ctx, view, status = 200) => {
    const reader = ctx && { ctx, unread: await countUnread(ctx) };
    return send(reply, view(pageContext(request, reply, assets, reader)), status);
  };

  const loaded: Renderer['loaded'] = async (request, reply, ctx, load, view, status = 200) => {
    const [parts, unread] = await inReadOnlySnapshot(ctx, (tx) => together([load(tx), countUnread(tx)]));
    return send(reply, view(pageContext(request, reply, assets, { ctx, unread }), parts), status);
  };

  async function owner(request: FastifyRequest): Promise<UserContext> {
    const ctx = await visitor(request);
    if (!ctx) throw new Problem('not-signed-in');
    // Who reads a page goes to the access log.
    request.actor = ctx.actor;
    return ctx;
  }

  return {
    visitor,
    page,
    loaded,
    owner,
    async reader(request) {
      const ctx = await owner(request);
      if (ctx.actor.secondFactor === 'REQUIRED') throw new Problem('second-factor-missing');
      return ctx;
    },
    async problem(request, reply, problem) {
      request.refusal = problem.code;
      // When the database is away, the page has to do without knowing the reader.
      const ctx = await visitor(request).catch(() => undefined);
      return page(request, reply, ctx, (known) => <ErrorPage page={known} problem={problem} />, problem.status);
    },
  };
}
