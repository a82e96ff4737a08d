import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, unique, uniqueIndex, varchar } from 'drizzle-orm/pg-core';
import { CORRECTION_GROUNDS } from '../law/claims/correction-grounds.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import type { StoredClaim } from './claim-correction-json.js';
import { caseEntryColumns, civilDateColumn, fileIdsColumn, momentColumn } from './columns.js';
import { personKeys } from './person-keys.js';

const { enteredAt: _createdAt, ...entry } = caseEntryColumns();
const GROUND_LIST = CORRECTION_GROUNDS.map((ground) => `'${ground}'`).join(', ');

/**
 * Corrections of claims with what stood before and after, in the shape of `claimView`. Refuses DELETE, and UPDATE but
 * of the decision, once.
 */
export const claimCorrections = pgTable(
  'claim_corrections',
  {
    ...caseOwnedColumns(),
    no: integer('no').notNull(),
    /** One of `CORRECTION_GROUNDS`; in rows from before two people decided, the reason in words. */
    ground: varchar('ground', { length: 200 }).notNull(),
    evidence: varchar('evidence', { length: 2000 }),
    fileIds: fileIdsColumn(),
    before: jsonb('before').$type<StoredClaim>().notNull(),
    after: jsonb('after').$type<StoredClaim>().notNull(),
    enteredOn: civilDateColumn('entered_on').notNull(),
    createdAt: momentColumn('created_at').notNull(),
    ...entry,
  },
  (table) => [
    ...caseOwnedKeys('claim_corrections', table),
    unique('claim_corrections_no_unique').on(table.courtCode, table.caseId, table.no),
    ...personKeys('claim_corrections', table.enteredBy, table.enteredFor, table.decidedBy, table.decidedFor),
    check(
      'claim_corrections_four_eyes',
      sql`${table.status} <> 'APPROVED' or ${table.ground} not in (${sql.raw(GROUND_LIST)})
        or coalesce(${table.decidedBy} <> ${table.enteredBy}, false)`,
    ),
    uniqueIndex('claim_corrections_one_entered')
      .on(table.courtCode, table.caseId)
      .where(sql`${table.status} = 'ENTERED'`),
  ],
);
