import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { civilDateColumn, courtCode, fourEyesColumns, idColumn, momentColumn, ENTRY_STATUSES } from './columns.js';
import { courts } from './courts.js';
import { personKeys } from './person-keys.js';

/** Who exercises whose office on which days, entered by one and approved by another (CP-01). */
export const delegations = pgTable(
  'delegations',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    /** Who is absent, and who acts. */
    principalId: uuid('principal_id').notNull(),
    deputyId: uuid('deputy_id').notNull(),
    roles: varchar('roles', { length: 32 }).array().notNull(),
    /** Business dates, both included. */
    fromOn: civilDateColumn('from_on').notNull(),
    toOn: civilDateColumn('to_on').notNull(),
    status: varchar('status', { length: 16, enum: ENTRY_STATUSES }).notNull(),
    ...fourEyesColumns(),
    /** Ended before its last day. */
    endedBy: uuid('ended_by'),
    endedAt: momentColumn('ended_at'),
    endReason: varchar('end_reason', { length: 500 }),
  },
  (table) => [
    primaryKey({ name: 'delegations_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({ name: 'delegations_court_code_fkey', columns: [table.courtCode], foreignColumns: [courts.code] }),
    ...personKeys('delegations', table.principalId, table.deputyId, table.enteredBy, table.decidedBy, table.endedBy),
    check('delegations_two_people', sql`${table.principalId} <> ${table.deputyId}`),
    check('delegations_days_order', sql`${table.fromOn} <= ${table.toOn}`),
    check('delegations_roles_some', sql`cardinality(${table.roles}) > 0`),
    check(
      'delegations_four_eyes',
      sql`${table.status} <> 'APPROVED' or coalesce(
        ${table.decidedBy} not in (${table.enteredBy}, ${table.principalId}, ${table.deputyId}), false)`,
    ),
    index('delegations_deputy_id').on(table.deputyId, table.principalId),
    index('delegations_principal_id').on(table.principalId),
  ],
);
