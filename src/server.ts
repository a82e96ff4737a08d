import closeWithGrace from 'close-with-grace';
import { SAMPLE_ACCOUNTS } from '../drizzle/sample/accounts.js';
import { loadSampleData } from '../drizzle/seed.js';
import { startWorkers } from '../jobs/start-workers.js';
import { buildApp } from './app.js';
import { type Config, readConfig } from './config.js';
import { type Instance, openInstance } from './instance.js';
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

/** Ends what was begun, in the other order; each part once, whatever the others do. */
function closeInOrder(parts: readonly (() => Promise<unknown>)[]): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const close = async () => {
    for (const part of parts.toReversed()) await part();
  };
  return () => (closed ??= close());
}

/** Starts one process: database, sample data, workers where configured, HTTP; closes in the other order. */
async function main(): Promise<void> {
  const config = readConfig();
  const instance = await openInstance(config, say);
  const parts: (() => Promise<unknown>)[] = [() => instance.close()];
  const close = closeInOrder(parts);
  closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: false }, async ({ err }) => {
    if (err) instance.logger.fatal({ err }, 'the process ends after an error');
    await close();
  });
  try {
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
