import { and, asc, eq, gt, isNull, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type Role } from '../../../law/people/roles.js';
import { flush, inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { Heed } from '../../../platform/heed.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import { users } from '../../../tables/identity.js';
import { recusals } from '../../../tables/recusals.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { GROUNDS } from '../cases/grounds.js';
import { openCase } from '../cases/open-case.js';
import { viewCase } from '../cases/repository.js';
import type { CaseView } from '../cases/schema.js';
import { getCaseRow } from '../cases/service.js';
import type { AssignmentInput, RecusalInput, RecusalView } from './schema.js';

const recorder = alias(users, 'recorder');
const lifter = alias(users, 'lifter');

async function viewRecusals(ctx: UserContext, owner: CaseRow, where: SQL | undefined, limit: number) {
  const rows = await ctx.db
    .select({
      row: recusals,
      name: users.displayName,
      recorderName: recorder.displayName,
      lifterName: lifter.displayName,
    })
    .from(recusals)
    .innerJoin(users, eq(users.id, recusals.userId))
    .innerJoin(recorder, eq(recorder.id, recusals.recordedBy))
    .leftJoin(lifter, eq(lifter.id, recusals.liftedBy))
    .where(and(eq(recusals.courtCode, owner.courtCode), eq(recusals.caseId, owner.id), where))
    .orderBy(asc(recusals.id))
    .limit(limit);
  return rows.map(({ row, name, recorderName, lifterName }): RecusalView => {
    const inForce = row.liftedAt === null;
    return {
      id: row.id,
      caseId: row.caseId,
      user: { id: row.userId, name },
      ground: row.ground,
      recordedBy: { id: row.recordedBy, name: recorderName },
      recordedAt: row.recordedAt,
      vacant: [
        ...(inForce && owner.officerId === row.userId ? (['OFFICER'] as const) : []),
        ...(inForce && owner.judgeId === row.userId ? (['JUDGE'] as const) : []),
      ],
      liftedBy: row.liftedBy === null ? null : { id: row.liftedBy, name: lifterName ?? '' },
      liftedAt: row.liftedAt,
      liftReason: row.liftReason,
    };
  });
}

async function viewOne(ctx: UserContext, owner: CaseRow, recusalId: string): Promise<RecusalView> {
  const [view] = await viewRecusals(ctx, owner, eq(recusals.id, recusalId), 1);
  requireFound(view, 'recusal', 'The case has no such recusal.');
  return view;
}

/** An active person of the case's court. Refuses: `user-unsuitable`. */
async function findColleague(ctx: UserContext, owner: CaseRow, userId: string, role?: Role) {
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.id, userId), eq(users.courtCode, owner.courtCode), eq(users.status, 'ACTIVE')));
  if (!user || (role !== undefined && !user.roles.includes(role))) {
    throw new Problem('user-unsuitable', { detail: `This is no active ${role ?? 'person'} of the court.` });
  }
  return user;
}

/**
 * Records that somebody must not work on a case: oneself, or the chief or the president for another. From then on the
 * case does not exist for that person, in whatever role.
 * Refuses: `not-found`, `not-permitted`, `user-unsuitable`, `already-recused`.
 * Law: CP-02; 民事诉讼法 47–49.
 */
export function recuse(ctx: UserContext, caseId: string, input: RecusalInput): Promise<RecusalView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    const userId = input.userId ?? tx.actor.id;
    const isOneself = userId === tx.actor.id;
    requireMay(tx.actor, isOneself ? 'recuse' : 'recuseAnother');
    const user = await findColleague(tx, owner, userId);
    const id = newId();
    const [made] = await tx.db
      .insert(recusals)
      .values({
        courtCode: owner.courtCode,
        id,
        caseId: owner.id,
        userId,
        ground: input.ground,
        recordedBy: tx.actor.id,
        recordedAt: tx.clock.now(),
      })
      .onConflictDoNothing()
      .returning({ id: recusals.id });
    if (!made) throw new Problem('already-recused', { detail: `${user.displayName} is recused already.` });
    const data = { recusalId: id, userId, name: user.displayName, ground: input.ground };
    file.note({ type: 'RECUSAL_RECORDED', data, ground: GROUNDS.recusal, after: data });
    return viewOne(tx, owner, id);
  });
}

