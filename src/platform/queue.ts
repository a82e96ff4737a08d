import {
  Queue,
  Worker,
  type BackendFactory,
  type IQueueBackend,
  type JobProgress,
  type Processor,
  type QueueOptions as BullQueueOptions,
  type WorkerOptions as BullWorkerOptions,
} from 'bullmq';
import { COURT_TIME_ZONE } from './clock.js';
import { connectPostgresQueues } from './queue-postgres.js';
import { connectRedisQueues } from './queue-redis.js';
import { codeOf } from './system-error.js';

const REACHABLE_TIMEOUT_MS = 1_000;
const WORKER_CLOSE_TIMEOUT_MS = 10_000;
const CONNECTION_CLOSE_TIMEOUT_MS = 3_000;
const SAME_ERROR_INTERVAL_MS = 30_000;

/** Both backends keep enough finished jobs to look into, and not more. */
const FINISHED_JOBS_KEPT = {
  removeOnComplete: { age: 24 * 3600, count: 1_000 },
  removeOnFail: { age: 30 * 24 * 3600, count: 5_000 },
} as const;
/** Nothing here follows the event stream; without a limit it would grow to ten thousand entries a queue. */
const EVENTS_KEPT = { events: { maxLen: 256 } } as const;

export interface QueueLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface QueueOptions {
  /** Without it the queue lives in PostgreSQL. */
  redisUrl?: string | undefined;
  databaseUrl: string;
  /** Stored in the database; keeps instances apart that share one Redis. Letters, digits and hyphens. */
  instanceId: string;
  log: QueueLog;
}

export type JobQueue<Data = unknown, Result = unknown, Name extends string = string> = Queue<
  Data,
  Result,
  Name,
  Data,
  Result,
  Name,
  IQueueBackend,
  unknown
>;
export type JobWorker<Data = unknown, Result = unknown, Name extends string = string> = Worker<
  Data,
  Result,
  Name,
  IQueueBackend,
  JobProgress,
  unknown
>;

/** What a worker may choose for itself; the rest is the factory's. */
export type JobWorkerOptions = Pick<
  BullWorkerOptions,
  'concurrency' | 'limiter' | 'lockDuration' | 'maxStalledCount' | 'autorun' | 'stalledInterval'
>;

export interface Queues {
  readonly backend: 'redis' | 'postgres';
  /**
   * The queue of that name; the same object each time. While the backend is away adding fails within 5 s, but before
   * the first connection to Redis it waits: ask `isReachable` first where that matters.
   */
  queue<Data = unknown, Result = unknown, Name extends string = string>(name: string): JobQueue<Data, Result, Name>;
  /** Starts to work at once, unless `autorun` is false. */
  worker<Data = unknown, Result = unknown, Name extends string = string>(
    name: string,
    processor: Processor<Data, Result, Name>,
    options?: JobWorkerOptions,
  ): JobWorker<Data, Result, Name>;
  /** Whether the backend answers within a second; never throws. */
  isReachable(): Promise<boolean>;
  /** Waits up to 10 s for running jobs (not at all when the backend is away), then closes queues and connections. */
  close(): Promise<void>;
}

