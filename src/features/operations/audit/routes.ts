import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AppDependencies } from '../../../dependencies.js';
import { pageOf, pageQuery } from '../../../platform/paging.js';
import { runCommand } from '../../../plugins/idempotency.js';
import { sendFile } from '../../../plugins/send-file.js';
import { exportAuditEvents } from './export.js';
import { listAuditEvents, listRoots } from './listing.js';
import {
  auditEventView,
  auditExportQuery,
  auditQuery,
  rootView,
  verificationBody,
  verificationView,
} from './schema.js';
import { verifyAudit } from './verification.js';

/** The auditor's calls: logs, daily roots, verification, export. */
export function auditRoutes(deps: AppDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    const tags = ['audit'];
    const { auditKeys } = deps;
    app.get(
      '/v1/audit-events',
      {
        schema: {
          operationId: 'listAuditEvents',
          summary: 'Events of the cases, or who read what, newest first',
          tags,
          querystring: auditQuery,
          response: { 200: pageOf(auditEventView) },
        },
      },
      (request) => listAuditEvents(request.userContext(), request.query),
    );

    app.get(
      '/v1/audit-events/export',
      {
        schema: {
          operationId: 'exportAuditEvents',
          summary: 'A file of the audit log',
          tags,
          querystring: auditExportQuery,
          response: {
            200: {
              description: 'The file; it is on record in the access log before it is sent',
              content: {
                'text/csv': { schema: z.string().meta({ format: 'binary' }) },
                'application/jsonl': { schema: z.string().meta({ format: 'binary' }) },
              },
            },
          },
        },
      },
      async (request, reply) => {
        const { bytes, mediaType, name } = await exportAuditEvents(request.userContext(), request.query, request.ip);
        return sendFile(reply, { bytes, mediaType, name, plainName: name }) as never;
      },
    );

    app.get(
      '/v1/audit-roots',
      {
        schema: {
          operationId: 'listAuditRoots',
          summary: 'Daily signed roots, newest first',
          tags,
          querystring: pageQuery,
          response: { 200: pageOf(rootView) },
        },
      },
      (request) => listRoots(request.userContext(), request.query),
    );

    app.post(
      '/v1/audit/verification',
      {
        schema: {
          operationId: 'verifyAudit',
          summary: 'Recompute the chains and name the first broken link',
          tags,
          body: verificationBody,
          response: { 200: verificationView },
        },
      },
      (request, reply) =>
        runCommand(request, reply as never, { status: 200, schema: verificationView }, (ctx) =>
          verifyAudit(ctx, auditKeys, request.body),
        ),
    );
  };
}
