import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, primaryKey, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { cases } from './cases.js';
import { bytesColumn, courtCode, idColumn, momentColumn } from './columns.js';
import { personKeys } from './person-keys.js';

/** Who reads an attached file: the court and the parties, or the court alone (CP-03). */
export const FILE_CLASSES = ['PARTY', 'COURT'] as const;

/** Contents by their digest: the same bytes are stored once (EV-01). Refuses UPDATE and DELETE. */
export const fileContents = pgTable(
  'file_contents',
  {
    sha256: varchar('sha256', { length: 64 }).primaryKey(),
    sm3: varchar('sm3', { length: 64 }).notNull(),
    size: integer('size').notNull(),
    bytes: bytesColumn('bytes').notNull(),
  },
  (table) => [
    unique('file_contents_sm3_unique').on(table.sm3),
    check('file_contents_size_right', sql`${table.size} > 0 and ${table.size} = octet_length(${table.bytes})`),
    check('file_contents_sha256_right', sql`${table.sha256} = encode(sha256(${table.bytes}), 'hex')`),
  ],
);

/**
 * What somebody has sent in: a content under a name. It belongs to no case until it is attached. Refuses UPDATE and
 * DELETE.
 */
export const files = pgTable(
  'files',
  {
    id: idColumn().primaryKey(),
    sha256: varchar('sha256', { length: 64 }).notNull(),
    name: varchar('name', { length: 200 }).notNull(),
    mediaType: varchar('media_type', { length: 100 }).notNull(),
    uploadedBy: uuid('uploaded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    foreignKey({ name: 'files_sha256_fkey', columns: [table.sha256], foreignColumns: [fileContents.sha256] }),
    ...personKeys('files', table.uploadedBy),
    index('files_uploaded_by').on(table.uploadedBy, table.createdAt),
  ],
);

/**
 * Files that an act in a case names; from then on whoever reaches the case reads them, as far as their class lets him
 * (CP-03). Refuses UPDATE and DELETE.
 */
export const caseFiles = pgTable(
  'case_files',
  {
    courtCode: courtCode(),
    caseId: idColumn('case_id').notNull(),
    fileId: idColumn('file_id').notNull(),
    fileClass: varchar('file_class', { length: 8, enum: FILE_CLASSES }).notNull().default('PARTY'),
    attachedBy: uuid('attached_by').notNull(),
    attachedAt: momentColumn('attached_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'case_files_pkey', columns: [table.courtCode, table.caseId, table.fileId] }),
    foreignKey({
      name: 'case_files_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'case_files_file_id_fkey', columns: [table.fileId], foreignColumns: [files.id] }),
    ...personKeys('case_files', table.attachedBy),
    index('case_files_file_id').on(table.fileId),
  ],
);
