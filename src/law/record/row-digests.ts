import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { groupBy } from '../../shared/group-by.js';
import { FIXED_TABLE_NAMES, type FixedTable, fixedColumnsOf, newestSet } from './fixed-columns.js';

/** A row by the names of its columns: what the database holds, read by types. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** What an event says of a row, or of a group of rows that are fixed together. */
export interface Fix {
  readonly table: string;
  readonly key: string;
  /** Number of the set of columns. */
  readonly set: number;
  readonly digest: string;
}

/** A value as digests take it: moments as RFC 3339, whole numbers of any size as texts. */
function toCanonical(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return value.toString();
  return value ?? null;
}

/** Which row it is, or which group. */
export function keyOfRow(table: FixedTable, row: StoredRow): string {
  return fixedColumnsOf(table)
    .key.map((column) => String(row[column]))
    .join('/');
}

/** SM3 over the canonical columns of a set, row by row in the order of the group. */
function digestRows(table: FixedTable, set: number, rows: readonly StoredRow[]): string {
  const { sets } = fixedColumnsOf(table);
  const columns = sets[set];
  if (columns === undefined) throw new Error(`${table} has no set ${set} of columns`);
  const hash = createHash('sm3');
  for (const row of rows) {
    const covered = Object.fromEntries(columns.map((column) => [column, toCanonical(row[column])]));
    hash.update(`${canonicalize(covered) ?? ''}\n`);
  }
  return hash.digest('hex');
}

function inOrder(order: readonly string[], rows: readonly StoredRow[]): readonly StoredRow[] {
  const placeOf = (row: StoredRow) => order.map((column) => String(row[column]).padStart(12, '0')).join('/');
  return rows.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}

/** Rows of a table by what they are fixed under: each by itself, or in groups. */
function groupRows(table: FixedTable, rows: readonly StoredRow[]): ReadonlyMap<string, readonly StoredRow[]> {
  const groups = groupBy(rows, (row) => keyOfRow(table, row));
  const { order } = fixedColumnsOf(table);
  if (order === undefined) return groups;
  return new Map([...groups].map(([key, group]) => [key, inOrder(order, group)]));
}

/**
 * What an event says of rows of one case.
 * @param set - number of the set of columns
 * Law: EV-02.
 */
export function fixRows(table: FixedTable, set: number, rows: readonly StoredRow[]): Fix[] {
  return [...groupRows(table, rows)].map(([key, group]) => {
    return { table, key, set, digest: digestRows(table, set, group) };
  });
}

/** The event that fixes every row of a case that is older than the fixing of rows. */
export const RECORD_BASELINED = 'RECORD_BASELINED';

/** A row that is not what the record says of it. */
export interface RowDifference {
  readonly fault: 'ROW_CHANGED' | 'ROW_MISSING' | 'ROW_UNKNOWN' | 'ROW_DIFFERS';
  /** Table and key, parted by a blank. */
  readonly row: string;
  /** Number of the event that fixed it, or of the last one where none did. */
  readonly seq: number;
  readonly expected: string;
  readonly found: string;
}

/** What the events of a case have fixed by now: the last word on each row. */
export class FixedRows {
  readonly #last = new Map<string, Fix & { readonly seq: number }>();
  #isComplete = false;
  #lastSeq = 0;

  /** Takes in what an event fixes; events come in their order. */
  add({ seq, type, fixes }: { readonly seq: number; readonly type: string; readonly fixes: readonly Fix[] | null }) {
    this.#lastSeq = seq;
    for (const fix of fixes ?? []) this.#last.set(`${fix.table} ${fix.key}`, { ...fix, seq });
    // The record of a case that was filed before rows were fixed says nothing of the rows of that time.
    if (type === RECORD_BASELINED || (seq === 1 && fixes !== null)) this.#isComplete = true;
  }

  /**
   * Compares the rows of a case with the last word on each.
   * @param rowsOf - all rows of a table that belong to the case
   * @returns the first difference
   */
  compare(rowsOf: (table: FixedTable) => readonly StoredRow[]): RowDifference | undefined {
    const seen = new Set<string>();
    for (const table of FIXED_TABLE_NAMES) {
      for (const [key, group] of groupRows(table, rowsOf(table))) {
        const row = `${table} ${key}`;
        seen.add(row);
        const difference = this.#compareGroup(table, row, group);
        if (difference) return difference;
      }
    }
    for (const [row, { seq, digest }] of this.#last) {
      if (!seen.has(row)) return { fault: 'ROW_MISSING', row, seq, expected: digest, found: 'no such row' };
    }
    return undefined;
  }

  #compareGroup(table: FixedTable, row: string, group: readonly StoredRow[]): RowDifference | undefined {
    const fix = this.#last.get(row);
    if (fix) {
      const { seq, digest: expected } = fix;
      const found = digestRows(table, fix.set, group);
      return found === expected ? undefined : { fault: 'ROW_CHANGED', row, seq, expected, found };
    }
    if (!this.#isComplete) return undefined;
    return {
      fault: 'ROW_UNKNOWN',
      row,
      seq: this.#lastSeq,
      expected: 'no such row',
      found: digestRows(table, newestSet(table), group),
    };
  }
}
