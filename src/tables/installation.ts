import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { JWK } from 'jose';
import { bytesColumn, civilDateColumn, courtCode, idColumn, momentColumn } from './columns.js';
import type { StoredHeaders, StoredPayload } from './installation-json.js';

/** Facts of this installation: one row, made by the first migration run. */
export const installations = pgTable(
  'installations',
  {
    one: smallint('one').primaryKey().default(1),
    /** Names the queues of this database, so that two instances may share one Redis. */
    instanceId: uuid('instance_id').notNull(),
    /** Key of the signature on list cursors. */
    cursorKey: bytesColumn('cursor_key').notNull(),
    /** Ed25519 key that signs access tokens (JWK). */
    tokenKey: jsonb('token_key').$type<JWK>().notNull(),
    /** Key of the signature on portal session cookies. */
    sessionKey: bytesColumn('session_key').notNull(),
    installedOn: civilDateColumn('installed_on').notNull(),
    /** Business date of the simulated clock; null with the real one. */
    simulatedOn: civilDateColumn('simulated_on'),
    /** Set in the transaction that loads accounts and sample cases; `/readyz` waits for it. */
    sampleDataLoaded: varchar('sample_data_loaded', { length: 16 }),
  },
  (table) => [check('installations_one_single', sql`${table.one} = 1`)],
);

/** Work that leaves the process after commit: written with the change, published by `jobs/outbox-relay.ts`. */
export const outbox = pgTable(
  'outbox',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    topic: varchar('topic', { length: 64 }).notNull(),
    payload: jsonb('payload').$type<StoredPayload>().notNull(),
    createdAt: momentColumn('created_at').notNull(),
    availableAt: momentColumn('available_at').notNull(),
    sentAt: momentColumn('sent_at'),
  },
  (table) => [
    primaryKey({ name: 'outbox_pkey', columns: [table.courtCode, table.id] }),
    index('outbox_unsent')
      .on(table.availableAt)
      .where(sql`${table.sentAt} is null`),
  ],
);

/** First answers of repeated requests. The owner is a user or an API key, never a token or a session. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    owner: varchar('owner', { length: 64 }).notNull(),
    key: varchar('key', { length: 255 }).notNull(),
    requestDigest: varchar('request_digest', { length: 64 }).notNull(),
    status: integer('status'),
    headers: jsonb('headers').$type<StoredHeaders>(),
    body: text('body'),
    /** Cases that the caller reached when he was answered; who no longer does gets no repeat. */
    caseIds: uuid('case_ids').array(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_keys_pkey', columns: [table.owner, table.key] }),
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
);

/**
 * Requests per caller and address in the present second, where no Redis counts them. Unlogged (migration): a crash
 * forgets it.
 */
export const rateCounters = pgTable('rate_counters', {
  key: varchar('key', { length: 200 }).primaryKey(),
  window: bigint('window', { mode: 'number' }).notNull(),
  count: integer('count').notNull(),
});
