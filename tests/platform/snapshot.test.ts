import { eq, sql } from 'drizzle-orm';
import t from 'tap';
import { type Context, inTransaction } from '../../src/platform/context.js';
import { connectDatabase, databaseFault } from '../../src/platform/database.js';
import { inReadOnlySnapshot, together } from '../../src/platform/snapshot.js';
import { courts } from '../../src/tables/courts.js';
import { createTestApp } from '../support/app.js';
import { createRoundTrips } from '../support/round-trips.js';

/** What the database says to a write in a transaction that only reads. */
const READ_ONLY_TRANSACTION = '25006';
const DIVISION_BY_ZERO = '22012';

/** A context whose database is one connection, and what counts its trips. */
async function open(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t, { sampleData: 'none' });
  const trips = await createRoundTrips(t, test.databaseUrl);
  const connection = connectDatabase(trips.url, 1);
  t.teardown(() => connection.close());
  const ctx: Context = { ...(await test.jobContext()), db: connection.db };
  return { test, trips, ctx };
}

const readNames = ({ db }: Context) => db.select({ name: courts.name }).from(courts).orderBy(courts.code);
/** Marks the names of all courts, which differ. */
const mark = ({ db }: Pick<Context, 'db'>) => db.update(courts).set({ name: sql`${courts.name} || '*'` });
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => databaseFault(error)?.code,
  );

t.test('statements of a snapshot see one state, whatever others commit meanwhile', async (t) => {
  const { test, ctx } = await open(t);
  const before = await readNames(ctx);
  const seen = await inReadOnlySnapshot(ctx, async (tx) => {
    const first = await readNames(tx);
    await mark(test.deps);
    return [first, await readNames(tx)];
  });
  t.same(seen, [before, before]);
  const marked = before.map(({ name }) => ({ name: `${name}*` }));
  t.same(await readNames(ctx), marked, 'and the next reader sees it');
});

t.test('the database refuses a write in it, also one that begins a transaction', async (t) => {
  const { ctx } = await open(t);
  const before = await readNames(ctx);
  t.equal(await faultOf(inReadOnlySnapshot(ctx, mark)), READ_ONLY_TRANSACTION);
  const nested = inReadOnlySnapshot(ctx, (tx) => inTransaction(tx, mark));
  t.equal(await faultOf(nested), READ_ONLY_TRANSACTION);
  t.same(await readNames(ctx), before);
});

t.test('there is no snapshot inside a transaction', async (t) => {
  const { ctx } = await open(t);
  await t.rejects(
    inTransaction(ctx, (tx) => inReadOnlySnapshot(tx, readNames)),
    { message: 'A snapshot is opened outside of a transaction' },
  );
});

t.test('statements sent together are one trip, however many there are', async (t) => {
  const { trips, ctx } = await open(t);
  const byCode = (tx: Context, code: string) => tx.db.select().from(courts).where(eq(courts.code, code));
  const codes = ['0702', '0703', '07', '3301', 'none'];
  const read = () => inReadOnlySnapshot(ctx, (tx) => together(codes.map((code) => byCode(tx, code))));
  const expected = await read();
  trips.start();
  t.same(await read(), expected);
  t.equal(trips.count(), 4, 'begin, set transaction, all statements, commit');
  trips.start();
  await inReadOnlySnapshot(ctx, async (tx) => {
    for (const code of codes) await byCode(tx, code);
  });
  t.equal(trips.count(), 3 + codes.length, 'the count would show it');
});

t.test('what failed first is told once everything has ended', async (t) => {
  const { ctx } = await open(t);
  let hasEnded = false;
  async function readTwice(tx: Context): Promise<void> {
    try {
      await tx.db.execute(sql`select 1`);
      await readNames(tx);
    } finally {
      hasEnded = true;
    }
  }
  const broken = inReadOnlySnapshot(ctx, (tx) => together([readTwice(tx), tx.db.execute(sql`select 1 / 0`)]));
  t.equal(await faultOf(broken), DIVISION_BY_ZERO);
  t.ok(hasEnded, 'nothing outlives the transaction');
  t.ok((await readNames(ctx)).length > 0, 'the connection serves the next one');
});
