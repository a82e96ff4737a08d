import { and, eq } from 'drizzle-orm';
import { type Context, inTransaction } from '../../../platform/context.js';
import type { Mailer } from '../../../platform/mailer.js';
import { codeOf } from '../../../platform/system-error.js';
import { cutText, messageOf } from '../../../shared/text.js';
import { cases } from '../../../tables/cases.js';
import { judgeFailure } from './attempts.js';
import type { DeliverNoticePayload } from './jobs.js';
import { askForReminders, claimMail, findAddresses, type Mail, recordAttempt, supersedeMails } from './mails.js';
import { giveNotices } from './outgoing.js';

const FAULT_LENGTH_MAX = 200;

/** What a failed attempt leaves to read: the code, and what the server said. */
function describeFault(error: unknown): string {
  return cutText(`${codeOf(error) ?? ''} ${messageOf(error)}`.trim(), FAULT_LENGTH_MAX);
}

/** Notes a failed attempt, and tells the officer of the case where it is time to. */
function recordFailure(ctx: Context, mail: Mail, error: unknown): Promise<void> {
  const { delivery, isTold } = judgeFailure(mail, ctx.clock.now());
  return inTransaction(ctx, async (tx) => {
    const isNoted = await recordAttempt(tx, mail, { delivery, fault: describeFault(error) });
    if (!isNoted || !isTold) return;
    const [found] = await tx.db
      .select({ officerId: cases.officerId, caseNumber: cases.caseNumber })
      .from(cases)
      .where(and(eq(cases.courtCode, mail.courtCode), eq(cases.id, mail.caseId)));
    if (!found) return;
    const { courtCode, caseId } = mail;
    const facts = { caseNumber: found.caseNumber, reason: mail.title, attempts: mail.attempts };
    await giveNotices(tx, [
      { courtCode, caseId, kind: 'MAIL_UNDELIVERED', reader: { userId: found.officerId }, facts },
    ]);
  });
}

/**
 * Tries a waiting mail once. The attempt is on record before the server is spoken to, and no transaction is open
 * meanwhile: a slow server holds no connection, and a process that dies is not followed by another attempt at once. Its
 * message id stays the same, so that mail programs show a repeat once.
 * @returns what became of it; NOT_SENT stands with its fault and is due again later
 */
export async function deliverNotice(
  ctx: Context,
  mailer: Mailer,
  payload: DeliverNoticePayload,
): Promise<'SENT' | 'NOT_SENT' | 'NOTHING_TO_DO'> {
  if ((await supersedeMails(ctx, payload)) > 0) return 'NOTHING_TO_DO';
  const mail = await claimMail(ctx, payload);
  if (!mail) return 'NOTHING_TO_DO';
  const to = await findAddresses(ctx, mail);
  if (to.length === 0) {
    await recordAttempt(ctx, mail, { delivery: 'FAILED', fault: 'nobody with an address reads it any more' });
    return 'NOTHING_TO_DO';
  }
  try {
    await mailer.send({ messageId: mail.id, to, subject: mail.title, text: mail.body });
  } catch (error) {
    await recordFailure(ctx, mail, error);
    return 'NOT_SENT';
  }
  await recordAttempt(ctx, mail, { delivery: 'SENT', fault: null });
  return 'SENT';
}

export interface RemindCounts {
  readonly queued: number;
  readonly superseded: number;
}

/**
 * Lets the reminders leave that the closes have queued; mails that events have overtaken are not sent any more.
 * Law: contract section 4 (reminders after missed days).
 */
export async function sendReminders(ctx: Context): Promise<RemindCounts> {
  return inTransaction(ctx, async (tx) => {
    const superseded = await supersedeMails(tx);
    return { queued: await askForReminders(tx), superseded };
  });
}
