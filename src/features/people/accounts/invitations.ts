import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Clock } from '../../../platform/clock.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { invitations } from '../../../tables/accounts.js';
import { users } from '../../../tables/identity.js';
import { findWeakness, hashPassword } from '../identity/passwords.js';
import { setFirstPassword } from '../identity/users.js';
import { requireMay } from '../permissions/require-may.js';
import { recordAct } from '../trail/acts-on-accounts.js';
import type { InvitationView } from './schema.js';
import { lockUser } from './service.js';

const TOKEN_BYTES = 32;
const VALID_HOURS = 72;
const HOUR_MS = 3_600_000;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * Makes the one-time link with which a person sets the password of an account. A new link ends the one before; links
 * of an account in use are for a forgotten password, and only the security administrator makes those.
 * Refuses: `not-found`, `not-permitted`, `account-state-forbids`.
 * Law: CP-01, CP-08.
 */
export function invite(ctx: UserContext, userId: string): Promise<InvitationView> {
  requireMay(ctx.actor, 'inviteUser');
  return inTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, userId);
    if (user.status === 'DEACTIVATED') {
      throw new Problem('account-state-forbids', { detail: 'The account is deactivated.' });
    }
    if (user.status === 'ACTIVE') requireMay(tx.actor, 'resetPassword');
    if (user.id === tx.actor.id)
      throw new Problem('own-rights', { detail: 'Change your own password with the old one.' });
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const expiresAt = new Date(tx.clock.now().getTime() + VALID_HOURS * HOUR_MS);
    const row = { tokenHash: hashOf(token), madeBy: tx.actor.id, expiresAt };
    await tx.db
      .insert(invitations)
      .values({ userId, ...row })
      .onConflictDoUpdate({ target: invitations.userId, set: row });
    await recordAct(tx, 'inviteUser', user, { status: user.status });
    return { token, path: `/invitation?token=${token}`, expiresAt };
  });
}

export interface Acceptance {
  readonly token: string;
  readonly password: string;
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
  { token, password }: Acceptance,
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
    return { id, username };
  });
  if (taken) return taken;
  // Nobody guesses 256 bits: wrong links lock out nobody at the same address.
  throw new Problem('invitation-invalid', {
    detail: 'The link is not valid: it was used, is too old, or was replaced.',
  });
}
