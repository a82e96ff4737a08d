import { RUN_QUEUE } from '../src/features/operations/runs/jobs.js';
import {
  requestMissedBaseline,
  requestMissedClose,
  requestMissedSealing,
} from '../src/features/operations/runs/runs.js';
import type { JobWorker, Queues } from '../src/platform/queue.js';
import { processDelivery } from './delivery.processor.js';
import { jobContext, type WorkerDependencies } from './job-context.js';
import { DELIVERY_QUEUE } from './mail-dispatch.js';
import { type Relay, startRelay } from './outbox-relay.js';
import { abandonRun, processRun } from './run.processor.js';
import { isCloseDue, keepSchedules, putSchedules } from './schedules.js';

/** How often a schedule that the queue has lost is put back. */
const KEEP_SCHEDULES_EVERY_MS = 30_000;

export type { WorkerDependencies } from './job-context.js';

export interface Workers {
  readonly relay: Relay;
  close(): Promise<void>;
}

type AbandonedJob = Parameters<typeof abandonRun>[1];

/** Calls back after the last attempt of a job; a failure of that is only logged, the record then stays open. */
function onAbandoned(
  deps: WorkerDependencies,
  worker: JobWorker,
  abandon: (job: AbandonedJob, error: Error) => Promise<void>,
): void {
  worker.on('failed', (job, error) => {
    deps.logger.error({ err: error, job: job?.name, id: job?.id }, 'a job failed');
    if (!job || job.attemptsMade < (job.opts.attempts ?? 1)) return;
    abandon(job, error).catch((fault: unknown) => deps.logger.error({ err: fault }, 'a failure was not recorded'));
  });
}

/**
 * Asks for the close that is due and that no schedule has asked for: the queue sleeps by a timer, which does not feel a
 * clock that is set forward past the hour of the close.
 */
export async function requestCloseOfDay(deps: WorkerDependencies): Promise<void> {
  if (deps.clock.kind !== 'system' || !isCloseDue(deps.clock.now())) return;
  await requestMissedClose(await jobContext(deps, 'daily-close', undefined), 'unasked');
}

/** Starts relay, workers and schedules. They are closed before the queues, and the queues by whoever made them. */
export async function startWorkers(deps: WorkerDependencies, queues: Queues): Promise<Workers> {
  if (deps.clock.kind === 'system') await requestMissedClose(await jobContext(deps, 'daily-close', undefined));
  await requestMissedSealing(await jobContext(deps, 'reseal-fields', undefined));
  await requestMissedBaseline(await jobContext(deps, 'baseline-record', undefined));
  const runs = queues.worker(RUN_QUEUE, (job) => processRun(deps, job), { concurrency: 1 });
  onAbandoned(deps, runs, (job, error) => abandonRun(deps, job, error));
  const deliveries = queues.worker(DELIVERY_QUEUE, (job) => processDelivery(deps, job), { concurrency: 4 });
  // A mail whose attempt broke here stays due: the table knows it.
  onAbandoned(deps, deliveries, () => Promise.resolve());
  const relay = await startRelay(deps, queues);
  const scheduled = (work: Promise<void>) =>
    work.catch((error: unknown) => deps.logger.warn({ err: error }, 'the schedules are not set'));
  void scheduled(putSchedules(queues));
  const keep = async () => {
    await keepSchedules(queues);
    await requestCloseOfDay(deps);
  };
  const timer = setInterval(() => void scheduled(keep()), KEEP_SCHEDULES_EVERY_MS);
  return {
    relay,
    async close() {
      clearInterval(timer);
      await relay.stop();
    },
  };
}
