import type { CivilDate } from '../../../shared/civil-date.js';
import { type Fen, formatYuan } from '../../../shared/money.js';

/** What stands in the cells of a column. Money is fen (bigint), a date is `YYYY-MM-DD`, a count is a whole number. */
export type CellKind = 'text' | 'date' | 'money' | 'count';
export type Cell = string | Fen | number | null;

export interface Column {
  readonly title: string;
  readonly kind: CellKind;
  /** Share of the width of the page. */
  readonly width: number;
  /** The last line adds up the column. */
  readonly summed?: boolean;
}

export interface Section {
  readonly heading: string;
  /** Short name of its sheet in a workbook; without \ / ? * [ ] : */
  readonly sheet: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** A sentence under the table. */
  readonly note?: string;
}

/** A paper in Chinese, before it becomes PDF or XLSX: both are made from these same cells. */
export interface ExportDocument {
  readonly title: string;
  /** What the paper is about, as pairs of name and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly sections: readonly Section[];
  readonly notes: readonly string[];
  /** SM3 of the content that the paper shows. */
  readonly digest: string;
}

/** Who took the paper out and when: the watermark (CP-06). */
export interface ExportMark {
  readonly by: string;
  readonly at: Date;
}

/** Sum of a column of money or counts. */
export function sumColumn(section: Section, index: number): Fen {
  return section.rows.reduce((sum, row) => sum + BigInt(row[index] ?? 0), 0n);
}

/** A cell as people read it; an empty one is a dash. */
export function sayCell(kind: CellKind, cell: Cell): string {
  if (cell === null) return '—';
  return kind === 'money' ? formatYuan(BigInt(cell)) : String(cell);
}

/** `2024年7月1日`, for running text. */
export function sayDay(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** `2024-07-01 09:00:00` in Beijing time. */
export function sayMoment(at: Date): string {
  return new Date(at.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Beijing time has no summer time. */
const BEIJING_OFFSET_MS = 8 * 3600 * 1000;
