import type postgres from 'postgres';
import { type Names, normalise } from './normalise.js';

interface Row {
  readonly id: string;
  readonly case_id?: string | null;
  readonly [column: string]: unknown;
}

/** Tables whose rows others name are named first; the rest follow by their names. */
const FIRST = ['parties', 'payments', 'joint_reviews', 'escalation_steps', 'files', 'disbursements'];

/** The day by which rows are counted, where a table has one; what else a row says decides between rows of a day. */
const DAYS = ['filed_on', 'received_on', 'fell_on', 'created_on', 'effective_on', 'opened_on', 'from_on'];

/** A row as a text that says the same in every run. */
export function rowText(row: object, names: Names): string {
  return normalise(JSON.stringify(row), names);
}

/** The day of a row, for the order of rows. */
export function dayOf(row: Readonly<Record<string, unknown>>): string {
  const name = DAYS.find((column) => typeof row[column] === 'string');
  return name === undefined ? '' : String(row[name]);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function nameRows(table: string, rows: readonly Row[], names: Map<string, string>): void {
  const counts = new Map<string, number>();
  const placed = rows
    .map((row) => ({ row, at: names.get(row.case_id ?? '') ?? '', day: dayOf(row), text: rowText(row, names) }))
    .sort(
      (a, b) => compare(a.at, b.at) || compare(a.day, b.day) || compare(a.text, b.text) || compare(a.row.id, b.row.id),
    );
  const singular = table.replace(/ies$/, 'y').replace(/s$/, '');
  for (const { row, at } of placed) {
    const count = (counts.get(at) ?? 0) + 1;
    counts.set(at, count);
    names.set(row.id, `${singular}${at.replace('case', '')}#${count}`);
  }
}

/**
 * Names for all ids of a world, made from what the rows say and not from the order in which they were written:
 * `user clerk`, `case 0702-1234`, `plan 0702-1234/1`, `payment 0702-1234#3`.
 */
export async function nameIds(sql: postgres.Sql): Promise<Names> {
  const names = new Map<string, string>();
  for (const { id, username } of await sql`select id, username from users`) names.set(id, `user ${username}`);
  for (const { id, number } of await sql`select id, case_number as number from cases`) {
    const [, court = '', serial = ''] = /浙(\d+)执(\d+)号/.exec(number) ?? [];
    names.set(id, `case ${court}-${serial}`);
  }
  for (const { id, no, of } of await sql`select id, no, case_id as of from plans`) {
    names.set(id, `plan${names.get(of)?.replace('case', '')}/${no}`);
  }
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'id' and udt_name = 'uuid'
      and table_name not in ('users', 'cases', 'plans')`;
  const rank = ({ name }: { name: string }) => (FIRST.includes(name) ? String(FIRST.indexOf(name)) : name);
  for (const { name } of tables.toSorted((a, b) => compare(rank(a), rank(b)))) {
    const rows = await sql.unsafe(`select to_jsonb(t) as row from "${name}" t`);
    nameRows(
      name,
      rows.map(({ row }) => row as Row),
      names,
    );
  }
  return names;
}
