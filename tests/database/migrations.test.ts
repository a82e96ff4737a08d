import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import t from 'tap';
import { hasPendingMigrations, migrateDatabase } from '../../src/features/operations/migrations/migrate.js';
import { connectDatabase } from '../../src/platform/database.js';
import { createTestDatabase } from '../support/database.js';
import { PROJECT_DIRECTORY, readFacts } from '../support/services.js';
import { readStored } from './stored.js';

interface Teardown {
  teardown(work: () => unknown): void;
  testdir(): string;
}

function connect(t: Teardown, url: string): postgres.Sql {
  const sql = postgres(url, { max: 2, onnotice: () => undefined });
  t.teardown(() => sql.end({ timeout: 1 }));
  return sql;
}

/** A database with nothing in it. */
async function createEmptyDatabase(t: Teardown): Promise<string> {
  const { databaseUrl } = readFacts();
  const admin = connect(t, databaseUrl);
  const name = `empty_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await admin.unsafe(`create database ${name}`);
  t.teardown(() => admin.unsafe(`drop database ${name} with (force)`));
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function readSchema(sql: postgres.Sql): Promise<string> {
  const rows = await sql`
    select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
    where table_schema = 'public' order by 1, 2`;
  const constraints = await sql`
    select conname, pg_get_constraintdef(oid) as definition from pg_constraint
    where connamespace = 'public'::regnamespace order by 1, 2`;
  const migrations = await sql`select hash, created_at from drizzle.__drizzle_migrations order by id`;
  return JSON.stringify([rows, constraints, migrations]);
}

t.test('migrating a database twice changes nothing the second time', async (t) => {
  const { ownerUrl: url } = await createTestDatabase(t);
  const sql = connect(t, url);
  const [stored, schema] = [await readStored(sql), await readSchema(sql)];
  await migrateDatabase(url);
  await migrateDatabase(url);
  t.same(await readStored(sql), stored, 'keys, courts, rates and days stay as they are');
  t.equal(await readSchema(sql), schema);
});

t.test('reference data that somebody changed stay changed', async (t) => {
  const { ownerUrl: url } = await createTestDatabase(t);
  const sql = connect(t, url);
  await sql`update courts set name = '婺城法院' where code = '浙0702'`;
  await migrateDatabase(url);
  const [court] = await sql`select name from courts where code = '浙0702'`;
  t.equal(court?.['name'], '婺城法院');
});

t.test('several that migrate an empty database at once do it once', async (t) => {
  const url = await createEmptyDatabase(t);
  await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)]);
  const sql = connect(t, url);
  const [row] = await sql`
    select (select count(*)::int from installations) as installations, (select count(*)::int from courts) as courts,
      (select count(distinct hash) = count(*) from drizzle.__drizzle_migrations) as once`;
  t.match(row, { installations: 1, courts: 11, once: true });
  const other = await createTestDatabase(t);
  t.equal(
    (await readSchema(sql)).replace(/"created_at":"\d+"/g, ''),
    (await readSchema(connect(t, other.ownerUrl))).replace(/"created_at":"\d+"/g, ''),
    'the same schema as everywhere',
  );
});

t.test('a database without migrations, or without the newest, says so', async (t) => {
  const empty = connectDatabase(await createEmptyDatabase(t), 2);
  t.teardown(() => empty.close());
  t.equal(await hasPendingMigrations(empty.db), true);
  const { ownerUrl: url } = await createTestDatabase(t);
  const migrated = connectDatabase(url, 2);
  t.teardown(() => migrated.close());
  t.equal(await hasPendingMigrations(migrated.db), false);
  await migrated.sql`delete from drizzle.__drizzle_migrations
    where id = (select max(id) from drizzle.__drizzle_migrations)`;
  t.equal(await hasPendingMigrations(migrated.db), true);
});

/** A database as the migrations before one of them leave it. */
async function migrateUntil(t: Teardown, before: string): Promise<string> {
  const url = await createEmptyDatabase(t);
  const folder = t.testdir();
  await cp(path.join(PROJECT_DIRECTORY, 'drizzle/migrations'), folder, { recursive: true });
  const file = path.join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8'));
  const entries = journal.entries.filter(({ tag }: { tag: string }) => tag < before);
  await writeFile(file, JSON.stringify({ ...journal, entries }));
  await migrate(drizzle(connect(t, url)), { migrationsFolder: folder });
  return url;
}

t.test('CP-05: an account number stored by an earlier version is put aside to be sealed, and not lost', async (t) => {
  const url = await migrateUntil(t, '0009');
  const sql = connect(t, url);
  const id = '01900000-0000-7000-8000-000000000001';
  await sql`insert into courts (code, name, level) values ('浙0702', '婺城法院', 'BASIC')`;
  await sql`
    insert into users (id, username, display_name, password_hash, roles, created_at)
    values (${id}, 'a', 'a', '', '{}', now())`;
  await sql`
    insert into parties (id, kind, name, unified_social_credit_code, created_at)
    values (${id}, 'ORGANISATION', 'a', '91330702MA2E7K3H47', now())`;
  for (const [serial, number] of ['1208020019200123456', null].entries()) {
    await sql`
      insert into cases (court_code, id, case_number, filed_on, state, colour, enterprise_id, enterprise_name,
        basis_kind,
        basis_document_number, basis_effective_on, performance_days, principal_fen, other_monetary_fen, costs_fen,
        fee_base_fen,
        execution_fee_fen, collection_number, officer_id, chain_length, chain_head, version, created_at)
      values ('浙0702', ${id.slice(0, -1) + serial}, ${String(serial)}, '2023-09-01', 'FILED', 'GREEN', ${id}, 'a',
        'OTHER',
        'a', '2023-06-05', 10, 1, 0, 0, 1, 5000, ${number}, ${id}, 0, '', 1, now())`;
  }
  await migrateDatabase(url);
  t.same(
    [...(await sql`select collection_number as sealed, collection_number_unsealed as unsealed from cases order by id`)],
    [
      { sealed: null, unsealed: '1208020019200123456' },
      { sealed: null, unsealed: null },
    ],
  );
});

t.test('each installation has keys of its own', async (t) => {
  const read = async (url: string) => {
    const [row] = await connect(t, url)`select instance_id, cursor_key, session_key, token_key from installations`;
    return row;
  };
  const [one, other] = [await createEmptyDatabase(t), await createEmptyDatabase(t)];
  await migrateDatabase(one);
  await migrateDatabase(other);
  const [a, b] = [await read(one), await read(other)];
  for (const name of ['instance_id', 'cursor_key', 'session_key', 'token_key']) t.notSame(a?.[name], b?.[name], name);
});
