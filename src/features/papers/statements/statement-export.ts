import type { UserContext } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { type ExportedFile, markOf, recordExport } from './exports.js';
import { toPdf } from './paper.js';
import type { PdfRenderer } from './pdf-renderer.js';
import { readStatement } from './service.js';
import { composeStatement } from './statement-document.js';

/**
 * The statement of a case as a file. The library of workbooks is loaded when the first one is asked for.
 * Refuses: `not-found`, `overloaded`.
 * Law: CP-04, CP-06; contract section 6.
 */
export async function exportStatement(
  ctx: UserContext,
  renderer: PdfRenderer,
  wanted: { readonly caseId: string; readonly asOf?: CivilDate | undefined; readonly format: 'pdf' | 'xlsx' },
): Promise<ExportedFile> {
  const { caseId, format } = wanted;
  const statement = await readStatement(ctx, caseId, wanted.asOf);
  const mark = markOf(ctx);
  const document = composeStatement(statement);
  const bytes =
    format === 'pdf'
      ? await toPdf(document, mark, renderer)
      : await (await import('./workbook.js')).toWorkbook(document, mark);
  const { asOf, digest, caseNumber } = statement;
  await recordExport(ctx, caseId, { type: 'STATEMENT_EXPORTED', data: { format, asOf, digest } });
  return { format, bytes, name: `对账单_${caseNumber}_${asOf}`, plainName: `statement-${asOf}` };
}
