import { and, desc, eq, inArray } from 'drizzle-orm';
import { checkDates } from '../../../law/dates/check.js';
import { decideOnRelief } from '../../../law/review/relief.js';
import type { LaterState } from '../../../law/states/case.js';
import { insertRows } from '../../../platform/bulk-insert.js';
import { flush, inTransaction, principalIdOf, type UserContext } from '../../../platform/context.js';
import { fieldProblem, Problem, problemOf } from '../../../shared/problems.js';
import { placeUnder } from '../../../shared/refusal.js';
import type { CaseRow } from '../../../tables/cases.js';
import { consents } from '../../../tables/consents.js';
import { jointReviews, reviewDecisions, reviewMeasures } from '../../../tables/joint-reviews.js';
import { reliefRequests } from '../../../tables/relief-requests.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { tellParties } from '../../dossier/notices/to-parties.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { listContacts, refuseUnknownDepartment } from './contacts.js';
import type { ReviewDecisionInput, ReviewView } from './schema.js';
import { getReview, openCaseOfReview, requireUndecided, viewOne } from './service.js';

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
const grants = ({ outcome }: ReviewDecisionInput) => NEXT_STATE[outcome] === 'APPROVED';

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

/** What of the body fits the outcome and the calendar. Refuses: `invalid-body`, and what `checkDates` refuses. */
function requireFitting(ctx: UserContext, input: ReviewDecisionInput): void {
  const { outcome, conditions, reliefPath, measures } = input;
  if ((outcome === 'GRANT_WITH_CONDITIONS') !== conditions.length > 0) {
    throw fieldProblem('/conditions', 'conditions go with GRANT_WITH_CONDITIONS, and it with them');
  }
  if (reliefPath !== undefined && !grants(input)) throw fieldProblem('/reliefPath', 'only a grant sets a path');
  for (const [index, { dueOn }] of measures.entries()) {
    const days = checkDates('measure', { today: ctx.today, dueOn });
    if (!days.ok) throw problemOf(placeUnder(days, `/measures/${index}`));
  }
}

/** Whether the review has come so far. Refuses: what `decideOnRelief` refuses. */
function requireReady(ctx: UserContext, view: ReviewView, input: ReviewDecisionInput): void {
  const outcome = decideOnRelief({
    today: ctx.today,
    grants: grants(input),
    reasons: input.reasons,
    isStopped: input.hardStops.length > 0,
    asked: view.requests.map((one) => ({
      name: one.departmentName,
      dueOn: one.dueOn,
      hasAnswered: one.opinion !== null,
    })),
    hasMet: view.meeting !== null,
    hasCourtRecord: view.courtRecord !== null,
  });
  if (!outcome.ok) throw problemOf(outcome);
}

/** The path of a grant: the one that it names, or else the one that was asked for. */
async function setPath(ctx: UserContext, file: CaseFile, input: ReviewDecisionInput): Promise<void> {
  const { courtCode, id, reliefPath: from } = file.row;
  const [asked] = await ctx.db
    .select({ path: reliefRequests.path })
    .from(reliefRequests)
    .where(and(eq(reliefRequests.courtCode, courtCode), eq(reliefRequests.caseId, id)))
    .orderBy(desc(reliefRequests.id))
    .limit(1);
  const to = input.reliefPath ?? asked?.path ?? null;
  if (to === null || to === 'BANKRUPTCY' || to === from) return;
  file.record({ type: 'RELIEF_PATH_SET', data: { from, to }, ground: GROUNDS.reliefDecision });
  file.change({ reliefPath: to });
}

