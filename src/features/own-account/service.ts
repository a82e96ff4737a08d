import { createHash } from 'node:crypto';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { inTransaction, type UserContext } from '../../platform/context.js';
import { sessions } from '../../platform/table.js';
import { fieldProblem, Problem } from '../../shared/problems.js';
import { endSessions, recordAct } from '../accounts/service.js';
import { clearFailures, countFailure, refuseWhileLocked } from '../identity/failures.js';
import { findWeakness, hashPassword, isPasswordRight } from '../identity/passwords.js';
import { users } from '../identity/table.js';
import type { SessionView } from './schema.js';

/** Wrong passwords after which the own one can't be changed for a while. */
const FAILURES_MAX = 5;
const SESSION_ID_LENGTH = 24;

/** Names a session without opening it: the cookie is worth its id. */
const nameOf = (sessionId: string) => createHash('sha256').update(sessionId).digest('hex').slice(0, SESSION_ID_LENGTH);

const ofUser = (ctx: UserContext) =>
  and(
    sql`${sessions.data} ->> 'userId' = ${ctx.actor.id}`,
    sql`(${sessions.data} ->> 'sessionVersion')::int = ${ctx.actor.sessionVersion}`,
    gt(sessions.expiresAt, ctx.clock.now()),
  );

/** The caller's own portal sessions, latest used first. @param idleMs - life of a session after its last request */
export async function listOwnSessions(ctx: UserContext, idleMs: number): Promise<SessionView[]> {
  const rows = await ctx.db.select().from(sessions).where(ofUser(ctx)).orderBy(desc(sessions.expiresAt));
  return rows.map(({ id, data, expiresAt }) => ({
    id: nameOf(id),
    signedInAt: new Date((data as { signedInAt: number }).signedInAt).toISOString(),
    lastSeenAt: new Date(expiresAt.getTime() - idleMs).toISOString(),
    endsAt: expiresAt.toISOString(),
  }));
}

/** Ends one of the caller's own portal sessions. Refuses: `not-found`. */
export async function endOwnSession(ctx: UserContext, name: string): Promise<{ ended: number }> {
  const rows = await ctx.db.select({ id: sessions.id }).from(sessions).where(ofUser(ctx));
  const found = rows.find(({ id }) => nameOf(id) === name);
  if (!found) throw new Problem('not-found', { detail: 'You have no such session.' });
  await ctx.db.delete(sessions).where(eq(sessions.id, found.id));
  return { ended: 1 };
}

/** Ends all tokens and sessions of the caller, the present one too. */
export function signOutEverywhere(ctx: UserContext): Promise<{ ended: number }> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db.delete(sessions).where(ofUser(tx)).returning({ id: sessions.id });
    await tx.db.update(users).set(endSessions).where(eq(users.id, tx.actor.id));
    await recordAct(tx, 'signOutEverywhere', tx.actor);
    return { ended: rows.length };
  });
}

/**
 * Changes the caller's own password and ends everything that was signed in with the old one.
 * Refuses: `too-many-requests`, `invalid-body` (a wrong or a weak password), `own-rights` (sample accounts).
 * Law: CP-08.
 */
export async function changeOwnPassword(
  ctx: UserContext,
  { currentPassword, password }: { currentPassword: string; password: string },
): Promise<{ ended: number }> {
  const { id, username, isSample } = ctx.actor;
  if (isSample) throw new Problem('own-rights', { detail: 'Sample accounts keep their password.' });
  const subject = `password:${id}`;
  const now = ctx.clock.now();
  await refuseWhileLocked(ctx.db, [subject], now, 'wrong passwords');
  const [user] = await ctx.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
  if (!(await isPasswordRight(user?.passwordHash ?? undefined, currentPassword))) {
    await countFailure(ctx.db, subject, now, FAILURES_MAX);
    throw fieldProblem('/currentPassword', 'this is not your password');
  }
  const weakness = findWeakness(password, username);
  if (weakness !== undefined) throw fieldProblem('/password', `the password ${weakness}`);
  await clearFailures(ctx.db, subject);
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    await tx.db.update(users).set({ passwordHash }).where(eq(users.id, id));
    return signOutEverywhere(tx);
  });
}
