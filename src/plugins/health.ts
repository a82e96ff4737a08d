import { sql } from 'drizzle-orm';
import fastifyPlugin from 'fastify-plugin';
import { Registry, collectDefaultMetrics, Gauge, Histogram } from 'prom-client';
import type { AppDependencies } from '../dependencies.js';
import { hasPendingMigrations } from '../features/operations/migrations/migrate.js';
import { readInstallation } from '../platform/installation.js';
import { Problem } from '../shared/problems.js';
import { sendProblem } from './problem-details.js';

const DATABASE_WAIT_MS = 2_000;

/** Fails after a while instead of waiting for a database that does not answer. */
function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function isDatabaseReady(deps: AppDependencies): Promise<boolean> {
  try {
    await within(deps.db.execute(sql`select 1`), DATABASE_WAIT_MS);
    if (await hasPendingMigrations(deps.db)) return false;
    const { sampleDataLoaded } = await readInstallation(deps.db);
    return deps.config.SAMPLE_DATA === 'none' || sampleDataLoaded !== null;
  } catch {
    // Whatever keeps the database from answering, the instance takes no work now.
    return false;
  }
}

/** /livez, /readyz and /metrics. */
export function health(deps: AppDependencies) {
  return fastifyPlugin(
    async (app) => {
      const registry = new Registry();
      collectDefaultMetrics({ register: registry });
      const durations = new Histogram({
        name: 'http_request_duration_seconds',
        help: 'Time to answer, by route and status',
        labelNames: ['method', 'route', 'status'],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        registers: [registry],
      });
      const prepared: Gauge = new Gauge({
        name: 'database_prepared_statements',
        help: 'Statements prepared by now, at most, on one connection to the database',
        registers: [registry],
        collect: (): void => prepared.set(deps.preparedStatements()),
      });
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'unknown';
        durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
      app.addHook('onClose', async () => registry.clear());

      const hidden = { schema: { hide: true }, config: { rateLimit: false as const } };
      app.get('/livez', hidden, async () => ({ status: 'ok' }));
      app.get('/readyz', hidden, async (request, reply) => {
        if (!(await isDatabaseReady(deps)))
          return sendProblem(request, reply, new Problem('not-ready', { retryAfterSeconds: 1 }));
        return { status: (await deps.isQueueReachable()) ? 'ok' : 'degraded' };
      });
      app.get('/metrics', hidden, async (_request, reply) => {
        reply.header('content-type', registry.contentType);
        return registry.metrics();
      });
    },
    { name: 'health' },
  );
}
