import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, primaryKey, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import { courtCode, fenColumn, fourEyesColumns, idColumn, ENTRY_STATUSES } from './columns.js';
import { courts } from './courts.js';
import { personKeys } from './person-keys.js';

/** Amounts above which the chief approves, one row per entry; the newest approved one is in force (CP-01). */
export const courtLimits = pgTable(
  'court_limits',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    /** Null: no limit. */
    approvalLimitFen: fenColumn('approval_limit_fen'),
    status: varchar('status', { length: 16, enum: ENTRY_STATUSES }).notNull(),
    ...fourEyesColumns(),
  },
  (table) => [
    primaryKey({ name: 'court_limits_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({ name: 'court_limits_court_code_fkey', columns: [table.courtCode], foreignColumns: [courts.code] }),
    ...personKeys('court_limits', table.enteredBy, table.decidedBy),
    check('court_limits_amount_range', sql`${table.approvalLimitFen} is null or ${table.approvalLimitFen} >= 0`),
    check(
      'court_limits_four_eyes',
      sql`${table.status} <> 'APPROVED' or coalesce(${table.decidedBy} <> ${table.enteredBy}, false)`,
    ),
    uniqueIndex('court_limits_one_entered')
      .on(table.courtCode)
      .where(sql`${table.status} = 'ENTERED'`),
    index('court_limits_in_force')
      .on(table.courtCode, table.decidedAt)
      .where(sql`${table.status} = 'APPROVED'`),
  ],
);
