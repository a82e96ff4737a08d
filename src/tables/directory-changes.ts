import { sql } from 'drizzle-orm';
import { check, foreignKey, pgTable, primaryKey, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import { courtCode, ENTRY_STATUSES, fourEyesColumns, idColumn } from './columns.js';
import { courts } from './courts.js';
import { personKeys } from './person-keys.js';

export const DIRECTORY_SUBJECTS = ['COURT', 'DEPARTMENT'] as const;
export const DIRECTORY_CHANGES = ['CREATE', 'RENAME', 'CLOSE'] as const;

/** What administrators of a court ask to change in the list of courts, or of its departments (CP-01). */
export const directoryChanges = pgTable(
  'directory_changes',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    subject: varchar('subject', { length: 16, enum: DIRECTORY_SUBJECTS }).notNull(),
    change: varchar('change', { length: 16, enum: DIRECTORY_CHANGES }).notNull(),
    code: varchar('code', { length: 32 }).notNull(),
    /** Null when something is closed. */
    name: varchar('name', { length: 100 }),
    status: varchar('status', { length: 16, enum: ENTRY_STATUSES }).notNull(),
    ...fourEyesColumns(),
  },
  (table) => [
    primaryKey({ name: 'directory_changes_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'directory_changes_court_code_fkey',
      columns: [table.courtCode],
      foreignColumns: [courts.code],
    }),
    ...personKeys('directory_changes', table.enteredBy, table.decidedBy),
    check('directory_changes_name', sql`(${table.change} = 'CLOSE') = (${table.name} is null)`),
    check(
      'directory_changes_four_eyes',
      sql`${table.status} <> 'APPROVED' or coalesce(${table.decidedBy} <> ${table.enteredBy}, false)`,
    ),
    uniqueIndex('directory_changes_one_entered')
      .on(table.courtCode, table.subject, table.code)
      .where(sql`${table.status} = 'ENTERED'`),
  ],
);
