import { foreignKey, index, pgEnum, pgTable, uuid, varchar } from 'drizzle-orm/pg-core';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { parties } from './identity.js';
import { personKeys } from './person-keys.js';

export const CONSENT_SCOPES = ['RELIEF', 'SETTLEMENT', 'RELIEF_AND_SETTLEMENT'] as const;
export const RECORD_METHODS = ['SIGNED_RECORD', 'WRITTEN_AGREEMENT', 'PORTAL', 'ORAL_RECORDED'] as const;

export const consentScope = pgEnum('consent_scope', CONSENT_SCOPES);
export const recordMethod = pgEnum('record_method', RECORD_METHODS);

/** Consents of applicants, one row each (JR-05). Refuses UPDATE and DELETE. */
export const consents = pgTable(
  'consents',
  {
    ...caseOwnedColumns(),
    applicantId: idColumn('applicant_id').notNull(),
    scope: consentScope('scope').notNull(),
    method: recordMethod('method').notNull(),
    givenOn: civilDateColumn('given_on').notNull(),
    evidence: varchar('evidence', { length: 2000 }),
    fileIds: fileIdsColumn(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('consents', table),
    foreignKey({ name: 'consents_applicant_id_fkey', columns: [table.applicantId], foreignColumns: [parties.id] }),
    ...personKeys('consents', table.recordedBy),
    index('consents_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);
