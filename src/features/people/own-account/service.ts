import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { users } from '../../../tables/identity.js';
import { reserveAttempt } from '../identity/attempts.js';
import { findWeakness, hashPassword, isPasswordRight } from '../identity/passwords.js';
import { makeSecret, secondFactorOf, takeCode, totpSecretPlace, uriOf } from '../identity/second-factor.js';
import { endSession, endSessionsOf, listSessionsOf } from '../identity/sessions.js';
import { beginFactor, confirmFactor, endSignInsOf, setPassword, type UserRow } from '../identity/users.js';
import { recordAct } from '../trail/acts-on-accounts.js';
import type { EnrolmentView, SessionView } from './schema.js';

const SESSION_ID_LENGTH = 24;

/** Names a session without opening it: the cookie is worth its id. */
const nameOf = (sessionId: string) => createHash('sha256').update(sessionId).digest('hex').slice(0, SESSION_ID_LENGTH);

/** The caller's own portal sessions, latest used first. @param idleMs - life of a session after its last request */
export async function listOwnSessions(ctx: UserContext, idleMs: number): Promise<SessionView[]> {
  const rows = await listSessionsOf(ctx);
  return rows.map(({ id, data, expiresAt }) => ({
    id: nameOf(id),
    signedInAt: new Date(data.signedInAt ?? Number.NaN),
    lastSeenAt: new Date(expiresAt.getTime() - idleMs),
    endsAt: expiresAt,
  }));
}

/**
 * One page of the caller's own portal sessions, in the order of signing in, so that a session in use stays in its
 * place.
 */
export async function pageOwnSessions(ctx: UserContext, idleMs: number, query: PageQuery) {
  const placeOf = (one: SessionView) => `${one.signedInAt.toISOString()} ${one.id}`;
  const after = query.cursor === undefined ? '' : (ctx.cursors.read('own-sessions', query.cursor)[0] ?? '');
  const all = (await listOwnSessions(ctx, idleMs)).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const rest = all.filter((one) => placeOf(one) > after).slice(0, query.limit + 1);
  return toPage(rest, query.limit, (last) => ctx.cursors.sign('own-sessions', [placeOf(last)]));
}

/** Ends one of the caller's own portal sessions. Refuses: `not-found`. */
export async function endOwnSession(ctx: UserContext, name: string): Promise<{ ended: number }> {
  const rows = await listSessionsOf(ctx);
  const found = rows.find(({ id }) => nameOf(id) === name);
  requireFound(found, 'session', 'You have no such session.');
  await endSession(ctx.db, found.id);
  await recordAct(ctx, 'endOwnSession', ctx.actor, { session: name });
  return { ended: 1 };
}

/** Puts on record that the caller ends the session that he works in. */
export const recordSignOut = (ctx: UserContext): Promise<void> => recordAct(ctx, 'signOut', ctx.actor);

/** Ends all tokens and sessions of the caller, the present one too. */
export function signOutEverywhere(ctx: UserContext): Promise<{ ended: number }> {
  return inTransaction(ctx, async (tx) => {
    const ended = await endSessionsOf(tx);
    await endSignInsOf(tx.db, tx.actor.id);
    await recordAct(tx, 'signOutEverywhere', tx.actor);
    return { ended };
  });
}

/** Refuses whoever does not know the own password; failures make it wait, as at sign-in. */
export async function requireOwnPassword(ctx: UserContext, password: string): Promise<void> {
  const { id } = ctx.actor;
  const attempt = { subject: `password:${id}`, countsOthers: false, what: 'wrong passwords' };
  const reserved = await reserveAttempt(ctx.db, attempt, ctx.clock.now());
  const [user] = await ctx.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
  if (await isPasswordRight(user?.passwordHash ?? undefined, password)) return reserved.succeed();
  if (user?.passwordHash === null) {
    throw fieldProblem(
      '/currentPassword',
      'the account has none; the security administrator gives a link that sets one',
    );
  }
  throw fieldProblem('/currentPassword', 'this is not your password');
}

/** Takes a code of the caller's second factor; wrong ones make him wait, as at sign-in. */
async function requireOwnCode(
  ctx: UserContext,
  user: UserRow | undefined,
  code: string,
  refusal: string,
): Promise<void> {
  const now = ctx.clock.now();
  const attempt = { subject: `code:${ctx.actor.id}`, countsOthers: false, what: 'wrong codes' };
  const reserved = await reserveAttempt(ctx.db, attempt, now);
  if (!user || !(await takeCode(ctx.db, ctx.fields, user, code, now))) throw fieldProblem('/code', refusal);
  await reserved.succeed();
}

