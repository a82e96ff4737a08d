import { RUN_QUEUE } from '../src/features/operations/runs/jobs.js';
import { listOpenRuns } from '../src/features/operations/runs/runs.js';
import { markSent, OUTBOX_CHANNEL, type OutboxRow, postpone, takeDueMessages } from '../src/platform/outbox.js';
import type { Queues } from '../src/platform/queue.js';
import type { StoredPayload } from '../src/tables/installation-json.js';
import type { WorkerDependencies } from './job-context.js';
import { publishDueMails } from './mail-dispatch.js';

const BATCH = 200;
/** The relay looks by itself this often; a notification wakes it at once. */
const LOOK_EVERY_MS = 1_000;
/** A run that is open for so long and unknown to the queue was lost with it. */
const LOST_AFTER_MS = 3_000;
/** A message that the queue refuses is offered again after this time. */
const REFUSED_AGAIN_MS = 15 * 60_000;

const RUN_RETRY = { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } } as const;

/**
 * The id of a job: that of its run, so that the sweep can ask for it, or of its outbox row. It keeps out noise, not
 * doubles.
 */
function jobIdOf({ id, payload }: { id: string; payload: StoredPayload }): string {
  return typeof payload['runId'] === 'string' ? payload['runId'] : id;
}

/**
 * Publishes one batch of what is due. A row is marked in the transaction that holds it, after the queue took it. One
 * that the queue refuses while it answers waits apart, so that it is never at the head of what is due.
 */
async function publishBatch(deps: WorkerDependencies, queues: Queues): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const rows = await takeDueMessages(tx, deps.clock.now(), BATCH);
    const sent: OutboxRow[] = [];
    const refused: OutboxRow[] = [];
    for (const row of rows) {
      try {
        await queues.queue(RUN_QUEUE).add(row.topic, row.payload, { jobId: jobIdOf(row), ...RUN_RETRY });
        sent.push(row);
      } catch (error) {
        if (!(await queues.isReachable())) throw error;
        deps.logger.error({ err: error, outboxId: row.id, topic: row.topic }, 'the queue does not take a message');
        refused.push(row);
      }
    }
    await markSent(tx, sent, deps.clock.now());
    await postpone(tx, refused, new Date(deps.clock.now().getTime() + REFUSED_AGAIN_MS));
    return rows.length;
  });
}

/** Asks the queue again for runs it does not know: it may have been emptied. */
async function republishLostRuns(deps: WorkerDependencies, queues: Queues): Promise<void> {
  const queue = queues.queue(RUN_QUEUE);
  for (const run of await listOpenRuns(deps, LOST_AFTER_MS)) {
    const job = await queue.getJob(run.id);
    const state = job === undefined ? 'unknown' : await job.getState();
    if (state !== 'unknown' && state !== 'completed' && state !== 'failed') continue;
    await job?.remove();
    await queue.add(run.job, { runId: run.id }, { jobId: run.id, ...RUN_RETRY });
  }
}

export interface Relay {
  /** Publishes everything that is due now. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Takes committed work from the outbox to the queue. The queue only carries: when it is away, rows wait; when it was
 * emptied, runs are put back.
 */
export async function startRelay(deps: WorkerDependencies, queues: Queues): Promise<Relay> {
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;

  async function pass(): Promise<void> {
    do {
      again = false;
      while (!stopped && (await publishBatch(deps, queues)) === BATCH);
    } while (again && !stopped);
    await republishLostRuns(deps, queues);
    await publishDueMails(deps, queues);
  }

  /** One pass at a time; a call during a pass makes it look once more. */
  function drain(): Promise<void> {
    again = true;
    running ??= pass().finally(() => {
      running = undefined;
    });
    return running;
  }

  const look = () => {
    if (!stopped) drain().catch((error: unknown) => deps.logger.warn({ err: error }, 'the outbox waits for the queue'));
  };
  const subscription = await deps.sql.listen(OUTBOX_CHANNEL, look, look);
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    drain,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await subscription.unlisten();
      await running?.catch(() => undefined);
    },
  };
}
