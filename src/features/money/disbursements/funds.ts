import { and, eq } from 'drizzle-orm';
import { availableFor, type CaseFunds, computeFunds, type Payout, type Purpose } from '../../../law/funds/funds.js';
import { disbursementStatusOf, isOutgoing } from '../../../law/states/disbursement.js';
import type { Context } from '../../../platform/context.js';
import { type Fen, formatYuan } from '../../../shared/money.js';
import { Problem } from '../../../shared/problems.js';
import { disbursements } from '../../../tables/disbursements.js';
import { refundTasks } from '../../../tables/refunds.js';
import { listCaseParties } from '../../dossier/cases/repository.js';
import { readCountedMoney } from '../payments/held.js';
import { listDecisions } from './repository.js';

/** The case whose money it is. */
export interface FundsOwner {
  readonly courtCode: string;
  readonly id: string;
}

/** A payout as it stands, with its row's id. */
type StoredPayout = Payout & { readonly id: string };

/** What of a case has left the court or is to leave it. */
export async function listPayouts(ctx: Context, of: FundsOwner): Promise<StoredPayout[]> {
  const rows = await ctx.db
    .select({ row: disbursements, paymentId: refundTasks.paymentId })
    .from(disbursements)
    .leftJoin(
      refundTasks,
      and(eq(refundTasks.courtCode, disbursements.courtCode), eq(refundTasks.id, disbursements.refundTaskId)),
    )
    .where(and(eq(disbursements.courtCode, of.courtCode), eq(disbursements.caseId, of.id)));
  const decisions = await listDecisions(
    ctx,
    rows.map(({ row }) => row),
  );
  return rows.flatMap(({ row: { id, kind, amountFen, applicantId }, paymentId }) => {
    const status = disbursementStatusOf(decisions.filter((one) => one.disbursementId === id));
    return isOutgoing(status) ? [{ id, kind, status, amountFen, applicantId, paymentId }] : [];
  });
}

async function listApplicants(ctx: Context, of: FundsOwner) {
  const members = await listCaseParties(ctx, of.courtCode, [of.id]);
  return members.filter(({ role }) => role === 'APPLICANT');
}

/** What the court holds in a case, as it stands in this transaction. */
export async function readFunds(ctx: Context, of: FundsOwner) {
  const applicants = await listApplicants(ctx, of);
  const { court, surplusWithApplicantsFen } = await readCountedMoney(ctx, of);
  const payouts = await listPayouts(ctx, of);
  const ids = applicants.map(({ id }) => id);
  return { applicants, court, payouts, surplusWithApplicantsFen, funds: computeFunds(ids, court, payouts) };
}

function refuseOverdrawn({ overdrawnFen }: CaseFunds): void {
  if (overdrawnFen === 0n) return;
  throw new Problem('overdrawn', {
    detail: `${formatYuan(overdrawnFen)} yuan more went out or is on its way than the court has received in this case.`,
  });
}

function refuseAbove(availableFen: Fen, amountFen: Fen): void {
  if (amountFen <= availableFen) return;
  throw new Problem('funds-insufficient', { detail: `At most ${formatYuan(availableFen)} yuan may be paid out now.` });
}

/**
 * Refuses a payout of more than is there for it: asked on entry, and under the lock again at approval and payout.
 * @param besides - the disbursement itself, where it stands among the payouts already
 * Refuses: `overdrawn`, `funds-insufficient`.
 * Law: CP-01, AL-07.
 */
export async function requireFunds(
  ctx: Context,
  of: FundsOwner,
  wanted: Purpose & { readonly amountFen: Fen },
  besides?: string,
): Promise<void> {
  const { applicants, court, payouts, funds } = await readFunds(ctx, of);
  refuseOverdrawn(funds);
  const others = payouts.filter(({ id }) => id !== besides);
  const ids = applicants.map(({ id }) => id);
  refuseAbove(availableFor(computeFunds(ids, court, others), wanted), wanted.amountFen);
}
