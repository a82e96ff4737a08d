import { index, integer, jsonb, pgTable, primaryKey, varchar } from 'drizzle-orm/pg-core';
import { momentColumn } from './columns.js';
import type { StoredSession } from './installation-json.js';

/** Portal sessions: server-side, revocable. */
export const sessions = pgTable(
  'sessions',
  {
    id: varchar('id', { length: 128 }).primaryKey(),
    data: jsonb('data').$type<StoredSession>().notNull(),
    expiresAt: momentColumn('expires_at').notNull(),
  },
  (table) => [index('sessions_expires_at').on(table.expiresAt)],
);
/** Tries of passwords and codes, per account and network: counted before they are checked, taken back when right. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  {
    subject: varchar('subject', { length: 200 }).notNull(),
    /** An address of IPv4, a /64 of IPv6; empty for tries of somebody signed in. */
    network: varchar('network', { length: 64 }).notNull(),
    failures: integer('failures').notNull(),
    lastTriedAt: momentColumn('last_tried_at').notNull(),
    lockedUntil: momentColumn('locked_until'),
    /** When a try from this network went well: it is known for the account. */
    succeededAt: momentColumn('succeeded_at'),
  },
  (table) => [
    primaryKey({ name: 'sign_in_attempts_pkey', columns: [table.subject, table.network] }),
    index('sign_in_attempts_network').on(table.network, table.lastTriedAt),
  ],
);
