import type { FastifyPluginAsync } from 'fastify';
import { paper } from '../../../plugins/file-operations.js';
import { MEDIA_TYPES, toSentFile } from './exports.js';
import type { PdfRenderer } from './pdf-renderer.js';
import { statementQuery, statementView } from './schema.js';
import { readStatement } from './service.js';
import { exportStatement } from './statement-export.js';

/** The statement of a case as JSON, PDF or XLSX. */
export function statementRoutes(renderer: PdfRenderer): FastifyPluginAsync {
  return async (app) => {
    paper(app, {
      act: 'readStatement',
      path: '/v1/cases/:caseId/statement',
      summary: 'Statement of account at the end of a day',
      tags: ['cases'],
      of: 'case',
      query: statementQuery,
      answer: statementView,
      describe: 'The statement; a file is written to the chain of the case before it is sent',
      mediaTypes: [MEDIA_TYPES.pdf, MEDIA_TYPES.xlsx],
      run: (ctx, { params, query }) => readStatement(ctx, params.caseId, query.asOf),
      file: async (ctx, { params, query }) => toSentFile(await exportStatement(ctx, renderer, { ...params, ...query })),
    });
  };
}
