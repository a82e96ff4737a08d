import { sql } from 'drizzle-orm';
import { check, index, pgTable, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { momentColumn } from './columns.js';
import { personKeys } from './person-keys.js';

/** People of the court who must not work on a case (CP-02). A recusal is lifted, never taken away. */
export const recusals = pgTable(
  'recusals',
  {
    ...caseOwnedColumns(),
    userId: uuid('user_id').notNull(),
    ground: varchar('ground', { length: 500 }).notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedAt: momentColumn('recorded_at').notNull(),
    liftedBy: uuid('lifted_by'),
    liftedAt: momentColumn('lifted_at'),
    liftReason: varchar('lift_reason', { length: 500 }),
  },
  (table) => [
    ...caseOwnedKeys('recusals', table),
    ...personKeys('recusals', table.userId, table.recordedBy, table.liftedBy),
    check('recusals_lifted_by_another', sql`${table.liftedBy} is null or ${table.liftedBy} <> ${table.userId}`),
    uniqueIndex('recusals_one_in_force')
      .on(table.courtCode, table.caseId, table.userId)
      .where(sql`${table.liftedAt} is null`),
    index('recusals_user_id')
      .on(table.userId)
      .where(sql`${table.liftedAt} is null`),
  ],
);
