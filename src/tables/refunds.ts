import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgEnum, pgTable, unique } from 'drizzle-orm/pg-core';
import { REFUND_STATUSES } from '../law/states/refund.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, fenCheck, fenColumn, idColumn, momentColumn } from './columns.js';
import { payments } from './payments.js';

export const refundStatus = pgEnum('refund_status', REFUND_STATUSES);

/** What of a payment has to go back to the payer (AL-07), one row per payment that ever left something over. */
export const refundTasks = pgTable(
  'refund_tasks',
  {
    ...caseOwnedColumns(),
    paymentId: idColumn('payment_id').notNull(),
    amountFen: fenColumn('amount_fen').notNull(),
    status: refundStatus('status').notNull(),
    openedOn: civilDateColumn('opened_on').notNull(),
    version: integer('version').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('refund_tasks', table),
    unique('refund_tasks_payment_unique').on(table.courtCode, table.paymentId),
    foreignKey({
      name: 'refund_tasks_payment_id_fkey',
      columns: [table.courtCode, table.paymentId],
      foreignColumns: [payments.courtCode, payments.id],
    }),
    fenCheck('refund_tasks_amount_fen_range', table.amountFen),
    check('refund_tasks_amount_of_status', sql`(${table.status} = 'OPEN') = (${table.amountFen} > 0)`),
    index('refund_tasks_case_id').on(table.courtCode, table.caseId, table.id),
    index('refund_tasks_open')
      .on(table.courtCode, table.id)
      .where(sql`${table.status} = 'OPEN'`),
  ],
);
