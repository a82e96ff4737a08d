import { and, eq, ne } from 'drizzle-orm';
import { type Context, inTransaction, type UserContext } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { invitations } from '../../../tables/accounts.js';
import { userIdentities, users } from '../../../tables/identity.js';
import type { ExternalIdentity } from '../identity/issuer.js';
import { endSignInsOf, takeInvitedIntoUse } from '../identity/users.js';
import { recordAct } from '../trail/acts-on-accounts.js';

/**
 * Gives an account exactly this identity at an issuer, or none.
 * Refuses: `identity-taken`.
 */
export async function setIdentity(ctx: Context, userId: string, identity: ExternalIdentity | null): Promise<void> {
  await ctx.db.delete(userIdentities).where(eq(userIdentities.userId, userId));
  if (identity === null) return;
  const { issuer, subject } = identity;
  const ofAnother = and(
    eq(userIdentities.issuer, issuer),
    eq(userIdentities.subject, subject),
    ne(userIdentities.userId, userId),
  );
  const [taken] = await ctx.db.select({ userId: userIdentities.userId }).from(userIdentities).where(ofAnother);
  if (taken) throw new Problem('identity-taken', { detail: 'This identity goes with another account.' });
  await ctx.db.insert(userIdentities).values({ userId, issuer, subject, linkedAt: ctx.clock.now() });
}

/** An account that was approved with its identity is taken into use by the first sign-in there, without a link. */
export async function takeIntoUse(db: Database, userId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await takeInvitedIntoUse(tx, userId);
    await tx.delete(invitations).where(eq(invitations.userId, userId));
  });
}

/**
 * Links the caller's account with who he is at the issuer, in the place of whoever he was there before.
 * Refuses: `identity-taken`, `own-rights` (sample accounts stay as everybody knows them).
 */
export function linkOwnIdentity(ctx: UserContext, identity: ExternalIdentity): Promise<void> {
  if (ctx.actor.isSample) throw new Problem('own-rights', { detail: 'Sample accounts stay as everybody knows them.' });
  return inTransaction(ctx, async (tx) => {
    await setIdentity(tx, tx.actor.id, identity);
    await recordAct(tx, 'linkIdentity', tx.actor, { issuer: identity.issuer });
  });
}

/**
 * Takes the link away; the password stays as the way in. Everything that was signed in has ended.
 * Refuses: `not-found`, `invalid-body` (there is no password to sign in with).
 */
export function unlinkOwnIdentity(ctx: UserContext): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { id } = tx.actor;
    const [user] = await tx.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
    if (user?.passwordHash === null) throw fieldProblem('/currentPassword', 'without a password it is the only way in');
    const removed = await tx.db.delete(userIdentities).where(eq(userIdentities.userId, id)).returning();
    if (removed.length === 0) throw new Problem('not-found', { detail: 'Your account is linked with no identity.' });
    await endSignInsOf(tx.db, id);
    await recordAct(tx, 'unlinkIdentity', tx.actor, {});
  });
}
