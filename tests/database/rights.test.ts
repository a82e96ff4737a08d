import t from 'tap';
import { RIGHTS } from '../../src/tables/rights.js';
import { createTestDatabase, withConnection } from '../support/database.js';
import { readCaseOwned } from './case-owned.js';

interface Granted {
  readonly table: string;
  readonly columns: readonly string[];
  readonly changes: readonly string[];
  readonly adds: boolean;
  readonly removes: boolean;
  readonly empties: boolean;
}

/** What PostgreSQL lets a role do, table by table. */
async function readGranted(ownerUrl: string, role: string): Promise<Granted[]> {
  const granted: Granted[] = [];
  await withConnection(ownerUrl, async (sql) => {
    const rows = await sql<Granted[]>`
      select c.relname as "table",
        array_agg(a.attname::text order by a.attname) as columns,
        coalesce(array_agg(a.attname::text order by a.attname)
          filter (where has_column_privilege(${role}, c.oid, a.attnum, 'UPDATE')), '{}') as changes,
        has_any_column_privilege(${role}, c.oid, 'INSERT') as adds,
        has_table_privilege(${role}, c.oid, 'DELETE') as removes,
        has_table_privilege(${role}, c.oid, 'TRUNCATE, REFERENCES, TRIGGER') as empties
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      group by c.oid, c.relname order by c.relname`;
    granted.push(...rows);
  });
  return granted;
}

t.test(
  'the application may do to each table what its list says, and PostgreSQL refuses the rest (EV-02)',
  async (t) => {
    const { url, ownerUrl } = await createTestDatabase(t);
    const granted = await readGranted(ownerUrl, new URL(url).username);
    t.same(
      granted.map(({ table }) => table),
      Object.keys(RIGHTS).toSorted(),
    );
    const rights = new Map(Object.entries(RIGHTS));
    for (const { table, columns, changes, adds, removes, empties } of granted) {
      const listed = rights.get(table);
      const wanted = listed?.changes === 'ALL' ? columns : [...(listed?.changes ?? [])].toSorted();
      t.same(changes, wanted, `${table}: columns that change`);
      t.equal(adds, listed?.adds !== false, `${table}: new rows`);
      t.equal(removes, listed?.removes === true, `${table}: rows taken away`);
      t.notOk(empties, `${table}: nothing that takes all at once`);
    }
  },
);

t.test('no row of a case is ever taken away, and none of its columns changes unless it is named', async (t) => {
  const { ownerUrl } = await createTestDatabase(t);
  const rights = new Map(Object.entries(RIGHTS));
  for (const [table, columns] of await readCaseOwned(ownerUrl)) {
    const { changes = [], removes } = rights.get(table) ?? {};
    t.equal(removes, undefined, table);
    t.not(changes, 'ALL', table);
    if (changes === 'ALL') continue;
    const keys = ['court_code', 'id', 'case_id', 'created_at'];
    t.same(
      changes.filter((column) => keys.includes(column) || !columns.has(column)),
      [],
      `${table}: what says whose row it is stays`,
    );
  }
});
