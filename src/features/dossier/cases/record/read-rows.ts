import { type Column, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import { FIXED_TABLE_NAMES, type FixedTable, fixedColumnsOf } from '../../../../law/record/fixed-columns.js';
import type { StoredRow } from '../../../../law/record/row-digests.js';
import { anyOf } from '../../../../platform/any-of.js';
import type { Database } from '../../../../platform/database.js';
import { invariant } from '../../../../shared/require.js';
import { FIXED_TABLES } from './fixed-tables.js';

/** A row of a table that belongs to a case. */
export interface RowOfCase {
  readonly caseId: string;
  readonly row: StoredRow;
}

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

/**
 * Rows of cases of one court as the database holds them, with the columns that are fixed.
 * @param written - ALL, or those that the running transaction has written
 */
export async function readRowsOfCases(
  db: Database,
  table: FixedTable,
  { courtCode, caseIds }: { readonly courtCode: string; readonly caseIds: readonly string[] },
  written: 'ALL' | 'NOW',
): Promise<RowOfCase[]> {
  const columns = coveredColumns(table);
  const { joins, caseId } = wayToCase(table);
  const self = FIXED_TABLES[table].table;
  const now = written === 'NOW' ? sql`and ${self}.xmin = pg_current_xact_id()::xid` : sql``;
  const rows = await db.execute(sql`
    select ${caseId} as "case of row", ${sql.join(columns, sql`, `)} from ${self} ${joins}
    where ${eq(columnOf(table, 'court_code'), courtCode)} and ${anyOf(caseId, caseIds)} ${now}`);
  return rows.map((row) => {
    const id = row['case of row'];
    invariant(typeof id === 'string', 'A row belongs to no case');
    return { caseId: id, row: Object.fromEntries(columns.map((column) => [column.name, valueOf(column, row)])) };
  });
}

/** The value as the column's type reads it. */
function valueOf(column: Column, row: Readonly<Record<string, unknown>>): unknown {
  const value = row[column.name];
  return value === null ? null : column.mapFromDriverValue(value);
}

/** All rows of some cases: those of a case in a table. */
export type RowsOfCases = (caseId: string, table: FixedTable) => readonly StoredRow[];

/** Reads every row that is fixed of cases, in a number of statements that does not depend on the number of cases. */
export async function readAllRows(
  db: Database,
  heads: readonly { readonly courtCode: string; readonly id: string }[],
): Promise<RowsOfCases> {
  const found = new Map<string, StoredRow[]>();
  for (const courtCode of new Set(heads.map((head) => head.courtCode))) {
    const caseIds = heads.filter((head) => head.courtCode === courtCode).map(({ id }) => id);
    for (const table of FIXED_TABLE_NAMES) {
      for (const { caseId, row } of await readRowsOfCases(db, table, { courtCode, caseIds }, 'ALL')) {
        const key = `${caseId} ${table}`;
        const rows = found.get(key);
        if (rows) rows.push(row);
        else found.set(key, [row]);
      }
    }
  }
  return (caseId, table) => found.get(`${caseId} ${table}`) ?? [];
}
