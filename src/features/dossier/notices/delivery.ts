import { and, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import type { Mailer } from '../../../platform/mailer.js';
import { writeOutbox } from '../../../platform/outbox.js';
import { userParties, users } from '../../../tables/identity.js';
import { notices } from '../../../tables/notices.js';
import { DELIVER_NOTICE, type DeliverNoticePayload } from './jobs.js';

/** Addresses of everybody who reads a notice. */
async function findAddresses(ctx: Context, notice: typeof notices.$inferSelect): Promise<string[]> {
  const reader = notice.userId ?? notice.partyId ?? '';
  const found = await ctx.db
    .selectDistinct({ email: users.email })
    .from(users)
    .leftJoin(userParties, eq(userParties.userId, users.id))
    .where(
      and(
        isNotNull(users.email),
        eq(users.status, 'ACTIVE'),
        or(eq(users.id, reader), eq(userParties.partyId, reader)),
      ),
    );
  return found.flatMap(({ email }) => email ?? []);
}

/**
 * Sends a queued mail notice once: whoever takes the row sends it. A process that dies between sending and commit sends
 * it again; the message id is the same, so that mail programs show it once.
 * @throws when the mail server refuses: the queue tries again with back-off
 */
export async function deliverNotice(
  ctx: Context,
  mailer: Mailer,
  payload: DeliverNoticePayload,
): Promise<'SENT' | 'NOTHING_TO_DO'> {
  return ctx.db.transaction(async (tx) => {
    const [notice] = await tx
      .select()
      .from(notices)
      .where(
        and(eq(notices.courtCode, payload.courtCode), eq(notices.id, payload.noticeId), eq(notices.delivery, 'QUEUED')),
      )
      .for('update', { skipLocked: true });
    if (!notice) return 'NOTHING_TO_DO';
    const to = await findAddresses({ ...ctx, db: tx }, notice);
    if (to.length > 0) await mailer.send({ messageId: notice.id, to, subject: notice.title, text: notice.body });
    await tx
      .update(notices)
      .set({ delivery: to.length > 0 ? 'SENT' : 'FAILED' })
      .where(and(eq(notices.courtCode, notice.courtCode), eq(notices.id, notice.id)));
    return to.length > 0 ? 'SENT' : 'NOTHING_TO_DO';
  });
}

/** Marks a mail that could not be sent after the last attempt; it stays visible. */
export async function recordFailedDelivery(ctx: Context, payload: DeliverNoticePayload): Promise<void> {
  await ctx.db
    .update(notices)
    .set({ delivery: 'FAILED' })
    .where(
      and(eq(notices.courtCode, payload.courtCode), eq(notices.id, payload.noticeId), eq(notices.delivery, 'QUEUED')),
    );
}

export interface RemindCounts {
  readonly queued: number;
  readonly superseded: number;
}

/**
 * Sends off the reminders that the closes have queued; one whose due date has passed is not sent any more.
 * Law: contract section 4 (reminders after missed days).
 */
export async function sendReminders(ctx: Context): Promise<RemindCounts> {
  return ctx.db.transaction(async (tx) => {
    // Mails of other kinds are here only when the queue lost their job; sending is safe to ask for twice.
    const waiting = and(eq(notices.channel, 'MAIL'), eq(notices.delivery, 'QUEUED'));
    const superseded = await tx
      .update(notices)
      .set({ delivery: 'SUPERSEDED' })
      .where(and(waiting, eq(notices.kind, 'REMINDER'), sql`${notices.facts} ->> 'dueOn' < ${ctx.today}`))
      .returning({ id: notices.id });
    const due = await tx
      .select({ courtCode: notices.courtCode, id: notices.id })
      .from(notices)
      .where(waiting)
      .limit(10_000);
    await writeOutbox(
      { ...ctx, db: tx },
      due.map(({ courtCode, id }) => ({ courtCode, topic: DELIVER_NOTICE, payload: { courtCode, noticeId: id } })),
    );
    return { queued: due.length, superseded: superseded.length };
  });
}
