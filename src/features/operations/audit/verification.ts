import { desc } from 'drizzle-orm';
import { z } from 'zod';
import type { Context, UserContext } from '../../../platform/context.js';
import type { Database } from '../../../platform/database.js';
import { Problem } from '../../../shared/problems.js';
import { auditRoots } from '../../../tables/audit.js';
import { findCase } from '../../dossier/cases/repository.js';
import { requireMay } from '../../people/permissions/require-may.js';
import type { AuditKeys } from './keys.js';
import type { VerificationInput, VerificationView } from './schema.js';
import { verifyAccessLog } from './verify-access.js';
import { type CaseScope, verifyCases } from './verify-cases.js';
import { verifyRoots } from './verify-roots.js';

/** Longest time of one call; what is left goes on with a cursor. */
const CALL_MS = 10_000;

const PHASES = ['CASES', 'ACCESS', 'ROOTS'] as const;

/** Where a verification stopped: a phase, and two texts that its chain goes on from. */
const positionForm = z.tuple([z.enum(PHASES), z.string(), z.string()]).readonly();
type Position = z.infer<typeof positionForm>;
const START: Position = ['CASES', '', ''];

type Outcome = Omit<VerificationView, 'lastRoot' | 'nextCursor'> & { readonly next?: Position };

/**
 * Verifies chains of cases and the rows that they fix, then, unless one case was asked for, the access log and the
 * daily roots. The first broken link ends it: everything after it rests on nothing.
 */
async function verifyAll(
  ctx: Context,
  keys: AuditKeys,
  scope: CaseScope,
  [phase, one, two]: Position,
  isTimeUp: () => boolean,
): Promise<Outcome> {
  const { db } = ctx;
  const checked = { cases: 0, events: 0, accessBatches: 0, roots: 0 };
  const stop = (broken: VerificationView['firstBroken'] | undefined, next: Position | undefined): Outcome =>
    broken
      ? { result: 'BROKEN', firstBroken: broken, checked }
      : { result: 'INCOMPLETE', firstBroken: null, checked, ...(next && { next }) };
  if (phase === 'CASES') {
    const found = await verifyCases(ctx, scope, one === '' ? undefined : { courtCode: one, caseId: two }, isTimeUp);
    Object.assign(checked, { cases: found.cases, events: found.events });
    if (found.broken || found.next)
      return stop(found.broken, found.next && ['CASES', found.next.courtCode, found.next.caseId]);
  }
  if (scope.caseId === undefined && phase !== 'ROOTS') {
    const start = phase === 'ACCESS' && one !== '' ? { seq: Number(one), hash: two } : undefined;
    const found = await verifyAccessLog(db, start, isTimeUp);
    checked.accessBatches = found.batches;
    if (found.broken || found.next)
      return stop(found.broken, found.next && ['ACCESS', String(found.next.seq), found.next.hash]);
  }
  if (scope.caseId === undefined) {
    const start = phase === 'ROOTS' && one !== '' ? { seq: Number(one), hash: two } : undefined;
    const found = await verifyRoots(db, keys, start, isTimeUp);
    checked.roots = found.roots;
    if (found.broken || found.next)
      return stop(found.broken, found.next && ['ROOTS', String(found.next.seq), found.next.hash]);
  }
  return { result: 'WHOLE', firstBroken: null, checked };
}

/** The newest root, which people compare with the copy that they keep elsewhere. */
async function readLastRoot(db: Database): Promise<VerificationView['lastRoot']> {
  const { seq, rootOn, hash, keyId } = auditRoots;
  const [root] = await db.select({ seq, rootOn, hash, keyId }).from(auditRoots).orderBy(desc(seq)).limit(1);
  return root ?? null;
}

/**
 * The auditor's verification of the own court: bounded in time, goes on with a cursor.
 * Refuses: `not-permitted`, `not-found`, `invalid-cursor`.
 * Law: EV-02.
 */
export async function verifyAudit(
  ctx: UserContext,
  keys: AuditKeys,
  { cursor, ...input }: VerificationInput,
): Promise<VerificationView> {
  requireMay(ctx.actor, 'verifyAudit');
  if (input.caseId !== undefined && !(await findCase(ctx, input.caseId))) {
    throw new Problem('not-found', { detail: 'There is no such case.' });
  }
  const scope = { ...input, courtCode: ctx.actor.courtCode ?? '' };
  const list = `audit-verification:${JSON.stringify(scope)}`;
  const start = cursor === undefined ? START : positionForm.parse(ctx.cursors.read(list, cursor));
  const deadline = Date.now() + CALL_MS;
  const { next, ...outcome } = await verifyAll(ctx, keys, scope, start, () => Date.now() > deadline);
  return { ...outcome, lastRoot: await readLastRoot(ctx.db), nextCursor: next ? ctx.cursors.sign(list, next) : null };
}

/** The operator's verification: every court, to the end. */
export async function verifyEverything(ctx: Context, keys: AuditKeys, scope: CaseScope): Promise<VerificationView> {
  const outcome = await verifyAll(ctx, keys, scope, ['CASES', '', ''], () => false);
  return { ...outcome, lastRoot: await readLastRoot(ctx.db), nextCursor: null };
}
