import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { ACCELERATION_MODES, PREPAY_POLICIES } from '../law/schedule/terms.js';
import { PLAN_STATUSES } from '../law/states/plan.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, fenCheck, fenColumn, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { recordMethod } from './consents.js';
import { parties } from './identity.js';
import { personKeys } from './person-keys.js';
import type { StoredAmendment, StoredTerms } from './plan-json.js';

export const CONFIRMING_PARTIES = ['ENTERPRISE', 'APPLICANT'] as const;

export const planStatus = pgEnum('plan_status', PLAN_STATUSES);
export const prepayPolicy = pgEnum('prepay_policy', PREPAY_POLICIES);
export const accelerationMode = pgEnum('acceleration_mode', ACCELERATION_MODES);
export const confirmingParty = pgEnum('confirming_party', CONFIRMING_PARTIES);

/** How much a superseded version says of its end: its last day and what it had received, any other nothing. */
const partsWhenSuperseded = (status: AnyPgColumn) => sql`case when ${status} = 'SUPERSEDED' then 2 else 0 end`;

/** Numbered versions of the plan of a case; the terms are never edited (ST-05), only the status moves. */
export const plans = pgTable(
  'plans',
  {
    ...caseOwnedColumns(),
    no: integer('no').notNull(),
    status: planStatus('status').notNull(),
    /** The body it was drafted with, in the shape of `planBody`. */
    terms: jsonb('terms').$type<StoredTerms>().notNull(),
    principalFen: fenColumn('principal_fen').notNull(),
    interestFen: fenColumn('interest_fen').notNull(),
    graceDays: smallint('grace_days').notNull(),
    prepayPolicy: prepayPolicy('prepay_policy').notNull(),
    accelerationMode: accelerationMode('acceleration_mode').notNull(),
    signedOn: civilDateColumn('signed_on').notNull(),
    /**
     * What was open by the basis on the day of signing, as known when the plan was drafted and again when it came into
     * force; null for an amendment, which carries its sum over, and for plans from before it was looked at.
     */
    claimOpenFen: fenColumn('claim_open_fen'),
    activatedOn: civilDateColumn('activated_on'),
    /** Day on which the whole balance fell due (PL-10); a projection of plan and payments. */
    acceleratedOn: civilDateColumn('accelerated_on'),
    /** For an amendment: the version it replaces, its first day, and the rest in the shape of `amendmentView`. */
    amendsPlanId: uuid('amends_plan_id'),
    effectiveOn: civilDateColumn('effective_on'),
    amendment: jsonb('amendment').$type<StoredAmendment>(),
    /** For a superseded version: first day of the next one, and what it had received by then. */
    supersededOn: civilDateColumn('superseded_on'),
    receivedFen: fenColumn('received_fen'),
    draftedBy: uuid('drafted_by').notNull(),
    version: integer('version').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('plans', table),
    unique('plans_no_unique').on(table.courtCode, table.caseId, table.no),
    uniqueIndex('plans_one_active')
      .on(table.courtCode, table.caseId)
      .where(sql`${table.status} = 'ACTIVE'`),
    ...personKeys('plans', table.draftedBy),
    foreignKey({
      name: 'plans_amends_plan_id_fkey',
      columns: [table.courtCode, table.amendsPlanId],
      foreignColumns: [table.courtCode, table.id],
    }),
    fenCheck('plans_principal_fen_range', table.principalFen, 1),
    fenCheck('plans_claim_open_fen_range', table.claimOpenFen),
    check('plans_grace_days_range', sql`${table.graceDays} between 0 and 90`),
    check(
      'plans_amendment_whole',
      sql`num_nonnulls(${table.amendsPlanId}, ${table.effectiveOn}, ${table.amendment}) in (0, 3)`,
    ),
    check(
      'plans_superseded_whole',
      sql`num_nonnulls(${table.supersededOn}, ${table.receivedFen}) = ${partsWhenSuperseded(table.status)}`,
    ),
    check(
      'plans_activated_on_known',
      sql`${table.status} not in ('ACTIVE','COMPLETED') or ${table.activatedOn} is not null`,
    ),
  ],
);

/** The applicants a plan binds (JR-05). */
export const planApplicants = pgTable(
  'plan_applicants',
  { courtCode: courtCode(), planId: idColumn('plan_id').notNull(), partyId: idColumn('party_id').notNull() },
  (table) => [
    primaryKey({ name: 'plan_applicants_pkey', columns: [table.courtCode, table.planId, table.partyId] }),
    foreignKey({
      name: 'plan_applicants_plan_id_fkey',
      columns: [table.courtCode, table.planId],
      foreignColumns: [plans.courtCode, plans.id],
    }),
    foreignKey({ name: 'plan_applicants_party_id_fkey', columns: [table.partyId], foreignColumns: [parties.id] }),
  ],
);

