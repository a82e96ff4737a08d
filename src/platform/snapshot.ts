import type { Context } from './context.js';

/**
 * Reads one state of the record: every statement of the work sees what was committed when its first one began, and
 * the database refuses to write. One connection is held until the work has ended, so it only reads: whoever renders,
 * or asks for a second connection, does that before or after.
 * Throws: `Error` inside a transaction, whose statements see what others commit meanwhile.
 */
export async function inReadOnlySnapshot<C extends Context, T>(ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  if (ctx.inTransaction) throw new Error('A snapshot is opened outside of a transaction');
  return ctx.db.transaction((db) => work({ ...ctx, db, inTransaction: true }), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

/**
 * Waits for statements that do not need each other's answers. On the one connection of a transaction the driver sends
 * them together, without waiting for an answer in between.
 * @returns the answers, in the order of the statements
 * Throws: what failed first, once all have ended. A statement that outlived its transaction would run in another one,
 * on the same connection.
 */
export async function together<T extends readonly unknown[]>(
  statements: readonly [...{ [Place in keyof T]: PromiseLike<T[Place]> }],
): Promise<T>;
export async function together(statements: readonly PromiseLike<unknown>[]): Promise<readonly unknown[]> {
  // A query of drizzle is sent each time that somebody waits for it.
  const sent = statements.map((one) => Promise.resolve(one));
  try {
    return await Promise.all(sent);
  } catch (error) {
    await Promise.allSettled(sent);
    throw error;
  }
}
