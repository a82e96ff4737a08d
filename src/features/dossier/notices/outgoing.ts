import { and, eq, isNotNull, or } from 'drizzle-orm';
import type { NoticeKind } from '../../../law/course/notice-kinds.js';
import { anyOf } from '../../../platform/any-of.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { Context } from '../../../platform/context.js';
import { newId } from '../../../shared/ids.js';
import { userParties, users } from '../../../tables/identity.js';
import { noticeFacts, type NoticeFacts } from '../../../tables/notice-json.js';
import { notices } from '../../../tables/notices.js';
import { listDeputies } from '../../people/delegations/deputies.js';
import { composeNotice } from './texts.js';

/** Who reads a notice: everybody who acts for a party, or one user. */
export type NoticeReader = { readonly partyId: string } | { readonly userId: string };

export interface NewNotice {
  readonly courtCode: string;
  readonly caseId: string;
  readonly kind: NoticeKind;
  readonly reader: NoticeReader;
  readonly facts: NoticeFacts;
  readonly stepId?: string;
  /** The day it reminds of has already passed: kept, and not sent (contract section 4). */
  readonly superseded?: boolean;
}

/** The notices, and once more those to somebody absent, for his deputies of today. */
async function addDeputies(ctx: Context, given: readonly NewNotice[]): Promise<readonly NewNotice[]> {
  const userIds = new Set(given.flatMap(({ reader }) => ('userId' in reader ? [reader.userId] : [])));
  const deputies = await listDeputies(ctx, [...userIds]);
  if (deputies.length === 0) return given;
  return given.flatMap((notice) => {
    const { reader } = notice;
    if (!('userId' in reader)) return [notice];
    const acting = deputies.filter(({ principalId }) => principalId === reader.userId);
    return [notice, ...acting.map(({ deputyId }) => ({ ...notice, reader: { userId: deputyId } }))];
  });
}

type NoticeRow = typeof notices.$inferInsert;

/** Readers that have at least one active account with a mail address. */
async function findMailReaders(ctx: Context, rows: readonly NoticeRow[]): Promise<Set<string>> {
  const ids = [...new Set(rows.map((row) => row.partyId ?? row.userId ?? ''))];
  const found = await ctx.db
    .select({ userId: users.id, partyId: userParties.partyId })
    .from(users)
    .leftJoin(userParties, eq(userParties.userId, users.id))
    .where(
      and(
        isNotNull(users.email),
        eq(users.status, 'ACTIVE'),
        or(anyOf(users.id, ids), anyOf(userParties.partyId, ids)),
      ),
    );
  return new Set(found.flatMap(({ userId, partyId }) => [userId, ...(partyId === null ? [] : [partyId])]));
}

/** Told in the inbox alone: a mail about a mail that cannot be sent would tell nobody. */
const INBOX_ONLY: ReadonlySet<NoticeKind> = new Set(['MAIL_UNDELIVERED']);

/** The same notices once more for the mail; the workers find what waits there. */
async function mailsOf(ctx: Context, rows: readonly NoticeRow[]): Promise<NoticeRow[]> {
  const told = rows.filter((row) => row.delivery === 'DELIVERED' && !INBOX_ONLY.has(row.kind));
  if (!ctx.mail || told.length === 0) return [];
  const readers = await findMailReaders(ctx, told);
  return told
    .filter((row) => readers.has(row.partyId ?? row.userId ?? ''))
    .map((row) => ({ ...row, id: newId(), channel: 'MAIL' as const, delivery: 'QUEUED' as const }));
}

/** Puts notices into the inboxes of their readers, in the transaction of what they tell of. */
export async function giveNotices(ctx: Context, given: readonly NewNotice[]): Promise<void> {
  if (given.length === 0) return;
  const createdAt = ctx.clock.now();
  const rows = (await addDeputies(ctx, given)).map((notice): NoticeRow => ({
    courtCode: notice.courtCode,
    id: newId(),
    caseId: notice.caseId,
    kind: notice.kind,
    channel: 'INBOX',
    partyId: 'partyId' in notice.reader ? notice.reader.partyId : null,
    userId: 'userId' in notice.reader ? notice.reader.userId : null,
    stepId: notice.stepId ?? null,
    ...composeNotice(notice.kind, notice.facts),
    facts: noticeFacts.encode(notice.facts),
    delivery: notice.superseded ? 'SUPERSEDED' : 'DELIVERED',
    createdOn: ctx.today,
    createdAt,
  }));
  await insertRows(ctx.db, notices, [...rows, ...(await mailsOf(ctx, rows))]);
}
