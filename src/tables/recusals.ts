import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, primaryKey, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { cases } from './cases.js';
import { courtCode, idColumn, momentColumn } from './columns.js';
import { users } from './identity.js';

/** People of the court who must not work on a case (CP-02). A recusal is lifted, never taken away. */
export const recusals = pgTable(
  'recusals',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
    userId: uuid('user_id').notNull(),
    ground: varchar('ground', { length: 500 }).notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedAt: momentColumn('recorded_at').notNull(),
    liftedBy: uuid('lifted_by'),
    liftedAt: momentColumn('lifted_at'),
    liftReason: varchar('lift_reason', { length: 500 }),
  },
  (table) => [
    primaryKey({ name: 'recusals_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'recusals_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'recusals_user_id_fkey', columns: [table.userId], foreignColumns: [users.id] }),
    foreignKey({ name: 'recusals_recorded_by_fkey', columns: [table.recordedBy], foreignColumns: [users.id] }),
    foreignKey({ name: 'recusals_lifted_by_fkey', columns: [table.liftedBy], foreignColumns: [users.id] }),
    check('recusals_lifted_by_another', sql`${table.liftedBy} is null or ${table.liftedBy} <> ${table.userId}`),
    uniqueIndex('recusals_one_in_force')
      .on(table.courtCode, table.caseId, table.userId)
      .where(sql`${table.liftedAt} is null`),
    index('recusals_user_id')
      .on(table.userId)
      .where(sql`${table.liftedAt} is null`),
  ],
);
