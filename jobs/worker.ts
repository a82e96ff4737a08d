import closeWithGrace from 'close-with-grace';
import { readConfig } from '../src/config.js';
import { openInstance } from '../src/instance.js';
import { say } from '../src/platform/say.js';
import { startWorkers } from './start-workers.js';

const CLOSE_TIMEOUT_MS = 20_000;

/**
 * The workers as a process of their own (`JOBS_MODE=separate` in the API). It needs a database that others can reach.
 */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.embedded)
    throw new Error('Workers of their own need DATABASE_URL: the embedded database belongs to `npm start`.');
  const instance = await openInstance({ ...config, JOBS_MODE: 'separate' }, () => undefined);
  if (!instance.queues) throw new Error('There is no queue to work on.');
  const workers = await startWorkers(instance, instance.queues);
  closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: false }, async ({ err }) => {
    if (err) instance.logger.fatal({ err }, 'the process ends after an error');
    await workers.close();
    await instance.close();
  });
  say('Workers are ready.');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
