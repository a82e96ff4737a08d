import type { SessionStore } from '@fastify/session';
import type { FastifyRequest, Session } from 'fastify';
import { endSession, findSession, giveUpSessionName, saveSession } from '../features/people/identity/sessions.js';
import type { Database } from '../platform/database.js';

type Done = (error?: unknown) => void;

/**
 * A session in use gets another name after this time, so that a name that was seen somewhere is soon worth nothing
 * (CP-08).
 */
const ROTATE_MS = 15 * 60_000;

declare module 'fastify' {
  interface Session {
    /** When it got its present name. */
    rotatedAt?: number;
    /** It goes on under another name. */
    replaced?: boolean;
  }
}

export interface PortalSessions extends SessionStore {
  /**
   * Gives a signed-in session another name when it is due; what it holds goes on, and its life is not longer for it.
   */
  rotate(request: FastifyRequest, now: Date): Promise<void>;
}

/** Sessions of the portal in PostgreSQL: seen by every process, ended at once by deleting the row. */
export function createSessionStore(db: Database, idleMs: number): PortalSessions {
  const settle = (work: Promise<unknown>, done: Done) => void work.then(() => done(), done);
  /** Names that are about to be given up, which ends nothing. */
  const leaving = new Set<string>();

  async function giveUpName(id: string): Promise<void> {
    leaving.delete(id);
    await giveUpSessionName(db, id);
  }

  return {
    set(id: string, session: Session, done: Done) {
      const data: Session = JSON.parse(JSON.stringify(session));
      settle(saveSession(db, id, data, idleMs), done);
    },
    get(id: string, done: (error: unknown, session?: Session | null) => void) {
      void findSession(db, id).then(
        (row) => done(null, row ? row.data : null),
        (error: unknown) => done(error),
      );
    },
    destroy(id: string, done: Done) {
      settle(leaving.has(id) ? giveUpName(id) : endSession(db, id), done);
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
