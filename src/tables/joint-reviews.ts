import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, courtCode, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { departments } from './courts.js';
import { personKeys } from './person-keys.js';
import type { StoredAttendees, StoredConditions, StoredMeasures, StoredMeetingOpinions } from './review-json.js';

/**
 * What of a case a department may be shown, beyond its number and the enterprise (JR-02, CP-03). Each request names
 * its own; nothing else of the case reaches the department.
 */
export const SHOWN_FIELDS = ['STATE', 'APPLICANTS', 'CLAIM', 'SEIZED_ASSETS', 'PLAN'] as const;
/** What departments are asked for: the data of section 8.1 of the domain specification. */
export const ASKED_DATA = [
  'orders',
  'capacityUse',
  'landScore',
  'registryStatus',
  'tax24m',
  'taxCreditClass',
  'employees',
  'wageArrears',
  'realEstate',
  'projects',
  'policyFit',
  'bankDebt',
  'compliance',
  'stabilityRisk',
  'mediation',
  'criminalRisk',
  'siteReport',
] as const;
/** 支持, 附条件支持, 不支持, 不发表意见: opinions, never votes. */
export const POSITIONS = ['SUPPORT', 'SUPPORT_WITH_CONDITIONS', 'OPPOSE', 'NO_OPINION'] as const;
/** Why something that was asked for is not answered: 不掌握, 不属本单位职责. */
export const UNANSWERED = ['NOT_KNOWN', 'NOT_OURS'] as const;
/** Facts of which each alone forbids relief (section 8.2). */
export const HARD_STOPS = [
  'APPLICANT_REFUSES',
  'ASSET_REPORT_MISSING_OR_FALSE',
  'CONCEALMENT_OR_SHAM',
  'PRODUCTION_STOPPED',
  'BANKRUPTCY_ACCEPTED',
  'ILLEGAL_FUND_RAISING',
  'WAGE_ARREARS_WITHOUT_PLAN',
] as const;
export const OUTCOMES = ['GRANT', 'GRANT_WITH_CONDITIONS', 'REJECT', 'REFER_BANKRUPTCY', 'REFER_COMPLIANCE'] as const;

/**
 * Joint reviews; one is open in a case at a time. `decided_on` is set with the decision, `settled_by_payment_on` when
 * all is found paid first.
 */
export const jointReviews = pgTable(
  'joint_reviews',
  {
    ...caseOwnedColumns(),
    openedOn: civilDateColumn('opened_on').notNull(),
    openedBy: uuid('opened_by').notNull(),
    decidedOn: civilDateColumn('decided_on'),
    settledByPaymentOn: civilDateColumn('settled_by_payment_on'),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('joint_reviews', table),
    ...personKeys('joint_reviews', table.openedBy),
    check('joint_reviews_ended_once', sql`num_nonnulls(${table.decidedOn}, ${table.settledByPaymentOn}) <= 1`),
    uniqueIndex('joint_reviews_one_open')
      .on(table.courtCode, table.caseId)
      .where(sql`${table.decidedOn} is null and ${table.settledByPaymentOn} is null`),
  ],
);

/** What a department is asked and shown. Refuses UPDATE and DELETE. */
export const departmentRequests = pgTable(
  'department_requests',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    reviewId: idColumn('review_id').notNull(),
    departmentCode: varchar('department_code', { length: 32 }).notNull(),
    question: varchar('question', { length: 2000 }).notNull(),
    askedData: varchar('asked_data', { length: 32, enum: ASKED_DATA }).array().notNull(),
    shownFields: varchar('shown_fields', { length: 32, enum: SHOWN_FIELDS }).array().notNull(),
    dueOn: civilDateColumn('due_on').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'department_requests_pkey', columns: [table.courtCode, table.id] }),
    unique('department_requests_once').on(table.courtCode, table.reviewId, table.departmentCode),
    foreignKey({
      name: 'department_requests_review_id_fkey',
      columns: [table.courtCode, table.reviewId],
      foreignColumns: [jointReviews.courtCode, jointReviews.id],
    }),
    foreignKey({
      name: 'department_requests_department_code_fkey',
      columns: [table.courtCode, table.departmentCode],
      foreignColumns: [departments.courtCode, departments.code],
    }),
    index('department_requests_department').on(table.courtCode, table.departmentCode, table.reviewId),
  ],
);

/** What a department has said; once. Refuses UPDATE and DELETE. */
export const departmentOpinions = pgTable(
  'department_opinions',
  {
    courtCode: courtCode(),
    requestId: idColumn('request_id').notNull(),
    position: varchar('position', { length: 32, enum: POSITIONS }).notNull(),
    data: jsonb('data').$type<Record<string, string>>().notNull(),
    /** What was asked for and is not answered, each with the reason. */
    unanswered: jsonb('unanswered').$type<Record<string, (typeof UNANSWERED)[number]>>().notNull().default({}),
    text: varchar('text', { length: 4000 }).notNull(),
    /** 经办人 and 审核人; null in opinions from before they were asked for. */
    handledBy: varchar('handled_by', { length: 100 }),
    reviewedBy: varchar('reviewed_by', { length: 100 }),
    fileIds: fileIdsColumn(),
    givenBy: uuid('given_by').notNull(),
    givenOn: civilDateColumn('given_on').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'department_opinions_pkey', columns: [table.courtCode, table.requestId] }),
    foreignKey({
      name: 'department_opinions_request_id_fkey',
      columns: [table.courtCode, table.requestId],
      foreignColumns: [departmentRequests.courtCode, departmentRequests.id],
    }),
    ...personKeys('department_opinions', table.givenBy),
  ],
);

