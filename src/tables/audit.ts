import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { StoredAccessDetail } from './access-json.js';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, idColumn, momentColumn } from './columns.js';

const hashColumn = (name: string) => varchar(name, { length: 64 }).notNull();

/**
 * Who read what (CP-04). Partitioned by month of `recordedAt`; a batch lies in one partition. Partitions are made
 * and, past their time, taken away by functions of the owner (migration `audit-guards`).
 */
export const accessLog = pgTable(
  'access_log',
  {
    recordedAt: momentColumn('recorded_at').notNull(),
    batch: bigint('batch', { mode: 'number' }).notNull(),
    position: integer('position').notNull(),
    readAt: momentColumn('read_at').notNull(),
    actorId: varchar('actor_id', { length: 64 }).notNull(),
    actorName: varchar('actor_name', { length: 100 }).notNull(),
    /** Court of the one who read; null for parties and outside bodies. */
    actorCourtCode: varchar('actor_court_code', { length: 8 }),
    /** Operation of the API, or page. */
    act: varchar('act', { length: 64 }).notNull(),
    /** What was asked for: the path with its ids, without the query. */
    object: varchar('object', { length: 500 }).notNull(),
    /** Court and case that the object belongs to, where known. */
    courtCode: varchar('court_code', { length: 8 }),
    caseId: uuid('case_id'),
    fromAddress: varchar('from_address', { length: 64 }).notNull(),
    requestId: varchar('request_id', { length: 64 }).notNull(),
    purpose: varchar('purpose', { length: 500 }),
    detail: jsonb('detail').$type<StoredAccessDetail>().notNull(),
  },
  (table) => [
    primaryKey({ name: 'access_log_pkey', columns: [table.recordedAt, table.batch, table.position] }),
    index('access_log_case_id').on(table.caseId, table.recordedAt),
    index('access_log_actor_id').on(table.actorId, table.recordedAt),
  ],
);

/** Digest of each batch of the access log, chained; stays when the rows go. */
export const accessBatches = pgTable(
  'access_batches',
  {
    seq: bigint('seq', { mode: 'number' }).notNull(),
    recordedAt: momentColumn('recorded_at').notNull(),
    entries: integer('entries').notNull(),
    digest: hashColumn('digest'),
    previousHash: hashColumn('previous_hash'),
    hash: hashColumn('hash'),
  },
  (table) => [
    primaryKey({ name: 'access_batches_pkey', columns: [table.seq] }),
    check('access_batches_entries_positive', sql`${table.seq} > 0 and ${table.entries} > 0`),
  ],
);

/** Months of the access log that were taken away after their time; written by the function that takes them away. */
export const accessRemovals = pgTable(
  'access_removals',
  {
    /** First day of the month, UTC. */
    month: civilDateColumn('month').notNull(),
    entries: integer('entries').notNull(),
    firstBatch: bigint('first_batch', { mode: 'number' }),
    lastBatch: bigint('last_batch', { mode: 'number' }),
    removedAt: momentColumn('removed_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'access_removals_pkey', columns: [table.month] }),
    // The last day of the month is six months old at the earliest when this holds.
    check(
      'access_removals_six_months',
      sql`${table.removedAt} >= (${table.month} + interval '7 months') at time zone 'UTC'`,
    ),
  ],
);

/** The daily root (EV-02): one signed hash over all chains as they stood, chained to the root before. */
export const auditRoots = pgTable(
  'audit_roots',
  {
    seq: integer('seq').notNull(),
    /** Business date that the root closes. */
    rootOn: civilDateColumn('root_on').notNull(),
    madeAt: momentColumn('made_at').notNull(),
    /** Cases whose chain had grown since the root before, and the digest of their heads. */
    anchors: integer('anchors').notNull(),
    anchorsDigest: hashColumn('anchors_digest'),
    /** Head of the chain of access batches; 0 before the first. */
    accessSeq: bigint('access_seq', { mode: 'number' }).notNull(),
    accessHash: hashColumn('access_hash'),
    previousHash: hashColumn('previous_hash'),
    hash: hashColumn('hash'),
    keyId: varchar('key_id', { length: 16 }).notNull(),
    /** Ed25519 over the hash, base64url. */
    signature: varchar('signature', { length: 86 }).notNull(),
  },
  (table) => [
    primaryKey({ name: 'audit_roots_pkey', columns: [table.seq] }),
    unique('audit_roots_root_on_unique').on(table.rootOn),
    check('audit_roots_seq_positive', sql`${table.seq} > 0`),
  ],
);

/** Heads of case chains under a root: of the cases that changed since the root before. */
export const auditAnchors = pgTable(
  'audit_anchors',
  {
    courtCode: courtCode(),
    caseId: idColumn('case_id').notNull(),
    rootSeq: integer('root_seq').notNull(),
    chainLength: integer('chain_length').notNull(),
    chainHead: hashColumn('chain_head'),
  },
  (table) => [
    primaryKey({ name: 'audit_anchors_pkey', columns: [table.courtCode, table.caseId, table.rootSeq] }),
    foreignKey({
      name: 'audit_anchors_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({ name: 'audit_anchors_root_seq_fkey', columns: [table.rootSeq], foreignColumns: [auditRoots.seq] }),
    index('audit_anchors_root_seq').on(table.rootSeq, table.courtCode, table.caseId),
  ],
);
