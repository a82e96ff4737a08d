import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { checkDates } from '../../../law/dates/check.js';
import { inTransaction, type UserContext } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { Problem, valueOrProblem } from '../../../shared/problems.js';
import { consents } from '../../../tables/consents.js';
import { users } from '../../../tables/identity.js';
import type { RoleAct } from '../../people/permissions/acts.js';
import { mayForItself, requireMay } from '../../people/permissions/require-may.js';
import { daysOfCase } from '../cases/days.js';
import { GROUNDS } from '../cases/grounds.js';
import { openCase } from '../cases/open-case.js';
import { requireStateFor } from '../cases/policy.js';
import { listCaseParties } from '../cases/repository.js';
import { getCaseRow } from '../cases/service.js';
import { attachFiles } from '../files/service.js';
import type { ConsentInput, ConsentView } from './schema.js';

/** What proves an act: a text that names it, files, or both. */
export interface Proof {
  readonly evidence?: string | undefined;
  readonly fileIds?: readonly string[] | undefined;
}

/** Refuses an officer's record of somebody's word without a proof. Law: contract section 3. */
export function requireProof({ evidence, fileIds = [] }: Proof): void {
  if (evidence !== undefined || fileIds.length > 0) return;
  throw new Problem('evidence-required', {
    detail: 'An officer who records the word of a party names the evidence, or the files that prove it.',
    errors: [{ pointer: '/evidence', detail: 'name the signed record or document, or give fileIds' }],
  });
}

/**
 * Refuses to record the word of a party unless the party gives it itself or an officer has evidence.
 * Law: ST-02; contract section 3.
 */
export function requireWordOfParty(ctx: UserContext, partyId: string, proof: Proof, act: RoleAct): void {
  if (ctx.actor.partyIds.includes(partyId)) return;
  requireMay(ctx.actor, act);
  requireProof(proof);
}

/**
 * Records the consent of one applicant (JR-05).
 * Refuses: `not-found`, `not-permitted`, `evidence-required`, `applicant-unknown`, `file-unknown`, `case-closed`,
 * and what `checkDates` refuses.
 * Law: ST-02, ST-20.
 */
export function recordConsent(ctx: UserContext, caseId: string, input: ConsentInput): Promise<ConsentView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    const members = await listCaseParties(tx, owner.courtCode, [owner.id]);
    if (mayForItself(tx.actor, 'recordConsent') && !tx.actor.partyIds.includes(input.applicantId)) {
      throw new Problem('not-permitted', { detail: 'You can give your own consent only.' });
    }
    requireWordOfParty(tx, input.applicantId, input, 'recordConsent');
    requireStateFor(owner, 'recordConsent');
    if (!members.some((one) => one.role === 'APPLICANT' && one.id === input.applicantId)) {
      throw new Problem('applicant-unknown', { detail: 'applicantId is not the id of an applicant of this case.' });
    }
    const { today, basisEffectiveOn } = daysOfCase(tx, owner);
    valueOrProblem(checkDates('consent', { today, basisEffectiveOn, givenOn: input.givenOn }));
    const files = await attachFiles(tx, owner, input.fileIds);
    const row = {
      ...input,
      fileIds: files.map(({ fileId }) => fileId),
      courtCode: owner.courtCode,
      id: newId(),
      caseId: owner.id,
      evidence: input.evidence ?? null,
      recordedBy: tx.actor.id,
      createdAt: tx.clock.now(),
    };
    await tx.db.insert(consents).values(row);
    const data = {
      consentId: row.id,
      applicantId: row.applicantId,
      scope: row.scope,
      method: row.method,
      givenOn: row.givenOn,
    };
    const said = { ...data, files };
    file.record({ type: 'CONSENT_RECORDED', data: said, ground: GROUNDS.partiesAgree, after: said });
    return {
      ...data,
      id: row.id,
      caseId,
      evidence: row.evidence,
      fileIds: row.fileIds,
      recordedBy: { id: tx.actor.id, name: tx.actor.name },
      createdAt: row.createdAt,
    };
  });
}

/** Consents of a case within reach, oldest first. */
export async function listConsents(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `consents:${owner.id}`;
  const ours = and(eq(consents.courtCode, owner.courtCode), eq(consents.caseId, owner.id));
  const after = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await ctx.db
    .select({ row: consents, name: users.displayName })
    .from(consents)
    .innerJoin(users, eq(users.id, consents.recordedBy))
    .where(after === undefined ? ours : and(ours, gt(consents.id, after)))
    .orderBy(asc(consents.id))
    .limit(query.limit + 1);
  const views = rows.map(({ row, name }): ConsentView => ({
    ...row,
    recordedBy: { id: row.recordedBy, name },
  }));
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}

/** Applicants of the list whose consent to a settlement is not on record. */
export async function findMissingConsents(
  ctx: UserContext,
  owner: { courtCode: string; id: string },
  applicantIds: readonly string[],
): Promise<string[]> {
  const given = await ctx.db
    .select({ applicantId: consents.applicantId })
    .from(consents)
    .where(
      and(
        eq(consents.courtCode, owner.courtCode),
        eq(consents.caseId, owner.id),
        inArray(consents.scope, ['SETTLEMENT', 'RELIEF_AND_SETTLEMENT']),
      ),
    );
  return applicantIds.filter((id) => !given.some((consent) => consent.applicantId === id));
}
