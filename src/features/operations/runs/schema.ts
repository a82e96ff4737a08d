import { z } from 'zod';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';

/** Jobs that run once for a business date. */
export const DAY_JOBS = ['daily-close', 'remind', 'audit-root'] as const;
/** All jobs whose runs are on record. */
export const RUN_JOBS = [...DAY_JOBS, 'retention', 'reseal-fields', 'baseline-record'] as const;
export type RunJob = (typeof RUN_JOBS)[number];

export const runJob = z.enum(RUN_JOBS);

export const RUN_STATUSES = ['QUEUED', 'RUNNING', 'DONE', 'FAILED'] as const;

export const runStatus = z.enum(RUN_STATUSES);

export const jobRunBody = z.strictObject({
  job: runJob,
  asOf: civilDate
    .optional()
    .describe('daily-close: the last day to close, default yesterday; audit-root: yesterday alone; else today alone'),
});
export type JobRunInput = z.infer<typeof jobRunBody>;

export const jobRunView = z.object({
  id,
  job: runJob,
  asOf: shownDate,
  status: runStatus,
  requestedBy: z.string(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  counts: z.record(z.string(), z.number()),
  failures: z.array(z.record(z.string(), z.string())),
});
export type JobRunView = z.infer<typeof jobRunView>;

export const businessDateView = z.object({ date: shownDate, clock: z.enum(['system', 'simulated']) });
export const businessDateBody = z.strictObject({ date: civilDate });
