import { asc, eq } from 'drizzle-orm';
import t from 'tap';
import { baselineRecords, findOlderCase } from '../../../../src/features/operations/audit/baseline.js';
import { verifyEverything } from '../../../../src/features/operations/audit/verification.js';
import { CHAIN_START, hashEvent } from '../../../../src/law/record/event-chain.js';
import {
  FIXED_TABLE_NAMES,
  type FixedTable,
  fixedColumnsOf,
  newestSet,
} from '../../../../src/law/record/fixed-columns.js';
import { caseEvents } from '../../../../src/tables/cases.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { createSettledApp } from '../../../support/settled-app.js';

// Somebody who may do anything to the database changes what cases rest on, one value at a time: verification names the
// row each time. `TAMPER_RUNS=500 TAMPER_SEED=7` tries more, and others.

const RUNS = Number(process.env.TAMPER_RUNS ?? 100);
const SEED = Number(process.env.TAMPER_SEED ?? 1);

/** A sequence of numbers in 0..1 that a seed gives (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface ColumnOfTable {
  readonly name: string;
  readonly type: string;
}

async function readColumns(test: TestApp, table: string): Promise<ColumnOfTable[]> {
  return test.owner`
    select a.attname as name, format_type(a.atttypid, null) as type
    from pg_attribute a where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped
    order by a.attnum`;
}

/** SQL that gives another value of the same type; the value itself is `v`. */
function otherValue(type: string): string {
  if (/^(bigint|integer|smallint)$/.test(type)) return 'coalesce(v, 0) + 1';
  if (type === 'date') return `coalesce(v, date '2020-01-01') + 1`;
  if (type.startsWith('timestamp')) return `v + interval '1 ms'`;
  if (type === 'boolean') return 'not v';
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'jsonb')
    return `case jsonb_typeof(v) when 'array' then v || '[1]' when 'object' then v || '{"x":1}' else '{}' end`;
  if (type === 'uuid[]') return 'v || gen_random_uuid()';
  if (type.endsWith('[]')) return `v || array['x']::${type}`;
  if (/^(character varying|text)$/.test(type)) {
    return `case when v like 'x%' then 'y' else 'x' end || substr(coalesce(v, ''), 2)`;
  }
  return `(select e.enumlabel::text::${type} from pg_enum e
    where e.enumtypid = '${type}'::regtype and e.enumlabel <> v::text order by e.enumsortorder limit 1)`;
}

/** Columns that verification answers for: fixed, or derived from what is fixed; not the key by which a row is found. */
function watchedColumns(table: FixedTable): string[] {
  const { key, order = [], sets, derived = {} } = fixedColumnsOf(table);
  const keys = new Set([...key, ...order, 'court_code', 'case_id']);
  return [...(sets[newestSet(table)] ?? []), ...Object.keys(derived)].filter((column) => !keys.has(column));
}

t.test('a value that is changed in a row of a case is found, whichever it is', async (t) => {
  const test = await createTestApp(t, { sampleData: 'load' });
  const ctx = await test.jobContext();
  const verify = () => verifyEverything(ctx, test.deps.auditKeys, {});
  t.match(await verify(), { result: 'WHOLE', firstBroken: null }, 'the sample cases are whole');

  const random = createRandom(SEED);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const tables: FixedTable[] = [];
  for (const table of FIXED_TABLE_NAMES) {
    const [row] = await test.owner.unsafe(`select 1 from ${table} limit 1`);
    if (row && watchedColumns(table).length > 0) tables.push(table);
  }
  const tried = new Set<string>();
  for (let run = 0; run < RUNS;) {
    const table = pick(tables);
    const columns = await readColumns(test, table);
    const column = pick(watchedColumns(table));
    const type = columns.find((one) => one.name === column)?.type ?? 'text';
    const [{ place, was } = { place: '', was: null }] = await test.owner.unsafe<
      { place: string; was: string | null }[]
    >(`select ctid::text as place, ${column}::text as was from ${table} order by md5(ctid::text || ${run}) limit 1`);
    const said = `${table}.${column} of ${was}`;
    const other = otherValue(type).replaceAll(/\bv\b/g, column);
    const changed = await test.owner
      .begin(async (sql) => {
        await sql.unsafe(`alter table ${table} disable trigger user`);
        const found = await sql.unsafe<{ place: string }[]>(
          `update ${table} set ${column} = n.value
           from (select ${other} as value from ${table} where ctid = '${place}') n
           where ctid = '${place}' and ${column} is distinct from n.value returning ${table}.ctid::text as place`,
        );
        await sql.unsafe(`alter table ${table} enable trigger user`);
        return found[0]?.place;
      })
      // A check or a foreign key refuses some values; another is tried then.
      .catch(() => undefined);
    if (changed === undefined) continue;
    run += 1;
    tried.add(`${table}.${column}`);
    const answer = await verify();
    t.equal(answer.result, 'BROKEN', `${said} is found`);
    await test.owner.begin(async (sql) => {
      await sql.unsafe(`alter table ${table} disable trigger user`);
      await sql.unsafe(`update ${table} set ${column} = $1::text::${type} where ctid = '${changed}'`, [was]);
      await sql.unsafe(`alter table ${table} enable trigger user`);
    });
  }
  t.ok(tried.size > RUNS / 4, 'many different columns were tried');
  t.match(await verify(), { result: 'WHOLE' }, 'and all is whole again');
});

