import type postgres from 'postgres';
import t from 'tap';
import { createTestApp } from '../support/app.js';

/** Tables that no court owns, and why their keys need not begin with its code (contract section 2). */
const NOT_OWNED: Readonly<Record<string, string>> = {
  installations: 'one row of facts of this installation',
  courts: 'reference: the courts themselves',
  departments: 'reference: whom courts ask in joint reviews',
  calendar_years: 'reference: working days, the same for every court',
  lending_rates: 'reference: published rates, the same for every court',
  users: 'reference: accounts; those of parties belong to no court',
  parties: 'reference: master data of enterprises, found by credit code across courts',
  user_parties: 'reference: who acts for which party',
  user_identities: 'reference: who a person is at an issuer of sign-ins',
  sign_in_attempts: 'about names and addresses, before anybody is known',
  rate_counters: 'about callers and addresses, for a second',
  api_keys: 'owned by the person for whom a machine acts',
  sessions: 'about people, whatever court they look at',
  idempotency_keys: 'owned by the caller',
  unmask_counts: 'about people, whatever court they look at',
  account_notices: 'about people, whatever court they look at',
  invitations: 'about people, before they can look at anything',
  files: 'owned by who uploaded them, until a case holds them',
  file_contents: 'bytes by their digest, whoever sent them',
  job_runs: 'a run works through all courts',
  access_log: 'about people, whatever court they look at',
  access_batches: 'digests of the access log',
  access_removals: 'months of the access log that are gone',
  audit_roots: 'one root over the chains of all courts',
  state_steps: 'reference: what the law knows, the same for every court',
};

interface Key {
  readonly table: string;
  readonly name: string;
  readonly kind: 'p' | 'u' | 'f' | 'c' | 'n' | 'x';
  readonly columns: string[];
  readonly target: string | null;
  readonly targetColumns: string[] | null;
}

async function listConstraints(sql: postgres.Sql): Promise<Key[]> {
  const columns = (list: string, table: string) =>
    sql.unsafe(`
    (select array_agg(a.attname::text order by k.position)
     from unnest(c.${list}) with ordinality k(number, position)
     join pg_attribute a on a.attrelid = c.${table} and a.attnum = k.number)`);
  return sql<Key[]>`
    select r.relname as table, c.conname as name, c.contype as kind, ${columns('conkey', 'conrelid')} as columns,
      f.relname as target, ${columns('confkey', 'confrelid')} as "targetColumns"
    from pg_constraint c
    join pg_class r on r.oid = c.conrelid
    left join pg_class f on f.oid = c.confrelid
    where r.relnamespace = 'public'::regnamespace and r.relkind in ('r', 'p') and not r.relispartition
    order by 1, 2`;
}

