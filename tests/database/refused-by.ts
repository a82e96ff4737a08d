import type postgres from 'postgres';

/** SQLSTATE and constraint of a refused statement. */
export async function refusedBy(statement: PromiseLike<unknown>): Promise<string> {
  const done = await Promise.resolve(statement).then(
    () => 'not refused',
    (error: unknown) => error,
  );
  // Owner and application come from two copies of the driver, each with a class of its own.
  if (!(done instanceof Error) || !('code' in done)) return String(done);
  return `${String(done.code)} ${'constraint_name' in done ? String(done.constraint_name) : 'undefined'}`;
}

class Undone extends Error {}

/** Does something in a transaction and takes it back. */
export async function undone(
  sql: postgres.Sql,
  work: (sql: postgres.TransactionSql) => Promise<unknown>,
): Promise<void> {
  const transaction = sql.begin(async (tx) => {
    await work(tx);
    throw new Undone();
  });
  await transaction.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
}
