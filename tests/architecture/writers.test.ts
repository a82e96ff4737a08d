import t from 'tap';
import { OWNERS } from '../../src/tables/owners.js';
import { LISTS_OF_TABLES, PASSED_TABLES, ROOMS_TO_COME, STRAY_WRITERS, TOLD_WRITERS } from './breaches.js';
import { expectOnly, print } from './ratchet.js';
import { product } from './read-code.js';
import { readTouches, tables, type Touch, touchesOf } from './read-writes.js';
import { featureOf, roomOf } from './rooms.js';

const { writes, passed, told } = readTouches();
const owners = new Map<string, string>(Object.entries(OWNERS));

const showAll = (touches: readonly Touch[]) =>
  [...new Set(touches.map(({ file, table }) => `${file} → ${table}`))].toSorted();
const isOwn = ({ file, table }: Touch) => owners.get(table) === (featureOf(file) ?? roomOf(file));

t.test('the reading finds each way to write', (t) => {
  const found = touchesOf(
    'a.ts',
    `import { cases, plans, files as papers } from '../tables/x.js';
    type Row = typeof plans.$inferSelect;
    await db.select({ row: plans }).from(plans).where(eq(plans.id, id)).for('update', { of: plans });
    await db.update(cases).set({});
    await insertRows(db, plans, rows);
    await tx.execute(sql\`insert into \${plans} (id) values (\${id})\`);
    await tx.execute(sql\`with x as (select 1) UPDATE users u set a = \${1} from x on conflict do update set b = 2\`);
    await tx.unsafe('truncate table outbox');
    await tx.unsafe(\`delete from \${table} where true\`);
    const kept = condition ? cases : plans;
    purge(cases);`,
  );
  const names = (touches: readonly Touch[]) => touches.map(({ table }) => table);
  t.same(names(found.writes), ['cases', 'plans', 'plans', 'users', 'outbox']);
  t.same(names(found.passed), ['cases', 'plans', 'cases']);
  t.same(found.told, ['a.ts']);
  t.end();
});

t.test('each table has one owner, which is a room', (t) => {
  t.same([...owners.keys()].toSorted(), tables);
  const rooms = new Set(product.map((file) => featureOf(file) ?? roomOf(file)));
  expectOnly(
    t,
    [...new Set(owners.values())].filter((one) => !rooms.has(one)),
    ROOMS_TO_COME,
    'owners without a room',
  );
  t.end();
});

t.test('only its owner writes a table', (t) => {
  t.ok(writes.length > 80, 'writers were found');
  const strays = showAll(writes.filter((one) => !isOwn(one)));
  print(strays.length, 'stray writers of tables');
  expectOnly(t, strays, STRAY_WRITERS, 'stray writers');
  t.end();
});

t.test('a table goes as a value in listed places only, and raw SQL names its table', (t) => {
  const unlisted = passed.filter(({ file }) => !LISTS_OF_TABLES.includes(file));
  expectOnly(t, showAll(unlisted), PASSED_TABLES, 'tables passed on');
  expectOnly(t, [...new Set(told)], TOLD_WRITERS, 'writers of any table');
  t.end();
});