async function listTables(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class 
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`;
  return rows.map(({ name }) => name).sort();
}

async function listIndexes(sql: postgres.Sql) {
  return sql<{ table: string; name: string; unique: boolean; columns: string[] }[]>`
    select r.relname as table, i.relname as name, x.indisunique as unique,
      (select array_agg(a.attname::text order by k.position) from unnest(x.indkey) with ordinality k(number, position)
       join pg_attribute a on a.attrelid = r.oid and a.attnum = k.number) as columns
    from pg_index x join pg_class r on r.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where r.relnamespace = 'public'::regnamespace and not r.relispartition order by 1, 2`;
}

t.test("the database's own catalogue", async (t) => {
  const { sql } = (await createTestApp(t, { sampleData: 'none' })).deps;
  const tables = await listTables(sql);
  const constraints = await listConstraints(sql);
  const owned = tables.filter((table) => !(table in NOT_OWNED));
  const isOwned = (table: string | null) => table !== null && owned.includes(table);

  await t.test('knows every exempt table, and the others are owned by a court', async (t) => {
    t.same(
      Object.keys(NOT_OWNED).filter((table) => !tables.includes(table)),
      [],
      'no exemption without its table',
    );
    const rows = await sql<{ table: string }[]>`
      select r.relname as table from pg_attribute a join pg_class r on r.oid = a.attrelid
      where r.relnamespace = 'public'::regnamespace and a.attname = 'court_code' and a.attnotnull`;
    const carrying = rows.map(({ table }) => table);
    t.same(
      owned.filter((table) => !carrying.includes(table)),
      [],
      'each carries court_code, never null',
    );
    for (const table of [
      'cases',
      'payments',
      'ledger_postings',
      'plans',
      'seizures',
      'notices',
      'case_events',
      'outbox',
    ]) {
      t.ok(owned.includes(table), table);
    }
  });

  await t.test('begins each primary and unique key of an owned table with court_code', async (t) => {
    const keys = constraints.filter((one) => isOwned(one.table) && ['p', 'u'].includes(one.kind));
    t.ok(keys.length > 20);
    for (const { name, columns } of keys) t.equal(columns[0], 'court_code', name);
    t.same(
      owned.filter((table) => !keys.some((key) => key.table === table && key.kind === 'p')),
      [],
      'each has a primary key',
    );
    const indexes = (await listIndexes(sql)).filter((index) => index.unique && isOwned(index.table));
    for (const { name, columns } of indexes) t.equal(columns[0], 'court_code', `unique index ${name}`);
  });

  await t.test('lets no row point into another court', async (t) => {
    const keys = constraints.filter((one) => one.kind === 'f' && isOwned(one.table));
    const among = keys.filter((key) => isOwned(key.target));
    t.ok(among.length >= 15);
    for (const { name, columns, targetColumns } of among) {
      t.equal(columns[0], 'court_code', name);
      t.equal(targetColumns?.[0], 'court_code', name);
    }
    for (const { name, target } of keys.filter((key) => !isOwned(key.target))) {
      t.ok(target !== null && target in NOT_OWNED, `${name} leads to reference data`);
    }
    const back = constraints.filter((one) => one.kind === 'f' && !isOwned(one.table) && isOwned(one.target));
    t.same(back, [], 'and reference data point at no case');
  });

  await t.test('names each constraint and index after its table', async (t) => {
    for (const { table, name } of constraints) t.ok(name.startsWith(`${table}_`), name);
    for (const { table, name } of await listIndexes(sql)) t.ok(name.startsWith(`${table}_`), name);
    for (const { name } of constraints) t.match(name, /^[a-z0-9_]{1,63}$/, name);
  });

  await t.test('has an index for each foreign key that is followed backwards within a case', async (t) => {
    const indexes = await listIndexes(sql);
    const toCases = constraints.filter((one) => one.kind === 'f' && one.target === 'cases');
    t.ok(toCases.length >= 8);
    for (const { table, name } of toCases) {
      const leads = indexes.some((index) => index.table === table && index.columns.includes('case_id'));
      t.ok(leads, `${name} has an index with case_id`);
    }
  });

  await t.test('keeps money in whole fen, moments with zone, days as days', async (t) => {
    const columns = await sql<{ table: string; name: string; type: string }[]>`
      select table_name as table, column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public'`;
    for (const { table, name, type } of columns) {
      if (name.endsWith('_fen')) t.equal(type, 'bigint', `${table}.${name}`);
      if (name.endsWith('_on')) t.equal(type, 'date', `${table}.${name}`);
      if (name.endsWith('_at')) t.equal(type, 'timestamp with time zone', `${table}.${name}`);
      t.notMatch(type, /^(real|double precision|money|numeric|timestamp without|json$)/, `${table}.${name}`);
    }
    const checked = new Set(constraints.filter((one) => one.kind === 'c').map((one) => `${one.table}.${one.columns}`));
    for (const column of ['cases.principal_fen', 'payments.amount_fen', 'plans.principal_fen'])
      t.ok(checked.has(column), column);
  });
});
