import t from 'tap';
import { FIXED_TABLES } from '../../src/features/dossier/cases/record/fixed-tables.js';
import type { FixedColumns } from '../../src/law/record/columns/define.js';
import { FIXED_TABLE_NAMES, fixedColumnsOf, newestSet, NOT_FIXED } from '../../src/law/record/fixed-columns.js';
import { withConnection } from '../support/database.js';
import { createTestDatabase } from '../support/database.js';

type Columns = Map<string, Set<string>>;

/** Tables with a court code whose rows hang, by foreign keys, under a case. */
async function readCaseOwned(url: string): Promise<Columns> {
  const columns: Columns = new Map();
  await withConnection(url, async (sql) => {
    const rows = await sql<{ table: string; column: string }[]>`
      with recursive owned as (
        select 'cases'::regclass::oid as id
        union
        select c.conrelid from pg_constraint c join owned o on c.confrelid = o.id
        where c.contype = 'f' and exists (
          select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'court_code' and a.attnum > 0)
      )
      select c.relname as "table", a.attname as "column" from owned o
      join pg_class c on c.oid = o.id
      join pg_attribute a on a.attrelid = o.id and a.attnum > 0 and not a.attisdropped`;
    for (const { table, column } of rows) columns.set(table, (columns.get(table) ?? new Set()).add(column));
  });
  return columns;
}

const sortedOut = ({ key, order = [], sets, derived = {}, volatile = {} }: FixedColumns) => ({
  all: Object.values(sets).flat(),
  keys: [...key, ...order],
  derived: Object.keys(derived),
  volatile: Object.keys(volatile),
});

t.test(
  'every column of a table that belongs to cases is fixed, derived or volatile, and one of them (EV-02)',
  async (t) => {
    const { ownerUrl } = await createTestDatabase(t);
    const owned = await readCaseOwned(ownerUrl);
    t.same(
      [...owned.keys()].filter((table) => !(table in NOT_FIXED)).sort(),
      [...FIXED_TABLE_NAMES].sort(),
      'each table is listed, or stands with its reason under those of which nothing is fixed',
    );
    t.same(Object.keys(FIXED_TABLES).sort(), [...FIXED_TABLE_NAMES].sort());
    for (const table of FIXED_TABLE_NAMES) {
      const fixed = fixedColumnsOf(table);
      const { keys, derived, volatile } = sortedOut(fixed);
      const newest = [...(fixed.sets[newestSet(table)] ?? [])];
      const listed = [...newest, ...derived, ...volatile].sort();
      t.same(listed, [...(owned.get(table) ?? [])].sort(), `${table}: every column once`);
      t.ok(
        keys.every((column) => newest.includes(column)),
        `${table}: its key is fixed`,
      );
      for (const reason of Object.values({ ...fixed.derived, ...fixed.volatile })) t.ok(reason.length > 10, reason);
    }
    for (const [table, reason] of Object.entries(NOT_FIXED)) {
      t.ok(owned.has(table), `${table} is a table of cases`);
      t.ok(reason.length > 10, reason);
    }
  },
);
