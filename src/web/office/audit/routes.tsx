import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { exportAuditEvents } from '../../../features/operations/audit/export.js';
import {
  AUDIT_LOGS,
  auditExportQuery,
  type VerificationView,
  verificationBody,
} from '../../../features/operations/audit/schema.js';
import { verifyAudit } from '../../../features/operations/audit/verification.js';
import type { UserContext } from '../../../platform/context.js';
import { civilDate } from '../../../shared/civil-date.js';
import { Problem, PROBLEMS } from '../../../shared/problems.js';
import { readCursor } from '../../address.js';
import type { Renderer } from '../../render.js';
import { chooseLanguage } from '../../words/languages.js';
import { loadAuditLines } from './load.js';
import { AuditPage } from './page.js';

const hidden = { schema: { hide: true } } as const;

/** A filter that is not one of the choices, or empty, is no filter. */
const date = civilDate.optional().catch(undefined);
const filterQuery = z.object({
  log: z.enum(AUDIT_LOGS).catch('EVENTS'),
  type: z.string().trim().min(1).max(64).optional().catch(undefined),
  from: date,
  to: date,
});
const verificationForm = z.object({ from: date, to: date, cursor: z.string().max(400).optional() });

/** Takes out what was left empty in a form. */
function withoutEmpty(query: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== ''));
}

/** The auditor's pages: verification, both logs, export. The services ask for the role. */
export function auditPages(deps: AppDependencies, render: Renderer): FastifyPluginAsync {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    ctx: UserContext,
    extra: { verification?: VerificationView; range?: { from: string; to: string }; error?: string } = {},
    status = 200,
  ) {
    const asked = { ...filterQuery.parse(request.query), ...readCursor(request) };
    return render.loaded(
      request,
      reply,
      ctx,
      (tx) => loadAuditLines(tx, asked),
      (page, shown) => <AuditPage page={page} {...shown} {...extra} />,
      status,
    );
  }

  return async (app) => {
    app.get('/console/audit', hidden, async (request, reply) => show(request, reply, await render.reader(request)));

    app.post('/console/audit', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      const form = verificationForm.parse(withoutEmpty(request.body));
      const range = { from: form.from ?? '', to: form.to ?? '' };
      const input = verificationBody.safeParse(form);
      try {
        if (!input.success) throw new Problem('invalid-body', { detail: 'The end lies before the beginning.' });
        const verification = await verifyAudit(ctx, deps.auditKeys, input.data);
        return await show(request, reply, ctx, { verification, range });
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 403) throw error;
        const text = chooseLanguage(request) === 'zh' ? PROBLEMS[error.code].titleZh : error.detail;
        return show(request, reply, ctx, { range, error: text }, error.status);
      }
    });

    app.get('/console/audit/export', hidden, async (request, reply) => {
      const ctx = await render.reader(request);
      const query = auditExportQuery.safeParse(withoutEmpty(request.query));
      if (!query.success) throw new Problem('invalid-query', { detail: 'Say what the file is for.' });
      const file = await exportAuditEvents(ctx, query.data, request.address);
      return reply
        .header('content-type', file.mediaType)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(file.bytes);
    });
  };
}
