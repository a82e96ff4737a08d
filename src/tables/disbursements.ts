import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { PAYOUT_KINDS } from '../law/funds/funds.js';
import { DISBURSEMENT_DECISIONS } from '../law/states/disbursement.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import {
  civilDateColumn,
  courtCode,
  fenCheck,
  fenColumn,
  fileIdsColumn,
  idColumn,
  momentColumn,
  sealedCheck,
} from './columns.js';
import { parties } from './identity.js';
import { personKeys } from './person-keys.js';
import { refundTasks } from './refunds.js';

export const disbursementKind = pgEnum('disbursement_kind', PAYOUT_KINDS);
export const disbursementDecision = pgEnum('disbursement_decision', DISBURSEMENT_DECISIONS);

/**
 * Money on its way out of the court. Refuses DELETE, and UPDATE but of the seal of the number; decisions are rows of
 * their own.
 */
export const disbursements = pgTable(
  'disbursements',
  {
    ...caseOwnedColumns(),
    kind: disbursementKind('kind').notNull(),
    applicantId: uuid('applicant_id'),
    refundTaskId: uuid('refund_task_id'),
    amountFen: fenColumn('amount_fen').notNull(),
    payeeBank: varchar('payee_bank', { length: 200 }).notNull(),
    payeeName: varchar('payee_name', { length: 200 }).notNull(),
    /** Account number, sealed. */
    payeeNumber: text('payee_number').notNull(),
    reason: varchar('reason', { length: 500 }).notNull(),
    evidence: varchar('evidence', { length: 2000 }),
    fileIds: fileIdsColumn(),
    enteredBy: uuid('entered_by').notNull(),
    enteredFor: uuid('entered_for'),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('disbursements', table),
    foreignKey({
      name: 'disbursements_refund_task_id_fkey',
      columns: [table.courtCode, table.refundTaskId],
      foreignColumns: [refundTasks.courtCode, refundTasks.id],
    }),
    foreignKey({ name: 'disbursements_applicant_id_fkey', columns: [table.applicantId], foreignColumns: [parties.id] }),
    ...personKeys('disbursements', table.enteredBy, table.enteredFor),
    fenCheck('disbursements_amount_fen_range', table.amountFen, 1),
    sealedCheck('disbursements_payee_number_sealed', table.payeeNumber),
    check(
      'disbursements_payee_of_kind',
      sql`(${table.kind} = 'APPLICANT') = (${table.applicantId} is not null) and
        (${table.kind} = 'REFUND') = (${table.refundTaskId} is not null)`,
    ),
    index('disbursements_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);

/** Decisions on disbursements; the status is read off them. Refuses UPDATE and DELETE. */
export const disbursementDecisions = pgTable(
  'disbursement_decisions',
  {
    courtCode: courtCode(),
    disbursementId: idColumn('disbursement_id').notNull(),
    decision: disbursementDecision('decision').notNull(),
    paidOn: civilDateColumn('paid_on'),
    returnedOn: civilDateColumn('returned_on'),
    bankTransactionNo: varchar('bank_transaction_no', { length: 64 }),
    reason: varchar('reason', { length: 500 }),
    decidedBy: uuid('decided_by').notNull(),
    decidedFor: uuid('decided_for'),
    /** Business date of the decision; null in rows from before it was kept. */
    decidedOn: civilDateColumn('decided_on'),
    decidedAt: momentColumn('decided_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'disbursement_decisions_pkey',
      columns: [table.courtCode, table.disbursementId, table.decision],
    }),
    foreignKey({
      name: 'disbursement_decisions_disbursement_id_fkey',
      columns: [table.courtCode, table.disbursementId],
      foreignColumns: [disbursements.courtCode, disbursements.id],
    }),
    ...personKeys('disbursement_decisions', table.decidedBy, table.decidedFor),
    check('disbursement_decisions_paid_on', sql`(${table.decision} = 'PAID') = (${table.paidOn} is not null)`),
    check(
      'disbursement_decisions_returned_on',
      sql`(${table.decision}::text = 'RETURNED') = (${table.returnedOn} is not null)`,
    ),
    uniqueIndex('disbursement_decisions_bank_transaction_no_unique')
      .on(table.courtCode, table.bankTransactionNo)
      .where(sql`${table.bankTransactionNo} is not null`),
  ],
);
