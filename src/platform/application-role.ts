import { sql as query } from 'drizzle-orm';
import type postgres from 'postgres';
import { RIGHTS, type Rights } from '../tables/rights.js';
import type { Database } from './database.js';
import { postgresDriver } from './postgres-driver.js';

/** Schemas beside that of the tables: the record of migrations, and the queue. */
const MIGRATIONS_SCHEMA = 'drizzle';
const QUEUE_SCHEMA = 'bullmq';
type Sql = postgres.Sql | postgres.TransactionSql;

async function hasSchema(sql: Sql, name: string): Promise<boolean> {
  const [row] = await sql`select 1 from pg_namespace where nspname = ${name}`;
  return row !== undefined;
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The statements that give a role its rights on one table, besides reading and adding. */
function* grantsOn(table: string, { changes = [], removes, adds }: Rights, role: string): Iterable<string> {
  const grant = (right: string) => `grant ${right} on ${quote(table)} to ${quote(role)}`;
  if (adds === false) yield `revoke insert on ${quote(table)} from ${quote(role)}`;
  if (changes === 'ALL') yield grant('update');
  else if (changes.length > 0) yield grant(`update (${changes.map(quote).join(', ')})`);
  if (removes) yield grant('delete');
}

/**
 * Gives the application's role what `RIGHTS` lists and takes the rest: it reads everywhere, and makes nothing in the
 * record. What a later migration adds can be read and added to at once (default privileges); more is given when that
 * migration has run.
 * @param sql - connected as the owner of the tables
 * Law: EV-02, CP-04.
 */
export async function grantApplicationRights(sql: postgres.Sql, role: string): Promise<void> {
  await sql.begin(async (tx) => {
    const to = tx(role);
    await tx`revoke all on all tables in schema public from ${to}`;
    await tx`revoke create on schema public from ${to}`;
    await tx`grant usage on schema public to ${to}`;
    await tx`grant select, insert on all tables in schema public to ${to}`;
    for (const [table, rights] of Object.entries(RIGHTS))
      for (const grant of grantsOn(table, rights, role)) await tx.unsafe(grant);
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
