import { RUN_QUEUE, type RunPayload } from '../src/features/operations/jobs.js';
import type { DayJob } from '../src/features/operations/schema.js';
import { putSchedule, type Queues } from '../src/platform/queue.js';

/** When the day jobs run by themselves, in the court's time zone. */
const PATTERNS: Readonly<Record<DayJob, string>> = {
  'daily-close': '10 0 * * *',
  remind: '30 8 * * *',
};

/** Sets all schedules; their ids are stable, so that every start replaces them. */
export async function putSchedules(queues: Queues): Promise<void> {
  const queue = queues.queue<RunPayload, void, DayJob>(RUN_QUEUE);
  for (const [job, pattern] of Object.entries(PATTERNS) as [DayJob, string][]) {
    await putSchedule(queue, { id: job, pattern, jobName: job, data: {} });
  }
}
