import type postgres from 'postgres';

const PARTS: readonly (readonly [string, string])[] = [
  [
    'columns',
    `select table_name || '.' || column_name || ' ' || udt_name
       || coalesce('(' || character_maximum_length || ')', '')
       || case is_nullable when 'NO' then ' not null' else '' end
       || coalesce(' default ' || column_default, '') as line
     from information_schema.columns where table_schema = 'public'`,
  ],
  [
    'constraints',
    `select conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(oid) as line
     from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'`,
  ],
  [
    'indexes',
    `select pg_get_indexdef(indexrelid) as line from pg_index
     join pg_class on oid = indexrelid where relnamespace = 'public'::regnamespace`,
  ],
  [
    'triggers',
    `select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = tgrelid
     where relnamespace = 'public'::regnamespace and not tgisinternal`,
  ],
  ['functions', `select pg_get_functiondef(oid) as line from pg_proc where pronamespace = 'public'::regnamespace`],
  [
    'enums',
    `select typname || ': ' || string_agg(enumlabel, ' ' order by enumsortorder) as line
     from pg_enum join pg_type on pg_type.oid = enumtypid where typnamespace = 'public'::regnamespace group by typname`,
  ],
  [
    'rights',
    `select table_name || ' ' || grantee || ': ' || string_agg(privilege_type, ' ' order by privilege_type) as line
     from information_schema.role_table_grants where table_schema = 'public' group by table_name, grantee`,
  ],
];

/** A month's part of a table that grows for ever; which months there are is a matter of the day. */
const MONTH = /(access_log_)\d{4}_\d\d/g;

/** The schema as the database tells it, a line per thing, whatever files it was made from. */
export async function dumpSchema(sql: postgres.Sql): Promise<string> {
  const parts: string[] = [];
  for (const [name, query] of PARTS) {
    const rows = await sql.unsafe(query);
    const lines = [...new Set(rows.map(({ line }) => String(line).replace(MONTH, '$1<month>')))].sort();
    parts.push(`-- ${name}\n${lines.join('\n')}\n`);
  }
  return parts.join('\n');
}
