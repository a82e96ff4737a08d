import { foreignKey, index, jsonb, pgTable, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { momentColumn } from './columns.js';
import type { StoredSnapshot } from './document-json.js';
import { fileContents } from './files.js';
import { personKeys } from './person-keys.js';

/** Documents that are rendered from a template version and a snapshot of data (EV-04). */
export const DOCUMENT_KINDS = ['PAYMENT_RECEIPT', 'DISBURSEMENT_FORM', 'RELIEF_DECISION'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/**
 * Documents with the template version, the data and the PDF that they were made of and into (EV-04). Refuses UPDATE
 * and DELETE.
 */
export const documents = pgTable(
  'documents',
  {
    ...caseOwnedColumns(),
    kind: varchar('kind', { length: 32, enum: DOCUMENT_KINDS }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    title: varchar('title', { length: 100 }).notNull(),
    templateVersion: varchar('template_version', { length: 100 }).notNull(),
    snapshot: jsonb('snapshot').$type<StoredSnapshot>().notNull(),
    snapshotSm3: varchar('snapshot_sm3', { length: 64 }).notNull(),
    sha256: varchar('sha256', { length: 64 }).notNull(),
    madeBy: uuid('made_by').notNull(),
    madeAt: momentColumn('made_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('documents', table),
    unique('documents_once').on(table.courtCode, table.kind, table.subjectId, table.snapshotSm3, table.templateVersion),
    foreignKey({ name: 'documents_sha256_fkey', columns: [table.sha256], foreignColumns: [fileContents.sha256] }),
    ...personKeys('documents', table.madeBy),
    index('documents_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);
