import { and, eq, inArray } from 'drizzle-orm';
import { checkDates } from '../../../law/dates/check.js';
import type { LaterState } from '../../../law/states/case.js';
import { flush, inTransaction, principalIdOf, type UserContext } from '../../../platform/context.js';
import { fieldProblem, Problem, problemOf } from '../../../shared/problems.js';
import { placeUnder } from '../../../shared/refusal.js';
import type { CaseRow } from '../../../tables/cases.js';
import { consents } from '../../../tables/consents.js';
import { jointReviews, reviewDecisions } from '../../../tables/joint-reviews.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { tellParties } from '../../dossier/notices/to-parties.js';
import { requireMay } from '../../people/permissions/require-may.js';
import type { ReviewDecisionInput, ReviewView } from './schema.js';
import { getReview, openCaseOfReview, requireUndecided } from './service.js';

/**
 * Where the case goes. A referral is no relief: ordinary enforcement goes on, until those who may consent to a transfer
 * to bankruptcy do so.
 */
const NEXT_STATE: Readonly<Record<ReviewDecisionInput['outcome'], LaterState>> = {
  GRANT: 'APPROVED',
  GRANT_WITH_CONDITIONS: 'APPROVED',
  REJECT: 'REJECTED',
  REFER_COMPLIANCE: 'REJECTED',
  REFER_BANKRUPTCY: 'REJECTED',
};

/** Relief binds those who consented, and needs one of them (JR-05, ST-20). Refuses: `consent-missing`. */
async function requireConsent(ctx: UserContext, owner: CaseRow): Promise<void> {
  const [given] = await ctx.db
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.courtCode, owner.courtCode),
        eq(consents.caseId, owner.id),
        inArray(consents.scope, ['RELIEF', 'RELIEF_AND_SETTLEMENT']),
      ),
    )
    .limit(1);
  if (!given) throw new Problem('consent-missing', { detail: 'No applicant has consented to relief.' });
}

/**
 * The court's decision on relief, by a named judge or the chief; departments have advised (JR-01).
 * Refuses: `not-found`, `not-permitted`, `review-decided`, `meeting-missing`, `consent-missing`,
 * `case-state-forbids`, `invalid-body` (conditions that do not fit the outcome), and what `checkDates` refuses.
 * Law: JR-01, JR-03, JR-05, ST-20; PIPL 24.
 */
export function decideReview(ctx: UserContext, reviewId: string, input: ReviewDecisionInput): Promise<ReviewView> {
  return inTransaction(ctx, async (tx) => {
    const { row, file } = await openCaseOfReview(tx, reviewId);
    requireMay(tx.actor, 'decideReview');
    requireUndecided(row);
    const { outcome, reasons, conditions, exitRules = null, measures } = input;
    if ((outcome === 'GRANT_WITH_CONDITIONS') !== conditions.length > 0) {
      throw fieldProblem('/conditions', 'conditions go with GRANT_WITH_CONDITIONS, and it with them');
    }
    for (const [index, { dueOn }] of measures.entries()) {
      const days = checkDates('measure', { today: tx.today, dueOn });
      if (!days.ok) throw problemOf(placeUnder(days, `/measures/${index}`));
    }
    const { meeting } = await getReview(tx, reviewId);
    if (!meeting) throw new Problem('meeting-missing', { detail: 'The review meeting is not on record yet.' });
    if (NEXT_STATE[outcome] === 'APPROVED') await requireConsent(tx, file.row);
    await tx.db.insert(reviewDecisions).values({
      courtCode: row.courtCode,
      reviewId,
      outcome,
      reasons,
      conditions,
      exitRules,
      measures,
      decidedOn: tx.today,
      decidedBy: tx.actor.id,
      decidedFor: principalIdOf(tx.actor),
      createdAt: tx.clock.now(),
    });
    await tx.db
      .update(jointReviews)
      .set({ decidedOn: tx.today })
      .where(and(eq(jointReviews.courtCode, row.courtCode), eq(jointReviews.id, reviewId)));
    const data = { reviewId, outcome, conditions };
    const after = { ...data, reasons, exitRules, measures };
    file.record({ type: 'RELIEF_DECIDED', data, ground: GROUNDS.reliefDecision, after });
    file.move(NEXT_STATE[outcome], GROUNDS.reliefDecision);
    const { caseNumber } = file.row;
    await tellParties(tx, file.row, { kind: 'RELIEF_DECIDED', facts: { caseNumber } });
    if (outcome === 'REFER_BANKRUPTCY') await askForConsentToTransfer(tx, file.row);
    await flush(tx);
    return getReview(tx, reviewId);
  });
}

/** Bankruptcy needs the consent of an applicant or of the debtor: its officer asks for it (民诉法解释 511). */
async function askForConsentToTransfer(ctx: UserContext, owner: CaseRow): Promise<void> {
  const { courtCode, id: caseId, caseNumber, officerId } = owner;
  const of = { courtCode, caseId, kind: 'TRANSFER_CONSENT_TO_ASK', reader: { userId: officerId } } as const;
  await giveNotices(ctx, [{ ...of, facts: { caseNumber } }]);
}
