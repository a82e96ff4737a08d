import { and, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { anyOf } from '../../../platform/any-of.js';
import type { UserContext } from '../../../platform/context.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { wantedAccount } from '../../../tables/account-json.js';
import type { accountRequests } from '../../../tables/accounts.js';
import { caseParties } from '../../../tables/cases.js';
import { users } from '../../../tables/identity.js';
import { isName } from '../identity/user-names.js';
import { addUser, changeRights, reinstate, resetFactor, setPartiesOf, type UserRow } from '../identity/users.js';
import { setIdentity } from './identities.js';
import { grantLink } from './invitations.js';
import { lockUser, requireAnother } from './service.js';

export type RequestRow = typeof accountRequests.$inferSelect;

/** Whether a request leaves an account as it is but for how its person gets in. */
export const isOfAccess = (kind: RequestRow['kind']): boolean => kind === 'GIVE_LINK' || kind === 'RESET_FACTOR';

/** Refuses what the state of the account does not allow. Refuses: `account-state-forbids`. */
export function requireState(kind: RequestRow['kind'], user: UserRow): void {
  if (kind === 'RESET_FACTOR' && user.totpConfirmedAt === null) {
    throw new Problem('account-state-forbids', { detail: 'The account has no second factor.' });
  }
  const wanted = kind === 'REACTIVATE' ? user.status === 'DEACTIVATED' : user.status !== 'DEACTIVATED';
  if (!wanted) throw new Problem('account-state-forbids', { detail: `The account is ${user.status}.` });
}

const debtorSide = alias(caseParties, 'debtor_side');

/**
 * Refuses one account for two parties that stand against each other in a case: it would give the word of both.
 * Refuses: `parties-opposed`.
 */
export async function requireOneSide({ db }: UserContext, partyIds: readonly string[]): Promise<void> {
  if (partyIds.length < 2) return;
  const [found] = await db
    .select({ caseId: caseParties.caseId })
    .from(caseParties)
    .innerJoin(
      debtorSide,
      and(eq(debtorSide.courtCode, caseParties.courtCode), eq(debtorSide.caseId, caseParties.caseId)),
    )
    .where(
      and(
        anyOf(caseParties.partyId, partyIds),
        anyOf(debtorSide.partyId, partyIds),
        eq(caseParties.role, 'APPLICANT'),
        eq(debtorSide.role, 'ENTERPRISE'),
      ),
    )
    .limit(1);
  if (!found) return;
  const detail = 'Two of these parties stand against each other in a case; give each an account of its own.';
  throw new Problem('parties-opposed', { detail, errors: [{ pointer: '/parties', detail }] });
}

/** Refuses a name that another account has, however it is written. Refuses: `username-taken`. */
export async function requireFreeName(ctx: UserContext, username: string): Promise<void> {
  const [known] = await ctx.db.select({ id: users.id }).from(users).where(isName(users.username, username));
  if (known) throw new Problem('username-taken', { detail: `${username} is the name of another account.` });
}

/**
 * Makes the account, or changes it, as the approved request wants it; where its person needs a way in, grants the link
 * that the caller makes.
 * @returns id of the account
 * Refuses: `username-taken`, `account-state-forbids`, `parties-opposed`, `identity-taken`, `last-administrator`.
 */
export async function carryOut(ctx: UserContext, request: RequestRow): Promise<string> {
  const { partyIds, roles, identity, ...wanted } = wantedAccount.parse(request.wanted);
  if (!isOfAccess(request.kind)) await requireOneSide(ctx, partyIds);
  if (request.userId === null) {
    await requireFreeName(ctx, wanted.username);
    const id = newId();
    const made = { id, ...wanted, roles: [...roles], status: 'INVITED' as const, createdAt: ctx.clock.now() };
    await addUser(ctx.db, { ...made, managingCourtCode: request.courtCode });
    await setPartiesOf(ctx.db, id, partyIds);
    await setIdentity(ctx, id, identity);
    await grantLink(ctx, id);
    return id;
  }
  const user = await lockUser(ctx, request.userId);
  if (isOfAccess(request.kind)) {
    requireState(request.kind, user);
    if (request.kind === 'RESET_FACTOR') await resetFactor(ctx.db, user.id);
    await grantLink(ctx, user.id);
    return user.id;
  }
  await requireAnother(ctx, user, roles);
  const rights = { ...wanted, roles: [...roles] };
  await (request.kind === 'REACTIVATE' ? reinstate : changeRights)(ctx.db, user.id, rights);
  await setPartiesOf(ctx.db, user.id, partyIds);
  await setIdentity(ctx, user.id, identity);
  if (request.kind === 'REACTIVATE') await grantLink(ctx, user.id);
  return user.id;
}
