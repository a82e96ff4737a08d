import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { Fix } from '../law/record/row-digests.js';
import { CASE_STATES, COLOURS, RELIEF_PATHS } from '../law/states/case.js';
import type { StoredCalculation, StoredEventData, StoredInterestClause } from './case-json.js';
import { civilDateColumn, courtCode, fenCheck, fenColumn, idColumn, momentColumn, sealedCheck } from './columns.js';
import { courts } from './courts.js';
import { parties, users } from './identity.js';

export const APPLICANTS_MAX = 50;

export const BASIS_KINDS = [
  'JUDGMENT',
  'MEDIATION',
  'ARBITRAL_AWARD',
  'NOTARISED_INSTRUMENT',
  'OTHER',
  'PRESERVATION_RULING',
] as const;
export const PARTY_ROLES = ['ENTERPRISE', 'APPLICANT'] as const;

export const caseState = pgEnum('case_state', CASE_STATES);
export const colour = pgEnum('colour', COLOURS);
export const reliefPath = pgEnum('relief_path', RELIEF_PATHS);
export const basisKind = pgEnum('basis_kind', BASIS_KINDS);
export const partyRole = pgEnum('party_role', PARTY_ROLES);

export const cases = pgTable(
  'cases',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseNumber: varchar('case_number', { length: 60 }).notNull(),
    earlierCaseNumber: varchar('earlier_case_number', { length: 60 }),
    filedOn: civilDateColumn('filed_on').notNull(),
    state: caseState('state').notNull(),
    colour: colour('colour').notNull(),
    /** Next business date on which the colour can change without a new event; null when there is none. */
    colourReviewOn: civilDateColumn('colour_review_on'),
    /**
     * The newest morning that was decided for the case: a close of an earlier day goes past it. Null without a
     * course.
     */
    morningOn: civilDateColumn('morning_on'),
    reliefPath: reliefPath('relief_path'),
    enterpriseId: uuid('enterprise_id').notNull(),
    enterpriseName: varchar('enterprise_name', { length: 200 }).notNull(),
    basisKind: basisKind('basis_kind').notNull(),
    basisDocumentNumber: varchar('basis_document_number', { length: 60 }).notNull(),
    basisEffectiveOn: civilDateColumn('basis_effective_on').notNull(),
    /** Day on which the basis was made, where it is another than that of its effect. */
    basisMadeOn: civilDateColumn('basis_made_on'),
    performanceDays: integer('performance_days'),
    performanceLastOn: civilDateColumn('performance_last_on'),
    principalFen: fenColumn('principal_fen').notNull(),
    otherMonetaryFen: fenColumn('other_monetary_fen').notNull(),
    costsFen: fenColumn('costs_fen').notNull(),
    feeBaseFen: fenColumn('fee_base_fen').notNull(),
    executionFeeFen: fenColumn('execution_fee_fen').notNull(),
    /** The interest clause of the basis, in the shape of `generalInterestClause`; null when it orders none. */
    generalInterest: jsonb('general_interest').$type<StoredInterestClause>(),
    /** The switches of section 5.8, in the shape of `calculationTerms`; what is absent has its default. */
    calculation: jsonb('calculation').$type<StoredCalculation>().notNull().default({}),
    collectionBank: varchar('collection_bank', { length: 100 }),
    collectionName: varchar('collection_name', { length: 200 }),
    /** Sealed (CP-05). */
    collectionNumber: text('collection_number'),
    /** Digest by which an account number is found. */
    collectionNumberIndex: varchar('collection_number_index', { length: 64 }),
    /** Numbers that were stored before they were sealed; `resealFields` moves them and leaves null. */
    collectionNumberUnsealed: varchar('collection_number_unsealed', { length: 40 }),
    officerId: uuid('officer_id').notNull(),
    judgeId: uuid('judge_id'),
    /** Length and last hash of the event chain (EV-02); kept here so that appending needs the locked case row only. */
    chainLength: integer('chain_length').notNull(),
    chainHead: varchar('chain_head', { length: 64 }).notNull(),
    version: integer('version').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'cases_pkey', columns: [table.courtCode, table.id] }),
    unique('cases_case_number_unique').on(table.courtCode, table.caseNumber),
    foreignKey({ name: 'cases_court_code_fkey', columns: [table.courtCode], foreignColumns: [courts.code] }),
    foreignKey({ name: 'cases_enterprise_id_fkey', columns: [table.enterpriseId], foreignColumns: [parties.id] }),
    foreignKey({ name: 'cases_officer_id_fkey', columns: [table.officerId], foreignColumns: [users.id] }),
    foreignKey({ name: 'cases_judge_id_fkey', columns: [table.judgeId], foreignColumns: [users.id] }),
    fenCheck('cases_principal_fen_range', table.principalFen, 1),
    fenCheck('cases_other_monetary_fen_range', table.otherMonetaryFen),
    fenCheck('cases_costs_fen_range', table.costsFen),
    fenCheck('cases_fee_base_fen_range', table.feeBaseFen),
    fenCheck('cases_execution_fee_fen_range', table.executionFeeFen),
    check(
      'cases_performance_one_form',
      sql`(${table.performanceDays} is null) <> (${table.performanceLastOn} is null)`,
    ),
    sealedCheck('cases_collection_number_sealed', table.collectionNumber),
    index('cases_collection_number_index')
      .on(table.courtCode, table.collectionNumberIndex)
      .where(sql`${table.collectionNumberIndex} is not null`),
    index('cases_collection_number_unsealed')
      .on(table.id)
      .where(sql`${table.collectionNumberUnsealed} is not null`),
    index('cases_filed_on').on(table.courtCode, table.filedOn, table.id),
    index('cases_state').on(table.courtCode, table.state, table.id),
    index('cases_colour')
      .on(table.courtCode, table.colour, table.id)
      .where(sql`${table.colour} <> 'GREEN'`),
    index('cases_colour_review_on')
      .on(table.courtCode, table.colourReviewOn)
      .where(sql`${table.colourReviewOn} is not null`),
    index('cases_id').on(table.id),
  ],
);

