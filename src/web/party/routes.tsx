import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CaseView } from '../../features/dossier/cases/schema.js';
import { getCase, listCases } from '../../features/dossier/cases/service.js';
import { listNotices, markNoticeRead } from '../../features/dossier/notices/service.js';
import { getSeizures } from '../../features/dossier/seizures/service.js';
import { getPlan } from '../../features/plans/drafting/service.js';
import { getSchedule } from '../../features/plans/schedule/service.js';
import { hasRole, type UserContext } from '../../platform/context.js';
import { id } from '../../shared/ids.js';
import { Problem } from '../../shared/problems.js';
import { NoticesPage } from '../blocks/simple-pages.js';
import { CaseListPage } from '../court/case-list/page.js';
import { insidePath } from '../entry/sign-in/routes.js';
import type { Renderer } from '../render.js';
import { PerformancePage, type PerformanceProps } from './performance/page.js';

const LATEST_NOTICES = 5;
const hidden = { schema: { hide: true } } as const;

const pathParams = z.record(z.string(), z.string());

/** The id in an address; anything that is none is simply not found. */
export function readId(request: FastifyRequest, name: string): string {
  const parsed = id.safeParse(pathParams.safeParse(request.params).data?.[name]);
  if (!parsed.success) throw new Problem('not-found');
  return parsed.data;
}

/** A cursor from the address, where there is one. */
export function readCursor(request: FastifyRequest): { cursor?: string } {
  const { cursor } = z.object({ cursor: z.string().max(400).optional() }).parse(request.query);
  return cursor === undefined ? {} : { cursor };
}

/** Homes of enterprise and applicant, their cases, and everybody's notices. */
export function partyPages(render: Renderer): FastifyPluginAsync {
  async function loadCase(ctx: UserContext, found: CaseView): Promise<Omit<PerformanceProps, 'page' | 'side'>> {
    const { activePlanId } = found;
    const plan = activePlanId === null ? undefined : await getPlan(ctx, activePlanId);
    const schedule = activePlanId === null ? undefined : await getSchedule(ctx, activePlanId);
    const { items: seizures } = await getSeizures(ctx, found.id, { limit: 50 });
    const { items: notices } = await listNotices(ctx, { limit: LATEST_NOTICES, caseId: found.id });
    return { found, plan, schedule, seizures, notices };
  }

  async function showCase(request: FastifyRequest, reply: FastifyReply, ctx: UserContext, found: CaseView) {
    const side = hasRole(ctx.actor, 'ENTERPRISE') ? 'ENTERPRISE' : 'APPLICANT';
    const loaded = await loadCase(ctx, found);
    return render.page(request, reply, ctx, (page) => <PerformancePage page={page} side={side} {...loaded} />);
  }

  /** The only case, or the list of all. */
  async function showHome(request: FastifyRequest, reply: FastifyReply, base: '/enterprise' | '/applicant') {
    const ctx = await render.reader(request);
    if (!hasRole(ctx.actor, base === '/enterprise' ? 'ENTERPRISE' : 'APPLICANT')) throw new Problem('not-permitted');
    const { items, nextCursor } = await listCases(ctx, { limit: 50, sort: '-filedOn', ...readCursor(request) });
    const [only] = items;
    if (only && items.length === 1 && nextCursor === null)
      return showCase(request, reply, ctx, await getCase(ctx, only.id));
    const nextHref = nextCursor === null ? undefined : `${base}?cursor=${encodeURIComponent(nextCursor)}`;
    return render.page(request, reply, ctx, (page) => (
      <CaseListPage
        page={page}
        title={page.words.yourCases}
        cases={items}
        hrefOf={(found) => `${base}/cases/${found.id}`}
        nextHref={nextHref}
      />
    ));
  }

  return async (app) => {
    for (const base of ['/enterprise', '/applicant'] as const) {
      app.get(base, hidden, (request, reply) => showHome(request, reply, base));
      app.get(`${base}/cases/:caseId`, hidden, async (request, reply) => {
        const ctx = await render.reader(request);
        return showCase(request, reply, ctx, await getCase(ctx, readId(request, 'caseId')));
      });
    }

    app.get('/notices', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      const { items, nextCursor } = await listNotices(ctx, { limit: 20, ...readCursor(request) });
      const nextHref = nextCursor === null ? undefined : `/notices?cursor=${encodeURIComponent(nextCursor)}`;
      return render.page(request, reply, ctx, (page) => (
        <NoticesPage page={page} notices={items} nextHref={nextHref} />
      ));
    });

    app.post('/notices/:noticeId/reading', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      await markNoticeRead(ctx, readId(request, 'noticeId'));
      const { back } = z.object({ back: z.string().max(500).catch('/notices') }).parse(request.body);
      return reply.redirect(insidePath(back), 303);
    });
  };
}
