import { type Column, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import { FIXED_TABLE_NAMES, type FixedTable, fixedColumnsOf } from '../../../../law/record/fixed-columns.js';
import type { StoredRow } from '../../../../law/record/row-digests.js';
import { anyOf } from '../../../../platform/any-of.js';
import type { Database } from '../../../../platform/database.js';
import { together } from '../../../../platform/snapshot.js';
import { groupBy } from '../../../../shared/group-by.js';
import { invariant } from '../../../../shared/require.js';
import { FIXED_TABLES } from './fixed-tables.js';

/** A row with its table and the case that it belongs to. */
interface RowOfCase {
  readonly caseId: string;
  readonly table: FixedTable;
  readonly row: StoredRow;
}

/** Cases of one court. */
interface CasesOfCourt {
  readonly courtCode: string;
  readonly caseIds: readonly string[];
}

/** ALL rows, or those that the running transaction has written. */
type Written = 'ALL' | 'NOW';

function columnOf(table: FixedTable, name: string): Column {
  const column = Object.values(getTableColumns(FIXED_TABLES[table].table)).find((one) => one.name === name);
  invariant(column, `${table} has no column ${name}`);
  return column;
}

/** The columns that any set covers, and those by which rows are told apart. */
function coveredColumns(table: FixedTable): Column[] {
  const { key, order = [], sets } = fixedColumnsOf(table);
  return [...new Set([...key, ...order, ...Object.values(sets).flat()])].map((name) => columnOf(table, name));
}

/** Joins from a table up to the one that names the case, and the column that does. */
function wayToCase(table: FixedTable): { joins: SQL; caseId: Column } {
  const joins: SQL[] = [];
  let at = table;
  for (;;) {
    const { under, parent } = FIXED_TABLES[at];
    const here = columnOf(at, under);
    if (parent === undefined) return { joins: sql.join(joins, sql` `), caseId: here };
    const isAbove = sql`${eq(columnOf(parent, 'court_code'), columnOf(at, 'court_code'))}
      and ${eq(columnOf(parent, 'id'), here)}`;
    joins.push(sql`join ${FIXED_TABLES[parent].table} on ${isAbove}`);
    at = parent;
  }
}

/** How each table is read; it never changes. */
const READINGS = new Map(
  FIXED_TABLE_NAMES.map((table) => [table, { columns: coveredColumns(table), ...wayToCase(table) }]),
);

async function readTable(
  db: Database,
  table: FixedTable,
  { courtCode, caseIds }: CasesOfCourt,
  written: Written,
): Promise<RowOfCase[]> {
  const reading = READINGS.get(table);
  invariant(reading, `${table} is not read`);
  const { columns, joins, caseId } = reading;
  const self = FIXED_TABLES[table].table;
  const now = written === 'NOW' ? sql`and ${self}.xmin = pg_current_xact_id()::xid` : sql``;
  const rows = await db.execute(sql`
    select ${caseId} as "case of row", ${sql.join(columns, sql`, `)} from ${self} ${joins}
    where ${eq(columnOf(table, 'court_code'), courtCode)} and ${anyOf(caseId, caseIds)} ${now}`);
  return rows.map((row) => {
    const id = row['case of row'];
    invariant(typeof id === 'string', 'A row belongs to no case');
    const stored = Object.fromEntries(columns.map((column) => [column.name, valueOf(column, row)]));
    return { caseId: id, table, row: stored };
  });
}

/** The value as the column's type reads it. */
function valueOf(column: Column, row: Readonly<Record<string, unknown>>): unknown {
  const value = row[column.name];
  return value === null ? null : column.mapFromDriverValue(value);
}

/** Rows of cases of one court as the database holds them, with the columns that are fixed; statements go together. */
export async function readTables(
  db: Database,
  tables: readonly FixedTable[],
  of: CasesOfCourt,
  written: Written,
): Promise<RowOfCase[]> {
  return (await together(tables.map((table) => readTable(db, table, of, written)))).flat();
}

/** The rows of a case in a table. */
export type RowsOfCases = (caseId: string, table: FixedTable) => readonly StoredRow[];

/** Puts rows under their cases and tables. */
export function joinRows(rows: readonly RowOfCase[]): RowsOfCases {
  const found = groupBy(rows, ({ caseId, table }) => `${caseId} ${table}`);
  return (caseId, table) => (found.get(`${caseId} ${table}`) ?? []).map(({ row }) => row);
}

/** Reads every row that is fixed of cases, in a number of statements that does not depend on the number of cases. */
export async function readAllRows(
  db: Database,
  heads: readonly { readonly courtCode: string; readonly id: string }[],
): Promise<RowsOfCases> {
  const rows: RowOfCase[] = [];
  for (const [courtCode, ofCourt] of groupBy(heads, (head) => head.courtCode)) {
    const caseIds = ofCourt.map(({ id }) => id);
    rows.push(...(await readTables(db, FIXED_TABLE_NAMES, { courtCode, caseIds }, 'ALL')));
  }
  return joinRows(rows);
}
