import { sql } from 'drizzle-orm';
import { foreignKey, index, pgEnum, pgTable, primaryKey, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { PAYMENT_DECISIONS } from '../law/states/payment.js';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, fenCheck, fenColumn, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { users } from './identity.js';

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
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
    amountFen: fenColumn('amount_fen').notNull(),
    receivedOn: civilDateColumn('received_on').notNull(),
    channel: paymentChannel('channel').notNull(),
    reference: varchar('reference', { length: 200 }),
    payerName: varchar('payer_name', { length: 200 }).notNull(),
    bankTransactionNo: varchar('bank_transaction_no', { length: 64 }),
    fileIds: fileIdsColumn(),
    enteredBy: uuid('entered_by').notNull(),
    /** The absent colleague for whom it was entered: he approves it no more than the one who entered it. */
    enteredFor: uuid('entered_for'),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'payments_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'payments_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'payments_entered_by_fkey', columns: [table.enteredBy], foreignColumns: [users.id] }),
    foreignKey({ name: 'payments_entered_for_fkey', columns: [table.enteredFor], foreignColumns: [users.id] }),
    fenCheck('payments_amount_fen_range', table.amountFen, 1),
    uniqueIndex('payments_bank_transaction_no_unique')
      .on(table.courtCode, table.bankTransactionNo)
      .where(sql`${table.bankTransactionNo} is not null`),
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
    foreignKey({ name: 'payment_decisions_decided_by_fkey', columns: [table.decidedBy], foreignColumns: [users.id] }),
    foreignKey({ name: 'payment_decisions_decided_for_fkey', columns: [table.decidedFor], foreignColumns: [users.id] }),
  ],
);
