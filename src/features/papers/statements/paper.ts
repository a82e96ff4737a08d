import { type ExportDocument, type ExportMark, sayCell, sayMoment, sumColumn } from './document.js';
import { type CoveredRun, printable } from './font-coverage.js';
import type { PdfRenderer } from './pdf-renderer.js';

const TEMPLATE = 'document.typ';

/** The watermark: who took the paper out, and when by the court's clock (CP-06). */
export function sayMark(mark: ExportMark): string {
  return `${mark.by} ${sayMoment(mark.at)}`;
}

function lastLine(section: ExportDocument['sections'][number], say: (text: string) => string): string[] | null {
  if (!section.columns.some((column) => column.summed)) return null;
  return section.columns.map((column, index) => {
    if (column.summed) return say(sayCell(column.kind, sumColumn(section, index)));
    return index === 0 ? '合计' : '';
  });
}

/** A document as the template takes it: texts only, each of them printable. */
function toTemplateData(document: ExportDocument, mark: ExportMark, runs: readonly CoveredRun[]) {
  const say = (text: string) => printable(text, runs);
  return {
    title: document.title,
    author: '执行助企联审',
    watermark: say(sayMark(mark)),
    digest: document.digest,
    facts: document.facts.map(([name, value]) => [name, say(value)]),
    sections: document.sections.map((section) => ({
      heading: section.heading,
      columns: section.columns.map(({ title, kind, width }) => ({ title, kind, width })),
      rows: section.rows.map((row) =>
        row.map((cell, index) => say(sayCell(section.columns[index]?.kind ?? 'text', cell))),
      ),
      total: lastLine(section, say),
      note: section.note ?? null,
    })),
    notes: document.notes.map(say),
  };
}

/**
 * The document as PDF/A-2b.
 * Refuses: `overloaded`.
 */
export async function toPdf(document: ExportDocument, mark: ExportMark, renderer: PdfRenderer): Promise<Buffer> {
  const runs = await renderer.coverage();
  return renderer.render({ template: TEMPLATE, data: toTemplateData(document, mark, runs), createdAt: mark.at });
}
