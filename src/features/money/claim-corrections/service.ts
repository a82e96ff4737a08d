import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, gt, max } from 'drizzle-orm';
import { type Claim, correctClaim } from '../../../law/claims/claim.js';
import { type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { fieldProblem } from '../../../shared/problems.js';
import { requireFound } from '../../../shared/require.js';
import { type CaseRow, cases } from '../../../tables/cases.js';
import { type StoredClaim, claimView } from '../../../tables/claim-correction-json.js';
import { claimCorrections } from '../../../tables/claim-corrections.js';
import { users } from '../../../tables/identity.js';
import { withinReach } from '../../dossier/cases/repository.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import type { CorrectionInput, CorrectionView } from './schema.js';

type CorrectionRow = typeof claimCorrections.$inferSelect;

function changedKeys(before: StoredClaim, after: StoredClaim): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([key, value]) => !isDeepStrictEqual(old.get(key), value))
    .map(([key]) => key)
    .sort();
}

export function toView(row: CorrectionRow, enteredByName: string): CorrectionView {
  const { id, caseId, no, ground, evidence, fileIds, enteredBy, enteredOn, createdAt } = row;
  return {
    id,
    caseId,
    no,
    ground,
    evidence,
    fileIds,
    changed: changedKeys(row.before, row.after),
    before: claimView.decode(row.before),
    after: claimView.decode(row.after),
    enteredBy: { id: enteredBy, name: enteredByName },
    enteredOn,
    createdAt,
  };
}

/** The claim after the correction. Refuses: `invalid-body`, with the pointer of what does not fit. */
export function decideCorrection(before: Claim, input: CorrectionInput): Claim {
  const outcome = correctClaim(before, input);
  if (!outcome.ok) throw fieldProblem(outcome.pointer ?? '', outcome.detail);
  if (isDeepStrictEqual(outcome.value, before)) throw fieldProblem('', 'Nothing of the claim would change.');
  return outcome.value;
}

/** Stores a correction under the next number of the case. */
export async function insertCorrection(
  ctx: UserContext,
  owner: CaseRow,
  input: CorrectionInput,
  claims: [Claim, Claim],
) {
  const { courtCode, id: caseId } = owner;
  const [last] = await ctx.db
    .select({ no: max(claimCorrections.no) })
    .from(claimCorrections)
    .where(and(eq(claimCorrections.courtCode, courtCode), eq(claimCorrections.caseId, caseId)));
  const row: CorrectionRow = {
    courtCode,
    id: newId(),
    caseId,
    no: (last?.no ?? 0) + 1,
    ground: input.ground,
    evidence: input.evidence,
    fileIds: [...(input.fileIds ?? [])],
    before: claimView.encode(claims[0]),
    after: claimView.encode(claims[1]),
    enteredBy: ctx.actor.id,
    enteredOn: ctx.today,
    createdAt: ctx.clock.now(),
  };
  await ctx.db.insert(claimCorrections).values(row);
  return row;
}

/** A correction in a case within reach. Refuses: `not-found`. */
export async function getCorrection(ctx: UserContext, correctionId: string): Promise<CorrectionView> {
  const [found] = await ctx.db
    .select({ row: claimCorrections, name: users.displayName })
    .from(claimCorrections)
    .innerJoin(cases, and(eq(cases.courtCode, claimCorrections.courtCode), eq(cases.id, claimCorrections.caseId)))
    .innerJoin(users, eq(users.id, claimCorrections.enteredBy))
    .where(and(withinReach(ctx.actor), eq(claimCorrections.id, correctionId)));
  requireFound(found, 'correction');
  return toView(found.row, found.name);
}

/** Corrections of a case within reach, oldest first. */
export async function listCorrections(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `claim-corrections:${owner.id}`;
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await ctx.db
    .select({ row: claimCorrections, name: users.displayName })
    .from(claimCorrections)
    .innerJoin(users, eq(users.id, claimCorrections.enteredBy))
    .where(
      and(
        eq(claimCorrections.courtCode, owner.courtCode),
        eq(claimCorrections.caseId, owner.id),
        ...(after === undefined ? [] : [gt(claimCorrections.id, after)]),
      ),
    )
    .orderBy(asc(claimCorrections.id))
    .limit(query.limit + 1);
  const views = rows.map(({ row, name }) => toView(row, name));
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
