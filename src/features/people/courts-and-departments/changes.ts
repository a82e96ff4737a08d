import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { placeOfCourt } from '../../../law/filing/court-codes.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { directoryChanges } from '../../../tables/directory-changes.js';
import { decideOnEntry, decider, enteredNow, enterer, entryNames, viewFourEyes } from '../four-eyes/four-eyes.js';
import type { DecisionInput } from '../four-eyes/schema.js';
import { requireMay } from '../permissions/require-may.js';
import { recordAccess } from '../trail/access-log.js';
import { addCourt, addDepartment, changeCourt, changeDepartment, findCourt, findDepartment } from './repository.js';
import type { DirectoryChangeInput, DirectoryChangeQuery, DirectoryChangeView } from './schema.js';

type ChangeRow = typeof directoryChanges.$inferSelect;
type Wanted = Pick<ChangeRow, 'subject' | 'change' | 'code' | 'name'>;

/** The court of the caller; everybody who may call here has one. */
const courtOf = (ctx: UserContext) => ctx.actor.courtCode ?? '';

async function viewChanges(ctx: UserContext, where: SQL | undefined, limit: number): Promise<DirectoryChangeView[]> {
  const rows = await ctx.db
    .select({ row: directoryChanges, ...entryNames })
    .from(directoryChanges)
    .innerJoin(enterer, eq(enterer.id, directoryChanges.enteredBy))
    .leftJoin(decider, eq(decider.id, directoryChanges.decidedBy))
    .where(and(eq(directoryChanges.courtCode, courtOf(ctx)), where))
    .orderBy(desc(directoryChanges.id))
    .limit(limit);
  return rows.map(({ row, ...names }) => {
    const { id, courtCode, subject, change, code, name, status } = row;
    return { id, courtCode, subject, change, code, name, status, ...viewFourEyes(row, names) };
  });
}

/** A change that administrators of the caller's court asked for. Refuses: `not-permitted`, `not-found`. */
export async function getDirectoryChange(ctx: UserContext, changeId: string): Promise<DirectoryChangeView> {
  requireMay(ctx.actor, 'readDirectoryChange');
  const [view] = await viewChanges(ctx, eq(directoryChanges.id, changeId), 1);
  requireFound(view, 'change', 'Nobody of your court has asked for such a change.');
  return view;
}

/** Changes that administrators of the caller's court asked for, newest first. Refuses: `not-permitted`. */
export async function listDirectoryChanges(ctx: UserContext, { limit, cursor, status }: DirectoryChangeQuery) {
  requireMay(ctx.actor, 'listDirectoryChanges');
  const list = `directory-changes:${status ?? ''}`;
  const before = cursor === undefined ? undefined : ctx.cursors.read(list, cursor)[0];
  const views = await viewChanges(
    ctx,
    and(
      status === undefined ? undefined : eq(directoryChanges.status, status),
      before === undefined ? undefined : lt(directoryChanges.id, before),
    ),
    limit + 1,
  );
  return toPage(views, limit, (last) => ctx.cursors.sign(list, [last.id]));
}

function refuseTaken(isThere: boolean, code: string): void {
  if (isThere) throw new Problem('code-taken', { detail: `${code} is in the list already.` });
}

function requireOpen(found: { readonly closedOn: string | null } | undefined, code: string): void {
  if (found?.closedOn === null) return;
  throw new Problem('directory-unlisted', { detail: `${code} is not in the list, or closed.` });
}

/**
 * Whether the list takes the change as it stands now: on entry, and again when it is decided.
 * Refuses: `code-taken`, `directory-unlisted`, `court-not-listed` (the court above), `invalid-body`.
 */
