import { foreignKey, index, pgTable, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { users } from './identity.js';
import { plans } from './plans.js';

/** Notices by which all applicants of a plan make the whole sum due (PL-10). Refuses UPDATE and DELETE. */
export const accelerationNotices = pgTable(
  'acceleration_notices',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
    planId: idColumn('plan_id').notNull(),
    declaredOn: civilDateColumn('declared_on').notNull(),
    evidence: varchar('evidence', { length: 2000 }),
    fileIds: fileIdsColumn(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'acceleration_notices_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'acceleration_notices_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({
      name: 'acceleration_notices_plan_id_fkey',
      columns: [table.courtCode, table.planId],
      foreignColumns: [plans.courtCode, plans.id],
    }),
    foreignKey({
      name: 'acceleration_notices_recorded_by_fkey',
      columns: [table.recordedBy],
      foreignColumns: [users.id],
    }),
    index('acceleration_notices_plan_id').on(table.courtCode, table.planId, table.id),
    index('acceleration_notices_case_id').on(table.courtCode, table.caseId),
  ],
);

/** Notices that the applicants have taken back in writing, one row at most for each. Refuses UPDATE and DELETE. */
export const accelerationWithdrawals = pgTable(
  'acceleration_withdrawals',
  {
    courtCode: courtCode(),
    noticeId: idColumn('notice_id').notNull(),
    withdrawnOn: civilDateColumn('withdrawn_on').notNull(),
    evidence: varchar('evidence', { length: 2000 }),
    fileIds: fileIdsColumn(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'acceleration_withdrawals_pkey', columns: [table.courtCode, table.noticeId] }),
    foreignKey({
      name: 'acceleration_withdrawals_notice_id_fkey',
      columns: [table.courtCode, table.noticeId],
      foreignColumns: [accelerationNotices.courtCode, accelerationNotices.id],
    }),
    foreignKey({
      name: 'acceleration_withdrawals_recorded_by_fkey',
      columns: [table.recordedBy],
      foreignColumns: [users.id],
    }),
  ],
);