/** What the two backends have in common for the factory below. */
export interface QueueConnection {
  readonly kind: 'redis' | 'postgres';
  readonly factory: BackendFactory<IQueueBackend, unknown>;
  /** Before each name in the key space of Redis; PostgreSQL has the database for that. */
  readonly prefix: string;
  /** Seconds that an idle worker waits for word before it looks for itself. */
  readonly drainDelaySeconds: number;
  ping(): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Chooses the backend of the queue. Returns at once: it connects by itself, and again after each loss.
 * Errors of connections go to the log, the same one at most twice a minute.
 */
export function createQueues(options: QueueOptions): Queues {
  const report = reportSparingly(options.log);
  const connection =
    options.redisUrl === undefined
      ? connectPostgresQueues(options.databaseUrl, report)
      : connectRedisQueues(options.redisUrl, options.instanceId, report);
  const queues = new Map<string, JobQueue>();
  const workers: JobWorker[] = [];
  let closed: Promise<void> | undefined;

  return {
    backend: connection.kind,
    queue<Data, Result, Name extends string>(name: string) {
      const queue = queues.get(name) ?? openQueue(name, connection, report);
      queues.set(name, queue);
      // A queue is opened once by name, and its name says what its jobs hold.
      return queue as unknown as JobQueue<Data, Result, Name>;
    },
    worker<Data, Result, Name extends string>(
      name: string,
      processor: Processor<Data, Result, Name>,
      workerOptions: JobWorkerOptions = {},
    ) {
      const worker = openWorker(name, processor, workerOptions, connection, report);
      // Kept to be closed, which has nothing to do with what its jobs hold.
      workers.push(worker as unknown as JobWorker);
      return worker;
    },
    isReachable: () => isAnswered(connection.ping(), REACHABLE_TIMEOUT_MS),
    close: () => (closed ??= closeAll(workers, [...queues.values()], connection, options.log)),
  };
}

export interface Schedule<Data, Name extends string> {
  /** Stable: the same id replaces the earlier schedule. No colon. */
  id: string;
  /** Cron, five fields (or six with seconds), in the court's time zone. */
  pattern: string;
  jobName: Name;
  /** Frozen at this moment; what depends on the day is asked of the clock in the processor. */
  data: Data;
}

/**
 * Sets a schedule, or replaces it. The next run is counted from now by the system's clock: a run that was due while
 * nothing ran is not made up for here.
 */
export async function putSchedule<Data, Result, Name extends string>(
  queue: JobQueue<Data, Result, Name>,
  schedule: Schedule<Data, Name>,
): Promise<void> {
  await queue.upsertJobScheduler(
    // BullMQ types the id of a scheduler by the names of jobs, with which it has nothing to do.
    schedule.id as Name,
    { pattern: schedule.pattern, tz: COURT_TIME_ZONE },
    { name: schedule.jobName, data: schedule.data },
  );
}

type Report = (error: Error) => void;

function openQueue(name: string, connection: QueueConnection, report: Report): JobQueue {
  const options: BullQueueOptions<unknown> = {
    connection: {},
    prefix: connection.prefix,
    defaultJobOptions: FINISHED_JOBS_KEPT,
    streams: EVENTS_KEPT,
  };
  const queue: JobQueue = new Queue(name, options, connection.factory);
  queue.on('error', report);
  return queue;
}

function openWorker<Data, Result, Name extends string>(
  name: string,
  processor: Processor<Data, Result, Name>,
  chosen: JobWorkerOptions,
  connection: QueueConnection,
  report: Report,
): JobWorker<Data, Result, Name> {
  const options: BullWorkerOptions<unknown> = {
    ...chosen,
    connection: {},
    prefix: connection.prefix,
    drainDelay: connection.drainDelaySeconds,
    runRetryDelay: 1_000,
  };
  const worker: JobWorker<Data, Result, Name> = new Worker(name, processor, options, connection.factory);
  worker.on('error', report);
  return worker;
}

async function closeAll(
  workers: readonly JobWorker[],
  queues: readonly JobQueue[],
  connection: QueueConnection,
  log: QueueLog,
): Promise<void> {
  // Without the backend no job can be reported as done, so there is nothing to wait for.
  const force = !(await isAnswered(connection.ping(), REACHABLE_TIMEOUT_MS));
  const finished = Promise.all(workers.map((worker) => worker.close(force)));
  if (!(await isAnswered(finished, WORKER_CLOSE_TIMEOUT_MS))) {
    log.warn({ workers: workers.map((worker) => worker.name) }, 'jobs still run at the end; they will be run again');
  }
  await isAnswered(Promise.all(queues.map((queue) => queue.close())), CONNECTION_CLOSE_TIMEOUT_MS);
  await isAnswered(connection.close(), CONNECTION_CLOSE_TIMEOUT_MS);
}

/** Whether a promise is fulfilled in time; its later fate is of no interest. */
async function isAnswered(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  const answered = promise.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Each worker and queue meets the same outage, several times a second. */
function reportSparingly(log: QueueLog): Report {
  const lastReported = new Map<string, number>();
  return (error) => {
    const key = codeOf(error) ?? error.message;
    const now = Date.now();
    if (now - (lastReported.get(key) ?? -Infinity) < SAME_ERROR_INTERVAL_MS) return;
    lastReported.set(key, now);
    log.error({ err: error }, 'the queue has trouble');
  };
}
