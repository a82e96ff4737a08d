import { type Column, sql, type SQL } from 'drizzle-orm';

/**
 * True for a column that is one of these values; for an empty list it never is.
 * The list is one parameter, so that the text, and with it the prepared statement, is the same for any length:
 * `inArray` is for lists that are written down in the code, and for subqueries.
 */
export function anyOf(column: Column, values: readonly string[]): SQL {
  const type = sql.raw(column.getSQLType());
  // As text first: the driver would make an array of it once more.
  return sql`${column} = any(${toArrayLiteral(values)}::text::${type}[])`;
}

/** PostgreSQL's notation of a list. */
function toArrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join()}}`;
}
