import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { cases } from './cases.js';
import { caseEntryColumns, idColumn } from './columns.js';
import { payments } from './payments.js';
import { personKeys } from './person-keys.js';

/**
 * Payments that somebody asks to have moved to the case of the court that they belong to (CP-01); `caseId` is the case
 * that they leave. Refuses DELETE, and UPDATE but of the decision, once.
 */
export const paymentTransfers = pgTable(
  'payment_transfers',
  {
    ...caseOwnedColumns(),
    paymentId: idColumn('payment_id').notNull(),
    toCaseId: idColumn('to_case_id').notNull(),
    ...caseEntryColumns(),
  },
  (table) => [
    ...caseOwnedKeys('payment_transfers', table),
    foreignKey({
      name: 'payment_transfers_to_case_id_fkey',
      columns: [table.courtCode, table.toCaseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({
      name: 'payment_transfers_payment_id_fkey',
      columns: [table.courtCode, table.paymentId],
      foreignColumns: [payments.courtCode, payments.id],
    }),
    ...personKeys('payment_transfers', table.enteredBy, table.enteredFor, table.decidedBy, table.decidedFor),
    check('payment_transfers_other_case', sql`${table.toCaseId} <> ${table.caseId}`),
    check(
      'payment_transfers_four_eyes',
      sql`${table.status} <> 'APPROVED' or coalesce(${table.decidedBy} <> ${table.enteredBy}, false)`,
    ),
    uniqueIndex('payment_transfers_one_entered')
      .on(table.courtCode, table.paymentId)
      .where(sql`${table.status} = 'ENTERED'`),
    index('payment_transfers_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);
