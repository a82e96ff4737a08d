import { and, desc, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { insertRows } from '../../../platform/bulk-insert.js';
import type { UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { Database } from '../../../platform/database.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { requireFound } from '../../../shared/require.js';
import { accountNotices } from '../../../tables/accounts.js';
import { users } from '../../../tables/identity.js';
import type { RequestRow } from './carrying-out.js';
import type { AccountNoticeView } from './schema.js';

type NoticeRow = typeof accountNotices.$inferSelect;

/**
 * Tells the person of an account, and the chiefs of the court that looks after it, that others have opened a way into
 * it: whoever did not ask for that learns of it.
 */
export async function tell(
  db: Database,
  notice: Pick<NoticeRow, 'kind' | 'aboutUserId' | 'askedBy' | 'decidedBy' | 'createdAt'>,
  managingCourtCode: string | null,
): Promise<void> {
  const isChief = and(
    eq(users.courtCode, managingCourtCode ?? ''),
    eq(users.status, 'ACTIVE'),
    sql`'BUREAU_CHIEF' = any(${users.roles})`,
  );
  const readers = await db
    .select({ userId: users.id })
    .from(users)
    .where(or(eq(users.id, notice.aboutUserId), isChief));
  await insertRows(
    db,
    accountNotices,
    readers.map(({ userId }) => ({ id: newId(), userId, ...notice, readAt: null })),
  );
}

/** Tells of a way in that two people have decided on. */
export async function tellOfAccess(
  { db, actor, clock }: UserContext,
  { kind, enteredBy, courtCode }: RequestRow,
  aboutUserId: string,
): Promise<void> {
  const told = { aboutUserId, askedBy: enteredBy, decidedBy: actor.id, createdAt: clock.now() };
  await tell(db, { kind: kind === 'GIVE_LINK' ? 'LINK_GIVEN' : 'FACTOR_RESET', ...told }, courtCode);
}

const about = alias(users, 'about_user');
const asker = alias(users, 'asker');
const decider = alias(users, 'decider');

const isMine = ({ actor }: UserContext) => eq(accountNotices.userId, actor.id);

async function viewNotices(ctx: UserContext, where: SQL | undefined, limit: number): Promise<AccountNoticeView[]> {
  const rows = await ctx.db
    .select({
      row: accountNotices,
      aboutName: about.displayName,
      asker: asker.displayName,
      decider: decider.displayName,
    })
    .from(accountNotices)
    .innerJoin(about, eq(about.id, accountNotices.aboutUserId))
    .leftJoin(asker, eq(asker.id, accountNotices.askedBy))
    .leftJoin(decider, eq(decider.id, accountNotices.decidedBy))
    .where(and(isMine(ctx), where))
    .orderBy(desc(accountNotices.id))
    .limit(limit);
  return rows.map(({ row, aboutName, ...names }) => ({
    id: row.id,
    kind: row.kind,
    about: { id: row.aboutUserId, name: aboutName },
    askedBy: row.askedBy === null ? null : { id: row.askedBy, name: names.asker ?? '' },
    decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: names.decider ?? '' },
    createdAt: row.createdAt,
    readAt: row.readAt,
  }));
}

/** What the caller was told of ways into accounts, newest first. */
export async function listAccountNotices(ctx: UserContext, query: PageQuery) {
  const before = query.cursor === undefined ? undefined : ctx.cursors.read('account-notices', query.cursor)[0];
  const rows = await viewNotices(
    ctx,
    before === undefined ? undefined : lt(accountNotices.id, before),
    query.limit + 1,
  );
  return toPage(rows, query.limit, (last) => ctx.cursors.sign('account-notices', [last.id]));
}

/** Those that the caller has not read. */
export const listUnreadAccountNotices = (ctx: UserContext): Promise<AccountNoticeView[]> =>
  viewNotices(ctx, isNull(accountNotices.readAt), UNREAD_SHOWN);

/** So many are shown on a page before some are read. */
const UNREAD_SHOWN = 20;

/** How many the caller has not read. */
export async function countUnreadAccountNotices(ctx: UserContext): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(accountNotices)
    .where(and(isMine(ctx), isNull(accountNotices.readAt)));
  return row?.count ?? 0;
}

/** Notes that one was read; the first reading stands. Refuses: `not-found`. */
export async function markAccountNoticeRead(ctx: UserContext, noticeId: string): Promise<AccountNoticeView> {
  const one = eq(accountNotices.id, noticeId);
  await ctx.db
    .update(accountNotices)
    .set({ readAt: ctx.clock.now() })
    .where(and(isMine(ctx), one, isNull(accountNotices.readAt)));
  const [view] = await viewNotices(ctx, one, 1);
  requireFound(view, 'notice', 'There is no such notice of yours.');
  return view;
}
