import { sql } from 'drizzle-orm';
import t from 'tap';
import { anyOf } from '../../src/platform/any-of.js';
import { insertRows } from '../../src/platform/bulk-insert.js';
import { connectDatabase } from '../../src/platform/database.js';
import { newId } from '../../src/shared/ids.js';
import { courts } from '../../src/tables/courts.js';
import { outbox } from '../../src/tables/installation.js';
import { createTestDatabase } from '../support/database.js';

async function connect(t: { teardown(work: () => unknown): void }, prepare?: boolean) {
  const connection = connectDatabase((await createTestDatabase(t)).url, 1, prepare);
  t.teardown(() => connection.close());
  const countKept = async () => {
    const [row] = await connection.db.execute<{ kept: number }>(
      sql`select count(*)::int as kept from pg_prepared_statements`,
    );
    return row?.kept;
  };
  return { ...connection, countKept };
}

t.test('a list is one text, whatever its length and whatever stands in it', async (t) => {
  const { db, preparedStatements, countKept } = await connect(t);
  const find = (codes: readonly string[]) =>
    db.select({ code: courts.code }).from(courts).where(anyOf(courts.code, codes));
  const [first, second] = await db.select({ code: courts.code }).from(courts).limit(2);
  const known = [first?.code ?? '', second?.code ?? ''];
  const before = preparedStatements();
  const keptBefore = (await countKept()) ?? 0;
  t.same(await find([]), []);
  t.same((await find(known)).map((row) => row.code).sort(), known.sort());
  t.same(await find([...known.slice(0, 1), '', 'a"b', 'c\\', '{}', 'd,e', 'null']), [{ code: known[0] }]);
  t.equal(preparedStatements(), before + 1);
  t.equal(await countKept(), keptBefore + 1, 'the server counts the same');
});

t.test('rows are one text, whatever their number', async (t) => {
  const { db, preparedStatements } = await connect(t);
  const [court] = await db.select({ code: courts.code }).from(courts).limit(1);
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      courtCode: court?.code ?? '',
      id: newId(),
      topic: 'test',
      payload: { text: `"第${index}期" \\ 'x'`, nothing: null, list: [index] },
      createdAt: new Date('2024-01-31T16:00:00.123Z'),
      availableAt: new Date('2024-02-01T00:30:00Z'),
    }));
  const before = preparedStatements();
  await insertRows(db, outbox, rows(0));
  t.equal(preparedStatements(), before, 'no row, no statement');
  const [one] = rows(1);
  if (one) await insertRows(db, outbox, [one]);
  await insertRows(db, outbox, rows(3));
  t.equal(preparedStatements(), before + 1);
  const stored = await db.select().from(outbox);
  t.equal(stored.length, 4);
  t.match(
    stored.find((row) => row.id === one?.id),
    { payload: one?.payload, createdAt: one?.createdAt, topic: 'test' },
  );
});

t.test('a transaction that breaks leaves statements that go on working, also behind a savepoint', async (t) => {
  const { db } = await connect(t);
  const divide = (by: number) => sql`select 10 / ${by}::int as result`;
  const inSavepoint = (by: number) => db.transaction((tx) => tx.transaction((inner) => inner.execute(divide(by))));
  for (const by of [0, 5, 0, 2]) {
    const run = inSavepoint(by);
    if (by === 0) await t.rejects(run);
    else t.match(await run, [{ result: 10 / by }]);
    const broken = db.transaction(async (tx) => {
      await tx.execute(divide(0)).catch(() => undefined);
      await tx.execute(divide(5));
    });
    await t.rejects(broken, 'the first error ends a transaction');
  }
});

t.test('behind a pooler nothing is prepared', async (t) => {
  const { db, preparedStatements, countKept } = await connect(t, false);
  t.match(await db.execute(sql`select ${1}::int as one`), [{ one: 1 }]);
  t.equal(preparedStatements(), 0);
  t.equal(await countKept(), 0);
});
