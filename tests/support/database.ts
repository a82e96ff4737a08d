import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { readFacts } from './services.js';

/** The part of a tap test that is needed here. */
export interface Teardown {
  teardown(work: () => unknown): void;
}

export interface TestDatabase {
  /** As the application connects. */
  url: string;
  /** As the owner, who migrates, and whom no right is kept from. */
  ownerUrl: string;
}

/** Closes by itself soon after its last use: a test process makes and drops many databases, one after the other. */
const KEPT_SECONDS = 0.5;
let kept: postgres.Sql | undefined;

/** On one connection for the whole process: to open one costs as much as a dozen statements. */
async function onServer(statement: string): Promise<void> {
  kept ??= postgres(readFacts().databaseUrl, { max: 1, idle_timeout: KEPT_SECONDS, onnotice: () => undefined });
  await kept.unsafe(statement);
}

/**
 * A migrated database for one test file or one test, dropped at its end with whatever is still connected to it.
 * It has an identity of its own, so that its queues on a shared Redis are its own too.
 * @param template - what it is copied from; without one it holds nothing but the tables
 * @param simulatedOn - the day of its simulated clock, where that is not the template's
 */
export async function createTestDatabase(t: Teardown, template?: string, simulatedOn?: string): Promise<TestDatabase> {
  const { databaseUrl, applicationUrl, templateDatabase } = readFacts();
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Files are copied as they are: to write each page to the log as well takes twice the time.
  await onServer(`create database ${name} template ${template ?? templateDatabase} strategy file_copy`);
  t.teardown(() => onServer(`drop database ${name} with (force)`));
  const [url, ownerUrl] = [applicationUrl, databaseUrl].map((server) => databaseAt(server, name)) as [string, string];
  await withConnection(
    url,
    (sql) => sql`
      update installations set instance_id = gen_random_uuid(),
        simulated_on = coalesce(${simulatedOn ?? null}, simulated_on)`,
  );
  return { url, ownerUrl };
}

/** The connection string of another database of the same server. */
export function databaseAt(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function withConnection(url: string, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
