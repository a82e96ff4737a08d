import { index, integer, jsonb, pgTable, varchar } from 'drizzle-orm/pg-core';
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
/** Failed sign-ins in the current window, per user name and per address. */
export const signInFailures = pgTable('sign_in_failures', {
  subject: varchar('subject', { length: 200 }).primaryKey(),
  failures: integer('failures').notNull(),
  lockedUntil: momentColumn('locked_until'),
  lastFailedAt: momentColumn('last_failed_at').notNull(),
});
