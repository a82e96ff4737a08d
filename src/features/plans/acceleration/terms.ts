import type { Acceleration, ServedNotice } from '../../../law/schedule/acceleration.js';
import type { AgreedInstalment } from '../../../law/schedule/changed-schedule.js';
import { createEarnedInterest, type EarnedInterest } from '../../../law/schedule/earned-interest.js';
import type { Context } from '../../../platform/context.js';
import type { Fen } from '../../../shared/money.js';
import { amendmentView, planBody } from '../../../tables/plan-json.js';
import type { planInstalments, plans } from '../../../tables/plans.js';
import { listServed } from './repository.js';

type PlanRow = typeof plans.$inferSelect;
type InstalmentRow = typeof planInstalments.$inferSelect;

/** Interest that a version took over from the one before, in fen. */
export function carriedInterestOf({ amendment }: Pick<PlanRow, 'amendment'>): Fen {
  return amendment === null ? 0n : amendmentView.decode(amendment).carriedInterestFen;
}

/** Interest of later days is not due with the whole sum; under plans from before that was agreed, it is (PL-10). */
export function leavesOutFutureInterest({ terms }: Pick<PlanRow, 'terms'>): boolean {
  const { acceleration = { mode: 'ON_NOTICE' } } = terms;
  return acceleration.mode !== 'NONE' && acceleration.futureInterest === 'EXCLUDED';
}

/** The agreed days, also where the table of a year has moved a due date since: no figure of the plan changed. */
const asAgreed = (rows: readonly InstalmentRow[]): AgreedInstalment[] =>
  rows.map(({ dueOn, nominalDueOn, ...one }) => ({ ...one, dueDate: dueOn, nominalDueDate: nominalDueOn }));

/**
 * How the interest of a plan is earned when its whole sum falls due; undefined where interest of later days is due as
 * well.
 */
export async function earningOf(
  ctx: Context,
  plan: PlanRow,
): Promise<((instalments: readonly AgreedInstalment[]) => EarnedInterest) | undefined> {
  if (!leavesOutFutureInterest(plan) || plan.interestFen === 0n) return undefined;
  const rates = await ctx.reference.rates();
  // The close asks this of every plan, and hardly any has a sum that falls due.
  return (instalments) => (day) =>
    createEarnedInterest(instalments, planBody.decode(plan.terms), carriedInterestOf(plan), rates)(day);
}

/**
 * How the whole sum of a version falls due: by its terms, and by the notices that were served.
 * @param rows - its instalments as agreed, in the order of their numbers
 */
export async function accelerationOf(
  ctx: Context,
  plan: PlanRow,
  rows: readonly InstalmentRow[],
  notices: readonly ServedNotice[] = [],
): Promise<Acceleration> {
  const { accelerationMode: mode, supersededOn } = plan;
  if (mode === 'NONE') return { mode };
  const earned = (await earningOf(ctx, plan))?.(asAgreed(rows));
  const whole = { earned, ...(supersededOn !== null && { until: supersededOn }) };
  return mode === 'AUTOMATIC' ? { mode, ...whole } : { mode, notices, ...whole };
}

/** The same for one plan, with its notices read. */
export async function readAcceleration(
  ctx: Context,
  plan: PlanRow,
  rows: readonly InstalmentRow[],
): Promise<Acceleration> {
  const notices =
    plan.accelerationMode === 'ON_NOTICE' ? (await listServed(ctx, plan.courtCode, [plan.id])).get(plan.id) : [];
  return accelerationOf(ctx, plan, rows, notices);
}
