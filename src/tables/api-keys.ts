import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { idColumn, momentColumn } from './columns.js';
import { personKeys } from './person-keys.js';

/** Parts of the API that a key may open; accounts, the own account and the running of jobs are for people. */
export const SCOPED_TAGS = [
  'calculations',
  'cases',
  'relief',
  'seizures',
  'plans',
  'payments',
  'escalation',
  'documents',
  'reference',
  'audit',
] as const;
type ScopedTag = (typeof SCOPED_TAGS)[number];
export type Scope = `${ScopedTag}:read` | `${ScopedTag}:write`;
export const SCOPES: readonly Scope[] = SCOPED_TAGS.flatMap((tag) => [`${tag}:read`, `${tag}:write`] as const);

/** Keys with which a machine acts for a person, within scopes. The key itself is not kept, only its digest. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: idColumn().primaryKey(),
    userId: uuid('user_id').notNull(),
    name: varchar('name', { length: 100 }).notNull(),
    keyHash: varchar('key_hash', { length: 64 }).notNull(),
    /** Sign-in epoch of its person when it was made: it ends with everything else that was signed in then. */
    sessionVersion: integer('session_version').notNull(),
    scopes: varchar('scopes', { length: 40 }).array().$type<readonly Scope[]>().notNull(),
    createdAt: momentColumn('created_at').notNull(),
    expiresAt: momentColumn('expires_at').notNull(),
    /** To the minute. */
    lastUsedAt: momentColumn('last_used_at'),
    revokedAt: momentColumn('revoked_at'),
  },
  (table) => [
    unique('api_keys_key_hash_unique').on(table.keyHash),
    ...personKeys('api_keys', table.userId),
    check('api_keys_expires_later', sql`${table.expiresAt} > ${table.createdAt}`),
    index('api_keys_user_id').on(table.userId, table.id),
  ],
);
