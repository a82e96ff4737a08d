import pino from 'pino';
import { buildApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import type { AppDependencies } from '../../src/dependencies.js';
import { systemClock } from '../../src/platform/clock.js';

/**
 * The OpenAPI text as the server gives it. Nothing is connected: the text depends on routes and schemas alone, and
 * whatever would touch a database here fails loudly.
 */
export async function readOpenApiText(): Promise<object> {
  const absent = new Proxy(() => undefined, {
    get: (_target, key) => {
      throw new Error(`the OpenAPI text must not need the database (${String(key)})`);
    },
  });
  const key = Buffer.alloc(32, 1);
  const deps = {
    config: readConfig({ DATABASE_URL: 'postgres://nowhere/none', SAMPLE_DATA: 'none' }),
    db: absent,
    sql: absent,
    clock: systemClock,
    reference: { calendar: absent, rates: absent },
    fields: absent,
    installation: {
      instanceId: 'none',
      cursorKey: key,
      sessionKey: key,
      tokenKey: {},
      simulatedOn: null,
      sampleDataLoaded: null,
    },
    tokens: absent,
    cursors: absent,
    auditKeys: absent,
    rateCounters: absent,
    logger: pino({ level: 'silent' }),
    isQueueReachable: async () => false,
  } as unknown as AppDependencies;
  const app = await buildApp(deps);
  try {
    await app.ready();
    return (await app.inject({ url: '/openapi.json' })).json();
  } finally {
    await app.close();
  }
}
