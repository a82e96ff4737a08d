import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgEnum, pgTable, smallint, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { LEDGER_BUCKETS, POSTING_KINDS } from '../law/ledger/buckets.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, fenColumn, momentColumn } from './columns.js';
import { payments } from './payments.js';
import { plans } from './plans.js';

export const ledgerBucket = pgEnum('ledger_bucket', LEDGER_BUCKETS);
export const postingKind = pgEnum('posting_kind', POSTING_KINDS);

/**
 * The ledger of a case (IN-06): claims on filing, allocations of payments, and reversing rows that point to what they
 * undo. Refuses UPDATE and DELETE. `amount_fen` is positive for a claim and an allocation, negative for a reversal.
 */
export const ledgerPostings = pgTable(
  'ledger_postings',
  {
    ...caseOwnedColumns(),
    kind: postingKind('kind').notNull(),
    bucket: ledgerBucket('bucket').notNull(),
    amountFen: fenColumn('amount_fen').notNull(),
    effectiveOn: civilDateColumn('effective_on').notNull(),
    paymentId: uuid('payment_id'),
    planId: uuid('plan_id'),
    instalmentNo: smallint('instalment_no'),
    reversesId: uuid('reverses_id'),
    ground: varchar('ground', { length: 200 }),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('ledger_postings', table),
    foreignKey({
      name: 'ledger_postings_payment_id_fkey',
      columns: [table.courtCode, table.paymentId],
      foreignColumns: [payments.courtCode, payments.id],
    }),
    foreignKey({
      name: 'ledger_postings_plan_id_fkey',
      columns: [table.courtCode, table.planId],
      foreignColumns: [plans.courtCode, plans.id],
    }),
    foreignKey({
      name: 'ledger_postings_reverses_id_fkey',
      columns: [table.courtCode, table.reversesId],
      foreignColumns: [table.courtCode, table.id],
    }),
    check('ledger_postings_sign', sql`(${table.kind} = 'REVERSAL') = (${table.amountFen} < 0)`),
    check('ledger_postings_reversal_points', sql`(${table.kind} = 'REVERSAL') = (${table.reversesId} is not null)`),
    check('ledger_postings_allocation_payment', sql`${table.kind} <> 'ALLOCATION' or ${table.paymentId} is not null`),
    index('ledger_postings_case_id').on(table.courtCode, table.caseId, table.id),
    // A row is reversed at most once.
    uniqueIndex('ledger_postings_reverses_once')
      .on(table.courtCode, table.reversesId)
      .where(sql`${table.reversesId} is not null`),
  ],
);
