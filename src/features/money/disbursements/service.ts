import { and, eq } from 'drizzle-orm';
import type { Purpose } from '../../../law/funds/funds.js';
import { inTransaction, principalIdOf, type UserContext, withTablesAtHand } from '../../../platform/context.js';
import { toPage } from '../../../platform/cursor.js';
import type { PageQuery } from '../../../platform/paging.js';
import { newId } from '../../../shared/ids.js';
import { sumFen } from '../../../shared/money.js';
import { Problem } from '../../../shared/problems.js';
import { invariant, requireFound } from '../../../shared/require.js';
import type { CaseRow } from '../../../tables/cases.js';
import { disbursements } from '../../../tables/disbursements.js';
import { refundTasks } from '../../../tables/refunds.js';
import { GROUNDS } from '../../dossier/cases/grounds.js';
import { openCase } from '../../dossier/cases/open-case.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { getCaseRow } from '../../dossier/cases/service.js';
import { requireProof } from '../../dossier/consents/service.js';
import { payeeNumberPlace } from '../../dossier/disclosure/payee-number.js';
import { attachFiles } from '../../dossier/files/service.js';
import { tellOfEndedCase } from '../../dossier/notices/ended-case.js';
import { requireMay } from '../../people/permissions/require-may.js';
import { readFunds, requireFunds } from './funds.js';
import * as repository from './repository.js';
import type { DisbursementInput, DisbursementView, FundsView } from './schema.js';

/**
 * What the court holds in a case: for each applicant, undivided, to go back, and for the fee; what came and what went,
 * by purpose.
 * Refuses: `not-found`, `not-permitted`.
 * Law: AL-07, Civil Code 517; time limit 法发〔2017〕6号; contract section 10 (money of the court).
 */
export async function getFunds(ctx: UserContext, caseId: string): Promise<FundsView> {
  return inTransaction(await withTablesAtHand(ctx), async (tx) => {
    const owner = await getCaseRow(tx, caseId);
    requireMay(tx.actor, 'readFunds');
    const { applicants, funds, surplusWithApplicantsFen } = await readFunds(tx, owner);
    const { refunds, ...rest } = funds;
    return {
      caseId: owner.id,
      ...rest,
      purposes: [...funds.purposes],
      applicants: funds.applicants.map((one) => ({
        ...one,
        name: applicants.find(({ id }) => id === one.applicantId)?.name ?? '',
      })),
      refundsFen: sumFen(refunds.map(({ amountFen }) => amountFen)),
      surplusWithApplicantsFen,
    };
  });
}

/** The refund of the case, and the payment that it pays back. Refuses: `refund-unknown`. */
async function findRefund(ctx: UserContext, owner: CaseRow, refundTaskId: string) {
  const [task] = await ctx.db
    .select({ paymentId: refundTasks.paymentId })
    .from(refundTasks)
    .where(
      and(
        eq(refundTasks.courtCode, owner.courtCode),
        eq(refundTasks.caseId, owner.id),
        eq(refundTasks.id, refundTaskId),
      ),
    );
  if (!task) throw new Problem('refund-unknown', { detail: 'The case has no such refund task.' });
  return task;
}

/**
 * Whose the money is.
 * @returns the purpose, and the name in which the account has to be unless a proof says otherwise; null where only
 * papers say who gets it
 * Refuses: `applicant-unknown`, `refund-unknown`.
 */
async function readPurpose(
  ctx: UserContext,
  owner: CaseRow,
  input: DisbursementInput,
): Promise<Purpose & { readonly name: string | null }> {
  const { kind } = input;
  const none = { kind, applicantId: null, paymentId: null, name: null };
  const members = await listCaseParties(ctx, owner.courtCode, [owner.id]);
  if (kind === 'APPLICANT') {
    const applicant = members.find(({ id, role }) => role === 'APPLICANT' && id === input.applicantId);
    if (!applicant) throw new Problem('applicant-unknown', { detail: 'The case has no such applicant.' });
    return { ...none, applicantId: applicant.id, name: applicant.name };
  }
  if (kind !== 'REFUND') return none;
  const { paymentId } = await findRefund(ctx, owner, input.refundTaskId);
  return { ...none, paymentId, name: members.find(({ role }) => role === 'ENTERPRISE')?.name ?? '' };
}

