import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppDependencies } from '../../dependencies.js';
import { advanceBusinessDate } from '../../features/operations/runs/business-date.js';
import { may } from '../../features/people/permissions/require-may.js';
import { COURT_ROLES } from '../../law/people/roles.js';
import { CASE_STATES, COLOURS } from '../../law/states/case.js';
import { hasRole, type UserContext } from '../../platform/context.js';
import { addDays, civilDate } from '../../shared/civil-date.js';
import { PROBLEMS, Problem } from '../../shared/problems.js';
import { readCursor, readId } from '../address.js';
import type { Renderer } from '../render.js';
import { chooseLanguage } from '../words/languages.js';
import { loadCases } from './case-list/load.js';
import { CaseListPage } from './case-list/page.js';
import { loadCase } from './case/load.js';
import { ConsoleCasePage } from './case/page.js';
import { ClockPage } from './clock/page.js';

const hidden = { schema: { hide: true } } as const;

/** A filter that is not one of the choices is no filter. */
const listQuery = z.object({
  state: z.enum(CASE_STATES).optional().catch(undefined),
  colour: z.enum(COLOURS).optional().catch(undefined),
});

/** The court's side: cases, one case, and the clock. */
export function consolePages(deps: AppDependencies, render: Renderer): FastifyPluginAsync {
  async function readerOfCourt(request: FastifyRequest): Promise<UserContext> {
    const ctx = await render.reader(request);
    if (!hasRole(ctx.actor, ...COURT_ROLES)) throw new Problem('not-permitted');
    return ctx;
  }

  async function showCases(request: FastifyRequest, reply: FastifyReply) {
    const ctx = await readerOfCourt(request);
    const { state, colour } = listQuery.parse(request.query);
    const load = (tx: UserContext) => loadCases(tx, { state, colour, ...readCursor(request) });
    return render.loaded(request, reply, ctx, load, (page, shown) => <CaseListPage page={page} {...shown} />);
  }

  async function showCase(request: FastifyRequest, reply: FastifyReply) {
    const ctx = await readerOfCourt(request);
    const load = (tx: UserContext) => loadCase(tx, readId(request, 'caseId'));
    return render.loaded(request, reply, ctx, load, (page, shown) => <ConsoleCasePage page={page} {...shown} />);
  }

  async function showClock(
    request: FastifyRequest,
    reply: FastifyReply,
    ctx: UserContext,
    error?: string,
    status = 200,
  ) {
    if (!may(ctx.actor, 'advanceBusinessDate')) throw new Problem('not-permitted');
    const { today, clock } = ctx;
    const view = { today, nextDay: addDays(today, 1), simulated: clock.kind === 'simulated' };
    return render.page(
      request,
      reply,
      ctx,
      (page) => <ClockPage page={page} {...view} {...(error === undefined ? {} : { error })} />,
      status,
    );
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
        // Some of the days may have been closed before the one that was not.
        const now = { ...ctx, today: await ctx.clock.today() };
        return showClock(request, reply, now, text, error.status);
      }
      return reply.redirect('/console/clock', 303);
    });
  };
}
