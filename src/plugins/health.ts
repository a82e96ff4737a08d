import fastifyPlugin from 'fastify-plugin';
import { Registry, collectDefaultMetrics, Gauge, Histogram } from 'prom-client';
import type { AppDependencies } from '../dependencies.js';
import { readSchemaState } from '../features/operations/migrations/migrate.js';
import { isOutOfRoom } from '../platform/constraint-problems.js';
import { readInstallation, tryToWrite } from '../platform/installation.js';
import { Problem } from '../shared/problems.js';
import { sendProblem } from './problem-details.js';

const DATABASE_WAIT_MS = 2_000;

/** What the database has answered; undefined when it is away, or is silent for longer than who watches us waits. */
function answered<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DATABASE_WAIT_MS);
  });
  return Promise.race([work.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

/** How mails fare; undefined where the instance sends none. */
export type AskMailState = () => Promise<{ readonly waiting: number; readonly isStuck: boolean } | undefined>;

/**
 * Whether work can be taken.
 * @param tryWriting - reading goes on without room to write, so it says nothing of that
 */
async function isDatabaseReady(deps: AppDependencies, tryWriting: boolean): Promise<boolean> {
  if (tryWriting) await tryToWrite(deps.db);
  if ((await readSchemaState(deps.db)) !== 'CURRENT') return false;
  const { sampleDataLoaded } = await readInstallation(deps.db);
  return deps.config.SAMPLE_DATA === 'none' || sampleDataLoaded !== null;
}

/** What the instance works without for now, by name. */
async function findTroubles(deps: AppDependencies, askMailState: AskMailState): Promise<string[]> {
  const troubles: string[] = [];
  if (!(await deps.isQueueReachable())) troubles.push('queue');
  if ((await answered(askMailState()))?.isStuck) troubles.push('mail');
  return troubles;
}

/** /livez, /readyz and /metrics. */
export function health(deps: AppDependencies, askMailState: AskMailState) {
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
      // A database that is away has no figure; it is told elsewhere.
      const mailState = () => answered(askMailState());
      const mails: Gauge = new Gauge({
        name: 'mails_waiting',
        help: 'Mails that are still to be sent, those tried in vain included',
        registers: [registry],
        collect: async (): Promise<void> => mails.set((await mailState())?.waiting ?? 0),
      });
      const stuck: Gauge = new Gauge({
        name: 'mail_stuck',
        help: '1 while the newest attempt to send a mail has failed',
        registers: [registry],
        collect: async (): Promise<void> => stuck.set((await mailState())?.isStuck ? 1 : 0),
      });
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'unknown';
        durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
      app.addHook('onClose', async () => registry.clear());

      /** A write has failed for want of room, and none has been tried since. */
      let wasOutOfRoom = false;
      app.addHook('onError', async (_request, _reply, error) => {
        wasOutOfRoom ||= isOutOfRoom(error);
      });

      const hidden = { schema: { hide: true }, config: { rateLimit: false as const } };
      // Whoever asks whether the process lives must not be told that it is busy: he would end it.
      const alive = { ...hidden, config: { ...hidden.config, pressureHandler: () => undefined } };
      app.get('/livez', alive, async () => ({ status: 'ok' }));
      app.get('/readyz', hidden, async (request, reply) => {
        if (!(await answered(isDatabaseReady(deps, wasOutOfRoom))))
          return sendProblem(request, reply, new Problem('not-ready', { retryAfterSeconds: 1 }));
        wasOutOfRoom = false;
        const troubles = await findTroubles(deps, askMailState);
        return troubles.length === 0 ? { status: 'ok' } : { status: 'degraded', troubles };
      });
      app.get('/metrics', hidden, async (_request, reply) => {
        reply.header('content-type', registry.contentType);
        return registry.metrics();
      });
    },
    { name: 'health' },
  );
}
