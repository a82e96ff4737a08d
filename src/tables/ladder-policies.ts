import { sql } from 'drizzle-orm';
import { check, foreignKey, index, jsonb, pgTable, primaryKey, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import type { LadderOffsets } from '../law/course/steps.js';
import { civilDateColumn, courtCode, fourEyesColumns, idColumn, ENTRY_STATUSES } from './columns.js';
import { courts } from './courts.js';
import { personKeys } from './person-keys.js';

/** Days that a court has given the steps of its ladder, entered by one and approved by another (CP-01). */
export const escalationPolicies = pgTable(
  'escalation_policies',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    offsets: jsonb('offsets').$type<LadderOffsets>().notNull(),
    effectiveOn: civilDateColumn('effective_on'),
    status: varchar('status', { length: 16, enum: ENTRY_STATUSES }).notNull(),
    ...fourEyesColumns(),
  },
  (table) => [
    primaryKey({ name: 'escalation_policies_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'escalation_policies_court_code_fkey',
      columns: [table.courtCode],
      foreignColumns: [courts.code],
    }),
    ...personKeys('escalation_policies', table.enteredBy, table.decidedBy),
    check(
      'escalation_policies_four_eyes',
      sql`${table.status} <> 'APPROVED' or coalesce(${table.decidedBy} <> ${table.enteredBy}, false)`,
    ),
    check('escalation_policies_effective_on', sql`(${table.status} = 'APPROVED') = (${table.effectiveOn} is not null)`),
    uniqueIndex('escalation_policies_one_entered')
      .on(table.courtCode)
      .where(sql`${table.status} = 'ENTERED'`),
    index('escalation_policies_approved')
      .on(table.courtCode, table.decidedAt)
      .where(sql`${table.status} = 'APPROVED'`),
  ],
);
