import { sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import { deleteEndedSessions } from '../../people/identity/sessions.js';

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

/** Tables of which the database itself takes away what is past its time (`remove_expired`). */
type Expiring = 'idempotency_keys' | 'sign_in_attempts' | 'rate_counters' | 'outbox' | 'job_runs';

/** Takes away what is past its time, in batches; the application's role may not delete there itself. */
async function removeExpired(ctx: Context, kind: Expiring): Promise<number> {
  let removed = 0;
  for (;;) {
    const [row] = await ctx.db.execute<{ rows: number }>(sql`select remove_expired(${kind}, ${ROWS}::int) as rows`);
    const rows = row?.rows ?? 0;
    removed += rows;
    if (rows < ROWS) return removed;
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
    idempotencyKeys: await removeExpired(ctx, 'idempotency_keys'),
    sessions: await deleteEndedSessions(ctx.db),
    signInAttempts: await removeExpired(ctx, 'sign_in_attempts'),
    rateCounters: await removeExpired(ctx, 'rate_counters'),
    outbox: await removeExpired(ctx, 'outbox'),
    jobRuns: await removeExpired(ctx, 'job_runs'),
  };
}
