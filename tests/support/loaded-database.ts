import { loadSampleData } from '../../drizzle/seed.js';
import { readConfig } from '../../src/config.js';
import { createReferenceData } from '../../src/features/course/day-and-rate-tables/service.js';
import { createCursorSigner } from '../../src/platform/cursor.js';
import { connectDatabase } from '../../src/platform/database.js';
import { createFieldCipher } from '../../src/platform/field-cipher.js';
import { readFieldKeys } from '../../src/platform/field-keys.js';
import { readInstallation } from '../../src/platform/installation.js';
import { createTestDatabase, type Teardown, type TestDatabase, withConnection } from './database.js';
import { readFacts } from './services.js';

/** One test file makes a template, the others wait for it. */
const LOADING_LOCK = 7_370_799;

/** What a template may hold: the sample accounts, or the sample cases besides. */
export type LoadedData = 'accounts' | 'load';

/**
 * Makes the template with this sample data, once in a test run.
 * @returns its name
 */
async function makeTemplate(serverUrl: string, emptyTemplate: string, data: LoadedData): Promise<string> {
  const name = `template_${data}`;
  await withConnection(serverUrl, async (sql) => {
    await sql`select pg_advisory_lock(${LOADING_LOCK})`;
    const [known] = await sql`select 1 from pg_database where datname = ${name} and datallowconn`;
    if (known) return;
    await sql.unsafe(`drop database if exists ${name}_new with (force)`);
    await sql.unsafe(`create database ${name}_new template ${emptyTemplate}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}_new`;
    const connection = connectDatabase(url.href, 2);
    const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: url.href, SAMPLE_DATA: data, CLOCK: 'simulated' });
    const fields = createFieldCipher(readFieldKeys(config, true));
    const reference = createReferenceData(connection.db);
    const cursors = createCursorSigner((await readInstallation(connection.db)).cursorKey);
    await loadSampleData({ ...connection, cursors, reference, fields }, config);
    await connection.close();
    // Only a template that is whole gets the name by which it is found.
    await sql.unsafe(`alter database ${name}_new rename to ${name}`);
  });
  return name;
}

/** A database of its own that holds this sample data. */
export async function createLoadedDatabase(t: Teardown, data: LoadedData): Promise<TestDatabase> {
  const { databaseUrl, templateDatabase } = readFacts();
  return createTestDatabase(t, await makeTemplate(databaseUrl, templateDatabase, data));
}
