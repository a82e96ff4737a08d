import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { exportJWK, generateKeyPair } from 'jose';
import postgres from 'postgres';
import { CALENDAR_YEARS } from '../../drizzle/reference-data/calendar-years.js';
import { COURTS } from '../../drizzle/reference-data/courts.js';
import { LENDING_RATES } from '../../drizzle/reference-data/lending-rates.js';
import { civilDateInZone } from '../shared/civil-date.js';
import { COURT_TIME_ZONE } from './clock.js';
import { grantApplicationRights } from './application-role.js';
import type { Database } from './database.js';
import { projectRoot } from './project-root.js';
import { calendarYears, courts, installations, lendingRates } from '../tables/installation.js';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('drizzle/migrations', projectRoot));
/** One lock for all processes that might migrate the same database. */
const MIGRATION_LOCK = 7_370_702;

/** Writes the facts that every installation starts with; rows that are already there stay as they are. */
async function insertReferenceData(db: PostgresJsDatabase): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  await db
    .insert(installations)
    .values({
      instanceId: randomUUID(),
      cursorKey: randomBytes(32),
      tokenKey: await exportJWK(privateKey),
      sessionKey: randomBytes(32),
      installedOn: civilDateInZone(new Date(), COURT_TIME_ZONE),
    })
    .onConflictDoNothing();
  await db
    .insert(courts)
    .values(COURTS.map((court) => ({ ...court })))
    .onConflictDoNothing();
  await db
    .insert(calendarYears)
    .values(
      CALENDAR_YEARS.map((year) => ({ ...year, offDays: [...year.offDays], makeupWorkdays: [...year.makeupWorkdays] })),
    )
    .onConflictDoNothing();
  await db
    .insert(lendingRates)
    .values(LENDING_RATES.map((rate) => ({ ...rate })))
    .onConflictDoNothing();
}

/**
 * Brings a database to the newest schema, under one advisory lock; a second process waits and finds nothing to do.
 * @param url - connection string of the owner, who may create tables
 * @param applicationRole - the role that the application connects as; its rights are set anew for all tables there are
 */
export async function migrateDatabase(url: string, applicationRole?: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const db = drizzle(client);
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
    await insertReferenceData(db);
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
