import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';
import writeExcelFile, { type CellObject, type Feature, type Row, type Sheet } from 'write-excel-file/node';
import { getCellAddress } from 'write-excel-file/utility';
import { type Cell, type CellKind, type ExportDocument, type ExportMark, type Section, sumColumn } from './document.js';
import { sayMark } from './paper.js';

/** What the library takes as a file inside the workbook; nothing here brings one. */
type FileContent = Stream | Buffer | Blob;

const FORMATS: Readonly<Record<CellKind, string>> = {
  text: '@',
  date: 'yyyy-mm-dd',
  money: '#,##0.00',
  count: '0',
};
/** Width of a column in characters, for each share of the page. */
const CHARACTERS_PER_SHARE = 6;
/** Rows above the first line of a table: who took it out, heading, titles. */
const HEAD_ROWS = 3;

/** Yuan as the number nearest to the exact amount; up to 10^15 fen it reads back to the same fen. */
const toYuan = (cell: bigint): number => Number(cell) / 100;

/** A workbook is XML, which has no place for these, not even escaped; no reader opens one that holds them. */
// eslint-disable-next-line no-control-regex
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const xmlText = (text: string): string => text.toWellFormed().replace(NOT_IN_XML, '');

function toCell(kind: CellKind, cell: Cell): CellObject | null {
  if (cell === null) return null;
  const format = FORMATS[kind];
  if (kind === 'date') return { type: Date, value: new Date(`${cell}T00:00:00Z`), format };
  if (kind === 'money') return { type: Number, value: toYuan(BigInt(cell)), format };
  if (kind === 'count') return { type: Number, value: Number(cell), format };
  return { type: String, value: xmlText(String(cell)), format };
}

const noteCell = (value: string): CellObject => ({ type: String, value, textColor: '#808080' });

/** Sums as formulas, so that the reader can follow them and change a line. */
function sumRow(section: Section): Row {
  const firstRow = HEAD_ROWS;
  const lastRow = HEAD_ROWS + section.rows.length - 1;
  return section.columns.map((column, index): CellObject | null => {
    if (!column.summed) return index === 0 ? { type: String, value: '合计', fontWeight: 'bold' } : null;
    const range = `${getCellAddress(firstRow, index)}:${getCellAddress(lastRow, index)}`;
    return { type: 'Formula', value: `SUM(${range})`, format: FORMATS[column.kind], fontWeight: 'bold' };
  });
}

function hasSums(section: Section): boolean {
  return section.rows.length > 0 && section.columns.some((column) => column.summed);
}

function toSheet(section: Section, watermark: string): Sheet<FileContent> {
  const titles = section.columns.map(({ title }): CellObject => ({
    type: String,
    value: title,
    fontWeight: 'bold',
    align: 'center',
    wrap: true,
  }));
  const lines = section.rows.map((row) =>
    row.map((cell, index) => toCell(section.columns[index]?.kind ?? 'text', cell)),
  );
  return {
    sheet: section.sheet,
    columns: section.columns.map(({ width }) => ({ width: width * CHARACTERS_PER_SHARE })),
    stickyRowsCount: HEAD_ROWS,
    data: [
      [{ type: String, value: xmlText(watermark), textColor: '#808080' }],
      [{ type: String, value: section.heading, fontWeight: 'bold', fontSize: 12 }],
      titles,
      ...lines,
      ...(hasSums(section) ? [sumRow(section)] : []),
      ...(section.note === undefined ? [] : [[noteCell(section.note)]]),
    ],
  };
}

function toCover(document: ExportDocument, watermark: string): Sheet<FileContent> {
  const pair = ([name, value]: readonly [string, string]): Row => [
    { type: String, value: name },
    { type: String, value: xmlText(value), format: FORMATS.text, wrap: true },
  ];
  return {
    sheet: '概要',
    columns: [{ width: 20 }, { width: 90 }],
    data: [
      [{ type: String, value: xmlText(watermark), textColor: '#808080' }],
      [{ type: String, value: document.title, fontWeight: 'bold', fontSize: 14 }],
      ...document.facts.map(pair),
      pair(['数据摘要(SM3)', document.digest]),
      ...document.notes.map((note, index) => pair([index === 0 ? '说明' : '', note])),
    ],
  };
}

/** Writes beside each formula the value it has, for readers that do not calculate (previews, scripts). */
function withResults(document: ExportDocument): Feature<FileContent> {
  const results = document.sections.filter(hasSums).flatMap((section) =>
    section.columns.flatMap((column, index) => {
      if (!column.summed) return [];
      const sum = sumColumn(section, index);
      return [String(column.kind === 'money' ? toYuan(sum) : Number(sum))];
    }),
  );
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml: string) => xml.replaceAll('</f>', () => `</f><v>${results.shift()}</v>`),
        },
      },
    },
  };
}

/** The document as XLSX: a cover and one sheet per table, with real numbers and dates. */
export async function toWorkbook(document: ExportDocument, mark: ExportMark): Promise<Buffer> {
  const watermark = `导出:${sayMark(mark)}`;
  const sheets = [toCover(document, watermark), ...document.sections.map((section) => toSheet(section, watermark))];
  return writeExcelFile(sheets, { features: [withResults(document)] }).toBuffer();
}
