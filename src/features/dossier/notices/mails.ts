import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import { escalationSteps } from '../../../tables/course.js';
import { userParties, users } from '../../../tables/identity.js';
import { notices } from '../../../tables/notices.js';
import { instalmentProgress } from '../../../tables/plans.js';
import { nextAttempt, URGENT_KINDS } from './attempts.js';
import type { DeliverNoticePayload } from './jobs.js';
import { isAwake } from './quiet-hours.js';

export type Mail = typeof notices.$inferSelect;

const isWaiting = and(eq(notices.channel, 'MAIL'), eq(notices.delivery, 'QUEUED'));
const isMail = ({ courtCode, noticeId }: DeliverNoticePayload) =>
  and(eq(notices.courtCode, courtCode), eq(notices.id, noticeId), isWaiting);

/** Due again; a mail whose last attempt lies ahead of us was tried before the clock was set back. */
const isDueAgain = (now: Date) => or(lte(notices.nextAttemptAt, now), gt(notices.attemptedAt, now));

/**
 * Mails to be tried now, longest waiting first. One that was never tried is due at waking hours, a reminder when the
 * job of 08:30 has asked for it.
 */
export function listDueMails({ db, clock }: Context, limit: number) {
  const now = clock.now();
  const isFirst = and(isNull(notices.nextAttemptAt), ne(notices.kind, 'REMINDER'));
  return db
    .select({ courtCode: notices.courtCode, id: notices.id, attempts: notices.attempts })
    .from(notices)
    .where(and(isWaiting, isAwake(now) ? or(isFirst, isDueAgain(now)) : isDueAgain(now)))
    .orderBy(asc(notices.createdAt))
    .limit(limit);
}

/**
 * Takes a mail for one attempt, which goes on record before anything is sent: whoever dies meanwhile leaves it to the
 * next moment. Undefined while another attempt may still be under way, and when there is nothing to send.
 */
export async function claimMail({ db, clock }: Context, payload: DeliverNoticePayload): Promise<Mail | undefined> {
  const now = clock.now();
  return db.transaction(async (tx) => {
    const [mail] = await tx
      .select()
      .from(notices)
      .where(and(isMail(payload), or(isNull(notices.nextAttemptAt), isDueAgain(now))))
      .for('update', { skipLocked: true });
    if (!mail) return undefined;
    const attempts = mail.attempts + 1;
    const claimed = { attempts, attemptedAt: now, nextAttemptAt: nextAttempt(attempts, now) };
    await tx.update(notices).set(claimed).where(isMail(payload));
    return { ...mail, ...claimed };
  });
}

/** Notes how an attempt has ended, unless a later one has begun since. True when it was noted. */
export async function recordAttempt(
  ctx: Context,
  mail: Mail,
  outcome: { readonly delivery: 'SENT' | 'QUEUED' | 'FAILED'; readonly fault: string | null },
): Promise<boolean> {
  const noted = await ctx.db
    .update(notices)
    .set(outcome)
    .where(and(isMail({ courtCode: mail.courtCode, noticeId: mail.id }), eq(notices.attempts, mail.attempts)))
    .returning({ id: notices.id });
  return noted.length > 0;
}

/** Addresses of everybody who reads a notice. */
export async function findAddresses({ db }: Context, notice: Mail): Promise<string[]> {
  const reader = notice.userId ?? notice.partyId ?? '';
  const found = await db
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
 * Takes back mails that events have overtaken: a reminder of a day that has passed, and what asks for an instalment
 * that is paid by now or whose step proved untrue.
 * @param only - one mail; default all
 * @returns how many
 */
export async function supersedeMails(ctx: Context, only?: DeliverNoticePayload): Promise<number> {
  const overtaken = ctx.db
    .select({ one: sql`1` })
    .from(escalationSteps)
    .leftJoin(
      instalmentProgress,
      and(
        eq(instalmentProgress.courtCode, escalationSteps.courtCode),
        eq(instalmentProgress.planId, escalationSteps.planId),
        eq(instalmentProgress.no, escalationSteps.instalmentNo),
      ),
    )
    .where(
      and(
        eq(escalationSteps.courtCode, notices.courtCode),
        eq(escalationSteps.id, notices.stepId),
        or(eq(escalationSteps.status, 'VOIDED'), isNotNull(instalmentProgress.paidInFullOn)),
      ),
    );
  const isPast = and(eq(notices.kind, 'REMINDER'), sql`${notices.facts} ->> 'dueOn' < ${ctx.today}`);
  const isOvertaken = and(inArray(notices.kind, [...URGENT_KINDS, 'REMINDER']), sql`exists ${overtaken}`);
  const rows = await ctx.db
    .update(notices)
    .set({ delivery: 'SUPERSEDED' })
    .where(and(only === undefined ? isWaiting : isMail(only), or(isPast, isOvertaken)))
    .returning({ id: notices.id });
  return rows.length;
}

/** Asks for the reminders that wait; their number. */
export async function askForReminders({ db, clock }: Context): Promise<number> {
  const rows = await db
    .update(notices)
    .set({ nextAttemptAt: clock.now() })
    .where(and(isWaiting, eq(notices.kind, 'REMINDER'), isNull(notices.nextAttemptAt)))
    .returning({ id: notices.id });
  return rows.length;
}

export interface MailState {
  readonly waiting: number;
  /** The newest attempt of all that has ended did not bring its mail away. */
  readonly isStuck: boolean;
}

/** How mails fare, for those who watch over the system. */
export async function readMailState({ db }: Pick<Context, 'db'>): Promise<MailState> {
  const [count] = await db
    .select({ waiting: sql<number>`count(*)::int` })
    .from(notices)
    .where(isWaiting);
  const [last] = await db
    .select({ delivery: notices.delivery })
    .from(notices)
    .where(and(isNotNull(notices.attemptedAt), or(eq(notices.delivery, 'SENT'), isNotNull(notices.fault))))
    .orderBy(desc(notices.attemptedAt))
    .limit(1);
  return { waiting: count?.waiting ?? 0, isStuck: last !== undefined && last.delivery !== 'SENT' };
}
