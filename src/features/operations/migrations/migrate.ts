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
import { writeStateSteps } from './state-steps.js';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('drizzle/migrations', projectRoot));
/** One lock for all processes that might migrate the same database. */
const MIGRATION_LOCK = 7_370_702;

/** Writes the facts that every installation starts with; rows that are already there stay as they are. */
async function insertShippedRows(db: Database): Promise<void> {
  await makeInstallation(db);
  await writeStateSteps(db);
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
    refuseNewer(await readSchemaState(db));
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
    await insertShippedRows(db);
    if (applicationRole !== undefined) await grantApplicationRights(client, applicationRole);
  } finally {
    await client.end();
  }
}

/** How the schema of a database stands to this version: BEHIND lacks a migration, AHEAD has one of a later version. */
export type SchemaState = 'CURRENT' | 'BEHIND' | 'AHEAD';

export async function readSchemaState(db: Database): Promise<SchemaState> {
  const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map(({ folderMillis }) => folderMillis);
  const newest = Math.max(0, ...known);
  const [table] = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  );
  if (!table?.exists) return 'BEHIND';
  const [row] = await db.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  const reached = Number(row?.newest ?? 0);
  if (reached === newest) return 'CURRENT';
  return reached < newest ? 'BEHIND' : 'AHEAD';
}

/** @throws Error when a later version has been at the database: this one does not know what its rows mean */
export function refuseNewer(state: SchemaState): void {
  if (state !== 'AHEAD') return;
  throw new Error('A later version of Reprieve has changed this database. Start that version, or restore a backup.');
}

/** True when the database lacks a migration that this version brings. */
export async function hasPendingMigrations(db: Database): Promise<boolean> {
  return (await readSchemaState(db)) === 'BEHIND';
}
