import type { SessionStore } from '@fastify/session';
import { eq, lt } from 'drizzle-orm';
import type { Session } from 'fastify';
import type { Database } from '../platform/database.js';
import { sessions } from '../platform/table.js';

type Done = (error?: unknown) => void;

/** Sessions of the portal in PostgreSQL: seen by every process, ended at once by deleting the row. */
export function createSessionStore(db: Database, idleMs: number): SessionStore {
  const settle = (work: Promise<unknown>, done: Done) => void work.then(() => done(), done);
  return {
    set(id: string, session: Session, done: Done) {
      const row = { data: JSON.parse(JSON.stringify(session)) as object, expiresAt: new Date(Date.now() + idleMs) };
      const write = db
        .insert(sessions)
        .values({ id, ...row })
        .onConflictDoUpdate({ target: sessions.id, set: row });
      settle(write, done);
    },
    get(id: string, done: (error: unknown, session?: Session | null) => void) {
      const read = db.select().from(sessions).where(eq(sessions.id, id));
      void read.then(
        ([row]) => done(null, row && row.expiresAt > new Date() ? (row.data as Session) : null),
        (error: unknown) => done(error),
      );
    },
    destroy(id: string, done: Done) {
      settle(db.delete(sessions).where(eq(sessions.id, id)), done);
    },
  };
}

/** Deletes sessions that have ended. */
export async function deleteEndedSessions(db: Database): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, new Date()));
}
