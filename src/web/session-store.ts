import type { SessionStore } from '@fastify/session';
import { eq, lt, sql } from 'drizzle-orm';
import type { FastifyRequest, Session } from 'fastify';
import type { Database } from '../platform/database.js';
import { sessions } from '../tables/installation.js';

type Done = (error?: unknown) => void;

/** A session in use gets another name after this time, so that a name that was seen somewhere is soon worth nothing (CP-08). */
const ROTATE_MS = 15 * 60_000;
/** How long the former name still opens the session, for requests that were under way with it. */
const FORMER_NAME_MS = 30_000;

declare module 'fastify' {
  interface Session {
    /** When it got its present name. */
    rotatedAt?: number;
    /** It goes on under another name. */
    replaced?: boolean;
  }
}

export interface PortalSessions extends SessionStore {
  /** Gives a signed-in session another name when it is due; what it holds goes on, and its life is not longer for it. */
  rotate(request: FastifyRequest, now: Date): Promise<void>;
}

/** Sessions of the portal in PostgreSQL: seen by every process, ended at once by deleting the row. */
export function createSessionStore(db: Database, idleMs: number): PortalSessions {
  const settle = (work: Promise<unknown>, done: Done) => void work.then(() => done(), done);
  /** Names that are about to be given up, which ends nothing. */
  const leaving = new Set<string>();

  async function giveUpName(id: string): Promise<void> {
    leaving.delete(id);
    await db
      .update(sessions)
      .set({
        data: sql`${sessions.data} || '{"replaced":true}'`,
        expiresAt: sql`least(${sessions.expiresAt}, ${new Date(Date.now() + FORMER_NAME_MS).toISOString()}::timestamptz)`,
      })
      .where(eq(sessions.id, id));
  }

  return {
    set(id: string, session: Session, done: Done) {
      const data: Session = JSON.parse(JSON.stringify(session));
      const row = { data, expiresAt: new Date(Date.now() + idleMs) };
      const write = db
        .insert(sessions)
        .values({ id, ...row })
        // A request that was under way does not prolong a former name.
        .onConflictDoUpdate({ target: sessions.id, set: row, setWhere: sql`not ${sessions.data} ? 'replaced'` });
      settle(write, done);
    },
    get(id: string, done: (error: unknown, session?: Session | null) => void) {
      const read = db.select().from(sessions).where(eq(sessions.id, id));
      void read.then(
        ([row]) => done(null, row && row.expiresAt > new Date() ? row.data : null),
        (error: unknown) => done(error),
      );
    },
    destroy(id: string, done: Done) {
      settle(leaving.has(id) ? giveUpName(id) : db.delete(sessions).where(eq(sessions.id, id)), done);
    },
    async rotate(request, now) {
      const { session } = request;
      const { userId, signedInAt = 0, rotatedAt = signedInAt, replaced } = session;
      if (userId === undefined || replaced === true || now.getTime() - rotatedAt < ROTATE_MS) return;
      leaving.add(session.sessionId);
      const held = Object.keys(session).filter((key) => key !== 'cookie');
      await new Promise<void>((resolve, reject) => {
        // The plugin takes names of what a session may hold; these are names of what this one holds.
        session.regenerate(held as never, (error?: unknown) => (error ? reject(error) : resolve()));
      });
      request.session.rotatedAt = now.getTime();
    },
  };
}

/** Deletes sessions that have ended. */
export async function deleteEndedSessions(db: Database): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, new Date()));
}
