import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Clock } from '../../../platform/clock.js';
import { inTransaction, personsOf, type UserContext } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { invitations } from '../../../tables/accounts.js';
import { users } from '../../../tables/identity.js';
import { findWeakness, hashPassword } from '../identity/passwords.js';
import { setFirstPassword } from '../identity/users.js';
import { requireMay } from '../permissions/require-may.js';
import { recordAct } from '../trail/acts-on-accounts.js';
import { type Origin, recordSignIn } from '../trail/sign-ins.js';
import type { InvitationView } from './schema.js';
import { lockUser } from './service.js';

const TOKEN_BYTES = 32;
const VALID_HOURS = 72;
const HOUR_MS = 3_600_000;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

const validUntil = (now: Date) => new Date(now.getTime() + VALID_HOURS * HOUR_MS);

/** Grants an account a link, which the caller, who has decided on it, may make once. A link from before has ended. */
export async function grantLink(ctx: UserContext, userId: string): Promise<void> {
  const row = { tokenHash: null, madeBy: ctx.actor.id, expiresAt: validUntil(ctx.clock.now()) };
  await ctx.db
    .insert(invitations)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: invitations.userId, set: row });
}

/**
 * Makes the one-time link with which a person sets the password of an account, to be handed over to him: shown this
 * once to the second person of the request that granted it. Who asked never sees it, so that nobody alone gets into
 * the account of another.
 * Refuses: `not-found`, `not-permitted`, `account-state-forbids`, `own-rights`, `link-not-granted`.
 * Law: CP-01, CP-08.
 */
export function invite(ctx: UserContext, userId: string): Promise<InvitationView> {
  requireMay(ctx.actor, 'inviteUser');
  return inTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, userId);
    if (personsOf(tx.actor).includes(user.id))
      throw new Problem('own-rights', { detail: 'Change your own password with the old one.' });
    if (user.status === 'DEACTIVATED') {
      throw new Problem('account-state-forbids', { detail: 'The account is deactivated.' });
    }
    const now = tx.clock.now();
    const granted = and(
      eq(invitations.userId, userId),
      eq(invitations.madeBy, tx.actor.id),
      isNull(invitations.tokenHash),
      gt(invitations.expiresAt, now),
    );
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const expiresAt = validUntil(now);
    const made = await tx.db
      .update(invitations)
      .set({ tokenHash: hashOf(token), expiresAt })
      .where(granted)
      .returning();
    if (made.length === 0) {
      throw new Problem('link-not-granted', {
        detail: 'A link is made once, by who decided on the request for it; have another one asked for (GIVE_LINK).',
      });
    }
    await recordAct(tx, 'inviteUser', user, { status: user.status });
    return { token, path: `/invitation?token=${token}`, expiresAt };
  });
}

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  readonly origin: Origin;
}

/**
 * Takes a one-time link: sets the password, puts the account into use, ends whatever was signed in before.
 * @returns the account's name and id
 * Refuses: `invitation-invalid` (unknown, used or past its time: one answer for all), `invalid-body` (a weak
 * password, which leaves the link as it is).
 * Law: CP-08.
 */
export async function acceptInvitation(
  db: Database,
  clock: Clock,
  { token, password, origin }: Acceptance,
): Promise<{ id: string; username: string }> {
  const now = clock.now();
  const taken = await db.transaction(async (tx) => {
    const [found] = await tx
      .select({ invitation: invitations, user: users })
      .from(invitations)
      .innerJoin(users, eq(users.id, invitations.userId))
      .where(eq(invitations.tokenHash, hashOf(token)))
      .for('update');
    if (!found || found.invitation.expiresAt <= now || found.user.status === 'DEACTIVATED') return undefined;
    const { id, username } = found.user;
    const weakness = findWeakness(password, username);
    if (weakness !== undefined) throw fieldProblem('/password', `the password ${weakness}`);
    const passwordHash = await hashPassword(password);
    await setFirstPassword(tx, id, passwordHash);
    await tx.delete(invitations).where(eq(invitations.userId, id));
    return found.user;
  });
  if (taken) {
    await recordSignIn(db, now, 'acceptInvitation', taken, origin);
    return taken;
  }
  // Nobody guesses 256 bits: wrong links lock out nobody at the same address.
  throw new Problem('invitation-invalid', {
    detail: 'The link is not valid: it was used, is too old, or was replaced.',
  });
}
