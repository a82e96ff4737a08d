import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppDependencies } from '../../dependencies.js';
import { listSteps } from '../../features/course/steps/service.js';
import { getCase, listCases } from '../../features/dossier/cases/service.js';
import { caseTimeline } from '../../features/dossier/cases/timeline.js';
import { getSeizures } from '../../features/dossier/seizures/service.js';
import { listPayments } from '../../features/money/payments/service.js';
import { advanceBusinessDate } from '../../features/operations/runs/service.js';
import { may } from '../../features/people/permissions/require-may.js';
import { getPlan } from '../../features/plans/drafting/service.js';
import { getSchedule } from '../../features/plans/schedule/service.js';
import { COURT_ROLES } from '../../law/people/roles.js';
import { CASE_STATES, COLOURS } from '../../law/states/case.js';
import { hasRole, type UserContext } from '../../platform/context.js';
import { addDays, civilDate } from '../../shared/civil-date.js';
import { PROBLEMS, Problem } from '../../shared/problems.js';
import { ClockPage } from '../blocks/simple-pages.js';
import { readCursor, readId } from '../party/routes.js';
import type { Renderer } from '../render.js';
import { chooseLanguage } from '../words/languages.js';
import { CaseListPage } from './case-list/page.js';
import { ConsoleCasePage } from './case/page.js';

const hidden = { schema: { hide: true } } as const;
/** Rows of one list on a case page. */
const ROWS = 200;

/** A filter that is not one of the choices is no filter. */
const listQuery = z.object({
  state: z.enum(CASE_STATES).optional().catch(undefined),
  colour: z.enum(COLOURS).optional().catch(undefined),
});

/** What the page of a case shows. */
async function loadCase(ctx: UserContext, caseId: string) {
  const found = await getCase(ctx, caseId);
  const { activePlanId } = found;
  return {
    found,
    plan: activePlanId === null ? undefined : await getPlan(ctx, activePlanId),
    schedule: activePlanId === null ? undefined : await getSchedule(ctx, activePlanId),
    seizures: (await getSeizures(ctx, found.id, { limit: ROWS })).items,
    steps: (await listSteps(ctx, found.id, { limit: ROWS })).items,
    payments: (await listPayments(ctx, found.id, { limit: ROWS })).items,
    events: (await caseTimeline(ctx, found.id, { limit: 50 })).items,
  };
}

/** The court's side: cases, one case, and the clock. */
export function consolePages(deps: AppDependencies, render: Renderer): FastifyPluginAsync {
  async function showCases(request: FastifyRequest, reply: FastifyReply) {
    const ctx = await render.reader(request);
    if (!hasRole(ctx.actor, ...COURT_ROLES)) throw new Problem('not-permitted');
    const { state, colour } = listQuery.parse(request.query);
    const { items, nextCursor } = await listCases(ctx, {
      limit: 50,
      sort: '-filedOn',
      state,
      colour,
      ...readCursor(request),
    });
    const filters = { state: state ?? '', colour: colour ?? '' };
    const nextHref =
      nextCursor === null
        ? undefined
        : `/console?${new URLSearchParams({ ...filters, cursor: nextCursor }).toString()}`;
    return render.page(request, reply, ctx, (page) => (
      <CaseListPage
        page={page}
        title={page.words.cases}
        cases={items}
        hrefOf={(found) => `/console/cases/${found.id}`}
        filters={filters}
        nextHref={nextHref}
      />
    ));
  }

  async function showCase(request: FastifyRequest, reply: FastifyReply) {
    const ctx = await render.reader(request);
    if (!hasRole(ctx.actor, ...COURT_ROLES)) throw new Problem('not-permitted');
    const loaded = await loadCase(ctx, readId(request, 'caseId'));
    return render.page(request, reply, ctx, (page) => <ConsoleCasePage page={page} {...loaded} />);
  }

  async function showClock(
    request: FastifyRequest,
    reply: FastifyReply,
    ctx: UserContext,
    error?: string,
    status = 200,
  ) {
    if (!may(ctx.actor, 'advanceBusinessDate')) throw new Problem('not-permitted');
    const today = await deps.clock.today();
    const simulated = deps.clock.kind === 'simulated';
    const view = { today, nextDay: addDays(today, 1), simulated, ...(error === undefined ? {} : { error }) };
    return render.page(request, reply, ctx, (page) => <ClockPage page={page} {...view} />, status);
  }

  return async (app) => {
    app.get('/console', hidden, showCases);
    app.get('/console/cases/:caseId', hidden, showCase);
    app.get('/console/clock', hidden, async (request, reply) =>
      showClock(request, reply, await render.reader(request)),
    );

    app.post('/console/clock', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      const { date } = z.object({ date: civilDate.optional().catch(undefined) }).parse(request.body);
      try {
        if (date === undefined) throw new Problem('invalid-body');
        await advanceBusinessDate(ctx, date, deps.config.JOBS_MODE !== 'off');
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 403) throw error;
        const text = chooseLanguage(request) === 'zh' ? PROBLEMS[error.code].titleZh : error.detail;
        return showClock(request, reply, ctx, text, error.status);
      }
      return reply.redirect('/console/clock', 303);
    });
  };
}
