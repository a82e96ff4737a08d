import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Database } from '../../src/platform/database.js';
import type { TestApp } from './app.js';
import type { Teardown } from './database.js';

/** Waits until somebody waits for a row lock. */
export async function untilBlocked(test: TestApp): Promise<void> {
  const deadline = Date.now() + 8_000;
  for (;;) {
    const [row] = await test.deps.sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (row) return;
    if (Date.now() > deadline) throw new Error('nobody waits for a lock');
  }
}

/** A connection whose transaction is begun and ended by hand. */
export function openTransaction(t: Teardown, test: TestApp): { sql: postgres.Sql; db: Database } {
  const sql = postgres(test.databaseUrl, { max: 1, onnotice: () => undefined });
  t.teardown(() => sql.end({ timeout: 1 }));
  return { sql, db: drizzle(sql) };
}