async function requirePossible(ctx: UserContext, { subject, change, code }: Wanted): Promise<void> {
  if (subject === 'DEPARTMENT') {
    const found = await findDepartment(ctx, courtOf(ctx), code);
    if (change === 'CREATE') refuseTaken(found !== undefined, code);
    else requireOpen(found, code);
    return;
  }
  const place = placeOfCourt(code);
  if (!place.ok) throw fieldProblem('/code', place.detail);
  const found = await findCourt(ctx, code);
  if (change !== 'CREATE') return requireOpen(found, code);
  refuseTaken(found !== undefined, code);
  const { parentCode } = place.value;
  if (parentCode !== null && (await findCourt(ctx, parentCode)) === undefined) {
    throw new Problem('court-not-listed', { detail: `The court above, ${parentCode}, is not in the list.` });
  }
}

/**
 * Asks to add, rename or close a court, or a department of the own court.
 * Refuses: `not-permitted`, `entry-waits`, and what `requirePossible` refuses.
 * Law: CP-01, ID-03.
 */
export function enterDirectoryChange(ctx: UserContext, input: DirectoryChangeInput): Promise<DirectoryChangeView> {
  requireMay(ctx.actor, 'enterDirectoryChange');
  return inTransaction(ctx, async (tx) => {
    const name = input.change === 'CLOSE' ? null : input.name;
    const { subject, change, code, reason } = input;
    await requirePossible(tx, { subject, change, code, name });
    const id = newId();
    const [made] = await tx.db
      .insert(directoryChanges)
      .values({ courtCode: courtOf(tx), id, subject, change, code, name, reason, ...enteredNow(tx) })
      .onConflictDoNothing()
      .returning({ id: directoryChanges.id });
    if (!made) throw new Problem('entry-waits', { detail: `A change of ${code} waits; have it decided first.` });
    return getDirectoryChange(tx, id);
  });
}

async function carryOut(ctx: UserContext, { courtCode, subject, change, code, name }: ChangeRow): Promise<void> {
  if (change === 'CLOSE') {
    const closed = { closedOn: ctx.today };
    return subject === 'COURT' ? changeCourt(ctx, code, closed) : changeDepartment(ctx, courtCode, code, closed);
  }
  invariant(name !== null, 'A change without a name');
  if (change === 'RENAME') {
    return subject === 'COURT' ? changeCourt(ctx, code, { name }) : changeDepartment(ctx, courtCode, code, { name });
  }
  if (subject === 'DEPARTMENT') return addDepartment(ctx, { courtCode, code, name });
  const place = placeOfCourt(code);
  invariant(place.ok, 'A court of no level');
  return addCourt(ctx, { code, name, ...place.value });
}

/**
 * Approves or rejects a change; an approved one stands in the list at once. A closed court files no more cases, a
 * closed department is asked no more; what is there already goes on.
 * Refuses: `not-permitted`, `not-found`, `entry-already-decided`, `four-eyes`, `invalid-body` (a rejection without
 * reason), and what `requirePossible` refuses.
 * Law: CP-01, CP-04.
 */
export function decideDirectoryChange(
  ctx: UserContext,
  changeId: string,
  input: DecisionInput,
): Promise<DirectoryChangeView> {
  requireMay(ctx.actor, 'decideDirectoryChange');
  return inTransaction(ctx, async (tx) => {
    const ours = and(eq(directoryChanges.courtCode, courtOf(tx)), eq(directoryChanges.id, changeId));
    const [row] = await tx.db.select().from(directoryChanges).where(ours).for('update');
    requireFound(row, 'change', 'Nobody of your court has asked for such a change.');
    const decided = decideOnEntry(tx, row, input, 'this change');
    if (input.decision === 'APPROVE') {
      await requirePossible(tx, row);
      await carryOut(tx, row);
    }
    await tx.db.update(directoryChanges).set(decided).where(ours);
    const { subject, change, code, name } = row;
    await recordAccess(tx, {
      act: 'decideDirectoryChange',
      object: `/v1/directory-changes/${changeId}`,
      courtCode: row.courtCode,
      purpose: row.reason,
      detail: { decision: input.decision, subject, change, code, name },
    });
    return getDirectoryChange(tx, changeId);
  });
}
