import { and, desc, eq, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import { inTransaction, officeHolderOf, type UserActor, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { requireFound } from '../../../shared/require.js';
import { cases } from '../../../tables/cases.js';
import { notices } from '../../../tables/notices.js';
import { isRecused } from '../cases/repository.js';
import type { NoticeQuery, NoticeView } from './schema.js';

/** Mine: those to me, but about cases from which I am recused, and those to a party for which I act. */
function mine(actor: UserActor): SQL {
  const toMe = sql`(${eq(notices.userId, officeHolderOf(actor))} and not ${isRecused(actor, notices)})`;
  return (actor.partyIds.length === 0 ? toMe : or(toMe, anyOf(notices.partyId, actor.partyIds))) ?? toMe;
}

const shown = {
  id: notices.id,
  kind: notices.kind,
  caseId: notices.caseId,
  caseNumber: cases.caseNumber,
  channel: notices.channel,
  title: notices.title,
  body: notices.body,
  createdAt: notices.createdAt,
  readAt: notices.readAt,
  delivery: notices.delivery,
};

function selectNotices(ctx: UserContext) {
  return ctx.db
    .select(shown)
    .from(notices)
    .innerJoin(cases, and(eq(cases.courtCode, notices.courtCode), eq(cases.id, notices.caseId)));
}

/** My notices, newest first. */
export async function listNotices(ctx: UserContext, query: NoticeQuery) {
  const { limit, cursor, unread, caseId, kind } = query;
  const list = `notices:${officeHolderOf(ctx.actor)}:${JSON.stringify({ unread, caseId, kind })}`;
  const conditions: SQL[] = [mine(ctx.actor)];
  if (cursor !== undefined) conditions.push(lt(notices.id, ctx.cursors.read(list, cursor)[0] ?? ''));
  if (unread === true) conditions.push(isNull(notices.readAt), ne(notices.delivery, 'SUPERSEDED'));
  if (caseId !== undefined) conditions.push(eq(notices.caseId, caseId));
  if (kind !== undefined) conditions.push(eq(notices.kind, kind));
  const rows = await selectNotices(ctx)
    .where(and(...conditions))
    .orderBy(desc(notices.id))
    .limit(limit + 1);
  return toPage(rows, limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** How many inbox notices of mine nobody has read. */
export async function countUnreadNotices(ctx: UserContext): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(notices)
    .where(
      and(mine(ctx.actor), eq(notices.channel, 'INBOX'), ne(notices.delivery, 'SUPERSEDED'), isNull(notices.readAt)),
    );
  return row?.count ?? 0;
}

/** One notice of mine. Refuses: `not-found`. */
export async function getNotice(ctx: UserContext, noticeId: string): Promise<NoticeView> {
  const [row] = await selectNotices(ctx).where(and(mine(ctx.actor), eq(notices.id, noticeId)));
  requireFound(row, 'notice', 'There is no such notice of yours.');
  return row;
}

/** Notes that a notice was read; the first reading stands. Refuses: `not-found`. */
export function markNoticeRead(ctx: UserContext, noticeId: string): Promise<NoticeView> {
  return inTransaction(ctx, async (tx) => {
    await tx.db
      .update(notices)
      .set({ readAt: tx.clock.now() })
      .where(and(mine(tx.actor), eq(notices.id, noticeId), isNull(notices.readAt)));
    return getNotice(tx, noticeId);
  });
}
