import t from 'tap';
import { FIXED_TABLES } from '../../src/features/dossier/cases/record/fixed-tables.js';
import type { FixedColumns } from '../../src/law/record/columns/define.js';
import { FIXED_TABLE_NAMES, fixedColumnsOf, newestSet, NOT_FIXED } from '../../src/law/record/fixed-columns.js';
import { createTestDatabase } from '../support/database.js';
import { readCaseOwned } from './case-owned.js';

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
