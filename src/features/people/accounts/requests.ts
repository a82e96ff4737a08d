import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import type { Role } from '../../../law/people/roles.js';
import { inTransaction, personsOf, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { accept } from '../../../shared/refusal.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { type WantedAccount, wantedAccount } from '../../../tables/account-json.js';
import { accountRequests } from '../../../tables/accounts.js';
import { users } from '../../../tables/identity.js';
import { hasOpenDepartment } from '../courts-and-departments/repository.js';
import { decideOnEntry, decider, enteredNow, enterer, entryNames, viewFourEyes } from '../four-eyes/four-eyes.js';
import type { DecisionInput } from '../four-eyes/schema.js';
import { isName } from '../identity/user-names.js';
import { requireMay } from '../permissions/require-may.js';
import { recordAct } from '../trail/acts-on-accounts.js';
import { tellOfAccess } from './account-notices.js';
import { carryOut, isOfAccess, requireFreeName, requireOneSide, requireState } from './carrying-out.js';
import { findPartyOfCourt, toWanted, viewUsers } from './repository.js';
import { checkCombination, checkRights } from './rules.js';
import type { AccountRequestInput, AccountRequestQuery, AccountRequestView } from './schema.js';
import { lockUser } from './service.js';

/** Who asks, who decides, and who checks. */

/** The court whose accounts an administrator looks after. */
function courtOf(ctx: UserContext): string {
  if (ctx.actor.courtCode === null) throw new Error('An administrator without a court');
  return ctx.actor.courtCode;
}

async function resolveParties(ctx: UserContext, named: Extract<AccountRequestInput, { kind: 'CREATE' }>['parties']) {
  const ids: string[] = [];
  for (const [index, party] of (named ?? []).entries()) {
    const partyId = await findPartyOfCourt(ctx, courtOf(ctx), party);
    const pointer = `/parties/${index}`;
    if (partyId === undefined) {
      const detail = 'no case of this court has such a party';
      throw new Problem('party-of-no-case', { detail, errors: [{ pointer, detail }] });
    }
    if (ids.includes(partyId)) throw fieldProblem(pointer, 'this party is named twice');
    ids.push(partyId);
  }
  return ids;
}

const isOfParties = (roles: readonly Role[]) => roles.includes('ENTERPRISE') || roles.includes('APPLICANT');

/** The account as the request wants it. Refuses: `party-of-no-case`, and 400 for what does not fit together. */
async function toWantedAccount(
  ctx: UserContext,
  input: AccountRequestInput,
  present: WantedAccount | undefined,
): Promise<WantedAccount> {
  if (input.kind !== 'CREATE' && input.kind !== 'CHANGE') {
    invariant(present, 'The account is there');
    // It may be older than the rules about what goes together.
    const together = input.kind === 'REACTIVATE' ? checkCombination(present.roles) : accept(true);
    if (!together.ok) throw new Problem('account-state-forbids', { detail: together.detail });
    return present;
  }
  const wanted: WantedAccount = {
    username: input.kind === 'CREATE' ? input.username : (present?.username ?? ''),
    displayName: input.displayName ?? present?.displayName ?? '',
    email: input.kind === 'CREATE' ? (input.email ?? null) : (present?.email ?? null),
    roles: input.roles,
    courtCode: isOfParties(input.roles) ? null : courtOf(ctx),
    departmentCode: input.departmentCode ?? null,
    partyIds: await resolveParties(ctx, input.parties),
    identity: input.identity === undefined ? (present?.identity ?? null) : input.identity,
  };
  const checked = checkRights(wanted);
  if (!checked.ok) throw fieldProblem(checked.pointer ?? '/roles', checked.detail);
  await requireDepartment(ctx, wanted);
  await requireOneSide(ctx, wanted.partyIds);
  return wanted;
}

/** Refuses an account of a department that the court does not have. Refuses: `department-unknown`. */
async function requireDepartment(ctx: UserContext, { courtCode, departmentCode }: WantedAccount): Promise<void> {
  if (courtCode === null || departmentCode === null) return;
  if (await hasOpenDepartment(ctx, courtCode, departmentCode)) return;
  const detail = `The court has no open department ${departmentCode}.`;
  throw new Problem('department-unknown', { detail, errors: [{ pointer: '/departmentCode', detail }] });
}

/**
 * Asks for an account, for other rights of one, for one to be taken into use again, or for a way in: a link for a
 * forgotten password, another second factor for a lost one.
 * Refuses: `not-permitted`, `not-found`, `username-taken`, `account-state-forbids`, `own-rights`, `entry-waits`,
 * `party-of-no-case`, `parties-opposed`, `department-unknown`, `invalid-body`.
 * Law: CP-01, CP-08.
 */
export function requestAccount(ctx: UserContext, input: AccountRequestInput): Promise<AccountRequestView> {
  requireMay(ctx.actor, 'requestAccount');
  if (!isOfAccess(input.kind)) requireMay(ctx.actor, 'requestRights');
  return inTransaction(ctx, async (tx) => {
    const user = input.kind === 'CREATE' ? undefined : await lockUser(tx, input.userId);
    if (user?.id === tx.actor.id) throw new Problem('own-rights', { detail: 'Nobody asks for rights of his own.' });
    if (user) requireState(input.kind, user);
    const [view] = user ? await viewUsers(tx, [user]) : [];
    const wanted = await toWantedAccount(tx, input, view && toWanted(view));
    if (input.kind === 'CREATE') await requireFreeName(tx, wanted.username);
    const row = {
      id: newId(),
      courtCode: courtOf(tx),
      kind: input.kind,
      userId: user?.id ?? null,
      wanted: wantedAccount.encode(wanted),
      username: wanted.username,
      reason: input.reason,
      ...enteredNow(tx),
    };
    const waiting = and(
      eq(accountRequests.courtCode, row.courtCode),
      isName(accountRequests.username, wanted.username),
      eq(accountRequests.status, 'ENTERED'),
    );
    const [known] = await tx.db.select({ id: accountRequests.id }).from(accountRequests).where(waiting);
    if (known) throw new Problem('entry-waits', { detail: 'A request for this account waits; have it decided first.' });
    await tx.db.insert(accountRequests).values(row);
    return getRequest(tx, row.id);
  });
}

/**
 * Approves or rejects a request for rights; an approval takes effect at once and ends the sessions of the account.
 * @returns the request, and the account whose sessions have ended
 * Refuses: `not-permitted`, `not-found`, `entry-already-decided`, `four-eyes`, `own-rights`, `last-administrator`,
 * `username-taken`, `account-state-forbids`, `parties-opposed`, `invalid-body` (a rejection without reason).
 * Law: CP-01: granted by ADMIN, approved by SECURITY_ADMIN or chief.
 */
export function decideRequest(ctx: UserContext, requestId: string, input: DecisionInput): Promise<AccountRequestView> {
  requireMay(ctx.actor, 'decideAccountRequest');
  return inTransaction(ctx, async (tx) => {
    const ours = and(eq(accountRequests.courtCode, courtOf(tx)), eq(accountRequests.id, requestId));
    const [request] = await tx.db.select().from(accountRequests).where(ours).for('update');
    requireFound(request, 'request', UNKNOWN_REQUEST);
    const decision = decideOnEntry(tx, request, input, 'this request');
    const approved = decision.status === 'APPROVED';
    if (approved && request.userId !== null && personsOf(tx.actor).includes(request.userId)) {
      throw new Problem('own-rights', { detail: 'Nobody approves rights of his own.' });
    }
    const userId = approved ? await carryOut(tx, request) : request.userId;
    await tx.db
      .update(accountRequests)
      .set({ ...decision, userId })
      .where(ours);
    if (approved && userId !== null && isOfAccess(request.kind)) await tellOfAccess(tx, request, userId);
    const { kind, username, reason, wanted } = request;
    const detail = { decision: input.decision, kind, requestId, wanted };
    await recordAct(tx, 'decideAccountRequest', { id: userId ?? requestId, username }, detail, reason);
    return getRequest(tx, requestId);
  });
}

const UNKNOWN_REQUEST = 'Your court has no such request.';

async function viewRequests(ctx: UserContext, where: SQL | undefined, limit: number): Promise<AccountRequestView[]> {
  const rows = await ctx.db
    .select({ row: accountRequests, user: users, ...entryNames })
    .from(accountRequests)
    .innerJoin(enterer, eq(enterer.id, accountRequests.enteredBy))
    .leftJoin(decider, eq(decider.id, accountRequests.decidedBy))
    .leftJoin(users, eq(users.id, accountRequests.userId))
    .where(and(eq(accountRequests.courtCode, courtOf(ctx)), where))
    .orderBy(desc(accountRequests.id))
    .limit(limit);
  const present = await viewUsers(
    ctx,
    rows.flatMap(({ row, user }) => (user && row.status === 'ENTERED' ? [user] : [])),
  );
  return rows.map(({ row, user: _user, ...names }) => {
    const before = present.find(({ id }) => id === row.userId && row.status === 'ENTERED');
    return {
      id: row.id,
      kind: row.kind,
      status: row.status,
      userId: row.userId,
      wanted: wantedAccount.parse(row.wanted),
      before: before ? toWanted(before) : null,
      ...viewFourEyes(row, names),
    };
  });
}

/** One request of the caller's court. Refuses: `not-permitted`, `not-found`. */
export async function getRequest(ctx: UserContext, requestId: string): Promise<AccountRequestView> {
  requireMay(ctx.actor, 'readAccountRequest');
  const [view] = await viewRequests(ctx, eq(accountRequests.id, requestId), 1);
  requireFound(view, 'request', UNKNOWN_REQUEST);
  return view;
}

/** Requests of the caller's court, newest first. Refuses: `not-permitted`. */
export async function listRequests(ctx: UserContext, query: AccountRequestQuery) {
  requireMay(ctx.actor, 'listAccountRequests');
  const list = `account-requests:${query.status ?? ''}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const where = and(
    query.status === undefined ? undefined : eq(accountRequests.status, query.status),
    before === undefined ? undefined : lt(accountRequests.id, before),
  );
  const views = await viewRequests(ctx, where, query.limit + 1);
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
