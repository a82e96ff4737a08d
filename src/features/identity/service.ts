import type { UserActor, UserContext } from '../../platform/context.js';
import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import { Problem } from '../../shared/problems.js';
import { clearFailures, countFailure, refuseWhileLocked } from './failures.js';
import { isPasswordRight } from './passwords.js';
import { findActor, findUserByName, listPartiesOfUser } from './repository.js';
import type { Me } from './schema.js';

/** Failed passwords after which an account, or an address, has to wait. An address serves many people. */
const ACCOUNT_FAILURES_MAX = 5;
const ADDRESS_FAILURES_MAX = 50;

interface SignIn {
  readonly username: string;
  readonly password: string;
  /** Where the caller sits; sample accounts lock per address only. */
  readonly address: string;
}

/**
 * Checks name and password of an active account.
 * @returns the acting user
 * Refuses: `sign-in-failed` (the same for an unknown name and a wrong password), `too-many-requests` while locked.
 */
export async function signIn(db: Database, clock: Clock, attempt: SignIn): Promise<UserActor> {
  const now = clock.now();
  const address = `address:${attempt.address}`;
  const account = `account:${attempt.username}@${attempt.address}`;
  await refuseWhileLocked(db, [address, account], now, 'wrong passwords');
  const user = await findUserByName(db, attempt.username);
  const right = await isPasswordRight(user?.passwordHash ?? undefined, attempt.password);
  const actor = right && user ? await findActor(db, user.id) : undefined;
  if (!actor) {
    await countFailure(db, address, now, ADDRESS_FAILURES_MAX);
    await countFailure(db, account, now, ACCOUNT_FAILURES_MAX);
    throw new Problem('sign-in-failed', { detail: 'User name or password is wrong.' });
  }
  await clearFailures(db, account);
  return actor;
}

/** Who the caller is and for whom the account acts. */
export async function describeSelf(ctx: UserContext): Promise<Me> {
  const { id, username, name, roles, courtCode } = ctx.actor;
  const parties = await listPartiesOfUser(ctx.db, id);
  return { id, username, displayName: name, roles: [...roles], courtCode, parties };
}
