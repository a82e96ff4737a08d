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

/**
 * A migrated database for one test file or one test, dropped at its end with whatever is still connected to it.
 * It has an identity of its own, so that its queues on a shared Redis are its own too.
 */
export async function createTestDatabase(t: Teardown, template?: string): Promise<TestDatabase> {
  const { databaseUrl, applicationUrl, templateDatabase } = readFacts();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withConnection(databaseUrl, (sql) =>
    sql.unsafe(`create database ${name} template ${template ?? templateDatabase}`),
  );
  t.teardown(() => withConnection(databaseUrl, (sql) => sql.unsafe(`drop database ${name} with (force)`)));
  const [url, ownerUrl] = [applicationUrl, databaseUrl].map((server) => databaseAt(server, name)) as [string, string];
  await withConnection(url, (sql) => sql`update installations set instance_id = gen_random_uuid()`);
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
