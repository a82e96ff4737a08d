import { sql } from 'drizzle-orm';
import { check, foreignKey, index, jsonb, pgEnum, pgTable, smallint, uuid, varchar } from 'drizzle-orm/pg-core';
import { NOTICE_KINDS } from '../law/course/notice-kinds.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, momentColumn } from './columns.js';
import { escalationSteps } from './course.js';
import { parties } from './identity.js';
import type { StoredNoticeFacts } from './notice-json.js';
import { personKeys } from './person-keys.js';

export const NOTICE_CHANNELS = ['INBOX', 'MAIL'] as const;
export const NOTICE_DELIVERIES = ['DELIVERED', 'QUEUED', 'SENT', 'FAILED', 'SUPERSEDED'] as const;

export const noticeKind = pgEnum('notice_kind', NOTICE_KINDS);
export const noticeChannel = pgEnum('notice_channel', NOTICE_CHANNELS);
export const noticeDelivery = pgEnum('notice_delivery', NOTICE_DELIVERIES);

/** Notices remind, they are never service of a document (SV-03). To a party (all who act for it) or to one user. */
export const notices = pgTable(
  'notices',
  {
    ...caseOwnedColumns(),
    kind: noticeKind('kind').notNull(),
    channel: noticeChannel('channel').notNull(),
    partyId: uuid('party_id'),
    userId: uuid('user_id'),
    /** The step that led to it, where there is one. */
    stepId: uuid('step_id'),
    title: varchar('title', { length: 200 }).notNull(),
    body: varchar('body', { length: 2000 }).notNull(),
    /** Figures of the text, for readers in another language. */
    facts: jsonb('facts').$type<StoredNoticeFacts>().notNull(),
    delivery: noticeDelivery('delivery').notNull(),
    createdOn: civilDateColumn('created_on').notNull(),
    createdAt: momentColumn('created_at').notNull(),
    readAt: momentColumn('read_at'),
    /** Of a mail: how often it was tried, when last, and not before which moment again. */
    attempts: smallint('attempts').notNull().default(0),
    attemptedAt: momentColumn('attempted_at'),
    nextAttemptAt: momentColumn('next_attempt_at'),
    /** What the mail server or the way to it answered last; null once the mail has been taken. */
    fault: varchar('fault', { length: 200 }),
  },
  (table) => [
    ...caseOwnedKeys('notices', table),
    foreignKey({
      name: 'notices_step_id_fkey',
      columns: [table.courtCode, table.stepId],
      foreignColumns: [escalationSteps.courtCode, escalationSteps.id],
    }),
    foreignKey({ name: 'notices_party_id_fkey', columns: [table.partyId], foreignColumns: [parties.id] }),
    ...personKeys('notices', table.userId),
    check('notices_one_reader', sql`(${table.partyId} is null) <> (${table.userId} is null)`),
    index('notices_party_id')
      .on(table.partyId, table.id)
      .where(sql`${table.partyId} is not null`),
    index('notices_user_id')
      .on(table.userId, table.id)
      .where(sql`${table.userId} is not null`),
    index('notices_case_id').on(table.courtCode, table.caseId, table.id),
    // Small, however many were sent: what waits, and what was tried last.
    index('notices_mails_waiting')
      .on(table.createdAt)
      .where(sql`${table.delivery} = 'QUEUED'`),
    index('notices_attempted_at')
      .on(table.attemptedAt)
      .where(sql`${table.attemptedAt} is not null`),
  ],
);
