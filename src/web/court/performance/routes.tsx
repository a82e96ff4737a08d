import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findPerformed } from '../../../acts/find-performed.js';
import { setPerformanceAside } from '../../../acts/set-performance-aside.js';
import { setAsideBody } from '../../../features/money/performance-findings/schema.js';
import { may } from '../../../features/people/permissions/require-may.js';
import { type UserContext, withTablesAtHand } from '../../../platform/context.js';
import { PROBLEMS, Problem } from '../../../shared/problems.js';
import { readId } from '../../address.js';
import type { Renderer } from '../../render.js';
import { chooseLanguage } from '../../words/languages.js';
import { loadCheck } from './load.js';
import { PerformanceCheckPage } from './page.js';
import { PERFORMANCE_WORDS } from './words.js';

const hidden = { schema: { hide: true } } as const;
const form = z.object({ reason: z.string().max(4000).catch('') });

interface Said {
  readonly error: string;
  readonly reason: string;
  readonly status: number;
}

/** The page of a finding that all is paid: what stands, and the judge's acts on it. */
export function performancePages(render: Renderer): FastifyPluginAsync {
  async function readJudge(request: FastifyRequest): Promise<UserContext> {
    const ctx = await render.reader(request);
    if (!may(ctx.actor, 'findPerformed')) throw new Problem('not-permitted');
    return ctx;
  }

  async function show(request: FastifyRequest, reply: FastifyReply, ctx: UserContext, said?: Said) {
    const typed = said === undefined ? {} : { error: said.error, reason: said.reason };
    const load = (tx: UserContext) => loadCheck(tx, readId(request, 'caseId'));
    return render.loaded(
      request,
      reply,
      await withTablesAtHand(ctx),
      load,
      (page, shown) => <PerformanceCheckPage page={page} {...shown} {...typed} />,
      said?.status,
    );
  }

  /** Does what the form asks for; what is refused stands above the form, with what was typed. */
  async function submit(request: FastifyRequest, reply: FastifyReply, act: typeof setPerformanceAside) {
    const ctx = await readJudge(request);
    const caseId = readId(request, 'caseId');
    const { reason } = form.parse(request.body);
    const language = chooseLanguage(request);
    const body = setAsideBody.safeParse({ reason });
    if (!body.success) {
      return show(request, reply, ctx, { error: PERFORMANCE_WORDS[language].reasonMissing, reason, status: 400 });
    }
    try {
      await act(ctx, caseId, body.data);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      const text = language === 'zh' ? PROBLEMS[error.code].titleZh : error.detail;
      return show(request, reply, ctx, { error: text, reason, status: error.status });
    }
    return reply.redirect(`/console/cases/${caseId}`, 303);
  }

  return async (app) => {
    const path = '/console/cases/:caseId/performance';
    app.get(path, hidden, async (request, reply) => show(request, reply, await readJudge(request)));
    app.post(path, hidden, (request, reply) => submit(request, reply, findPerformed));
    app.post(`${path}/setting-aside`, hidden, (request, reply) => submit(request, reply, setPerformanceAside));
  };
}
