import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { StoredWantedAccount } from './account-json.js';
import { courtCode, fourEyesColumns, idColumn, momentColumn, ENTRY_STATUSES } from './columns.js';
import { courts } from './courts.js';
import { foldedName } from './identity.js';
import { personKeys } from './person-keys.js';

export const REQUEST_KINDS = ['CREATE', 'CHANGE', 'REACTIVATE', 'GIVE_LINK', 'RESET_FACTOR'] as const;

/** Rights, and ways in, that one person asks for and another decides on (CP-01). A decided request never changes. */
export const accountRequests = pgTable(
  'account_requests',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    kind: varchar('kind', { length: 16, enum: REQUEST_KINDS }).notNull(),
    /** Null while an account is only asked for. */
    userId: uuid('user_id'),
    /** The account as it is to be, in the shape of `wantedAccount`. */
    wanted: jsonb('wanted').$type<StoredWantedAccount>().notNull(),
    username: varchar('username', { length: 100 }).notNull(),
    status: varchar('status', { length: 16, enum: ENTRY_STATUSES }).notNull(),
    ...fourEyesColumns(),
  },
  (table) => [
    primaryKey({ name: 'account_requests_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({ name: 'account_requests_court_code_fkey', columns: [table.courtCode], foreignColumns: [courts.code] }),
    ...personKeys('account_requests', table.userId, table.enteredBy, table.decidedBy),
    check(
      'account_requests_four_eyes',
      sql`${table.status} <> 'APPROVED' or coalesce(${table.decidedBy} <> ${table.enteredBy}, false)`,
    ),
    uniqueIndex('account_requests_one_entered')
      .on(table.courtCode, foldedName(table.username))
      .where(sql`${table.status} = 'ENTERED'`),
  ],
);

/**
 * The one-time link of an account: granted by a decision, then made once by who decided. A new one takes the place of
 * the old, and taking it removes it. Only its digest is kept.
 */
export const invitations = pgTable(
  'invitations',
  {
    userId: idColumn('user_id').primaryKey(),
    /** Null until it is made. */
    tokenHash: varchar('token_hash', { length: 64 }),
    madeBy: uuid('made_by').notNull(),
    expiresAt: momentColumn('expires_at').notNull(),
  },
  (table) => [
    unique('invitations_token_hash_unique').on(table.tokenHash),
    ...personKeys('invitations', table.userId, table.madeBy),
  ],
);

export const ACCOUNT_NOTICE_KINDS = ['LINK_GIVEN', 'FACTOR_RESET'] as const;

/** What its person and the chiefs are told of a way into an account that others have opened. */
export const accountNotices = pgTable(
  'account_notices',
  {
    id: idColumn().primaryKey(),
    /** Whom it tells. */
    userId: uuid('user_id').notNull(),
    kind: varchar('kind', { length: 16, enum: ACCOUNT_NOTICE_KINDS }).notNull(),
    /** The account that it is about. */
    aboutUserId: uuid('about_user_id').notNull(),
    /** Who asked and who decided; null where the operator did it from the command line. */
    askedBy: uuid('asked_by'),
    decidedBy: uuid('decided_by'),
    createdAt: momentColumn('created_at').notNull(),
    readAt: momentColumn('read_at'),
  },
  (table) => [
    ...personKeys('account_notices', table.userId, table.aboutUserId, table.askedBy, table.decidedBy),
    index('account_notices_user_id').on(table.userId, table.id),
  ],
);
