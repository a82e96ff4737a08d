import { loadSampleData } from '../../drizzle/seed.js';
import { readConfig } from '../../src/config.js';
import { createReferenceData } from '../../src/features/reference/service.js';
import { connectDatabase } from '../../src/platform/database.js';
import { createTestDatabase, type Teardown, type TestDatabase, withConnection } from './database.js';
import { readFacts } from './services.js';

const LOADED = 'template_loaded';
/** One test file makes the template, the others wait for it. */
const LOADING_LOCK = 7_370_799;

/** Makes the template with the sample cases, once in a test run. */
async function makeTemplate(serverUrl: string, templateDatabase: string): Promise<void> {
  await withConnection(serverUrl, async (sql) => {
    await sql`select pg_advisory_lock(${LOADING_LOCK})`;
    const [known] = await sql`select 1 from pg_database where datname = ${LOADED} and datallowconn`;
    if (known) return;
    await sql.unsafe(`drop database if exists ${LOADED}_new with (force)`);
    await sql.unsafe(`create database ${LOADED}_new template ${templateDatabase}`);
    const url = new URL(serverUrl);
    url.pathname = `/${LOADED}_new`;
    const connection = connectDatabase(url.href, 2);
    const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: url.href, SAMPLE_DATA: 'load', CLOCK: 'simulated' });
    await loadSampleData({ db: connection.db, reference: createReferenceData(connection.db) }, config);
    await connection.close();
    // Only a template that is whole gets the name by which it is found.
    await sql.unsafe(`alter database ${LOADED}_new rename to ${LOADED}`);
  });
}

/** A database of its own that holds the sample cases. */
export async function createLoadedDatabase(t: Teardown): Promise<TestDatabase> {
  const { databaseUrl, templateDatabase } = readFacts();
  await makeTemplate(databaseUrl, templateDatabase);
  return createTestDatabase(t, LOADED);
}
