/**
 * What the record of a case fixes of its rows (EV-02). Each column of a table that belongs to cases is one of three:
 *
 * - **fixed**: an event holds a digest over it, and verification compares it with the row;
 * - **derived**: it follows from what is fixed, and verification computes it again;
 * - **volatile**: it may differ without anybody's right or money being touched; the reason stands beside it.
 *
 * A set of columns is numbered and never changes once a row was fixed by it: a column that is added later makes a new
 * set, by which rows are fixed from then on.
 */
export interface FixedColumns {
  /** Columns that say which row it is, or, where rows are fixed together, which group. */
  readonly key: readonly string[];
  /** Columns in whose order the rows of a group are digested; absent where each row is fixed by itself. */
  readonly order?: readonly string[];
  readonly sets: Readonly<Record<number, readonly string[]>>;
  readonly derived?: Readonly<Record<string, string>>;
  readonly volatile?: Readonly<Record<string, string>>;
}

/** Keeps the names of tables, so that lists are joined by them. */
export function sortColumns<const Tables extends Readonly<Record<string, FixedColumns>>>(tables: Tables): Tables {
  return tables;
}

/** Why a number that rises with each change is volatile. */
export const COUNTER = 'counts changes, for the tag of answers';

/** Who decides on an entry in a case, and how. */
export const DECIDED_ENTRY = [
  'status',
  'reason',
  'entered_for',
  'decided_by',
  'decided_for',
  'decided_at',
  'decision_reason',
] as const;

/** The same with who entered it. */
export const CASE_ENTRY = ['entered_by', 'entered_at', ...DECIDED_ENTRY] as const;
