import { type Fen, formatYuan } from '../../../shared/money.js';
import { EXPLANATION_MARKS, type ExplanationEntry, type ExplanationMark } from './answer-schema.js';

/** Rows of a list that are explained one by one; longer lists are abridged, their last row is always explained. */
export const EXPLAINED_ROWS_MAX = 100;

/** The marks whose condition holds. */
export function listMarks(conditions: Partial<Record<ExplanationMark, boolean>>): ExplanationMark[] {
  return EXPLANATION_MARKS.filter((mark) => conditions[mark] === true);
}

/** Amounts of an explanation as people read them, in yuan. */
export function showYuan(amounts: Readonly<Record<string, Fen>>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([name, amountFen]) => [name, formatYuan(amountFen)]));
}

/** Indexes of the rows to explain: all of a short list, else the first ones and the last. */
export function pickRows(length: number): { readonly rows: readonly number[]; readonly abridged: boolean } {
  const abridged = length > EXPLAINED_ROWS_MAX;
  const rows = Array.from({ length: Math.min(length, EXPLAINED_ROWS_MAX) }, (_, index) => index);
  return { rows: abridged ? [...rows.slice(0, -1), length - 1] : rows, abridged };
}

/** The entry that says that a long list is explained in part. */
export function noteAbridged(figure: string, length: number): ExplanationEntry {
  return {
    figure,
    value: String(length),
    formula: 'the same formula for every row',
    numbers: { rows: String(length), explained: String(EXPLAINED_ROWS_MAX) },
    rule: 'IN-06',
    article: '法释〔2014〕8号',
    textZh: `共${length}行，逐行说明前${EXPLAINED_ROWS_MAX - 1}行及最后一行，其余各行算法相同。`,
    textEn: `${length} rows; the first ${EXPLAINED_ROWS_MAX - 1} and the last are explained, all follow the same way.`,
    marks: ['ABRIDGED'],
  };
}
