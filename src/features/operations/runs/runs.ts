import { and, desc, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import { type Context, inTransaction } from '../../../platform/context.js';
import { writeOutbox } from '../../../platform/outbox.js';
import { addDays, type CivilDate } from '../../../shared/civil-date.js';
import { newId } from '../../../shared/ids.js';
import { invariant } from '../../../shared/require.js';
import { cutText } from '../../../shared/text.js';
import { jobRuns } from '../../../tables/job-runs.js';
import { closeThrough, findCourtBehind } from '../../course/close/close.js';
import { sendReminders } from '../../dossier/notices/delivery.js';
import { baselineRecords, findOlderCase } from '../audit/baseline.js';
import type { AuditKeys } from '../audit/keys.js';
import { applyRetention } from '../audit/retention.js';
import { makeRoot } from '../audit/roots.js';
import { findUnsealed, resealFields } from '../resealing/reseal.js';
import { type RunJob, type JobRunView, runJob, runStatus } from './schema.js';

/** Channel on which a finished run is announced, with its id. */
export const RUN_FINISHED_CHANNEL = 'reprieve_run_finished';

type RunRow = typeof jobRuns.$inferSelect;

/** Jobs of a day that has passed: the close of it, and the root over it. */
const OF_THE_DAY_BEFORE: readonly RunJob[] = ['daily-close', 'audit-root'];

/** What a job works on when nobody says otherwise: the day that has passed, or today. */
export function defaultAsOf(job: RunJob, today: CivilDate): CivilDate {
  return OF_THE_DAY_BEFORE.includes(job) ? addDays(today, -1) : today;
}

/** Puts a run on record and asks the queue for it, in the caller's transaction. */
export async function requestRun(ctx: Context, job: RunJob, asOf: CivilDate, courtCode: string): Promise<RunRow> {
  const [row] = await ctx.db
    .insert(jobRuns)
    .values({ id: newId(), job, asOf, status: 'QUEUED', requestedBy: ctx.actor.name, createdAt: ctx.clock.now() })
    .returning();
  invariant(row, 'A job run was not stored');
  await writeOutbox(ctx, [{ courtCode, topic: job, payload: { courtCode, runId: row.id } }]);
  return row;
}

/**
 * Asks for the close of days that went by while nothing ran: a machine that was off at the hour of the close makes up
 * for it at its start, not the night after.
 * @param which - `unasked`: only where no run of that day is on record, so that one that failed is not asked for again
 */
export function requestMissedClose(ctx: Context, which: 'any' | 'unasked' = 'any'): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const asOf = defaultAsOf('daily-close', tx.today);
    const courtCode = await findCourtBehind(tx, asOf);
    if (courtCode === undefined) return;
    if (which === 'unasked' && (await findLatestRun(tx, 'daily-close', asOf)) !== undefined) return;
    await requestRun(tx, 'daily-close', asOf, courtCode);
  });
}

/** The newest run of a job for a day. */
export async function findLatestRun(ctx: Context, job: RunJob, asOf: CivilDate): Promise<RunRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(jobRuns)
    .where(and(eq(jobRuns.job, job), eq(jobRuns.asOf, asOf)))
    .orderBy(desc(jobRuns.createdAt), desc(jobRuns.id))
    .limit(1);
  return row;
}

/** Asks for the sealing of account numbers that an earlier version has stored in the open (CP-05). */
export function requestMissedSealing(ctx: Context): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const courtCode = await findUnsealed(tx);
    if (courtCode !== undefined) await requestRun(tx, 'reseal-fields', tx.today, courtCode);
  });
}

/** Asks for the rows of cases that an earlier version has stored to be brought on record (EV-02). */
export function requestMissedBaseline(ctx: Context): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const courtCode = await findOlderCase(tx);
    if (courtCode !== undefined) await requestRun(tx, 'baseline-record', tx.today, courtCode);
  });
}

/** A run that a schedule starts by itself. */
export async function openScheduledRun(ctx: Context, job: RunJob): Promise<string> {
  const row = {
    id: newId(),
    job,
    asOf: defaultAsOf(job, ctx.today),
    status: 'QUEUED',
    requestedBy: 'schedule',
    createdAt: ctx.clock.now(),
  };
  await ctx.db.insert(jobRuns).values(row);
  return row.id;
}

