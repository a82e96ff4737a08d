import { sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';

/** Repeats of a request are answered for seven days at least (contract section 1). */
const IDEMPOTENCY_DAYS = 8;
/** Runs of jobs are a log as well. */
const JOB_RUN_MONTHS = 36;
/** Batches of deletions, so that none holds its locks for long. */
const ROWS = 5_000;

/** What one run has taken away. Access-log months are whole partitions; the database refuses to drop younger ones. */
export interface RetentionCounts {
  readonly accessMonths: number;
  readonly idempotencyKeys: number;
  readonly sessions: number;
  readonly signInAttempts: number;
  readonly rateCounters: number;
  readonly outbox: number;
  readonly jobRuns: number;
}

/** Deletes what a condition names, in batches. The table and condition are ours, never anybody's input. */
async function removeRows(ctx: Context, table: string, condition: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await ctx.db.execute(
      sql.raw(
        `delete from ${table}
          where ctid = any(array(select ctid from ${table} where ${condition} limit ${ROWS})) returning 1`,
      ),
    );
    removed += rows.length;
    if (rows.length < ROWS) return removed;
  }
}

/**
 * Takes away what is past its time, by the real clock. Events, postings, payments and the digests of the access log
 * never go; months of the access log leave a row in `access_removals`. The counts stand in the record of the run.
 * @param accessLogMonths - full months to keep, 6 at least; the database checks it again
 * Law: CP-04, CP-07; Cybersecurity Law 23(3).
 */
export async function applyRetention(ctx: Context, accessLogMonths: number): Promise<RetentionCounts> {
  const [row] = await ctx.db.execute<{ removed: number }>(sql`
    select remove_access_months(
      date_trunc('month', (now() at time zone 'UTC') - make_interval(months => ${accessLogMonths}))::date) as removed`);
  return {
    accessMonths: row?.removed ?? 0,
    idempotencyKeys: await removeRows(
      ctx,
      'idempotency_keys',
      `created_at < now() - interval '${IDEMPOTENCY_DAYS} days'`,
    ),
    sessions: await removeRows(ctx, 'sessions', 'expires_at < now()'),
    signInAttempts: await removeRows(ctx, 'sign_in_attempts', "last_tried_at < now() - interval '3 months'"),
    rateCounters: await removeRows(ctx, 'rate_counters', '"window" < extract(epoch from now()) - 86400'),
    outbox: await removeRows(ctx, 'outbox', "sent_at < now() - interval '1 month'"),
    jobRuns: await removeRows(
      ctx,
      'job_runs',
      `finished_at < now() - interval '${JOB_RUN_MONTHS} months' and status in ('DONE', 'FAILED')`,
    ),
  };
}
