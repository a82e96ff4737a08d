import { loadSampleData } from '../../drizzle/seed.js';
import { readConfig } from '../../src/config.js';
import { createReferenceData } from '../../src/features/course/day-and-rate-tables/service.js';
import { createCursorSigner } from '../../src/platform/cursor.js';
import { connectDatabase } from '../../src/platform/database.js';
import { createFieldCipher } from '../../src/platform/field-cipher.js';
import { readFieldKeys } from '../../src/platform/field-keys.js';
import { readInstallation } from '../../src/platform/installation.js';
import { createTestDatabase, databaseAt, type Teardown, type TestDatabase, withConnection } from './database.js';
import { readFacts } from './services.js';

/** One test file makes a template, the others wait for it. */
const LOADING_LOCK = 7_370_799;

/** What a template may hold: the sample accounts, or the sample cases besides. */
export type LoadedData = 'accounts' | 'load';

/**
 * Makes a template once for each state of the sources: servers may be kept over several runs.
 * @param from - the template that it is made from
 * @param fill - writes what it holds, and leaves no connection behind
 * @returns its name
 */
export async function makeTemplate(
  what: string,
  from: string,
  fill: (database: TestDatabase) => Promise<void>,
): Promise<string> {
  const { databaseUrl, applicationUrl, sourcesDigest } = readFacts();
  const name = `loaded_${sourcesDigest}_${what}`;
  await withConnection(databaseUrl, async (sql) => {
    await sql`select pg_advisory_lock(${LOADING_LOCK})`;
    const [known] = await sql`select 1 from pg_database where datname = ${name}`;
    if (known) return;
    const draft = `${name}_new`;
    await sql.unsafe(`drop database if exists ${draft} with (force)`);
    await sql.unsafe(`create database ${draft} template ${from}`);
    await fill({ url: databaseAt(applicationUrl, draft), ownerUrl: databaseAt(databaseUrl, draft) });
    // Only a template that is whole gets the name by which it is found.
    await sql.unsafe(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

/** @returns the name of the template with this sample data */
export function makeLoadedTemplate(data: LoadedData): Promise<string> {
  return makeTemplate(data, readFacts().templateDatabase, async ({ ownerUrl }) => {
    const connection = connectDatabase(ownerUrl, 2);
    const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: ownerUrl, SAMPLE_DATA: data, CLOCK: 'simulated' });
    const fields = createFieldCipher(readFieldKeys(config, true));
    const reference = createReferenceData(connection.db);
    const cursors = createCursorSigner((await readInstallation(connection.db)).cursorKey);
    await loadSampleData({ ...connection, cursors, reference, fields }, config);
    await connection.close();
  });
}

/** A database of its own that holds this sample data, on its day or on another. */
export async function createLoadedDatabase(t: Teardown, data: LoadedData, simulatedOn?: string): Promise<TestDatabase> {
  return createTestDatabase(t, await makeLoadedTemplate(data), simulatedOn);
}
