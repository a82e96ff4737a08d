import { withConnection } from '../support/database.js';

type Columns = Map<string, Set<string>>;

/** Tables with a court code whose rows hang, by foreign keys, under a case. */
export async function readCaseOwned(url: string): Promise<Columns> {
  const columns: Columns = new Map();
  await withConnection(url, async (sql) => {
    const rows = await sql<{ table: string; column: string }[]>`
      with recursive owned as (
        select 'cases'::regclass::oid as id
        union
        select c.conrelid from pg_constraint c join owned o on c.confrelid = o.id
        where c.contype = 'f' and exists (
          select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'court_code' and a.attnum > 0)
      )
      select c.relname as "table", a.attname as "column" from owned o
      join pg_class c on c.oid = o.id
      join pg_attribute a on a.attrelid = o.id and a.attnum > 0 and not a.attisdropped`;
    for (const { table, column } of rows) columns.set(table, (columns.get(table) ?? new Set()).add(column));
  });
  return columns;
}
