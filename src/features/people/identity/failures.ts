import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../../platform/database.js';
import { Problem } from '../../../shared/problems.js';
import { signInFailures } from '../../../tables/sign-ins.js';

async function readLocks(db: Database, subjects: readonly string[]): Promise<Date | undefined> {
  const rows = await db
    .select({ until: signInFailures.lockedUntil })
    .from(signInFailures)
    .where(sql`${signInFailures.subject} in ${[...subjects]}`);
  const latest = Math.max(0, ...rows.map((row) => row.until?.getTime() ?? 0));
  return latest > 0 ? new Date(latest) : undefined;
}

/**
 * Counts a failure of a subject; from the limit on it is locked, twice as long at each further failure.
 * A quiet quarter of an hour starts the count anew.
 */
export async function countFailure(db: Database, subject: string, now: Date, limit: number): Promise<void> {
  const moment = now.toISOString();
  await db.execute(sql`
    insert into sign_in_failures as f (subject, failures, last_failed_at) values (${subject}, 1, ${moment}::timestamptz)
    on conflict (subject) do update set
      failures = case when f.last_failed_at < ${moment}::timestamptz - interval '15 minutes'
        then 1 else f.failures + 1 end,
      last_failed_at = excluded.last_failed_at,
      locked_until = case
        when f.last_failed_at < ${moment}::timestamptz - interval '15 minutes' or f.failures + 1 < ${limit} then null
        else ${moment}::timestamptz
          + interval '1 second' * least(900, 30 * power(2, least(f.failures + 1 - ${limit}, 10)))
      end`);
}

export async function clearFailures(db: Database, subject: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.subject, subject));
}

/**
 * Lets nobody try again while one of the subjects is locked.
 * @param subjects - names and addresses that failures are counted for
 * @param what - what was wrong too often, as a sentence part: "wrong passwords"
 * Refuses: `too-many-requests`, with the time that is left.
 */
export async function refuseWhileLocked(
  db: Database,
  subjects: readonly string[],
  now: Date,
  what: string,
): Promise<void> {
  const until = await readLocks(db, subjects);
  if (!until || until <= now) return;
  const retryAfterSeconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  throw new Problem('too-many-requests', { detail: `Too many ${what}. Wait, then try again.`, retryAfterSeconds });
}