export type CaseRow = typeof cases.$inferSelect;

/** Who takes part in a case, and so who reaches it from outside the court. */
export const caseParties = pgTable(
  'case_parties',
  {
    courtCode: courtCode(),
    caseId: idColumn('case_id').notNull(),
    partyId: idColumn('party_id').notNull(),
    role: partyRole('role').notNull(),
    /** The name as given on filing; the master data may say otherwise. */
    name: varchar('name', { length: 200 }).notNull(),
    position: integer('position').notNull(),
    /** Weight of an applicant's share; null when the claim is not in shares. */
    shareWeight: fenColumn('share_weight'),
    /** Sealed (CP-05). */
    phone: text('phone'),
    /** Digest by which a phone is found. */
    phoneIndex: varchar('phone_index', { length: 64 }),
  },
  (table) => [
    primaryKey({ name: 'case_parties_pkey', columns: [table.courtCode, table.caseId, table.role, table.partyId] }),
    foreignKey({
      name: 'case_parties_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'case_parties_party_id_fkey', columns: [table.partyId], foreignColumns: [parties.id] }),
    check(
      'case_parties_share_of_applicant',
      sql`${table.shareWeight} is null or (${table.role} = 'APPLICANT' and ${table.shareWeight} >= 0)`,
    ),
    sealedCheck('case_parties_phone_sealed', table.phone),
    index('case_parties_phone_index')
      .on(table.courtCode, table.phoneIndex)
      .where(sql`${table.phoneIndex} is not null`),
    index('case_parties_party_id').on(table.partyId, table.courtCode, table.caseId),
  ],
);

/** The case's event log: a hash chain per case (EV-02). Refuses UPDATE and DELETE. */
export const caseEvents = pgTable(
  'case_events',
  {
    courtCode: courtCode(),
    caseId: idColumn('case_id').notNull(),
    seq: integer('seq').notNull(),
    type: varchar('type', { length: 48 }).notNull(),
    occurredAt: momentColumn('occurred_at').notNull(),
    businessOn: civilDateColumn('business_on').notNull(),
    actorKind: varchar('actor_kind', { length: 8 }).notNull(),
    actorId: varchar('actor_id', { length: 64 }).notNull(),
    actorName: varchar('actor_name', { length: 100 }).notNull(),
    requestId: varchar('request_id', { length: 64 }).notNull(),
    /** Network address of the person who acted; null for the machine, and in events older than this column. */
    fromAddress: varchar('from_address', { length: 64 }),
    legalGround: varchar('legal_ground', { length: 200 }),
    data: jsonb('data').$type<StoredEventData>().notNull(),
    beforeDigest: varchar('before_digest', { length: 64 }),
    afterDigest: varchar('after_digest', { length: 64 }),
    /** Digests over rows of the case, in the shape of `Fix`; null where the event fixes nothing. */
    fixes: jsonb('fixes').$type<readonly Fix[]>(),
    previousHash: varchar('previous_hash', { length: 64 }).notNull(),
    hash: varchar('hash', { length: 64 }).notNull(),
  },
  (table) => [
    primaryKey({ name: 'case_events_pkey', columns: [table.courtCode, table.caseId, table.seq] }),
    foreignKey({
      name: 'case_events_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    check('case_events_seq_positive', sql`${table.seq} > 0`),
    // Cases that were filed before rows were fixed.
    index('case_events_not_fixed')
      .on(table.courtCode, table.caseId)
      .where(sql`${table.seq} = 1 and ${table.fixes} is null`),
    index('case_events_business_on').on(table.courtCode, table.businessOn, table.occurredAt, table.caseId, table.seq),
  ],
);
