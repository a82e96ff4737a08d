import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  unique,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';
import { CORRECTION_GROUNDS } from '../law/claims/correction-grounds.js';
import { cases } from './cases.js';
import type { StoredClaim } from './claim-correction-json.js';
import { caseEntryColumns, civilDateColumn, courtCode, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { users } from './identity.js';

const { enteredAt: _createdAt, ...entry } = caseEntryColumns();
const GROUND_LIST = CORRECTION_GROUNDS.map((ground) => `'${ground}'`).join(', ');

/**
 * Corrections of claims with what stood before and after, in the shape of `claimView`. Refuses DELETE, and UPDATE but
 * of the decision, once.
 */
export const claimCorrections = pgTable(
  'claim_corrections',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
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
    primaryKey({ name: 'claim_corrections_pkey', columns: [table.courtCode, table.id] }),
    unique('claim_corrections_no_unique').on(table.courtCode, table.caseId, table.no),
    foreignKey({
      name: 'claim_corrections_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'claim_corrections_entered_by_fkey', columns: [table.enteredBy], foreignColumns: [users.id] }),
    foreignKey({ name: 'claim_corrections_entered_for_fkey', columns: [table.enteredFor], foreignColumns: [users.id] }),
    foreignKey({ name: 'claim_corrections_decided_by_fkey', columns: [table.decidedBy], foreignColumns: [users.id] }),
    foreignKey({ name: 'claim_corrections_decided_for_fkey', columns: [table.decidedFor], foreignColumns: [users.id] }),
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
