import type { JWK } from 'jose';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
  varchar,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { newId } from '../shared/ids.js';
import { bytesColumn, civilDateColumn, courtCode, idColumn, momentColumn } from './columns.js';
import type {
  StoredCounts,
  StoredFailures,
  StoredHeaders,
  StoredPayload,
  StoredSession,
} from '../platform/table-json.js';

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
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_keys_pkey', columns: [table.owner, table.key] }),
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
);

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

/** Runs of jobs: the record of what was asked for, whether the queue still knows it or not. */
export const jobRuns = pgTable(
  'job_runs',
  {
    id: idColumn().primaryKey(),
    job: varchar('job', { length: 32 }).notNull(),
    asOf: civilDateColumn('as_of').notNull(),
    status: varchar('status', { length: 16 }).notNull(),
    requestedBy: varchar('requested_by', { length: 128 }).notNull(),
    createdAt: momentColumn('created_at').notNull(),
    publishedAt: momentColumn('published_at'),
    startedAt: momentColumn('started_at'),
    finishedAt: momentColumn('finished_at'),
    counts: jsonb('counts').$type<StoredCounts>().notNull().default({}),
    failures: jsonb('failures').$type<StoredFailures>().notNull().default([]),
  },
  (table) => [
    check('job_runs_status_known', sql`${table.status} in ('QUEUED','RUNNING','DONE','FAILED')`),
    index('job_runs_open')
      .on(table.createdAt)
      .where(sql`${table.status} in ('QUEUED','RUNNING')`),
  ],
);

/** Failed sign-ins in the current window, per user name and per address. */
export const signInFailures = pgTable('sign_in_failures', {
  subject: varchar('subject', { length: 200 }).primaryKey(),
  failures: integer('failures').notNull(),
  lockedUntil: momentColumn('locked_until'),
  lastFailedAt: momentColumn('last_failed_at').notNull(),
});

/**
 * Requests per caller and address in the present second, where no Redis counts them. Unlogged (migration): a crash forgets it.
 */
export const rateCounters = pgTable('rate_counters', {
  key: varchar('key', { length: 200 }).primaryKey(),
  window: bigint('window', { mode: 'number' }).notNull(),
  count: integer('count').notNull(),
});

/** Courts: number part of each case number (ID-03). */
export const courts = pgTable(
  'courts',
  {
    code: varchar('code', { length: 8 }).primaryKey(),
    name: varchar('name', { length: 100 }).notNull(),
    level: varchar('level', { length: 16 }).notNull(),
    parentCode: varchar('parent_code', { length: 8 }),
  },
  (table) => [
    foreignKey({ name: 'courts_parent_code_fkey', columns: [table.parentCode], foreignColumns: [table.code] }),
    unique('courts_name_unique').on(table.name),
  ],
);

/** How far an entry into a table of days or rates has come. Only RELEASED rows count. */
export const REFERENCE_STATUSES = ['ENTERED', 'RELEASED', 'REJECTED', 'SUPERSEDED'] as const;

/**
 * Who entered a row of a reference table and who decided on it (CP-01). Rows that the product ships are released and
 * name nobody. Nothing is deleted: a correction is a new row, and its release supersedes the old one.
 */
const entryColumns = () => ({
  id: idColumn()
    .primaryKey()
    .$defaultFn(() => newId()),
  status: varchar('status', { length: 16, enum: REFERENCE_STATUSES }).notNull().default('RELEASED'),
  /** Where the figures can be read, as the one who entered them says. */
  source: varchar('source', { length: 500 }),
  enteredBy: uuid('entered_by'),
  enteredAt: momentColumn('entered_at'),
  decidedBy: uuid('decided_by'),
  decidedAt: momentColumn('decided_at'),
  reason: varchar('reason', { length: 500 }),
});

/** Checks of `entryColumns`: a known status, and four eyes behind every release of an entry. */
function entryChecks(name: string, table: { status: AnyPgColumn; enteredBy: AnyPgColumn; decidedBy: AnyPgColumn }) {
  const known = sql.raw(REFERENCE_STATUSES.map((status) => `'${status}'`).join(','));
  const { status, enteredBy, decidedBy } = table;
  return [
    check(`${name}_status_known`, sql`${status} in (${known})`),
    check(
      `${name}_four_eyes`,
      sql`${enteredBy} is null or ${status} in ('ENTERED','REJECTED') or coalesce(${decidedBy} <> ${enteredBy}, false)`,
    ),
  ];
}

/** Years of the working-day calendar (HO-01), one row per entered notice. */
export const calendarYears = pgTable(
  'calendar_years',
  {
    ...entryColumns(),
    year: smallint('year').notNull(),
    notice: varchar('notice', { length: 100 }).notNull(),
    offDays: civilDateColumn('off_days').array().notNull(),
    makeupWorkdays: civilDateColumn('makeup_workdays').array().notNull(),
  },
  (table) => [
    ...entryChecks('calendar_years', table),
    uniqueIndex('calendar_years_one_released')
      .on(table.year)
      .where(sql`${table.status} = 'RELEASED'`),
    uniqueIndex('calendar_years_one_entered')
      .on(table.year)
      .where(sql`${table.status} = 'ENTERED'`),
  ],
);

/** Announcements of the loan prime rate (IN-12). Percent per year, exact decimals. */
export const lendingRates = pgTable(
  'lending_rates',
  {
    ...entryColumns(),
    announcedOn: civilDateColumn('announced_on').notNull(),
    lpr1Y: varchar('lpr_1y', { length: 10 }).notNull(),
    lpr5Y: varchar('lpr_5y', { length: 10 }).notNull(),
    /** False between a release and the moment when the last stored allocation that rests on it was redone (IN-06). */
    settled: boolean('settled').notNull().default(true),
  },
  (table) => [
    ...entryChecks('lending_rates', table),
    uniqueIndex('lending_rates_one_released')
      .on(table.announcedOn)
      .where(sql`${table.status} = 'RELEASED'`),
    uniqueIndex('lending_rates_one_entered')
      .on(table.announcedOn)
      .where(sql`${table.status} = 'ENTERED'`),
  ],
);