/**
 * Enters that money goes out; it leaves when a second person has approved and a third has paid.
 * Refuses: `not-found`, `not-permitted`, `applicant-unknown`, `refund-unknown`, `overdrawn`, `funds-insufficient`,
 * `evidence-required` (an account in another name, or a kind that rests on papers), `file-unknown`,
 * `field-keys-missing`.
 * Law: CP-01, ST-04, AL-07; 法发〔2017〕6号.
 */
export function enterDisbursement(
  ctx: UserContext,
  caseId: string,
  input: DisbursementInput,
): Promise<DisbursementView> {
  return inTransaction(ctx, async (tx) => {
    const file = await openCase(tx, caseId);
    const owner = file.row;
    requireMay(tx.actor, 'enterDisbursement');
    const { name, ...purpose } = await readPurpose(tx, owner, input);
    await requireFunds(tx, owner, { ...purpose, amountFen: input.amountFen });
    if (input.payee.name !== name) requireProof(input);
    const files = await attachFiles(tx, owner, input.fileIds, 'COURT');
    const id = newId();
    const { bank: payeeBank, name: payeeName, number } = input.payee;
    const row = {
      courtCode: owner.courtCode,
      id,
      caseId: owner.id,
      kind: input.kind,
      applicantId: input.kind === 'APPLICANT' ? input.applicantId : null,
      refundTaskId: input.kind === 'REFUND' ? input.refundTaskId : null,
      amountFen: input.amountFen,
      payeeBank,
      payeeName,
      payeeNumber: tx.fields.seal(payeeNumberPlace(id), number),
      reason: input.reason,
      evidence: input.evidence ?? null,
      fileIds: files.map(({ fileId }) => fileId),
      enteredBy: tx.actor.id,
      enteredFor: principalIdOf(tx.actor),
      createdAt: tx.clock.now(),
    };
    await tx.db.insert(disbursements).values(row);
    const { kind, applicantId, refundTaskId, reason } = row;
    const data = {
      disbursementId: id,
      kind,
      applicantId,
      refundTaskId,
      amountFen: Number(row.amountFen),
      reason,
      files,
    };
    const type = 'DISBURSEMENT_ENTERED';
    file.record({ type, data, ground: GROUNDS.payingOut, after: data });
    await tellOfEndedCase(tx, file, type);
    return viewOne(tx, row);
  });
}

/** A disbursement as the caller may see it. */
export async function viewOne(ctx: UserContext, row: repository.DisbursementRow): Promise<DisbursementView> {
  const [view] = await repository.viewDisbursements(ctx, [row]);
  invariant(view, 'A disbursement vanished');
  return view;
}

/** A disbursement within reach that the caller may see. Refuses: `not-found`. */
export async function getDisbursementRow(ctx: UserContext, disbursementId: string) {
  const row = await repository.findDisbursement(ctx, disbursementId);
  requireFound(row, 'disbursement');
  return row;
}

export async function getDisbursement(ctx: UserContext, disbursementId: string): Promise<DisbursementView> {
  return viewOne(ctx, await getDisbursementRow(ctx, disbursementId));
}

/** Disbursements of a case within reach, newest first; a party sees those that go to itself. Refuses: `not-found`. */
export async function listDisbursements(ctx: UserContext, caseId: string, query: PageQuery) {
  const owner = await getCaseRow(ctx, caseId);
  const list = `disbursements:${owner.id}`;
  const before = query.cursor === undefined ? undefined : ctx.cursors.read(list, query.cursor)[0];
  const rows = await repository.listDisbursementRows(ctx, owner, { before, limit: query.limit + 1 });
  const views = await repository.viewDisbursements(ctx, rows);
  return toPage(views, query.limit, (last) => ctx.cursors.sign(list, [last.id]));
}