/** The agreed instalments. Refuses UPDATE and DELETE. */
export const planInstalments = pgTable(
  'plan_instalments',
  {
    courtCode: courtCode(),
    planId: idColumn('plan_id').notNull(),
    no: smallint('no').notNull(),
    nominalDueOn: civilDateColumn('nominal_due_on').notNull(),
    dueOn: civilDateColumn('due_on').notNull(),
    days: integer('days'),
    principalFen: fenColumn('principal_fen').notNull(),
    interestFen: fenColumn('interest_fen').notNull(),
    outstandingAfterFen: fenColumn('outstanding_after_fen').notNull(),
    /** The due date lies beyond the last released year of the calendar (HO-01). */
    provisional: boolean('provisional').notNull(),
  },
  (table) => [
    primaryKey({ name: 'plan_instalments_pkey', columns: [table.courtCode, table.planId, table.no] }),
    foreignKey({
      name: 'plan_instalments_plan_id_fkey',
      columns: [table.courtCode, table.planId],
      foreignColumns: [plans.courtCode, plans.id],
    }),
    fenCheck('plan_instalments_principal_fen_range', table.principalFen),
    fenCheck('plan_instalments_interest_fen_range', table.interestFen),
    check('plan_instalments_due_order', sql`${table.dueOn} >= ${table.nominalDueOn}`),
  ],
);

/**
 * What is known of an instalment today: a projection of plan and approved payments, rebuilt at each change of them.
 * `next_step_on` is what the daily close looks for; it is null when the instalment is paid or no longer watched.
 */
export const instalmentProgress = pgTable(
  'instalment_progress',
  {
    courtCode: courtCode(),
    planId: idColumn('plan_id').notNull(),
    no: smallint('no').notNull(),
    caseId: idColumn('case_id').notNull(),
    paidFen: fenColumn('paid_fen').notNull(),
    /** Interest that is not owed, since the whole sum fell due before it was earned (PL-10). */
    droppedInterestFen: fenColumn('dropped_interest_fen')
      .notNull()
      .default(sql`0`),
    paidInFullOn: civilDateColumn('paid_in_full_on'),
    nextStepOn: civilDateColumn('next_step_on'),
    /** The due date in force where the release of a day table fixed it; null while that of the plan stands (PL-02). */
    dueOn: civilDateColumn('due_on'),
    /** Year whose day table the due date still waits for; null when it is final. */
    awaitsYear: smallint('awaits_year'),
  },
  (table) => [
    primaryKey({ name: 'instalment_progress_pkey', columns: [table.courtCode, table.planId, table.no] }),
    foreignKey({
      name: 'instalment_progress_instalment_fkey',
      columns: [table.courtCode, table.planId, table.no],
      foreignColumns: [planInstalments.courtCode, planInstalments.planId, planInstalments.no],
    }),
    foreignKey({
      name: 'instalment_progress_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    fenCheck('instalment_progress_paid_fen_range', table.paidFen),
    fenCheck('instalment_progress_dropped_interest_fen_range', table.droppedInterestFen),
    index('instalment_progress_awaits_year')
      .on(table.awaitsYear, table.courtCode, table.caseId)
      .where(sql`${table.awaitsYear} is not null`),
    index('instalment_progress_next_step_on')
      .on(table.courtCode, table.nextStepOn, table.caseId)
      .where(sql`${table.nextStepOn} is not null`),
  ],
);

/** Confirmations of a plan, one per party. Refuses UPDATE and DELETE. */
export const planConfirmations = pgTable(
  'plan_confirmations',
  {
    courtCode: courtCode(),
    planId: idColumn('plan_id').notNull(),
    party: confirmingParty('party').notNull(),
    partyId: idColumn('party_id').notNull(),
    method: recordMethod('method').notNull(),
    confirmedOn: civilDateColumn('confirmed_on').notNull(),
    evidence: varchar('evidence', { length: 2000 }),
    fileIds: fileIdsColumn(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'plan_confirmations_pkey',
      columns: [table.courtCode, table.planId, table.party, table.partyId],
    }),
    foreignKey({
      name: 'plan_confirmations_plan_id_fkey',
      columns: [table.courtCode, table.planId],
      foreignColumns: [plans.courtCode, plans.id],
    }),
    foreignKey({ name: 'plan_confirmations_party_id_fkey', columns: [table.partyId], foreignColumns: [parties.id] }),
    ...personKeys('plan_confirmations', table.recordedBy),
  ],
);
