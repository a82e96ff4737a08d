import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, gt, max, type SQL } from 'drizzle-orm';
import { type Claim, correctClaim } from '../../../law/claims/claim.js';
import { checkGround, CORRECTION_GROUNDS, restsOnDocument } from '../../../law/claims/correction-grounds.js';
import { type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem, Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import { type StoredClaim, claimView } from '../../../tables/claim-correction-json.js';
import { claimCorrections } from '../../../tables/claim-corrections.js';
import { withinReach } from '../../dossier/cases/repository.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { decideInCase, enteredInCase, namesBehind, viewCaseEntry } from '../../people/four-eyes/four-eyes.js';
import type { DecisionInput } from '../../people/four-eyes/schema.js';
import type { CorrectionInput, CorrectionView } from './schema.js';

export type CorrectionRow = typeof claimCorrections.$inferSelect;

function changedKeys(before: StoredClaim, after: StoredClaim): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([key, value]) => !isDeepStrictEqual(old.get(key), value))
    .map(([key]) => key)
    .sort();
}

function requireDocument({ ground, evidence, fileIds = [] }: CorrectionInput): void {
  if (!restsOnDocument(ground) || evidence !== undefined || fileIds.length > 0) return;
  const document = ground === 'WAIVER' ? 'the statement of the applicant' : 'the document that it rests on';
  throw new Problem('evidence-required', {
    detail: `A correction on the ground ${ground} names ${document}, as text or as files.`,
    errors: [{ pointer: '/evidence', detail: `name ${document}, or give fileIds` }],
  });
}

/** The claim after the correction. Refuses: `invalid-body`, with the pointer of what does not fit. */
export function proposeClaim(before: Claim, input: CorrectionInput): Claim {
  const outcome = correctClaim(before, input);
  if (!outcome.ok) throw fieldProblem(outcome.pointer ?? '', outcome.detail);
  if (isDeepStrictEqual(outcome.value, before)) throw fieldProblem('', 'Nothing of the claim would change.');
  const fits = checkGround(input.ground, before, outcome.value);
  if (!fits.ok) throw fieldProblem(fits.pointer ?? '', fits.detail);
  return outcome.value;
}

/**
 * Stores a correction under the next number of the case; it waits for the second person.
 * Refuses: `evidence-required`, `entry-waits` (another one waits: it would be computed from a claim that may change).
 */
export async function insertCorrection(
  ctx: UserContext,
  owner: CaseRow,
  input: CorrectionInput,
  claims: [Claim, Claim],
): Promise<CorrectionRow> {
  requireDocument(input);
  const { courtCode, id: caseId } = owner;
  const ofCase = and(eq(claimCorrections.courtCode, courtCode), eq(claimCorrections.caseId, caseId));
  const [last] = await ctx.db
    .select({ no: max(claimCorrections.no) })
    .from(claimCorrections)
    .where(ofCase);
  const { enteredAt: createdAt, ...entered } = enteredInCase(ctx);
  const [row] = await ctx.db
    .insert(claimCorrections)
    .values({
      courtCode,
      id: newId(),
      caseId,
      no: (last?.no ?? 0) + 1,
      ground: input.ground,
      reason: input.reason,
      evidence: input.evidence ?? null,
      fileIds: [...(input.fileIds ?? [])],
      before: claimView.encode(claims[0]),
      after: claimView.encode(claims[1]),
      enteredOn: ctx.today,
      createdAt,
      ...entered,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new Problem('entry-waits', { detail: 'A correction of this claim waits; have it decided first.' });
  return row;
}

/**
 * Stores the decision on a correction.
 * Refuses: `entry-already-decided`, `invalid-body` (a rejection without reason), `four-eyes`.
 * Law: CP-01.
 */
export async function storeDecision(ctx: UserContext, row: CorrectionRow, input: DecisionInput) {
  const decided = decideInCase(ctx, row, input, 'this correction');
  await ctx.db
    .update(claimCorrections)
    .set(decided)
    .where(and(eq(claimCorrections.courtCode, row.courtCode), eq(claimCorrections.id, row.id)));
  return decided.status;
}

/** What waits or was rejected is the court's own matter; of what was decided everybody reads. */
function visible({ actor }: UserContext): SQL | undefined {
  return actor.courts.length > 0 ? undefined : eq(claimCorrections.status, 'APPROVED');
}

function selectCorrections(ctx: UserContext, where: SQL | undefined) {
  const { enteredBy, decidedBy, enteredFor, decidedFor } = claimCorrections;
  return ctx.db
    .select({ row: claimCorrections, names: namesBehind({ enteredBy, decidedBy, enteredFor, decidedFor }) })
    .from(claimCorrections)
    .innerJoin(cases, and(eq(cases.courtCode, claimCorrections.courtCode), eq(cases.id, claimCorrections.caseId)))
    .where(and(where, visible(ctx)))
    .orderBy(asc(claimCorrections.id));
}

type Selected = Awaited<ReturnType<typeof selectCorrections>>[number];

function toView({ row, names }: Selected): CorrectionView {
  const { id, caseId, no, evidence, fileIds, enteredOn, status } = row;
  return {
    id,
    caseId,
    no,
    ground: CORRECTION_GROUNDS.find((one) => one === row.ground) ?? null,
    evidence,
    fileIds,
    changed: changedKeys(row.before, row.after),
    before: claimView.decode(row.before),
    after: claimView.decode(row.after),
    enteredOn,
    status,
    ...viewCaseEntry({ ...row, enteredAt: row.createdAt }, names),
  };
}

/** The row of a correction in a case within reach. Refuses: `not-found`. */
export async function getCorrectionRow(ctx: UserContext, correctionId: string): Promise<CorrectionRow> {
  const [found] = await selectCorrections(ctx, and(withinReach(ctx.actor), eq(claimCorrections.id, correctionId)));
  requireFound(found, 'correction');
  return found.row;
}

/** A correction of a case that is open or within reach already. */
export async function viewCorrection(ctx: UserContext, row: Pick<CorrectionRow, 'courtCode' | 'id'>) {
  const same = and(eq(claimCorrections.courtCode, row.courtCode), eq(claimCorrections.id, row.id));
  const [found] = await selectCorrections(ctx, same);
  invariant(found, 'A correction vanished');
  return toView(found);
}

/** A correction in a case within reach. Refuses: `not-found`. */
export async function getCorrection(ctx: UserContext, correctionId: string): Promise<CorrectionView> {
  return viewCorrection(ctx, await getCorrectionRow(ctx, correctionId));
}

/** Corrections of a case within reach, oldest first. */
export async function listCorrections(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `claim-corrections:${owner.id}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await selectCorrections(
    ctx,
    and(
      eq(claimCorrections.courtCode, owner.courtCode),
      eq(claimCorrections.caseId, owner.id),
      after === undefined ? undefined : gt(claimCorrections.id, after),
    ),
  ).limit(query.limit + 1);
  return toPage(rows.map(toView), query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
