import { type ExtraConfigColumn, foreignKey, primaryKey } from 'drizzle-orm/pg-core';
import { cases } from './cases.js';
import { courtCode, idColumn } from './columns.js';

/** With what a row that belongs to a case begins; the court leads each key. */
export const caseOwnedColumns = () => ({
  courtCode: courtCode(),
  id: idColumn().notNull(),
  caseId: idColumn('case_id').notNull(),
});

/** Keys of a table of rows that belong to a case, under the names that PostgreSQL would give them. */
export const caseOwnedKeys = (
  name: string,
  table: { courtCode: ExtraConfigColumn; id: ExtraConfigColumn; caseId: ExtraConfigColumn },
) => [
  primaryKey({ name: `${name}_pkey`, columns: [table.courtCode, table.id] }),
  foreignKey({
    name: `${name}_case_id_fkey`,
    columns: [table.courtCode, table.caseId],
    foreignColumns: [cases.courtCode, cases.id],
  }),
];
