import { sql } from 'drizzle-orm';
import { check, foreignKey, jsonb, pgTable, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, fenColumn, fileIdsColumn, momentColumn } from './columns.js';
import type { StoredWaiver } from './performance-json.js';
import { personKeys } from './person-keys.js';
import { plans } from './plans.js';

export const PAID_BY = ['SETTLEMENT', 'BASIS'] as const;

/** Findings of the court that all is paid (ST-10). One that was wrong is set aside, never taken away. */
export const performanceFindings = pgTable(
  'performance_findings',
  {
    ...caseOwnedColumns(),
    foundOn: civilDateColumn('found_on').notNull(),
    paidBy: varchar('paid_by', { length: 16, enum: PAID_BY }).notNull(),
    /** The plan that was completed with it. */
    planId: uuid('plan_id'),
    waived: jsonb('waived').$type<StoredWaiver>().notNull(),
    /** The part of `waived` that had been a shadow amount (IN-24). */
    shadowFen: fenColumn('shadow_fen').notNull(),
    reason: varchar('reason', { length: 4000 }).notNull(),
    fileIds: fileIdsColumn(),
    foundBy: uuid('found_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
    setAsideOn: civilDateColumn('set_aside_on'),
    setAsideReason: varchar('set_aside_reason', { length: 4000 }),
    setAsideBy: uuid('set_aside_by'),
  },
  (table) => [
    ...caseOwnedKeys('performance_findings', table),
    foreignKey({
      name: 'performance_findings_plan_id_fkey',
      columns: [table.courtCode, table.planId],
      foreignColumns: [plans.courtCode, plans.id],
    }),
    ...personKeys('performance_findings', table.foundBy, table.setAsideBy),
    check(
      'performance_findings_set_aside_whole',
      sql`num_nonnulls(${table.setAsideOn}, ${table.setAsideReason}, ${table.setAsideBy}) in (0, 3)`,
    ),
    uniqueIndex('performance_findings_one_standing')
      .on(table.courtCode, table.caseId)
      .where(sql`${table.setAsideOn} is null`),
  ],
);
