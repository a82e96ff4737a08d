import { and, eq } from 'drizzle-orm';
import { type ApplicantShare, type CaseApplicant, shareBookedPayment } from '../../../law/ledger/shares.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { payments } from '../../../tables/payments.js';
import { planApplicants } from '../../../tables/plans.js';
import { listCaseParties } from '../../dossier/cases/repository.js';

type PaymentRow = typeof payments.$inferSelect;

interface PostedPart {
  readonly paymentId: string | null;
  readonly planId: string | null;
  readonly bucket: string;
  readonly amountFen: string;
}

/** Whom each of these plans binds. */
function listNamed(ctx: Context, courtCode: string, planIds: readonly string[]) {
  return ctx.db
    .select({ planId: planApplicants.planId, partyId: planApplicants.partyId })
    .from(planApplicants)
    .where(and(eq(planApplicants.courtCode, courtCode), anyOf(planApplicants.planId, planIds)));
}

/**
 * Reads who gets what of payments of one court.
 * @param posted - the net postings of these payments
 * @returns the shares of one of the payments
 */
export async function readShares(ctx: Context, rows: readonly PaymentRow[], posted: readonly PostedPart[]) {
  const courtCode = rows[0]?.courtCode ?? '';
  const members = await listCaseParties(ctx, courtCode, [...new Set(rows.map((row) => row.caseId))]);
  const planIds = [...new Set(posted.flatMap(({ planId }) => planId ?? []))];
  const named = planIds.length === 0 ? [] : await listNamed(ctx, courtCode, planIds);

  /** All applicants of the case, or those whom the plan names that the money went to. */
  function applicantsOf(caseId: string, planId: string | undefined): CaseApplicant[] {
    return members
      .filter((one) => one.role === 'APPLICANT' && one.caseId === caseId)
      .filter((one) => planId === undefined || named.some((name) => name.planId === planId && name.partyId === one.id))
      .map(({ id, shareWeight }) => ({ applicantId: id, shareWeight }));
  }

  return (row: PaymentRow): ApplicantShare[] | null => {
    const own = posted.filter((one) => one.paymentId === row.id);
    const shares = shareBookedPayment({
      direct: row.channel === 'DIRECT_TO_APPLICANT',
      parts: own.map(({ bucket, amountFen }) => ({ bucket, amountFen: BigInt(amountFen) })),
      applicants: applicantsOf(row.caseId, own.find((one) => one.planId !== null)?.planId ?? undefined),
    });
    return shares === null ? null : [...shares];
  };
}
