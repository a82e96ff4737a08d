import { type RunPayload, runPayload } from '../src/features/operations/runs/jobs.js';
import { openScheduledRun, performRun, recordFailedRun } from '../src/features/operations/runs/runs.js';
import { runJob } from '../src/features/operations/runs/schema.js';
import { jobContext, type WorkerDependencies } from './job-context.js';

interface RunJob {
  readonly name: string;
  readonly data: unknown;
  readonly id?: string | undefined;
}

/** Performs a run of a day job; a job of a schedule opens its run first, at the business date of that moment. */
export async function processRun(deps: WorkerDependencies, job: RunJob): Promise<void> {
  const payload: RunPayload = runPayload.parse(job.data);
  const ctx = await jobContext(deps, job.name, job.id);
  const runId = payload.runId ?? (await openScheduledRun(ctx, runJob.parse(job.name)));
  await performRun(ctx, runId, { auditKeys: deps.auditKeys, accessLogMonths: deps.config.ACCESS_LOG_MONTHS });
}

/** After the last attempt: the failure is on record, for people to see. */
export async function abandonRun(deps: WorkerDependencies, job: RunJob, error: Error): Promise<void> {
  const { runId } = runPayload.parse(job.data);
  if (runId !== undefined) await recordFailedRun(await jobContext(deps, job.name, job.id), runId, error.message);
}
