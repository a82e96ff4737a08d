import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { PAYMENT_DECISIONS } from '../law/states/payment.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, courtCode, fenCheck, fenColumn, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { personKeys } from './person-keys.js';

/** Parts into which a line of the bank can be entered. */
export const LINE_PARTS_MAX = 999;

export const PAYMENT_CHANNELS = [
  'CASE_SUB_ACCOUNT',
  'BANK_TRANSFER',
  'CASH',
  'DIRECT_TO_APPLICANT',
  'COURT_DEDUCTION',
] as const;

export const paymentChannel = pgEnum('payment_channel', PAYMENT_CHANNELS);
export const paymentDecision = pgEnum('payment_decision', PAYMENT_DECISIONS);

/** Money that arrived, once. Refuses UPDATE and DELETE; decisions are rows of their own. */
export const payments = pgTable(
  'payments',
  {
    ...caseOwnedColumns(),
    amountFen: fenColumn('amount_fen').notNull(),
    receivedOn: civilDateColumn('received_on').notNull(),
    channel: paymentChannel('channel').notNull(),
    reference: varchar('reference', { length: 200 }),
    payerName: varchar('payer_name', { length: 200 }).notNull(),
    bankTransactionNo: varchar('bank_transaction_no', { length: 64 }),
    /** The number as it is compared (`normalBankNumber`), which may be longer than it is written. */
    bankNumber: text('bank_number'),
    /** Which part of the line of the bank this is; most lines have one. */
    part: integer('part').notNull().default(1),
    /** The whole line of the bank; null without a number. */
    bankLineFen: fenColumn('bank_line_fen'),
    /** Digest of the court's account that it came to: that of the case when it was entered. */
    accountIndex: varchar('account_index', { length: 64 }),
    /** The payment of another case from which it was moved here; no party reads it. */
    transferredFrom: idColumn('transferred_from'),
    fileIds: fileIdsColumn(),
    enteredBy: uuid('entered_by').notNull(),
    /** The absent colleague for whom it was entered: he approves it no more than the one who entered it. */
    enteredFor: uuid('entered_for'),
    /** Business date of the entry: the days in which the applicant answers are counted from it. */
    enteredOn: civilDateColumn('entered_on').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('payments', table),
    ...personKeys('payments', table.enteredBy, table.enteredFor),
    foreignKey({
      name: 'payments_transferred_from_fkey',
      columns: [table.courtCode, table.transferredFrom],
      foreignColumns: [table.courtCode, table.id],
    }),
    fenCheck('payments_amount_fen_range', table.amountFen, 1),
    check('payments_part_range', sql`${table.part} between 1 and ${sql.raw(String(LINE_PARTS_MAX))}`),
    check(
      'payments_bank_line_whole',
      sql`num_nulls(${table.bankTransactionNo}, ${table.bankNumber}, ${table.bankLineFen}) in (0, 3)
        and (${table.bankLineFen} is null or ${table.amountFen} <= ${table.bankLineFen})`,
    ),
    // Not unique: a payment that was rejected or taken back frees its number.
    index('payments_bank_number')
      .on(table.courtCode, table.bankNumber)
      .where(sql`${table.bankNumber} is not null`),
    uniqueIndex('payments_transferred_from_unique')
      .on(table.courtCode, table.transferredFrom)
      .where(sql`${table.transferredFrom} is not null`),
    index('payments_case_id').on(table.courtCode, table.caseId, table.receivedOn, table.id),
  ],
);

/** Decisions on payments; the status of a payment is read off them. Refuses UPDATE and DELETE. */
export const paymentDecisions = pgTable(
  'payment_decisions',
  {
    courtCode: courtCode(),
    paymentId: idColumn('payment_id').notNull(),
    decision: paymentDecision('decision').notNull(),
    decidedBy: uuid('decided_by').notNull(),
    /** The absent colleague whose office decided. */
    decidedFor: uuid('decided_for'),
    reason: varchar('reason', { length: 2000 }),
    fileIds: fileIdsColumn(),
    decidedAt: momentColumn('decided_at').notNull(),
    /** Business date of the decision: the days of paying out are counted from that of the approval. */
    decidedOn: civilDateColumn('decided_on').notNull(),
  },
  (table) => [
    primaryKey({ name: 'payment_decisions_pkey', columns: [table.courtCode, table.paymentId, table.decision] }),
    foreignKey({
      name: 'payment_decisions_payment_id_fkey',
      columns: [table.courtCode, table.paymentId],
      foreignColumns: [payments.courtCode, payments.id],
    }),
    ...personKeys('payment_decisions', table.decidedBy, table.decidedFor),
  ],
);
