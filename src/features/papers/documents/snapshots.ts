import { eq } from 'drizzle-orm';
import type { UserContext } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { invariant } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import { courts } from '../../../tables/courts.js';
import { ledgerBucket } from '../../../tables/document-json.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { getDisbursement } from '../../money/disbursements/service.js';
import { getPayment } from '../../money/payments/service.js';
import { getReview } from '../../review/joint-reviews/service.js';
import type { DocumentInput } from './schema.js';

const unknown = () => new Problem('not-found', { detail: 'The case has no such thing to make this document of.' });
const notYet = (detail: string) => new Problem('document-not-due', { detail });

async function receiptOf(ctx: UserContext, owner: CaseRow, paymentId: string) {
  const payment = await getPayment(ctx, paymentId);
  if (payment.caseId !== owner.id) throw unknown();
  const approval = payment.decisions.find(({ decision }) => decision === 'APPROVED');
  if (payment.status !== 'APPROVED' || !approval) throw notYet(`The payment is ${payment.status}.`);
  const { payerName, receivedOn, channel, bankTransactionNo } = payment;
  invariant(payerName !== null, 'A receipt is made by somebody who sees no bank data');
  return {
    payerName,
    receivedOn,
    channel,
    bankTransactionNo,
    amountFen: Number(payment.amountFen),
    allocations: payment.allocations.map(({ bucket, instalmentNo, amountFen }) => ({
      bucket: ledgerBucket.parse(bucket),
      instalmentNo,
      amountFen: Number(amountFen),
    })),
    surplusFen: Number(payment.surplusFen),
    maker: payment.enteredBy.name,
    approver: approval.by,
  };
}

async function disbursementOf(ctx: UserContext, owner: CaseRow, disbursementId: string) {
  const found = await getDisbursement(ctx, disbursementId);
  if (found.caseId !== owner.id) throw unknown();
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  const recipient = members.find(({ id, role }) =>
    found.kind === 'REFUND' ? role === 'ENTERPRISE' : id === found.applicantId,
  );
  const by = (decision: string) => found.decisions.find((one) => one.decision === decision)?.by ?? null;
  const { reason, status, paidOn, bankTransactionNo, payee } = found;
  return {
    purpose: found.kind,
    recipient: recipient?.name ?? payee.name,
    amountFen: Number(found.amountFen),
    payee: { ...payee, number: payee.number ?? '' },
    reason,
    maker: found.enteredBy.name,
    approver: by('APPROVED') ?? by('REJECTED'),
    payer: by('PAID') ?? by('FAILED'),
    status,
    paidOn,
    bankTransactionNo,
  };
}

/** What parties may read of a decision; what departments said stays with the court (CP-03). */
async function reliefOf(ctx: UserContext, owner: CaseRow, reviewId: string) {
  const review = await getReview(ctx, reviewId);
  if (review.caseId !== owner.id) throw unknown();
  if (!review.decision) throw notYet('The court has not decided yet.');
  const { outcome, reasons, conditions, exitRules, measures, decidedOn, decidedBy } = review.decision;
  return {
    enterprise: review.case.enterprise.name,
    applicants: (review.case.applicants ?? []).map(({ name }) => name),
    outcome,
    reasons,
    conditions,
    exitRules,
    measures,
    decidedOn,
    decidedBy: decidedBy?.name ?? '',
  };
}

const READERS = { PAYMENT_RECEIPT: receiptOf, DISBURSEMENT_FORM: disbursementOf, RELIEF_DECISION: reliefOf } as const;

/**
 * The data of a document as they stand, in wire form: amounts are whole fen, account numbers masked.
 * Refuses: `not-found`, `document-not-due` (the payment is not approved, the court has not decided).
 */
export async function readSnapshot(ctx: UserContext, owner: CaseRow, { kind, subjectId }: DocumentInput) {
  const [court] = await ctx.db.select({ name: courts.name }).from(courts).where(eq(courts.code, owner.courtCode));
  const content = await READERS[kind](ctx, owner, subjectId);
  return { caseNumber: owner.caseNumber, courtName: court?.name ?? owner.courtCode, ...content };
}
