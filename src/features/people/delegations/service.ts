import { and, desc, eq, gte, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Role } from '../../../law/people/roles.js';
import { hasRole, inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { delegations } from '../../../tables/delegations.js';
import { users } from '../../../tables/identity.js';
import {
  decideOnEntry,
  decider,
  enteredNow,
  enterer,
  entryNames,
  requireSecondPerson,
  viewFourEyes,
} from '../four-eyes/four-eyes.js';
import type { DecisionInput } from '../four-eyes/schema.js';
import { role } from '../identity/schema.js';
import { requireMay } from '../permissions/require-may.js';
import { recordAccess } from '../trail/access-log.js';
import { inForceOn } from './deputies.js';
import { checkDelegation, type Colleague } from './rules.js';
import type { DelegationInput, DelegationQuery, DelegationView } from './schema.js';

/** Who asks for others; who sees all of the court; who decides. */
const ORDERING: readonly Role[] = ['BUREAU_CHIEF', 'PRESIDENT'];
const OVERSEERS: readonly Role[] = [...ORDERING, 'SECURITY_ADMIN', 'AUDITOR'];

const principal = alias(users, 'principal');
const deputy = alias(users, 'deputy');
const ender = alias(users, 'ender');

type Row = typeof delegations.$inferSelect;

const unknown = () => new Problem('not-found', { detail: 'There is no such delegation within your reach.' });

/** Condition: the caller sees it, as one of the two people or by office. */
function visible({ actor }: UserContext): SQL | undefined {
  const ofCourt = eq(delegations.courtCode, actor.courtCode ?? '');
  if (hasRole(actor, ...OVERSEERS)) return ofCourt;
  return and(ofCourt, or(eq(delegations.principalId, actor.id), eq(delegations.deputyId, actor.id)));
}

async function viewDelegations(ctx: UserContext, where: SQL | undefined, limit: number): Promise<DelegationView[]> {
  const rows = await ctx.db
    .select({
      row: delegations,
      inForce: sql<boolean>`(${inForceOn(ctx.today)})`,
      principalName: principal.displayName,
      deputyName: deputy.displayName,
      enderName: ender.displayName,
      ...entryNames,
    })
    .from(delegations)
    .innerJoin(principal, eq(principal.id, delegations.principalId))
    .innerJoin(deputy, eq(deputy.id, delegations.deputyId))
    .innerJoin(enterer, eq(enterer.id, delegations.enteredBy))
    .leftJoin(decider, eq(decider.id, delegations.decidedBy))
    .leftJoin(ender, eq(ender.id, delegations.endedBy))
    .where(and(visible(ctx), where))
    .orderBy(desc(delegations.id))
    .limit(limit);
  return rows.map(({ row, inForce, principalName, deputyName, enderName, ...names }) => ({
    id: row.id,
    courtCode: row.courtCode,
    principal: { id: row.principalId, name: principalName },
    deputy: { id: row.deputyId, name: deputyName },
    roles: role.array().parse(row.roles),
    fromOn: row.fromOn,
    toOn: row.toOn,
    inForce,
    status: row.status,
    ...viewFourEyes(row, names),
    endedBy: row.endedBy === null ? null : { id: row.endedBy, name: enderName ?? '' },
    endedAt: row.endedAt,
    endReason: row.endReason,
    version: 1 + (row.decidedAt === null ? 0 : 1) + (row.endedAt === null ? 0 : 1),
  }));
}

/** One delegation of the caller's court: his own, or any by office. Refuses: `not-found`. */
export async function getDelegation(ctx: UserContext, delegationId: string): Promise<DelegationView> {
  const [view] = await viewDelegations(ctx, eq(delegations.id, delegationId), 1);
  requireFound(view, 'delegation');
  return view;
}

/** Delegations of the caller's court, newest first: his own, or all by office. */
export async function listDelegations(ctx: UserContext, query: DelegationQuery) {
  const { limit, cursor, status, inForce } = query;
  const list = `delegations:${JSON.stringify({ status, inForce })}`;
  const before = cursor === undefined ? undefined : ctx.cursors.read(list, cursor)[0];
  const where = and(
    status === undefined ? undefined : eq(delegations.status, status),
    inForce === true ? inForceOn(ctx.today) : undefined,
    before === undefined ? undefined : lt(delegations.id, before),
  );
  const views = await viewDelegations(ctx, where, limit + 1);
  return toPage(views, limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** Somebody active of the caller's court, locked. Refuses: `user-unsuitable`. */
async function lockColleague(ctx: UserContext, userId: string): Promise<Colleague> {
  const [user] = await ctx.db
    .select({ id: users.id, roles: users.roles })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.courtCode, ctx.actor.courtCode ?? ''), eq(users.status, 'ACTIVE')))
    .for('no key update');
  if (!user) throw new Problem('user-unsuitable', { detail: 'This is no active person of your court.' });
  return { id: user.id, roles: role.array().parse(user.roles) };
}

