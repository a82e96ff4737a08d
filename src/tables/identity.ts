import { type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';
import { idColumn, momentColumn, sealedCheck } from './columns.js';
import { courts, departments } from './courts.js';

/** An invited account has no password yet; a deactivated one keeps its name and does nothing any more. */
export const USER_STATUSES = ['INVITED', 'ACTIVE', 'DEACTIVATED'] as const;

/** A user name as it is compared: no two differ by case or width alone. */
export const foldedName = (name: SQLWrapper): SQL => sql`lower(normalize(${name}, NFKC))`;

/** Accounts. A user of a court has its code; a user of a party acts for the parties of `user_parties`. */
export const users = pgTable(
  'users',
  {
    id: idColumn().primaryKey(),
    username: varchar('username', { length: 100 }).notNull(),
    displayName: varchar('display_name', { length: 100 }).notNull(),
    /** Null until the invitation is taken; for good where the person signs in by an issuer alone. */
    passwordHash: text('password_hash'),
    roles: varchar('roles', { length: 32 }).array().notNull(),
    courtCode: varchar('court_code', { length: 8 }),
    departmentCode: varchar('department_code', { length: 32 }),
    email: varchar('email', { length: 200 }),
    status: varchar('status', { length: 16, enum: USER_STATUSES }).notNull().default('ACTIVE'),
    /** Secret of the second factor, sealed; it counts once a code has confirmed it. */
    totpSecret: text('totp_secret'),
    totpConfirmedAt: momentColumn('totp_confirmed_at'),
    /** Time step of the last code that was taken: each opens once. */
    totpLastStep: integer('totp_last_step'),
    /**
     * Court whose administrators look after the account; its own, or for an account of a party the one that made it.
     */
    managingCourtCode: varchar('managing_court_code', { length: 8 }),
    /** Tokens and sessions of an earlier number have ended. */
    sessionVersion: integer('session_version').notNull().default(1),
    /** Tokens that an issuer signed until then have ended: they carry no number of ours. */
    sessionsEndedAt: momentColumn('sessions_ended_at'),
    version: integer('version').notNull().default(1),
    isSample: boolean('is_sample').notNull().default(false),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('users_username_unique').on(foldedName(table.username)),
    foreignKey({ name: 'users_court_code_fkey', columns: [table.courtCode], foreignColumns: [courts.code] }),
    foreignKey({
      name: 'users_managing_court_code_fkey',
      columns: [table.managingCourtCode],
      foreignColumns: [courts.code],
    }),
    foreignKey({
      name: 'users_department_code_fkey',
      columns: [table.courtCode, table.departmentCode],
      foreignColumns: [departments.courtCode, departments.code],
    }),
    check('users_status_known', sql`${table.status} in ('INVITED','ACTIVE','DEACTIVATED')`),
    sealedCheck('users_totp_secret_sealed', table.totpSecret),
    check('users_totp_confirmed_secret', sql`${table.totpConfirmedAt} is null or ${table.totpSecret} is not null`),
    index('users_managing_court_code').on(table.managingCourtCode, table.id),
  ],
);

/** Master data of enterprises and other parties, found by credit code across courts. */
export const parties = pgTable(
  'parties',
  {
    id: idColumn().primaryKey(),
    kind: varchar('kind', { length: 16, enum: ['ORGANISATION', 'INDIVIDUAL'] }).notNull(),
    name: varchar('name', { length: 200 }).notNull(),
    unifiedSocialCreditCode: varchar('unified_social_credit_code', { length: 18 }),
    /** Citizen identity number of an individual, sealed (ID-08). */
    identityNumber: text('identity_number'),
    /** Digest by which an identity number is found. */
    identityNumberIndex: varchar('identity_number_index', { length: 64 }),
    createdAt: momentColumn('created_at').notNull(),
  },
  ({ unifiedSocialCreditCode, identityNumberIndex, identityNumber, kind }) => [
    unique('parties_credit_code_unique').on(unifiedSocialCreditCode),
    unique('parties_identity_number_unique').on(identityNumberIndex),
    sealedCheck('parties_identity_number_sealed', identityNumber),
    check(
      'parties_identity_number_kind',
      sql`${identityNumber} is null or (${kind} = 'INDIVIDUAL' and ${identityNumberIndex} is not null)`,
    ),
    check('parties_kind_known', sql`${kind} in ('ORGANISATION','INDIVIDUAL')`),
    check('parties_credit_code_kind', sql`(${kind} = 'ORGANISATION') = (${unifiedSocialCreditCode} is not null)`),
  ],
);

/** Which account acts for which party. */
export const userParties = pgTable(
  'user_parties',
  { userId: idColumn('user_id').notNull(), partyId: idColumn('party_id').notNull() },
  (table) => [
    primaryKey({ name: 'user_parties_pkey', columns: [table.userId, table.partyId] }),
    foreignKey({ name: 'user_parties_user_id_fkey', columns: [table.userId], foreignColumns: [users.id] }),
    foreignKey({ name: 'user_parties_party_id_fkey', columns: [table.partyId], foreignColumns: [parties.id] }),
    index('user_parties_party_id').on(table.partyId),
  ],
);

/** Who somebody is at an issuer of sign-ins: one identity for an account, and one account for an identity. */
export const userIdentities = pgTable(
  'user_identities',
  {
    userId: idColumn('user_id').primaryKey(),
    issuer: varchar('issuer', { length: 300 }).notNull(),
    subject: varchar('subject', { length: 255 }).notNull(),
    linkedAt: momentColumn('linked_at').notNull(),
  },
  (table) => [
    unique('user_identities_subject_unique').on(table.issuer, table.subject),
    foreignKey({ name: 'user_identities_user_id_fkey', columns: [table.userId], foreignColumns: [users.id] }),
  ],
);
