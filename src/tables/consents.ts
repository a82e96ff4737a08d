import { foreignKey, index, pgEnum, pgTable, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { parties, users } from './identity.js';

export const CONSENT_SCOPES = ['RELIEF', 'SETTLEMENT', 'RELIEF_AND_SETTLEMENT'] as const;
export const RECORD_METHODS = ['SIGNED_RECORD', 'WRITTEN_AGREEMENT', 'PORTAL', 'ORAL_RECORDED'] as const;

export const consentScope = pgEnum('consent_scope', CONSENT_SCOPES);
export const recordMethod = pgEnum('record_method', RECORD_METHODS);

/** Consents of applicants, one row each (JR-05). Refuses UPDATE and DELETE. */
export const consents = pgTable(
  'consents',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
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
    primaryKey({ name: 'consents_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'consents_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'consents_applicant_id_fkey', columns: [table.applicantId], foreignColumns: [parties.id] }),
    foreignKey({ name: 'consents_recorded_by_fkey', columns: [table.recordedBy], foreignColumns: [users.id] }),
    index('consents_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);
