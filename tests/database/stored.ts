import type postgres from 'postgres';

/** Count and digest of the rows of each table: whatever was stored, changed or removed shows. */
export type Stored = Readonly<Record<string, string>>;

/**
 * Reads what the application has stored, but for the access log, to which an earlier read goes up to a second later,
 * and the counters of requests.
 * @param except - tables that may change meanwhile
 */
export async function readStored(sql: postgres.Sql, except: readonly string[] = []): Promise<Stored> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname not in ('access_log', 'access_batches', 'rate_counters') order by relname`;
  const digests = tables
    .filter(({ name }) => !except.includes(name))
    .map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '')
         as digest from "${name}" t`,
    );
  const rows = await sql.unsafe<{ name: string; digest: string }[]>(digests.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
