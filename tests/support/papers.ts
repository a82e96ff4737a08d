import { inflateRawSync } from 'node:zlib';
import readExcelFile from 'read-excel-file/node';
import { extractText, getDocumentProxy } from 'unpdf';

/** Cells of a sheet as a reader of workbooks sees them: texts, numbers, dates as `YYYY-MM-DD`, null. */
export type SheetCells = readonly (readonly (string | number | boolean | null)[])[];

/** All sheets of a workbook by name. */
export async function readWorkbook(bytes: Buffer): Promise<Record<string, SheetCells>> {
  const sheets = await readExcelFile(bytes);
  const plain = (cell: unknown) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : cell);
  return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data.map((row) => row.map(plain))])) as never;
}

/** Yuan of a workbook as fen; anything but a number of whole fen fails. */
export function toFen(cell: unknown): number {
  if (typeof cell !== 'number') throw new Error(`not a number: ${String(cell)}`);
  const fen = Math.round(cell * 100);
  if (Math.abs(fen - cell * 100) > 1e-3) throw new Error(`not whole fen: ${cell}`);
  return fen;
}

/** Text of each page of a PDF, in reading order. */
export async function readPages(bytes: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: false });
  return text;
}

const LOCAL_HEADER = Buffer.from('PK\u0003\u0004', 'latin1');

/** Formulas of the sheets of a workbook, in order. */
export function readFormulas(bytes: Buffer): string[] {
  const found: string[] = [];
  for (const xml of listSheetXml(bytes))
    for (const [, formula = ''] of xml.matchAll(/<f>([^<]*)<\/f>/g)) found.push(formula);
  return found;
}

function* listSheetXml(bytes: Buffer): Generator<string> {
  for (let at = bytes.indexOf(LOCAL_HEADER); at >= 0; at = bytes.indexOf(LOCAL_HEADER, at + 4)) {
    const nameLength = bytes.readUInt16LE(at + 26);
    const name = bytes.toString('utf8', at + 30, at + 30 + nameLength);
    if (!/^xl\/worksheets\/sheet\d+\.xml$/.test(name)) continue;
    const extraLength = bytes.readUInt16LE(at + 28);
    yield inflateRawSync(bytes.subarray(at + 30 + nameLength + extraLength)).toString('utf8');
  }
}
