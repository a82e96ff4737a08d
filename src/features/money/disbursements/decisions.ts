import { checkDates } from '../../../law/dates/check.js';
import { DISBURSEMENT_TRANSITIONS, disbursementStatusOf } from '../../../law/states/disbursement.js';
import { mayMove } from '../../../law/states/transitions.js';
import { inTransaction, principalIdOf, type UserContext } from '../../../platform/context.js';
import type { Heed } from '../../../platform/heed.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { fieldProblem, Problem, valueOrProblem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import { disbursementDecisions } from '../../../tables/disbursements.js';
import type { CaseFile } from '../../dossier/cases/case-file.js';
import type { EventDraft } from '../../dossier/cases/events/catalogue.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCaseOf } from '../../dossier/cases/open-case.js';
import { tellOfEndedCase } from '../../dossier/notices/ended-case.js';
import { giveNotices } from '../../dossier/notices/outgoing.js';
import { requireSecondPerson } from '../../people/four-eyes/four-eyes.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { requireFunds } from './funds.js';
import { findRefundedPayment, listDecisions, type DecisionRow, type DisbursementRow } from './repository.js';
import type { DisbursementApprovalInput, DisbursementView, PayoutInput } from './schema.js';
import { getDisbursementRow, viewOne } from './service.js';
import { watchFunds } from './watch-funds.js';

/** Opens the case of a disbursement and reads, under the lock, what was decided so far. Refuses: `stale-version`. */
async function openDisbursement(ctx: UserContext, disbursementId: string, heed?: Heed) {
  const { file, thing: row } = await openCaseOf(ctx, () => getDisbursementRow(ctx, disbursementId));
  const decisions = await listDecisions(ctx, [row]);
  heed?.(decisions.length + 1);
  return { row, file, decisions, status: disbursementStatusOf(decisions) };
}

type Made = Pick<DecisionRow, 'decision'> &
  Partial<Pick<DecisionRow, 'paidOn' | 'returnedOn' | 'bankTransactionNo' | 'reason'>>;

/** What the event says of every decision. */
const ofDisbursement = (row: DisbursementRow) => ({ disbursementId: row.id, amountFen: Number(row.amountFen) });

async function decide(
  ctx: UserContext,
  file: CaseFile,
  row: DisbursementRow,
  made: Made,
  event: EventDraft,
): Promise<void> {
  await watchFunds(ctx, file, async () => {
    await ctx.db.insert(disbursementDecisions).values({
      courtCode: row.courtCode,
      disbursementId: row.id,
      ...made,
      decidedBy: ctx.actor.id,
      decidedFor: principalIdOf(ctx.actor),
      decidedOn: ctx.today,
      decidedAt: ctx.clock.now(),
    });
    file.record(event);
    await tellOfEndedCase(ctx, file, event.type);
  });
}

/** What the money of a disbursement has to be there for, with the row that stands among the payouts already. */
async function requireStillThere(ctx: UserContext, file: CaseFile, row: DisbursementRow): Promise<void> {
  const { id, kind, applicantId, amountFen } = row;
  const paymentId = await findRefundedPayment(ctx, row);
  await requireFunds(ctx, file.row, { kind, applicantId, paymentId, amountFen }, id);
}

/**
 * Approves or rejects a disbursement: the second of the three people it takes.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes`, `disbursement-already-decided`, `invalid-body`
 * (a rejection without reason), `overdrawn`, `funds-insufficient`.
 * Law: CP-01.
 */
export function decideDisbursement(
  ctx: UserContext,
  disbursementId: string,
  input: DisbursementApprovalInput,
  heed?: Heed,
): Promise<DisbursementView> {
  return inTransaction(ctx, async (tx) => {
    const { row, file, status } = await openDisbursement(tx, disbursementId, heed);
    requireMay(tx.actor, 'decideDisbursement');
    const decision = input.decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
    const behind = [row.enteredBy, row.enteredFor];
    requireSecondPerson(tx.actor, behind, 'You entered this disbursement; somebody else has to decide on it.');
    if (!mayMove(DISBURSEMENT_TRANSITIONS, status, decision)) {
      throw new Problem('disbursement-already-decided', { detail: `The disbursement is ${status}.` });
    }
    if (decision === 'REJECTED' && input.reason === undefined) {
      throw fieldProblem('/reason', 'say why it is rejected');
    }
    if (decision === 'APPROVED') await requireStillThere(tx, file, row);
    const reason = input.reason ?? null;
    const data = { ...ofDisbursement(row), reason };
    const event = { type: `DISBURSEMENT_${decision}`, data, ground: GROUNDS.payingOut } as const;
    await decide(tx, file, row, { decision, reason }, event);
    return viewOne(tx, row);
  });
}

