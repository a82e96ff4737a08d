import closeWithGrace from 'close-with-grace';
import { SAMPLE_ACCOUNTS } from '../drizzle/sample/accounts.js';
import { loadSampleData } from '../drizzle/seed.js';
import { startWorkers } from '../jobs/start-workers.js';
import { buildApp } from './app.js';
import { type Config, readConfig } from './config.js';
import { type Instance, openInstance, resolveDatabase } from './instance.js';
import { createLogger } from './platform/logger.js';
import { say } from './platform/say.js';
import { prepareApiText } from './plugins/openapi.js';
import { listenForOperators } from './plugins/operations-port.js';

/** Longest time for an orderly end. */
const CLOSE_TIMEOUT_MS = 20_000;

function welcome(config: Config, address: string, instance: Instance): void {
  say(`Reprieve is ready at ${address}  (API ${address}/v1, its text ${address}/docs)`);
  if (config.SAMPLE_DATA === 'none') return;
  const names = SAMPLE_ACCOUNTS.map((account) => account.username).join(' ');
  say(`Sample accounts: ${names}`);
  say(`Password of each: ${config.SAMPLE_PASSWORD}`);
  if (instance.clock.kind === 'simulated') say('The business date is simulated; "admin" moves it at /console/clock.');
}

/** Ends what was begun, in the other order, also what begins while others end; each part once. */
function closeInOrder(parts: (() => Promise<unknown>)[]): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const close = async () => {
    for (let part = parts.pop(); part; part = parts.pop()) await part();
  };
  return () => (closed ??= close());
}

/** Starts one process: database, sample data, workers where configured, HTTP; closes in the other order. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.LOG_LEVEL);
  const resolving = resolveDatabase(config, say);
  // Whoever ends us while we start waits until the database can be ended, and no longer: what is under way then fails.
  const parts: (() => Promise<unknown>)[] = [async () => (await resolving).stop()];
  const close = closeInOrder(parts);
  closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: false }, async ({ err }) => {
    if (err) logger.fatal({ err }, 'the process ends after an error');
    await close();
  });
  try {
    const instance = await openInstance(config, say, resolving);
    parts.push(() => instance.close());
    await loadSampleData(instance, config);
    const app = await buildApp(instance);
    parts.push(() => app.close());
    if (config.JOBS_MODE === 'inline' && instance.queues) {
      const workers = await startWorkers(instance, instance.queues);
      parts.push(() => workers.close());
    }
    if (config.DOCS_ON !== 'off') await prepareApiText(app);
    const address = await app.listen({ port: config.PORT, host: config.HOST });
    await listenForOperators(app, config);
    welcome(config, address, instance);
  } catch (error) {
    // A taken port, for one. What was started before is not left behind, the embedded database least of all.
    await close();
    throw error;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
