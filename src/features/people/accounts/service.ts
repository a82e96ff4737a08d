import { and, eq, ne, sql } from 'drizzle-orm';
import type { Role } from '../../../law/people/roles.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { invitations } from '../../../tables/accounts.js';
import { users } from '../../../tables/identity.js';
import { revokeKeysOf } from '../api-keys/service.js';
import { deactivate, type UserRow } from '../identity/users.js';
import { requireMay } from '../permissions/require-may.js';
import { recordAct } from '../trail/acts-on-accounts.js';
import { findManaged, listManaged, lockManaged, viewUsers } from './repository.js';
import type { UserQuery, UserView } from './schema.js';

const UNKNOWN_USER = 'Your court looks after no such account.';

/** Accounts that the caller's court looks after. Refuses: `not-permitted`. */
export async function listUsers(ctx: UserContext, query: UserQuery) {
  requireMay(ctx.actor, 'listUsers');
  const list = `users:${query.status ?? ''}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await listManaged(ctx, { status: query.status, after, limit: query.limit + 1 });
  return toPage(await viewUsers(ctx, rows), query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** One account that the caller's court looks after. Refuses: `not-permitted`, `not-found`. */
export async function getUser(ctx: UserContext, userId: string): Promise<UserView> {
  requireMay(ctx.actor, 'readUser');
  const row = await findManaged(ctx, userId);
  const [view] = row ? await viewUsers(ctx, [row]) : [];
  requireFound(view, 'account', UNKNOWN_USER);
  return view;
}

/** Locks an account that the caller's court looks after. Refuses: `not-found`. */
export async function lockUser(ctx: UserContext, userId: string): Promise<UserRow> {
  const row = await lockManaged(ctx, userId);
  requireFound(row, 'account', UNKNOWN_USER);
  return row;
}

/**
 * Refuses what would leave a court without somebody who can ask for rights, or without somebody who can approve them.
 * @param rolesLeft - roles that the account keeps
 * Refuses: `last-administrator`.
 */
export async function requireAnother(ctx: UserContext, user: UserRow, rolesLeft: readonly Role[] = []): Promise<void> {
  for (const role of ['ADMIN', 'SECURITY_ADMIN'] as const) {
    if (user.status !== 'ACTIVE' || !user.roles.includes(role) || rolesLeft.includes(role)) continue;
    const [other] = await ctx.db
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          eq(users.courtCode, user.courtCode ?? ''),
          eq(users.status, 'ACTIVE'),
          ne(users.id, user.id),
          sql`${role} = any(${users.roles})`,
        ),
      )
      .limit(1);
    if (!other)
      throw new Problem('last-administrator', { detail: `${user.username} is the last active ${role} of the court.` });
  }
}

/**
 * Takes an account out of use, at once and with all its sessions, tokens and keys: taking away needs no second
 * person, giving back does (`REACTIVATE`).
 * Refuses: `not-found`, `not-permitted`, `account-state-forbids`, `last-administrator`.
 * Law: CP-01, CP-08.
 */
export function deactivateUser(
  ctx: UserContext,
  userId: string,
  reason: string,
  checkVersion: (version: number) => void,
): Promise<UserView> {
  requireMay(ctx.actor, 'deactivateUser');
  return inTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, userId);
    checkVersion(user.version);
    if (user.status === 'DEACTIVATED') {
      throw new Problem('account-state-forbids', { detail: 'The account is deactivated already.' });
    }
    await requireAnother(tx, user);
    await tx.db.delete(invitations).where(eq(invitations.userId, userId));
    await revokeKeysOf(tx, userId);
    await deactivate(tx.db, userId);
    await recordAct(tx, 'deactivateUser', user, {}, reason);
    return getUser(tx, userId);
  });
}
