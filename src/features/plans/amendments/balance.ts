import { and, asc, eq } from 'drizzle-orm';
import {
  carryBalance,
  type CarriedBalance,
  type EarlyInterest,
  markEarned,
  type StandingInstalment,
} from '../../../law/amendment/carry.js';
import { paymentsOfVersion } from '../../../law/amendment/versions.js';
import { earnedByRows } from '../../../law/schedule/changed-schedule.js';
import { applyPlanPayments, toPlanPayment } from '../../../law/schedule/payments.js';
import type { Context } from '../../../platform/context.js';
import { addDays, type CivilDate, minDate } from '../../../shared/civil-date.js';
import type { Fen } from '../../../shared/money.js';
import { problemOf } from '../../../shared/problems.js';
import { itemAt, requireAccepted } from '../../../shared/require.js';
import { planBody } from '../../../tables/plan-json.js';
import { instalmentProgress, planInstalments } from '../../../tables/plans.js';
import { listCountedPayments } from '../../money/payments/counting.js';
import { carriedInterestOf, readAcceleration } from '../acceleration/terms.js';
import { listVersions, type VersionRow } from './versions.js';

/** The instalments of a plan in force, with the due dates that hold today. */
export async function listInstalments(ctx: Context, plan: VersionRow) {
  const rows = await ctx.db
    .select({ instalment: planInstalments, fixedDueOn: instalmentProgress.dueOn })
    .from(planInstalments)
    .leftJoin(
      instalmentProgress,
      and(
        eq(instalmentProgress.courtCode, planInstalments.courtCode),
        eq(instalmentProgress.planId, planInstalments.planId),
        eq(instalmentProgress.no, planInstalments.no),
      ),
    )
    .where(and(eq(planInstalments.courtCode, plan.courtCode), eq(planInstalments.planId, plan.id)))
    .orderBy(asc(planInstalments.no));
  return rows.map(({ instalment, fixedDueOn }) => ({ ...instalment, dueDate: fixedDueOn ?? instalment.dueOn }));
}

/** Interest of a version that is owed before its instalment falls due. */
async function readEarlyInterest(
  ctx: Context,
  plan: VersionRow,
  instalments: Awaited<ReturnType<typeof listInstalments>>,
): Promise<EarlyInterest> {
  const carriedFen = carriedInterestOf(plan);
  const terms = planBody.decode(plan.terms);
  if (terms.interestDeferred !== true) return { carriedFen };
  // The agreed days, also where the table of a year has moved a due date since: no figure of the plan changed with it.
  const agreed = instalments.map(({ dueOn, nominalDueOn, ...one }) => ({
    ...one,
    dueDate: dueOn,
    nominalDueDate: nominalDueOn,
  }));
  const earned = earnedByRows(agreed, terms, await ctx.reference.rates());
  requireAccepted(earned, 'A stored plan breaks a rule');
  return { carriedFen, deferredRowsFen: earned.value };
}

/** What a plan in force has received by the eve of an amendment, instalment by instalment. */
async function readStanding(
  ctx: Context,
  plan: VersionRow,
  effectiveOn: CivilDate,
): Promise<readonly StandingInstalment[]> {
  const instalments = await listInstalments(ctx, plan);
  const counted = await listCountedPayments(ctx, plan.courtCode, [plan.caseId]);
  const payments = paymentsOfVersion(counted, await listVersions(ctx, plan, plan.id));
  const outcome = applyPlanPayments({
    instalments: instalments.map(({ no, dueDate, principalFen, interestFen }) => ({
      no,
      dueDate,
      amountFen: principalFen + interestFen,
    })),
    graceDays: plan.graceDays,
    prepayPolicy: plan.prepayPolicy,
    acceleration: await readAcceleration(ctx, plan, instalments),
    payments: payments.map(toPlanPayment),
    asOf: addDays(effectiveOn, -1),
  });
  requireAccepted(outcome, 'A stored plan breaks a rule');
  const { acceleration, instalments: states } = outcome.value;
  const standing = instalments.map(({ dueDate, principalFen, interestFen }, index) => {
    const { paidFen, droppedFen } = itemAt(states, index);
    // What fell due with the whole sum has fallen due, with the interest that was earned by then (PL-10).
    const fellDueOn = acceleration === null ? dueDate : minDate(dueDate, acceleration.fellDueOn);
    return { dueDate: fellDueOn, principalFen, interestFen: interestFen - droppedFen, paidFen };
  });
  return markEarned(standing, await readEarlyInterest(ctx, plan, instalments), effectiveOn);
}

/** What each instalment of a version had received by the eve of an amendment, in their order; in fen. */
export async function readPaid(ctx: Context, plan: VersionRow, effectiveOn: CivilDate): Promise<readonly Fen[]> {
  return (await readStanding(ctx, plan, effectiveOn)).map(({ paidFen }) => paidFen);
}

/**
 * The balance that a new version of a plan takes over on its first day.
 * Refuses: `nothing-to-amend`.
 */
export async function readCarried(
  ctx: Context,
  plan: VersionRow,
  effectiveOn: CivilDate,
): Promise<CarriedBalance & { readonly standing: readonly StandingInstalment[] }> {
  const standing = await readStanding(ctx, plan, effectiveOn);
  const carried = carryBalance(standing, effectiveOn);
  if (!carried.ok) throw problemOf(carried);
  return { ...carried.value, standing };
}