/**
 * Records that finance has paid, or that the bank has not carried it out, which frees the money: the third of three
 * people. Money that was paid and comes back is the court's to hold again.
 * Refuses: `not-found`, `not-permitted`, `stale-version`, `four-eyes`, `disbursement-not-approved`, `overdrawn`,
 * `funds-insufficient`, `payment-already-booked` (a bank transaction of another disbursement), and what `checkDates`
 * refuses.
 * Law: CP-01: enforcement and finance are separate.
 */
export async function decidePayout(ctx: UserContext, disbursementId: string, input: PayoutInput, heed?: Heed) {
  const { row, file, decisions, status } = await openDisbursement(ctx, disbursementId, heed);
  requireMay(ctx.actor, 'recordPayout');
  const approval = decisions.find(({ decision }) => decision === 'APPROVED');
  const approvers = [approval?.decidedBy ?? null, approval?.decidedFor ?? null];
  requireSecondPerson(
    ctx.actor,
    [row.enteredBy, row.enteredFor, ...approvers],
    'You entered or approved this disbursement; a third person has to pay.',
  );
  if (!mayMove(DISBURSEMENT_TRANSITIONS, status, input.outcome)) {
    throw new Problem('disbursement-not-approved', { detail: `The disbursement is ${status}.` });
  }
  if (input.outcome === 'PAID') await pay(ctx, file, row, approval?.decidedOn ?? undefined, input);
  else {
    const paidOn = decisions.find(({ decision }) => decision === 'PAID')?.paidOn ?? undefined;
    await recordNotKept(ctx, file, row, paidOn, input);
  }
  return { row, file };
}

type Paid = Extract<PayoutInput, { outcome: 'PAID' }>;

async function pay(
  ctx: UserContext,
  file: CaseFile,
  row: DisbursementRow,
  approvedOn: CivilDate | undefined,
  input: Paid,
): Promise<void> {
  const { paidOn, bankTransactionNo } = input;
  valueOrProblem(checkDates('payout', { today: ctx.today, approvedOn, paidOn }));
  await requireStillThere(ctx, file, row);
  const data = { ...ofDisbursement(row), paidOn, bankTransactionNo };
  const event = { type: 'DISBURSEMENT_PAID', data, ground: GROUNDS.payingOut } as const;
  await decide(ctx, file, row, { decision: 'PAID', paidOn, bankTransactionNo }, event);
  await tellPayee(ctx, file.row, row);
}

/** The money did not leave, or came back. */
async function recordNotKept(
  ctx: UserContext,
  file: CaseFile,
  row: DisbursementRow,
  paidOn: CivilDate | undefined,
  input: Exclude<PayoutInput, Paid>,
): Promise<void> {
  const { reason } = input;
  const ground = GROUNDS.payingOut;
  if (input.outcome === 'FAILED') {
    const data = { ...ofDisbursement(row), reason };
    await decide(ctx, file, row, { decision: 'FAILED', reason }, { type: 'DISBURSEMENT_FAILED', data, ground });
    return;
  }
  const { returnedOn } = input;
  valueOrProblem(checkDates('returnedPayout', { today: ctx.today, paidOn, returnedOn }));
  const data = { ...ofDisbursement(row), returnedOn, reason };
  const made = { decision: 'RETURNED', returnedOn, reason } as const;
  await decide(ctx, file, row, made, { type: 'DISBURSEMENT_RETURNED', data, ground });
}

/** Tells the applicant that his money is on its way; a refund is told to the enterprise by its own account. */
async function tellPayee(ctx: UserContext, owner: CaseRow, row: DisbursementRow): Promise<void> {
  if (row.applicantId === null) return;
  const facts = { caseNumber: owner.caseNumber, paymentFen: row.amountFen };
  const to = { courtCode: owner.courtCode, caseId: owner.id, reader: { partyId: row.applicantId } };
  await giveNotices(ctx, [{ ...to, kind: 'FUNDS_PAID_OUT', facts }]);
}
