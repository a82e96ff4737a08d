import { sql as query } from 'drizzle-orm';
import type postgres from 'postgres';
import type { Database } from './database.js';
import { postgresDriver } from './postgres-driver.js';

/** Schemas that the application works in, besides the record of migrations. */
const APPLICATION_SCHEMA = 'public';
const MIGRATIONS_SCHEMA = 'drizzle';
const QUEUE_SCHEMA = 'bullmq';
/** A table with this trigger takes new rows only, for everybody; the application gets no right to try. */
const APPEND_ONLY_TRIGGER = '_append_only';

type Sql = postgres.Sql | postgres.TransactionSql;

async function listTables(sql: Sql): Promise<{ name: string; appendOnly: boolean }[]> {
  return sql<{ name: string; appendOnly: boolean }[]>`
    select c.relname as name, exists (
        select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = c.relname || ${APPEND_ONLY_TRIGGER}
      ) as "appendOnly"
    from pg_class c
    where c.relnamespace = ${APPLICATION_SCHEMA}::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`;
}

async function hasSchema(sql: Sql, name: string): Promise<boolean> {
  const [row] = await sql`select 1 from pg_namespace where nspname = ${name}`;
  return row !== undefined;
}

/**
 * Gives the application's role what it needs and takes the rest: it reads and adds everywhere, changes and removes only
 * where no append-only trigger stands, and makes nothing in the record. What a later migration adds can be read and
 * added to at once (default privileges); more is given when that migration has run and its triggers are known.
 * @param sql - connected as the owner of the tables
 * Law: EV-02, CP-04.
 */
export async function grantApplicationRights(sql: postgres.Sql, role: string): Promise<void> {
  await sql.begin(async (tx) => {
    const to = tx(role);
    const tables = await listTables(tx);
    const open = tables.filter((table) => !table.appendOnly).map(({ name }) => `"${name}"`);
    await tx`revoke all on all tables in schema public from ${to}`;
    await tx`revoke create on schema public from ${to}`;
    await tx`grant usage on schema public to ${to}`;
    await tx`grant select, insert on all tables in schema public to ${to}`;
    if (open.length > 0) await tx`grant update, delete on ${tx.unsafe(open.join(', '))} to ${to}`;
    await tx`grant usage, select on all sequences in schema public to ${to}`;
    await tx`alter default privileges in schema public grant select, insert on tables to ${to}`;
    await tx`alter default privileges in schema public grant usage, select on sequences to ${to}`;
    if (await hasSchema(tx, MIGRATIONS_SCHEMA)) {
      await tx`grant usage on schema drizzle to ${to}`;
      await tx`grant select on all tables in schema drizzle to ${to}`;
    }
    if (await hasSchema(tx, QUEUE_SCHEMA)) {
      // BullMQ makes a sequence for each queue as it goes; the queue carries work and holds no evidence.
      await tx`grant usage, create on schema bullmq to ${to}`;
      await tx`grant select, insert, update, delete on all tables in schema bullmq to ${to}`;
      await tx`grant usage, select, update on all sequences in schema bullmq to ${to}`;
      await tx`grant execute on all functions in schema bullmq to ${to}`;
    }
  });
}

/**
 * Makes the application's role, or sets its password anew, and gives it its rights.
 * @param ownerUrl - of the owner of the tables, who may create roles
 * @param applicationUrl - carries name and password of the role
 * @returns the name of the role
 * @throws Error with one sentence when the two are the same role or the password is missing
 */
export async function makeApplicationRole(ownerUrl: string, applicationUrl: string): Promise<string> {
  const { username, password } = new URL(applicationUrl);
  const role = decodeURIComponent(username);
  if (role === '' || password === '') throw new Error('DATABASE_URL names no role with a password.');
  if (role === decodeURIComponent(new URL(ownerUrl).username)) {
    throw new Error('DATABASE_URL and DATABASE_OWNER_URL name the same role; the application needs one of its own.');
  }
  const sql = postgresDriver()(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [known] = await sql`select 1 from pg_roles where rolname = ${role}`;
    // DDL takes no parameters, so the server itself does the quoting.
    const [statement] = await sql<{ text: string }[]>`
      select format(${`${known ? 'alter' : 'create'} role %I login password %L`}::text,
        ${role}::text, ${decodeURIComponent(password)}::text) as text`;
    await sql.unsafe(statement?.text ?? '');
    await grantApplicationRights(sql, role);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return role;
}

/** Whether this connection could change what has happened: then it is the owner's and not the application's. */
export async function mayChangeEvents(db: Database): Promise<boolean> {
  const [row] = await db.execute<{ may: boolean }>(
    query`select has_table_privilege('public.case_events', 'UPDATE, DELETE, TRUNCATE') as may`,
  );
  return row?.may === true;
}