/**
 * Asks the caller for both factors anew, before something is made that acts without them. Where no second factor is
 * asked for, the password does.
 * Refuses: `invalid-body` (a wrong password or code, or none), `too-many-requests`, `second-factor-missing` (the
 * account needs one and has none of its own).
 * Law: CP-08.
 */
export async function requireBothFactors(ctx: UserContext, password: string, code: string | undefined): Promise<void> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.id));
  invariant(user, 'The caller has an account');
  if (secondFactorOf(user) === 'REQUIRED') {
    throw new Problem('second-factor-missing', { detail: 'Set up a second factor of your own first.' });
  }
  await requireOwnPassword(ctx, password);
  if (user.totpConfirmedAt === null) return;
  const missing = 'send the code that your authenticator shows now';
  if (code === undefined) throw fieldProblem('/code', missing);
  await requireOwnCode(ctx, user, code, missing);
}

function refuseSample({ actor }: UserContext): void {
  if (actor.isSample) throw new Problem('own-rights', { detail: 'Sample accounts stay as everybody knows them.' });
}

/**
 * Changes the caller's own password and ends everything that was signed in with the old one.
 * Refuses: `too-many-requests`, `invalid-body` (a wrong or a weak password), `own-rights` (sample accounts).
 * Law: CP-08.
 */
export async function changeOwnPassword(
  ctx: UserContext,
  { currentPassword, password }: { currentPassword: string; password: string },
): Promise<{ ended: number }> {
  refuseSample(ctx);
  await requireOwnPassword(ctx, currentPassword);
  const weakness = findWeakness(password, ctx.actor.username);
  if (weakness !== undefined) throw fieldProblem('/password', `the password ${weakness}`);
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    await setPassword(tx.db, tx.actor.id, passwordHash);
    return signOutEverywhere(tx);
  });
}

/**
 * Begins the caller's second factor: a secret for an authenticator app, which counts once a code has confirmed it.
 * Asked again before that, it gives another secret.
 * Refuses: `too-many-requests`, `invalid-body` (a wrong password), `second-factor-active`, `own-rights` (sample
 * accounts), `field-keys-missing`.
 * Law: CP-08.
 */
export async function beginSecondFactor(ctx: UserContext, currentPassword: string): Promise<EnrolmentView> {
  refuseSample(ctx);
  await requireOwnPassword(ctx, currentPassword);
  const { id, username } = ctx.actor;
  const made = makeSecret(username);
  if (await beginFactor(ctx.db, id, ctx.fields.seal(totpSecretPlace(id), made.secret))) return made;
  throw new Problem('second-factor-active', { detail: 'The security administrator can reset it.' });
}

/** The secret that waits for its confirmation; undefined when none was begun. */
export async function readWaitingSecret(ctx: UserContext): Promise<EnrolmentView | undefined> {
  const { id, username } = ctx.actor;
  const [user] = await ctx.db.select().from(users).where(eq(users.id, id));
  if (!user || user.totpSecret === null || user.totpConfirmedAt !== null) return undefined;
  const secret = ctx.fields.open(totpSecretPlace(id), user.totpSecret);
  return { secret, uri: uriOf(username, secret) };
}

/**
 * Confirms the second factor with a first code. Everything that was signed in without it has ended.
 * Refuses: `too-many-requests`, `invalid-body` (a wrong code, or none was begun), `second-factor-active`, `own-rights`
 * (sample accounts).
 * Law: CP-08.
 */
export async function confirmSecondFactor(ctx: UserContext, code: string): Promise<{ ended: number }> {
  refuseSample(ctx);
  const { id } = ctx.actor;
  const now = ctx.clock.now();
  const [user] = await ctx.db.select().from(users).where(eq(users.id, id));
  if (user?.totpConfirmedAt) throw new Problem('second-factor-active');
  await requireOwnCode(ctx, user, code, 'this is not the code of the present moment');
  return inTransaction(ctx, async (tx) => {
    await confirmFactor(tx.db, id, now);
    await recordAct(tx, 'confirmSecondFactor', tx.actor);
    return signOutEverywhere(tx);
  });
}