/** The meeting of a review. Refuses UPDATE and DELETE. */
export const reviewMeetings = pgTable(
  'review_meetings',
  {
    courtCode: courtCode(),
    reviewId: idColumn('review_id').notNull(),
    heldOn: civilDateColumn('held_on').notNull(),
    attendees: jsonb('attendees').$type<StoredAttendees>().notNull(),
    minutes: varchar('minutes', { length: 10_000 }).notNull(),
    /** The column has its name from before opinions were called so. */
    opinions: jsonb('votes').$type<StoredMeetingOpinions>().notNull(),
    dissent: varchar('dissent', { length: 4000 }),
    fileIds: fileIdsColumn(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'review_meetings_pkey', columns: [table.courtCode, table.reviewId] }),
    foreignKey({
      name: 'review_meetings_review_id_fkey',
      columns: [table.courtCode, table.reviewId],
      foreignColumns: [jointReviews.courtCode, jointReviews.id],
    }),
    ...personKeys('review_meetings', table.recordedBy),
  ],
);

/** What the court itself knows of the enterprise (section 8.1); once. Refuses UPDATE and DELETE. */
export const reviewCourtRecords = pgTable(
  'review_court_records',
  {
    courtCode: courtCode(),
    reviewId: idColumn('review_id').notNull(),
    enforcementCases: varchar('enforcement_cases', { length: 2000 }).notNull(),
    assetReport: varchar('asset_report', { length: 2000 }).notNull(),
    pastPerformance: varchar('past_performance', { length: 2000 }).notNull(),
    seizures: varchar('seizures', { length: 2000 }).notNull(),
    fileIds: fileIdsColumn(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedOn: civilDateColumn('recorded_on').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'review_court_records_pkey', columns: [table.courtCode, table.reviewId] }),
    foreignKey({
      name: 'review_court_records_review_id_fkey',
      columns: [table.courtCode, table.reviewId],
      foreignColumns: [jointReviews.courtCode, jointReviews.id],
    }),
    ...personKeys('review_court_records', table.recordedBy),
  ],
);

/** The court's decision that ends a review. Refuses UPDATE and DELETE. */
export const reviewDecisions = pgTable(
  'review_decisions',
  {
    courtCode: courtCode(),
    reviewId: idColumn('review_id').notNull(),
    outcome: varchar('outcome', { length: 32, enum: OUTCOMES }).notNull(),
    reasons: varchar('reasons', { length: 10_000 }).notNull(),
    conditions: jsonb('conditions').$type<StoredConditions>().notNull(),
    /** Stands in decisions from before exits are built; nothing new is written. */
    exitRules: varchar('exit_rules', { length: 4000 }),
    /** Stands in decisions from before measures had rows of their own; the record fixes it, nothing new is written. */
    storedMeasures: jsonb('measures').$type<StoredMeasures>().notNull().default([]),
    /** Facts that forbid relief, as the court found them. */
    hardStops: varchar('hard_stops', { length: 32, enum: HARD_STOPS }).array().notNull().default([]),
    decidedOn: civilDateColumn('decided_on').notNull(),
    decidedBy: uuid('decided_by').notNull(),
    decidedFor: uuid('decided_for'),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'review_decisions_pkey', columns: [table.courtCode, table.reviewId] }),
    foreignKey({
      name: 'review_decisions_review_id_fkey',
      columns: [table.courtCode, table.reviewId],
      foreignColumns: [jointReviews.courtCode, jointReviews.id],
    }),
    ...personKeys('review_decisions', table.decidedBy, table.decidedFor),
    check(
      'review_decisions_conditions',
      sql`${table.outcome} <> 'GRANT_WITH_CONDITIONS' or jsonb_array_length(${table.conditions}) > 0`,
    ),
  ],
);

/** What departments will do, by when, as a decision names it (JR-03). Refuses UPDATE and DELETE. */
export const reviewMeasures = pgTable(
  'review_measures',
  {
    courtCode: courtCode(),
    reviewId: idColumn('review_id').notNull(),
    no: smallint('no').notNull(),
    departmentCode: varchar('department_code', { length: 32 }).notNull(),
    measure: varchar('measure', { length: 500 }).notNull(),
    dueOn: civilDateColumn('due_on').notNull(),
  },
  (table) => [
    primaryKey({ name: 'review_measures_pkey', columns: [table.courtCode, table.reviewId, table.no] }),
    foreignKey({
      name: 'review_measures_review_id_fkey',
      columns: [table.courtCode, table.reviewId],
      foreignColumns: [reviewDecisions.courtCode, reviewDecisions.reviewId],
    }),
    foreignKey({
      name: 'review_measures_department_code_fkey',
      columns: [table.courtCode, table.departmentCode],
      foreignColumns: [departments.courtCode, departments.code],
    }),
  ],
);