t.test('a row that is taken away or put in by hand is found', async (t) => {
  const test = await createTestApp(t, { sampleData: 'load' });
  const ctx = await test.jobContext();
  const verify = () => verifyEverything(ctx, test.deps.auditKeys, {});
  const byHand = (statement: string) =>
    test.owner.begin(async (sql) => {
      await sql`alter table consents disable trigger user`;
      await sql.unsafe(statement);
      await sql`alter table consents enable trigger user`;
    });
  await byHand('create table kept as select * from consents order by id limit 1');
  await byHand('delete from consents where id in (select id from kept)');
  t.match(await verify(), { result: 'BROKEN', firstBroken: { fault: 'ROW_MISSING', row: /^consents / } });
  await byHand('insert into consents select * from kept');
  t.match(await verify(), { result: 'WHOLE' });
  await byHand('update kept set id = gen_random_uuid()');
  await byHand('insert into consents select * from kept');
  t.match(await verify(), { result: 'BROKEN', firstBroken: { fault: 'ROW_UNKNOWN', row: /^consents / } });
});

/** Makes a case look as if it had been filed by a version that fixed no rows: its chain anew, without them. */
async function forgetFixes(test: TestApp, caseId: string): Promise<void> {
  const { db } = test.deps;
  const events = await db.select().from(caseEvents).where(eq(caseEvents.caseId, caseId)).orderBy(asc(caseEvents.seq));
  let previousHash = CHAIN_START;
  await test.owner`alter table case_events disable trigger user`;
  for (const event of events) {
    const { hash: _old, ...covered } = { ...event, fixes: null, previousHash };
    const hash = hashEvent(covered);
    await test.owner`update case_events set fixes = null, previous_hash = ${previousHash}, hash = ${hash}
      where case_id = ${caseId} and seq = ${event.seq}`;
    previousHash = hash;
  }
  await test.owner`alter table case_events enable trigger user`;
  await test.owner`update cases set chain_head = ${previousHash} where id = ${caseId}`;
}

t.test('cases that are older than the fixing of rows are brought on record once', async (t) => {
  const { test, settled } = await createSettledApp(t);
  const ctx = await test.jobContext();
  t.equal(await findOlderCase(ctx), undefined);
  t.same(await baselineRecords(ctx), { cases: 0 }, 'new cases need nothing');
  await forgetFixes(test, settled.caseId);
  const verify = () => verifyEverything(ctx, test.deps.auditKeys, {});
  const spoil = (by: number) => test.owner`update plans set grace_days = grace_days + ${by}`;
  t.match(await verify(), { result: 'WHOLE' }, 'the chain is whole');
  await spoil(1);
  t.match(await verify(), { result: 'WHOLE' }, 'and says nothing of rows');
  await spoil(-1);
  t.equal(await findOlderCase(ctx), '浙0702');
  t.same(await baselineRecords(ctx), { cases: 1 });
  t.same(await baselineRecords(ctx), { cases: 0 }, 'a second run finds nothing to do');
  t.equal(await findOlderCase(ctx), undefined);
  t.match(await verify(), { result: 'WHOLE' });
  await spoil(1);
  t.match(await verify(), { result: 'BROKEN', firstBroken: { fault: 'ROW_CHANGED', row: /^plans / } });
});
