import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { grantApplicationRights } from '../../../platform/application-role.js';
import type { Database } from '../../../platform/database.js';
import { makeInstallation } from '../../../platform/installation.js';
import { postgresDriver } from '../../../platform/postgres-driver.js';
import { projectRoot } from '../../../platform/project-root.js';
import { shipDayAndRateTables } from '../../course/day-and-rate-tables/shipped.js';
import { shipCourts } from '../../people/courts-and-departments/shipped.js';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('drizzle/migrations', projectRoot));
/** One lock for all processes that might migrate the same database. */
const MIGRATION_LOCK = 7_370_702;

/** Writes the facts that every installation starts with; rows that are already there stay as they are. */
async function insertShippedRows(db: Database): Promise<void> {
  await makeInstallation(db);
  await shipCourts(db);
  await shipDayAndRateTables(db);
}

/**
 * Brings a database to the newest schema, under one advisory lock; a second process waits and finds nothing to do.
 * @param url - connection string of the owner, who may create tables
 * @param applicationRole - the role that the application connects as; its rights are set anew for all tables there are
 */
export async function migrateDatabase(url: string, applicationRole?: string): Promise<void> {
  const client = postgresDriver()(url, { max: 1, onnotice: () => undefined });
  try {
    const db = drizzle(client);
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
    await insertShippedRows(db);
    if (applicationRole !== undefined) await grantApplicationRights(client, applicationRole);
  } finally {
    await client.end();
  }
}

/** True when the database lacks a migration that this version brings. */
export async function hasPendingMigrations(db: Database): Promise<boolean> {
  const newest = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).at(-1)?.folderMillis ?? 0;
  const [table] = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  );
  if (!table?.exists) return true;
  const [row] = await db.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  return Number(row?.newest ?? 0) < newest;
}
