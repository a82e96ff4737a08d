import { index, pgTable, uuid, varchar } from 'drizzle-orm/pg-core';
import { RELIEF_PATHS } from '../law/states/case.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, fileIdsColumn, momentColumn } from './columns.js';
import { personKeys } from './person-keys.js';

export const RELIEF_REQUESTERS = ['ENTERPRISE', 'APPLICANT', 'COURT', 'DEPARTMENT'] as const;

/** Requests for relief, one row each. Refuses UPDATE and DELETE. */
export const reliefRequests = pgTable(
  'relief_requests',
  {
    ...caseOwnedColumns(),
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
    ...caseOwnedKeys('relief_requests', table),
    ...personKeys('relief_requests', table.recordedBy),
    index('relief_requests_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);
