import type { Clock } from '../../../platform/clock.js';
import type { UserActor, UserContext } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import type { FieldCipher } from '../../../platform/field-cipher.js';
import { together } from '../../../platform/snapshot.js';
import { Problem } from '../../../shared/problems.js';
import { type Origin, recordSignIn } from '../trail/sign-ins.js';
import { reserveAttempt } from './attempts.js';
import type { IssuerWord } from './issuer.js';
import { isPasswordRight } from './passwords.js';
import { afterIssuer } from './policy.js';
import {
  findActor,
  findIdentityOf,
  findUserById,
  findUserByIdentity,
  findUserByName,
  listPartiesOfUser,
  listSampleAccounts,
} from './repository.js';
import type { Me } from './schema.js';
import { takeCode } from './second-factor.js';
import { foldName } from './user-names.js';

interface SignIn {
  readonly username: string;
  readonly password: string;
  /** One-time code of the second factor; empty counts as none. */
  readonly code?: string | undefined;
  /** What is opened: a token of the API, or a session of the portal. */
  readonly way: 'API' | 'PORTAL';
  /** Where the caller sits; sample accounts lock there only. */
  readonly origin: Origin;
}

/** What signing in works on. */
interface SignInTools {
  readonly db: Database;
  readonly clock: Clock;
  readonly fields: FieldCipher;
}

/**
 * Checks name and password of an active account, and its one-time code where it has a second factor. A code that is
 * missing is asked for only once the password is right; a wrong one counts as a wrong password.
 * @returns the acting user
 * Refuses: `sign-in-failed` (the same for an unknown name, a wrong password and a wrong code),
 * `second-factor-required`, `too-many-requests` while locked.
 * Law: CP-08.
 */
export async function signIn({ db, clock, fields }: SignInTools, attempt: SignIn): Promise<UserActor> {
  const now = clock.now();
  const user = await findUserByName(db, attempt.username);
  const reserved = await reserveAttempt(
    db,
    {
      subject: `account:${foldName(attempt.username)}`,
      address: attempt.origin.address,
      countsOthers: user?.isSample !== true,
      what: 'wrong passwords',
    },
    now,
  );
  const right = await isPasswordRight(user?.passwordHash ?? undefined, attempt.password);
  const actor = right && user ? await findActor(db, user.id) : undefined;
  const hasFactor = actor?.secondFactor === 'ACTIVE';
  if (hasFactor && !attempt.code) {
    await reserved.release();
    throw new Problem('second-factor-required', { detail: 'Send the code that your authenticator shows.' });
  }
  const passed = actor && (!hasFactor || (user && (await takeCode(db, fields, user, attempt.code ?? '', now))));
  const { way, origin } = attempt;
  if (!passed) {
    const { lockedUntil } = reserved;
    if (user) await recordSignIn(db, now, 'refuseSignIn', user, origin, { way, lockedUntil });
    throw new Problem('sign-in-failed', { detail: 'User name, password or code is wrong.' });
  }
  await reserved.succeed();
  if (user) await recordSignIn(db, now, 'signIn', user, origin, { way });
  return actor;
}

/**
 * Finds the account of somebody who has signed in at the issuer, and takes it into use where it waits.
 * @param takeIntoUse - puts an invited account into use
 * @returns the acting user as the account knows him, and whether he still owes the account's own code
 * Refuses: `identity-unknown` (the same for none, and for one out of use).
 * Law: CP-08.
 */
export async function signInByIssuer(
  { db, clock }: Pick<SignInTools, 'db' | 'clock'>,
  word: IssuerWord,
  origin: Origin,
  takeIntoUse: (userId: string) => Promise<void>,
) {
  const user = await findUserByIdentity(db, word);
  if (user?.status === 'INVITED') await takeIntoUse(user.id);
  const actor = user && (await findActor(db, user.id));
  if (!actor) throw new Problem('identity-unknown', { detail: 'No account goes with this identity.' });
  const owesCode = actor.secondFactor === 'ACTIVE' && !word.hasSecondFactor;
  if (!owesCode) await recordSignIn(db, clock.now(), 'signIn', user, origin, { way: 'ISSUER', issuer: word.issuer });
  return { actor, owesCode };
}

/**
 * Takes the one-time code of an account that an issuer has signed in without a second factor.
 * Refuses: `sign-in-failed`, `too-many-requests` while locked, `field-keys-missing`.
 * Law: CP-08.
 */
export async function signInWithCode(
  { db, clock, fields }: SignInTools,
  userId: string,
  code: string,
  origin: Origin,
): Promise<UserActor> {
  const now = clock.now();
  const reserved = await reserveAttempt(
    db,
    { subject: `code:${userId}`, countsOthers: false, what: 'wrong codes' },
    now,
  );
  const user = await findUserById(db, userId);
  const actor = user && (await takeCode(db, fields, user, code, now)) ? await findActor(db, userId) : undefined;
  if (!user || !actor) {
    const { lockedUntil } = reserved;
    if (user) await recordSignIn(db, now, 'refuseSignIn', user, origin, { way: 'ISSUER', lockedUntil });
    throw new Problem('sign-in-failed', { detail: 'The code is wrong.' });
  }
  await reserved.succeed();
  await recordSignIn(db, now, 'signIn', user, origin, { way: 'ISSUER' });
  return actor;
}

/**
 * The account that a sign-in made earlier speaks for.
 * @param signIn - the epoch of the account at that time, and whether an issuer had asked for a second factor
 * @returns undefined when the account is out of use, or everything signed in by then has ended
 * Law: CP-08.
 */
export async function findSignedIn(
  db: Database,
  { userId, ...signIn }: { userId: string; sessionVersion: number | undefined; issuerFactor: boolean },
): Promise<UserActor | undefined> {
  const actor = await findActor(db, userId);
  if (!actor || actor.sessionVersion !== signIn.sessionVersion) return undefined;
  return signIn.issuerFactor ? afterIssuer(actor, true) : actor;
}

/** Who the caller is and for whom the account acts. */
export async function describeSelf(ctx: UserContext): Promise<Me> {
  const { id, username, name, roles, courtCode, actsFor = null, secondFactor } = ctx.actor;
  const [parties, identity] = await together([listPartiesOfUser(ctx.db, id), findIdentityOf(ctx.db, id)]);
  return { id, username, displayName: name, roles: [...roles], courtCode, parties, identity, actsFor, secondFactor };
}

/** Sample accounts of this installation, for the sign-in page; none in a real one. */
export const listSamples = (db: Database) => listSampleAccounts(db);