/**
 * Lifts a recusal that was recorded wrongly; never by the person himself, who does not reach the case.
 * Refuses: `not-found`, `not-permitted`, `recusal-lifted`.
 * Law: CP-02.
 */
export function liftRecusal(ctx: UserContext, caseId: string, recusalId: string, reason: string): Promise<RecusalView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'liftRecusal');
    const before = await viewOne(tx, owner, recusalId);
    const [lifted] = await tx.db
      .update(recusals)
      .set({ liftedBy: tx.actor.id, liftedAt: tx.clock.now(), liftReason: reason })
      .where(and(eq(recusals.courtCode, owner.courtCode), eq(recusals.id, recusalId), isNull(recusals.liftedAt)))
      .returning({ id: recusals.id });
    if (!lifted) throw new Problem('recusal-lifted', { detail: 'The recusal is lifted already.' });
    const data = { recusalId, userId: before.user.id, reason };
    file.note({ type: 'RECUSAL_LIFTED', data, ground: GROUNDS.recusal, after: data });
    return viewOne(tx, owner, recusalId);
  });
}

/** One recusal of a case within reach. Refuses: `not-found`, `not-permitted`. */
export async function getRecusal(ctx: UserContext, caseId: string, recusalId: string): Promise<RecusalView> {
  const owner = await getCaseRow(ctx, caseId);
  requireMay(ctx.actor, 'readRecusal');
  return viewOne(ctx, owner, recusalId);
}

/** Recusals in a case within reach, oldest first. Refuses: `not-found`, `not-permitted`. */
export async function listRecusals(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  requireMay(ctx.actor, 'listRecusals');
  const list = `recusals:${owner.id}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const where = after === undefined ? undefined : gt(recusals.id, after);
  const views = await viewRecusals(ctx, owner, where, query.limit + 1);
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}

async function requireNotRecused(ctx: UserContext, owner: CaseRow, userId: string): Promise<void> {
  const [row] = await ctx.db
    .select({ id: recusals.id })
    .from(recusals)
    .where(
      and(
        eq(recusals.courtCode, owner.courtCode),
        eq(recusals.caseId, owner.id),
        eq(recusals.userId, userId),
        isNull(recusals.liftedAt),
      ),
    );
  if (row) throw new Problem('user-unsuitable', { detail: 'This person is recused from the case.' });
}

/**
 * Gives a case another officer in charge, another judge, or both; the officer in charge gets the court's notices from
 * then on.
 * Refuses: `not-found`, `not-permitted`, `user-unsuitable`, `stale-version`.
 * Law: CP-02; contract section 7 (`assignments`).
 */
export function assign(ctx: UserContext, caseId: string, input: AssignmentInput, heed: Heed): Promise<CaseView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'assignCase');
    heed(owner.version);
    const { officerId = owner.officerId, judgeId = owner.judgeId, reason } = input;
    if (input.officerId !== undefined) {
      await findColleague(tx, owner, input.officerId, 'OFFICER');
      await requireNotRecused(tx, owner, input.officerId);
    }
    if (input.judgeId !== undefined) {
      await findColleague(tx, owner, input.judgeId, 'JUDGE');
      await requireNotRecused(tx, owner, input.judgeId);
    }
    const before = { officerId: owner.officerId, judgeId: owner.judgeId };
    const after = { officerId, judgeId };
    const data = { from: before, to: after, reason };
    file.record({ type: 'CASE_ASSIGNED', data, before, after });
    file.change(after);
    await flush(tx);
    return viewCase(tx, owner.courtCode, owner.id);
  });
}