async function store(
  ctx: UserContext,
  { courtCode, reviewId }: { courtCode: string; reviewId: string },
  input: ReviewDecisionInput,
) {
  const { outcome, reasons, conditions, hardStops, measures } = input;
  await ctx.db.insert(reviewDecisions).values({
    courtCode,
    reviewId,
    outcome,
    reasons,
    conditions,
    hardStops,
    decidedOn: ctx.today,
    decidedBy: ctx.actor.id,
    decidedFor: principalIdOf(ctx.actor),
    createdAt: ctx.clock.now(),
  });
  await insertRows(
    ctx.db,
    reviewMeasures,
    measures.map((one, index) => ({ ...one, courtCode, reviewId, no: index + 1 })),
  );
  await ctx.db
    .update(jointReviews)
    .set({ decidedOn: ctx.today })
    .where(and(eq(jointReviews.courtCode, courtCode), eq(jointReviews.id, reviewId)));
}

/**
 * The court's decision on relief, by a named judge or the chief; departments have advised (JR-01).
 * Refuses: `not-found`, `not-permitted`, `review-decided`, what `decideOnRelief` refuses, `department-unknown` (a
 * measure of one), `consent-missing`, `case-state-forbids`, `invalid-body` (what does not fit the outcome), and what
 * `checkDates` refuses.
 * Law: JR-01, JR-03, JR-05, ST-20, section 8.2, 8.3; PIPL 24.
 */
export function decideReview(ctx: UserContext, reviewId: string, input: ReviewDecisionInput): Promise<ReviewView> {
  return inTransaction(ctx, async (tx) => {
    const { row, file } = await openCaseOfReview(tx, reviewId);
    requireMay(tx.actor, 'decideReview');
    requireUndecided(row);
    requireFitting(tx, input);
    requireReady(tx, await viewOne(tx, row), input);
    const { outcome, reasons, conditions, hardStops, measures } = input;
    const contacts = await listContacts(
      tx,
      row.courtCode,
      measures.map(({ departmentCode }) => departmentCode),
    );
    refuseUnknownDepartment(contacts, measures, 'measures');
    if (grants(input)) await requireConsent(tx, file.row);
    await store(tx, { courtCode: row.courtCode, reviewId }, input);
    const data = { reviewId, outcome, conditions };
    const after = { ...data, reasons, hardStops, measures };
    file.record({ type: 'RELIEF_DECIDED', data, ground: GROUNDS.reliefDecision, after });
    file.move(NEXT_STATE[outcome], GROUNDS.reliefDecision);
    if (grants(input)) await setPath(tx, file, input);
    const { caseNumber } = file.row;
    await tellParties(tx, file.row, { kind: 'RELIEF_DECIDED', facts: { caseNumber } });
    await tellDepartments(tx, file.row, contacts, measures);
    if (outcome === 'REFER_BANKRUPTCY') await askForConsentToTransfer(tx, file.row);
    await flush(tx);
    return getReview(tx, reviewId);
  });
}

/** Each department hears what it is to do, and by when; nothing else of the decision. */
async function tellDepartments(
  ctx: UserContext,
  owner: CaseRow,
  contacts: Awaited<ReturnType<typeof listContacts>>,
  measures: ReviewDecisionInput['measures'],
): Promise<void> {
  const { courtCode, id: caseId, caseNumber } = owner;
  await giveNotices(
    ctx,
    measures.flatMap(({ departmentCode, measure, dueOn }) =>
      contacts
        .filter((one) => one.departmentCode === departmentCode)
        .map(({ id }) => ({
          courtCode,
          caseId,
          kind: 'DEPARTMENT_MEASURE' as const,
          reader: { userId: id },
          facts: { caseNumber, dueOn, reason: measure },
        })),
    ),
  );
}

/** Bankruptcy needs the consent of an applicant or of the debtor: its officer asks for it (民诉法解释 511). */
async function askForConsentToTransfer(ctx: UserContext, owner: CaseRow): Promise<void> {
  const { courtCode, id: caseId, caseNumber, officerId } = owner;
  const of = { courtCode, caseId, kind: 'TRANSFER_CONSENT_TO_ASK', reader: { userId: officerId } } as const;
  await giveNotices(ctx, [{ ...of, facts: { caseNumber } }]);
}