/** Refuses a second delegation between the same two people on the same days. Refuses: `delegation-overlaps`. */
async function requireFreeDays(ctx: UserContext, wanted: DelegationInput & { principalId: string }): Promise<void> {
  const [known] = await ctx.db
    .select({ id: delegations.id })
    .from(delegations)
    .where(
      and(
        eq(delegations.principalId, wanted.principalId),
        eq(delegations.deputyId, wanted.deputyId),
        ne(delegations.status, 'REJECTED'),
        isNull(delegations.endedAt),
        lte(delegations.fromOn, wanted.toOn),
        gte(delegations.toOn, wanted.fromOn),
      ),
    );
  if (known)
    throw new Problem('delegation-overlaps', { detail: 'These two have a delegation for some of these days.' });
}

/**
 * Asks that a colleague exercises an office while its holder is absent: the holder himself, or chief and president for
 * another. It counts when a second person has approved it.
 * Refuses: `not-permitted`, `user-unsuitable`, `delegation-overlaps`, `invalid-body` (`checkDelegation`).
 * Law: CP-01.
 */
export function requestDelegation(ctx: UserContext, input: DelegationInput): Promise<DelegationView> {
  requireMay(ctx.actor, 'requestDelegation');
  if (ctx.actor.actsFor !== undefined) {
    throw new Problem('not-permitted', { detail: 'What was delegated to you is not yours to pass on.' });
  }
  const principalId = input.principalId ?? ctx.actor.id;
  if (principalId !== ctx.actor.id) requireMay(ctx.actor, 'delegateForAnother');
  return inTransaction(ctx, async (tx) => {
    // In one order, so that two who ask for each other do not wait for each other.
    const people = new Map<string, Colleague>();
    for (const userId of [...new Set([principalId, input.deputyId])].toSorted()) {
      people.set(userId, await lockColleague(tx, userId));
    }
    const [absent, acting] = [people.get(principalId), people.get(input.deputyId)];
    if (!absent || !acting) throw unknown();
    const checked = checkDelegation({ ...input, principal: absent, deputy: acting }, tx.today);
    if (!checked.ok) throw fieldProblem(checked.pointer ?? '', checked.detail);
    const row = { ...input, principalId, id: newId(), courtCode: tx.actor.courtCode ?? '' };
    await requireFreeDays(tx, row);
    await tx.db.insert(delegations).values({ ...row, ...enteredNow(tx) });
    return getDelegation(tx, row.id);
  });
}

async function lockDelegation(ctx: UserContext, delegationId: string): Promise<Row> {
  const [row] = await ctx.db
    .select()
    .from(delegations)
    .where(and(visible(ctx), eq(delegations.id, delegationId)))
    .for('update');
  requireFound(row, 'delegation');
  return row;
}

function recordAct(ctx: UserContext, act: string, row: Row, detail: object): Promise<void> {
  const { principalId, deputyId, roles, fromOn, toOn } = row;
  return recordAccess(ctx, {
    act,
    object: `/v1/delegations/${row.id}`,
    courtCode: row.courtCode,
    purpose: row.reason,
    detail: { principalId, deputyId, roles, fromOn, toOn, ...detail },
  });
}

/**
 * Approves or rejects a delegation; an approval is given by somebody who is none of the three people behind it.
 * Refuses: `not-found`, `not-permitted`, `entry-already-decided`, `four-eyes`, `invalid-body` (a rejection without
 * reason).
 * Law: CP-01.
 */
export function decideDelegation(
  ctx: UserContext,
  delegationId: string,
  input: DecisionInput,
): Promise<DelegationView> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockDelegation(tx, delegationId);
    requireMay(tx.actor, 'decideDelegation');
    const decision = decideOnEntry(tx, row, input, 'this delegation');
    if (decision.status === 'APPROVED') {
      requireSecondPerson(
        tx.actor,
        [row.principalId, row.deputyId],
        'It is about your own office; somebody else has to approve it.',
      );
    }
    await tx.db
      .update(delegations)
      .set(decision)
      .where(and(eq(delegations.courtCode, row.courtCode), eq(delegations.id, row.id)));
    await recordAct(tx, 'decideDelegation', row, { decision: input.decision });
    return getDelegation(tx, row.id);
  });
}

/**
 * Ends a delegation before its last day: one of the two people, or whoever oversees offices. At once.
 * Refuses: `not-found`, `not-permitted`, `delegation-over`.
 */
export function endDelegation(ctx: UserContext, delegationId: string, reason: string): Promise<DelegationView> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockDelegation(tx, delegationId);
    const isOwn = [row.principalId, row.deputyId].includes(tx.actor.id);
    if (!isOwn) requireMay(tx.actor, 'endDelegationOfOthers');
    if (row.status === 'REJECTED' || row.endedAt !== null || row.toOn < tx.today) {
      throw new Problem('delegation-over', { detail: 'The delegation is over already.' });
    }
    await tx.db
      .update(delegations)
      .set({ endedBy: tx.actor.id, endedAt: tx.clock.now(), endReason: reason })
      .where(and(eq(delegations.courtCode, row.courtCode), eq(delegations.id, row.id)));
    await recordAct(tx, 'endDelegation', row, { endReason: reason });
    return getDelegation(tx, row.id);
  });
}
