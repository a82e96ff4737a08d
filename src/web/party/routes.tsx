import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { getCase } from '../../features/dossier/cases/service.js';
import { markNoticeRead } from '../../features/dossier/notices/service.js';
import { markAccountNoticeRead } from '../../features/people/accounts/account-notices.js';
import { hasRole } from '../../platform/context.js';
import { Problem } from '../../shared/problems.js';
import { insidePath, readCursor, readId } from '../address.js';
import type { Renderer } from '../render.js';
import { loadHome } from './case-list/load.js';
import { CaseListPage } from './case-list/page.js';
import { loadNotices } from './notices/load.js';
import { NoticesPage } from './notices/page.js';
import { loadPerformance } from './performance/load.js';
import { PerformancePage } from './performance/page.js';

const hidden = { schema: { hide: true } } as const;

/** Homes of enterprise and applicant, their cases, and everybody's notices. */
export function partyPages(render: Renderer): FastifyPluginAsync {
  async function showHome(request: FastifyRequest, reply: FastifyReply, base: '/enterprise' | '/applicant') {
    const ctx = await render.reader(request);
    const side = base === '/enterprise' ? 'ENTERPRISE' : 'APPLICANT';
    if (!hasRole(ctx.actor, side)) throw new Problem('not-permitted');
    const load = (tx: typeof ctx) => loadHome(tx, base, readCursor(request));
    return render.loaded(request, reply, ctx, load, (page, home) =>
      'only' in home ? (
        <PerformancePage page={page} side={side} {...home.only} />
      ) : (
        <CaseListPage page={page} base={base} {...home} />
      ),
    );
  }

  async function showCase(request: FastifyRequest, reply: FastifyReply) {
    const ctx = await render.reader(request);
    const side = hasRole(ctx.actor, 'ENTERPRISE') ? 'ENTERPRISE' : 'APPLICANT';
    const caseId = readId(request, 'caseId');
    const load = async (tx: typeof ctx) => loadPerformance(tx, await getCase(tx, caseId));
    return render.loaded(request, reply, ctx, load, (page, shown) => (
      <PerformancePage page={page} side={side} {...shown} />
    ));
  }

  return async (app) => {
    for (const base of ['/enterprise', '/applicant'] as const) {
      app.get(base, hidden, (request, reply) => showHome(request, reply, base));
      app.get(`${base}/cases/:caseId`, hidden, showCase);
    }

    app.get('/notices', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      const load = (tx: typeof ctx) => loadNotices(tx, readCursor(request));
      return render.loaded(request, reply, ctx, load, (page, shown) => <NoticesPage page={page} {...shown} />);
    });

    app.post('/notices/of-accounts/:noticeId/reading', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      await markAccountNoticeRead(ctx, readId(request, 'noticeId'));
      return reply.redirect('/notices', 303);
    });

    app.post('/notices/:noticeId/reading', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      await markNoticeRead(ctx, readId(request, 'noticeId'));
      const { back } = z.object({ back: z.string().max(500).catch('/notices') }).parse(request.body);
      return reply.redirect(insidePath(back), 303);
    });
  };
}
