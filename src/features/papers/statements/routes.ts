import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sendFile } from '../../../plugins/send-file.js';
import { id } from '../../../shared/ids.js';
import { describeFiles, markOf, recordExport, toSentFile } from './exports.js';
import { toPdf } from './paper.js';
import type { PdfRenderer } from './pdf-renderer.js';
import { statementQuery, statementView } from './schema.js';
import { readStatement } from './service.js';
import { composeStatement } from './statement-document.js';

/** The statement of a case as JSON, PDF or XLSX. */
export function statementRoutes(renderer: PdfRenderer): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/v1/cases/:caseId/statement',
      {
        schema: {
          operationId: 'readStatement',
          summary: 'Statement of account at the end of a day',
          tags: ['cases'],
          params: z.object({ caseId: id }),
          querystring: statementQuery,
          response: {
            200: {
              description: 'The statement; a file is written to the chain of the case before it is sent',
              content: {
                'application/json': { schema: statementView },
                ...describeFiles('pdf', 'xlsx'),
              },
            },
          },
        },
      },
      async (request, reply) => {
        const ctx = request.userContext();
        const { caseId } = request.params;
        const { asOf, format } = request.query;
        const statement = await readStatement(ctx, caseId, asOf);
        if (format === 'json') return statement;
        const mark = markOf(ctx);
        const document = composeStatement(statement);
        const bytes =
          format === 'pdf'
            ? await toPdf(document, mark, renderer)
            : await (await import('./workbook.js')).toWorkbook(document, mark);
        await recordExport(ctx, caseId, 'STATEMENT_EXPORTED', {
          format,
          asOf: statement.asOf,
          digest: statement.digest,
        });
        const name = `对账单_${statement.caseNumber}_${statement.asOf}`;
        const file = { format, bytes, name, plainName: `statement-${statement.asOf}` };
        return sendFile(reply, toSentFile(file)) as never;
      },
    );
  };
}
