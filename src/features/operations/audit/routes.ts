import type { FastifyPluginAsync } from 'fastify';
import type { AppDependencies } from '../../../dependencies.js';
import { command } from '../../../plugins/command.js';
import { download } from '../../../plugins/file-operations.js';
import { list } from '../../../plugins/read.js';
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

const tags = ['audit'];

/** The auditor's calls: logs, daily roots, verification, export. */
export function auditRoutes({ auditKeys }: Pick<AppDependencies, 'auditKeys'>): FastifyPluginAsync {
  return async (app) => {
    list(app, {
      act: 'listAuditEvents',
      path: '/v1/audit-events',
      summary: 'Events of the cases, or who read what, newest first',
      tags,
      query: auditQuery,
      answer: auditEventView,
      run: (ctx, { query }) => listAuditEvents(ctx, query),
    });
    download(app, {
      act: 'exportAuditEvents',
      path: '/v1/audit-events/export',
      summary: 'A file of the audit log',
      tags,
      query: auditExportQuery,
      describe: 'The file; it is on record in the access log before it is sent',
      mediaTypes: ['text/csv', 'application/jsonl'],
      run: async (ctx, { query, address }) => {
        const { bytes, mediaType, name } = await exportAuditEvents(ctx, query, address);
        return { bytes, mediaType, name, plainName: name };
      },
    });
    list(app, {
      act: 'listAuditRoots',
      path: '/v1/audit-roots',
      summary: 'Daily signed roots, newest first',
      tags,
      answer: rootView,
      run: (ctx, { query }) => listRoots(ctx, query),
    });
    command(app, {
      act: 'verifyAudit',
      path: '/v1/audit/verification',
      summary: 'Recompute the chains and name the first broken link',
      tags,
      body: verificationBody,
      answer: verificationView,
      run: (ctx, { body }) => verifyAudit(ctx, auditKeys, body),
    });
  };
}
