import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { caseEntryColumns, fileIdsColumn, sealedCheck } from './columns.js';
import { personKeys } from './person-keys.js';

/**
 * Other accounts that somebody asks to have the money of a case paid to; the one that stands holds until a second
 * person has decided (CP-01). Refuses DELETE, and UPDATE but of the decision, once, and of the seal.
 */
export const collectionAccountChanges = pgTable(
  'collection_account_changes',
  {
    ...caseOwnedColumns(),
    bank: varchar('bank', { length: 100 }).notNull(),
    name: varchar('name', { length: 200 }).notNull(),
    /** Account number, sealed. */
    number: text('number').notNull(),
    /** Digest by which an account number is found. */
    numberIndex: varchar('number_index', { length: 64 }),
    fileIds: fileIdsColumn(),
    ...caseEntryColumns(),
  },
  (table) => [
    ...caseOwnedKeys('collection_account_changes', table),
    ...personKeys('collection_account_changes', table.enteredBy, table.enteredFor, table.decidedBy, table.decidedFor),
    sealedCheck('collection_account_changes_number_sealed', table.number),
    check(
      'collection_account_changes_four_eyes',
      sql`${table.status} <> 'APPROVED' or coalesce(${table.decidedBy} <> ${table.enteredBy}, false)`,
    ),
    uniqueIndex('collection_account_changes_one_entered')
      .on(table.courtCode, table.caseId)
      .where(sql`${table.status} = 'ENTERED'`),
    index('collection_account_changes_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);
