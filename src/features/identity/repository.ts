import { eq, sql } from 'drizzle-orm';
import type { UserActor } from '../../platform/context.js';
import type { Database } from '../../platform/database.js';
import { signInFailures } from '../../platform/table.js';
import { role, type Me } from './schema.js';
import { parties, userParties, users } from './table.js';

export type UserRow = typeof users.$inferSelect;

export async function findUserByName(db: Database, username: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.username, username));
  return row;
}

/** The acting user with roles and parties; undefined when there is no such active account. */
export async function findActor(db: Database, userId: string): Promise<UserActor | undefined> {
  const rows = await db
    .select({ user: users, partyId: userParties.partyId })
    .from(users)
    .leftJoin(userParties, eq(userParties.userId, users.id))
    .where(eq(users.id, userId));
  const user = rows[0]?.user;
  if (!user || user.status !== 'ACTIVE') return undefined;
  return {
    kind: 'USER',
    id: user.id,
    username: user.username,
    name: user.displayName,
    roles: role.array().parse(user.roles),
    courtCode: user.courtCode,
    partyIds: rows.flatMap((row) => row.partyId ?? []),
    isSample: user.isSample,
  };
}

export async function listPartiesOfUser(db: Database, userId: string): Promise<Me['parties']> {
  return db
    .select({ id: parties.id, name: parties.name })
    .from(userParties)
    .innerJoin(parties, eq(parties.id, userParties.partyId))
    .where(eq(userParties.userId, userId));
}

export async function readLocks(db: Database, subjects: readonly string[]): Promise<Date | undefined> {
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
      failures = case when f.last_failed_at < ${moment}::timestamptz - interval '15 minutes' then 1 else f.failures + 1 end,
      last_failed_at = excluded.last_failed_at,
      locked_until = case
        when f.last_failed_at < ${moment}::timestamptz - interval '15 minutes' or f.failures + 1 < ${limit} then null
        else ${moment}::timestamptz + interval '1 second' * least(900, 30 * power(2, least(f.failures + 1 - ${limit}, 10)))
      end`);
}

export async function clearFailures(db: Database, subject: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.subject, subject));
}
