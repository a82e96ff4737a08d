import { foreignKey, integer, jsonb, pgTable, primaryKey, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { cases } from './cases.js';
import type { StoredClaim } from './claim-correction-json.js';
import { civilDateColumn, courtCode, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { users } from './identity.js';

/** Corrections of claims with what stood before and after, in the shape of `claimView`. Refuses UPDATE and DELETE. */
export const claimCorrections = pgTable(
  'claim_corrections',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
    no: integer('no').notNull(),
    ground: varchar('ground', { length: 200 }).notNull(),
    evidence: varchar('evidence', { length: 2000 }).notNull(),
    fileIds: fileIdsColumn(),
    before: jsonb('before').$type<StoredClaim>().notNull(),
    after: jsonb('after').$type<StoredClaim>().notNull(),
    enteredBy: uuid('entered_by').notNull(),
    enteredOn: civilDateColumn('entered_on').notNull(),
    createdAt: momentColumn('created_at').notNull(),
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
  ],
);
