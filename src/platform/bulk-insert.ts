import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './database.js';

/** PostgreSQL takes 65,535 parameters in one statement. */
const PARAMETERS_MAX = 60_000;

/** Inserts any number of rows, in as few statements as the parameter limit allows. */
export async function insertRows<T extends PgTable>(
  db: Database,
  table: T,
  rows: readonly T['$inferInsert'][],
  columnCount: number,
): Promise<void> {
  const chunk = Math.floor(PARAMETERS_MAX / columnCount);
  for (let start = 0; start < rows.length; start += chunk) {
    // `values` computes its row type from a table that is known; of any table it can only be told.
    await db.insert(table).values(rows.slice(start, start + chunk) as never);
  }
}
