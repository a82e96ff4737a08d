import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';
import { LADDER_STEPS } from '../law/course/steps.js';
import { STEP_STATUSES } from '../law/states/step.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, idColumn, momentColumn } from './columns.js';
import { courts } from './courts.js';
import { planInstalments } from './plans.js';
import type { StoredRecipients } from './step-json.js';

export const ladderStep = pgEnum('ladder_step', LADDER_STEPS);
export const stepStatus = pgEnum('step_status', STEP_STATUSES);

/** Steps of the ladder that fell on a day. Only the status moves; nothing is deleted. */
export const escalationSteps = pgTable(
  'escalation_steps',
  {
    ...caseOwnedColumns(),
    planId: idColumn('plan_id').notNull(),
    instalmentNo: smallint('instalment_no').notNull(),
    step: ladderStep('step').notNull(),
    fellOn: civilDateColumn('fell_on').notNull(),
    status: stepStatus('status').notNull(),
    recipients: jsonb('recipients').$type<StoredRecipients>().notNull(),
    reason: varchar('reason', { length: 200 }),
    recordedAt: momentColumn('recorded_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('escalation_steps', table),
    // A step is recorded once; one that proved untrue may fall again after a reversal.
    uniqueIndex('escalation_steps_once')
      .on(table.courtCode, table.planId, table.instalmentNo, table.step)
      .where(sql`${table.status} <> 'VOIDED'`),
    foreignKey({
      name: 'escalation_steps_instalment_fkey',
      columns: [table.courtCode, table.planId, table.instalmentNo],
      foreignColumns: [planInstalments.courtCode, planInstalments.planId, planInstalments.no],
    }),
    index('escalation_steps_case_id').on(table.courtCode, table.caseId, table.fellOn, table.id),
  ],
);

/** Last closed day of each court: its watermark. */
export const courtCloses = pgTable(
  'court_closes',
  {
    courtCode: courtCode().primaryKey(),
    lastClosedOn: civilDateColumn('last_closed_on').notNull(),
    closedAt: momentColumn('closed_at').notNull(),
  },
  (table) => [
    foreignKey({ name: 'court_closes_court_code_fkey', columns: [table.courtCode], foreignColumns: [courts.code] }),
  ],
);

/** Cases whose close failed: they stay at `last_closed_on` until a later run succeeds and says so in `cleared_at`. */
export const closeFailures = pgTable(
  'close_failures',
  {
    courtCode: courtCode(),
    caseId: idColumn('case_id').notNull(),
    lastClosedOn: civilDateColumn('last_closed_on').notNull(),
    error: varchar('error', { length: 500 }).notNull(),
    failedAt: momentColumn('failed_at').notNull(),
    clearedAt: momentColumn('cleared_at'),
  },
  (table) => [
    primaryKey({ name: 'close_failures_pkey', columns: [table.courtCode, table.caseId] }),
    foreignKey({
      name: 'close_failures_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
  ],
);
