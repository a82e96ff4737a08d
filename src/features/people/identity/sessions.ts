import { and, desc, eq, gt, lt, sql } from 'drizzle-orm';
import type { UserContext } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import type { StoredSession } from '../../../tables/installation-json.js';
import { sessions } from '../../../tables/sign-ins.js';

// The only writer of portal sessions. They stand in PostgreSQL: seen by every process, ended at once by deleting the
// row.

export type SessionRow = typeof sessions.$inferSelect;

/** How long a former name still opens the session, for requests that were under way with it. */
const FORMER_NAME_MS = 30_000;

/** Condition: sessions of the caller that are signed in and not under a former name. */
const ofUser = (ctx: UserContext) =>
  and(
    sql`${sessions.data} ->> 'userId' = ${ctx.actor.id}`,
    sql`(${sessions.data} ->> 'sessionVersion')::int = ${ctx.actor.sessionVersion}`,
    gt(sessions.expiresAt, ctx.clock.now()),
    // A session that goes on under another name is one.
    sql`not ${sessions.data} ? 'replaced'`,
  );

/** The caller's sessions, latest used first. */
export function listSessionsOf(ctx: UserContext): Promise<SessionRow[]> {
  return ctx.db.select().from(sessions).where(ofUser(ctx)).orderBy(desc(sessions.expiresAt));
}

/** Ends all sessions of the caller. @returns how many there were */
export async function endSessionsOf(ctx: UserContext): Promise<number> {
  const rows = await ctx.db.delete(sessions).where(ofUser(ctx)).returning({ id: sessions.id });
  return rows.length;
}

/** The session of a name, while it lasts. */
export async function findSession(db: Database, id: string): Promise<SessionRow | undefined> {
  const [row] = await db.select().from(sessions).where(eq(sessions.id, id));
  return row && row.expiresAt > new Date() ? row : undefined;
}

/** Stores a session; a request that was under way does not prolong one that has a new name. */
export async function saveSession(db: Database, id: string, data: StoredSession, idleMs: number): Promise<void> {
  const row = { data, expiresAt: new Date(Date.now() + idleMs) };
  await db
    .insert(sessions)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: sessions.id, set: row, setWhere: sql`not ${sessions.data} ? 'replaced'` });
}

/** Leaves a name that is no longer used open for the requests that still have it. */
export async function giveUpSessionName(db: Database, id: string): Promise<void> {
  await db
    .update(sessions)
    .set({
      data: sql`${sessions.data} || '{"replaced":true}'`,
      expiresAt: sql`least(${sessions.expiresAt}, ${new Date(Date.now() + FORMER_NAME_MS).toISOString()}::timestamptz)`,
    })
    .where(eq(sessions.id, id));
}

/** Ends a session. */
export async function endSession(db: Database, id: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id));
}

/** Takes sessions away that have ended. @returns how many */
export async function deleteEndedSessions(db: Database): Promise<number> {
  const ended = await db.delete(sessions).where(lt(sessions.expiresAt, new Date())).returning({ id: sessions.id });
  return ended.length;
}
