import type { UserContext } from '../../../platform/context.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { getPlanRow } from '../../plans/drafting/service.js';
import { getSchedule } from '../../plans/schedule/service.js';
import { type ExportedFile, type FileFormat, markOf, recordExport } from './exports.js';
import { toPdf } from './paper.js';
import type { PdfRenderer } from './pdf-renderer.js';
import { composeSchedule } from './schedule-document.js';

/**
 * The schedule of a plan as a file. The libraries of the formats are loaded when the first file is asked for.
 * Refuses: `not-found`, `overloaded`.
 * Law: CP-04, CP-06; contract section 6.
 */
export async function exportSchedule(
  ctx: UserContext,
  renderer: PdfRenderer,
  wanted: { readonly planId: string; readonly asOf?: CivilDate | undefined; readonly format: FileFormat },
): Promise<ExportedFile> {
  const { planId, format } = wanted;
  const schedule = await getSchedule(ctx, planId, wanted.asOf);
  const plan = await getPlanRow(ctx, planId);
  const { caseNumber, enterpriseName } = await getCaseRow(ctx, plan.caseId);
  const mark = markOf(ctx);
  const document = composeSchedule(schedule, { caseNumber, enterpriseName, planNo: plan.no });

  async function toBytes(): Promise<Buffer> {
    switch (format) {
      case 'pdf':
        return toPdf(document, mark, renderer);
      case 'xlsx':
        return (await import('./workbook.js')).toWorkbook(document, mark);
      case 'csv':
        return (await import('./schedule-files.js')).toCsv(schedule, mark);
      case 'ics':
        return (await import('./schedule-files.js')).toCalendar(schedule, { caseNumber, enterpriseName }, mark);
    }
  }

  const bytes = await toBytes();
  const { asOf } = schedule;
  const data = { planId, format, asOf, digest: document.digest };
  await recordExport(ctx, plan.caseId, { type: 'SCHEDULE_EXPORTED', data });
  return { format, bytes, name: `分期履行_${caseNumber}_${asOf}`, plainName: `schedule-${asOf}` };
}