/** What single jobs need besides the context. */
export interface RunTools {
  readonly auditKeys: AuditKeys;
  readonly accessLogMonths: number;
}

async function work(
  ctx: Context,
  run: RunRow,
  tools: RunTools,
): Promise<{ counts: Record<string, number>; failures: Record<string, string>[] }> {
  switch (runJob.parse(run.job)) {
    case 'daily-close': {
      const { counts, failures } = await closeThrough(ctx, run.asOf);
      return { counts: { ...counts }, failures: failures.map((failure) => ({ ...failure })) };
    }
    case 'remind':
      return { counts: { ...(await sendReminders(ctx)) }, failures: [] };
    case 'audit-root':
      return { counts: { ...(await makeRoot(ctx, tools.auditKeys, run.asOf)) }, failures: [] };
    case 'retention':
      return { counts: { ...(await applyRetention(ctx, tools.accessLogMonths)) }, failures: [] };
    case 'baseline-record':
      return { counts: { ...(await baselineRecords(ctx)) }, failures: [] };
    case 'reseal-fields': {
      const { counts, failures } = await resealFields(ctx);
      return { counts: { ...counts }, failures: failures.map((failure) => ({ ...failure })) };
    }
  }
}

async function finish(ctx: Context, runId: string, result: Partial<RunRow>): Promise<void> {
  await ctx.db
    .update(jobRuns)
    .set({ ...result, finishedAt: ctx.clock.now() })
    .where(eq(jobRuns.id, runId));
  await ctx.db.execute(sql`select pg_notify(${RUN_FINISHED_CHANNEL}, ${runId})`);
}

/**
 * Performs a run. Safe to do twice: a finished run is left alone, and the work itself changes nothing the second time.
 * @throws when the database is away; the queue tries again
 */
export async function performRun(ctx: Context, runId: string, tools: RunTools): Promise<void> {
  const [run] = await ctx.db
    .update(jobRuns)
    .set({
      status: 'RUNNING',
      startedAt: sql`coalesce(${jobRuns.startedAt}, ${ctx.clock.now().toISOString()}::timestamptz)`,
    })
    .where(and(eq(jobRuns.id, runId), inArray(jobRuns.status, ['QUEUED', 'RUNNING'])))
    .returning();
  if (!run) return;
  const { counts, failures } = await work(ctx, run, tools);
  await finish(ctx, runId, { status: 'DONE', counts, failures });
}

/** Marks a run that failed for good; its error stays readable. */
export async function recordFailedRun(ctx: Context, runId: string, error: string): Promise<void> {
  await finish(ctx, runId, { status: 'FAILED', failures: [{ error: cutText(error, 500) }] });
}

export async function findRun(ctx: Context, runId: string): Promise<RunRow | undefined> {
  const [row] = await ctx.db.select().from(jobRuns).where(eq(jobRuns.id, runId));
  return row;
}

/**
 * Runs that the queue should know of by now: what is missing there is put back by the relay. One that was asked for
 * ahead of us is older than it says: the clock was set back since.
 */
export async function listOpenRuns(
  ctx: Pick<Context, 'db' | 'clock'>,
  afterMs: number,
): Promise<{ id: string; job: string }[]> {
  const now = ctx.clock.now();
  const isOld = or(lt(jobRuns.createdAt, new Date(now.getTime() - afterMs)), gt(jobRuns.createdAt, now));
  return ctx.db
    .select({ id: jobRuns.id, job: jobRuns.job })
    .from(jobRuns)
    .where(and(inArray(jobRuns.status, ['QUEUED', 'RUNNING']), isOld))
    .limit(100);
}

export async function listRunRows(ctx: Context, before: string | undefined, limit: number): Promise<RunRow[]> {
  return ctx.db
    .select()
    .from(jobRuns)
    .where(before === undefined ? undefined : lt(jobRuns.id, before))
    .orderBy(desc(jobRuns.id))
    .limit(limit);
}

export function viewRun(row: RunRow): JobRunView {
  return {
    id: row.id,
    job: runJob.parse(row.job),
    asOf: row.asOf,
    status: runStatus.parse(row.status),
    requestedBy: row.requestedBy,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    counts: row.counts,
    failures: [...row.failures],
  };
}
