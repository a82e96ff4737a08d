import { sql } from 'drizzle-orm';
import { check, foreignKey, jsonb, pgTable, primaryKey, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, fenColumn, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { users } from './identity.js';
import type { StoredWaiver } from './performance-json.js';
import { plans } from './plans.js';

export const PAID_BY = ['SETTLEMENT', 'BASIS'] as const;

/** Findings of the court that all is paid (ST-10). One that was wrong is set aside, never taken away. */
export const performanceFindings = pgTable(
  'performance_findings',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
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
    primaryKey({ name: 'performance_findings_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'performance_findings_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({
      name: 'performance_findings_plan_id_fkey',
      columns: [table.courtCode, table.planId],
      foreignColumns: [plans.courtCode, plans.id],
    }),
    foreignKey({ name: 'performance_findings_found_by_fkey', columns: [table.foundBy], foreignColumns: [users.id] }),
    foreignKey({
      name: 'performance_findings_set_aside_by_fkey',
      columns: [table.setAsideBy],
      foreignColumns: [users.id],
    }),
    check(
      'performance_findings_set_aside_whole',
      sql`num_nonnulls(${table.setAsideOn}, ${table.setAsideReason}, ${table.setAsideBy}) in (0, 3)`,
    ),
    uniqueIndex('performance_findings_one_standing')
      .on(table.courtCode, table.caseId)
      .where(sql`${table.setAsideOn} is null`),
  ],
);
