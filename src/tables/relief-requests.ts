import { foreignKey, index, pgTable, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { RELIEF_PATHS } from '../law/states/case.js';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { users } from './identity.js';

export const RELIEF_REQUESTERS = ['ENTERPRISE', 'APPLICANT', 'COURT', 'DEPARTMENT'] as const;

/** Requests for relief, one row each. Refuses UPDATE and DELETE. */
export const reliefRequests = pgTable(
  'relief_requests',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
    requestedBy: varchar('requested_by', { length: 16, enum: RELIEF_REQUESTERS }).notNull(),
    path: varchar('path', { length: 32, enum: RELIEF_PATHS }),
    reason: varchar('reason', { length: 4000 }).notNull(),
    /** What is new since an earlier request was turned down. */
    newFacts: varchar('new_facts', { length: 4000 }),
    evidence: varchar('evidence', { length: 2000 }),
    fileIds: fileIdsColumn(),
    requestedOn: civilDateColumn('requested_on').notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'relief_requests_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'relief_requests_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'relief_requests_recorded_by_fkey', columns: [table.recordedBy], foreignColumns: [users.id] }),
    index('relief_requests_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);
