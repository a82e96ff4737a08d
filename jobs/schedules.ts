import { RUN_QUEUE, type RunPayload } from '../src/features/operations/runs/jobs.js';
import { type RunJob, RUN_JOBS } from '../src/features/operations/runs/schema.js';
import { COURT_TIME_ZONE } from '../src/platform/clock.js';
import { putSchedule, type Queues } from '../src/platform/queue.js';

/** When the jobs run by themselves, in the court's time zone. */
const PATTERNS: Readonly<Record<RunJob, string>> = {
  'daily-close': '10 0 * * *',
  remind: '30 8 * * *',
  'audit-root': '30 0 * * *',
  retention: '20 3 * * 0',
  'reseal-fields': '40 2 * * *',
  'baseline-record': '50 2 * * *',
};

/** Two minutes after the schedule of the close: by then it has asked for its run. */
const CLOSE_DUE_FROM = '00:12';

/** Whether the close of the day before should have been asked for, by the court's clock. */
export function isCloseDue(now: Date): boolean {
  const time = now.toLocaleTimeString('en-GB', { timeZone: COURT_TIME_ZONE, hour: '2-digit', minute: '2-digit' });
  return time >= CLOSE_DUE_FROM;
}

const ENTRIES = RUN_JOBS.map((job) => [job, PATTERNS[job]] as const);

const put = (queues: Queues, job: RunJob, pattern: string) =>
  putSchedule(queues.queue<RunPayload, void, RunJob>(RUN_QUEUE), { id: job, pattern, jobName: job, data: {} });

/** Sets all schedules; their ids are stable, so that every start replaces them. */
export async function putSchedules(queues: Queues): Promise<void> {
  for (const [job, pattern] of ENTRIES) await put(queues, job, pattern);
}

/** Puts back the schedules that the queue does not know any more: it was emptied, or away when we started. */
export async function keepSchedules(queues: Queues): Promise<void> {
  const queue = queues.queue(RUN_QUEUE);
  for (const [job, pattern] of ENTRIES) {
    if ((await queue.getJobScheduler(job)) === undefined) await put(queues, job, pattern);
  }
}
