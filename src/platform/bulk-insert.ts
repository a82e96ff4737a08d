import { type Column, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './database.js';

/** Rows of one statement: their JSON stays within some ten megabytes. */
const ROWS_MAX = 5_000;

/**
 * Inserts any number of rows, the same text for any number of them.
 * Throws: when a column with a default is given in some rows and left out in others.
 */
export async function insertRows<T extends PgTable>(
  db: Database,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_MAX) {
    await db.execute(insertAll(table, rows.slice(start, start + ROWS_MAX)));
  }
}

function insertAll(table: PgTable, rows: readonly Record<string, unknown>[]): SQL {
  const columns = Object.entries(getTableColumns(table));
  const given = columns.filter(([key, column]) => isGiven(key, column, rows));
  const valueOf = (row: Record<string, unknown>, [key, column]: [string, Column]) =>
    toJson(column, row[key] === undefined ? column.defaultFn?.() : row[key]);
  const documents = rows.map((row) => Object.fromEntries(given.map((one) => [one[1].name, valueOf(row, one)])));
  const names = sql.join(
    given.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  );
  const types = given.map(([, column]) => sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`);
  return sql`insert into ${table} (${names})
    select ${names} from jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) as rows (${sql.join(types, sql`, `)})`;
}

/**
 * A column without a value in any row takes its default; one that may be null is always written, for the text's sake.
 */
function isGiven(key: string, column: Column, rows: readonly Record<string, unknown>[]): boolean {
  const count = rows.filter((row) => row[key] !== undefined).length;
  if (!column.hasDefault || column.defaultFn !== undefined) return true;
  if (count !== 0 && count !== rows.length) throw new Error(`${column.name} is given in some rows only`);
  return count > 0;
}

/** What `jsonb_to_recordset` reads as this value of the column. */
function toJson(column: Column, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (column.getSQLType() === 'jsonb' || Array.isArray(value)) return value;
  const driverValue = column.mapToDriverValue(value);
  if (driverValue instanceof Uint8Array) return `\\x${Buffer.from(driverValue).toString('hex')}`;
  return typeof driverValue === 'bigint' ? String(driverValue) : driverValue;
}
