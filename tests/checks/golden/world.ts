import type postgres from 'postgres';
import { createTestApp, type TestApp, type TestAppOptions } from '../../support/app.js';

/** A world to be played: the app that serves it, and its database. */
export interface World {
  readonly test: TestApp;
  /** Reads every table; moments come in UTC wherever the server stands. */
  readonly sql: postgres.Sql;
}

/** Opens an app on a database of its own, works with it, and throws both away. */
export async function withWorld<T>(options: TestAppOptions, work: (world: World) => Promise<T>): Promise<T> {
  const ends: (() => unknown)[] = [];
  try {
    const test = await createTestApp({ teardown: (end) => ends.unshift(end) }, options);
    const sql = await test.owner.reserve();
    ends.unshift(() => sql.release());
    await sql`set time zone 'UTC'`;
    return await work({ test, sql });
  } finally {
    for (const end of ends) await end();
  }
}
