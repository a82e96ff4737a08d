import type { UserContext } from '../../../platform/context.js';
import { formatYuan } from '../../../shared/money.js';
import { Problem } from '../../../shared/problems.js';
import type { CaseRow } from '../../../tables/cases.js';
import { movePlan } from '../drafting/plan-states.js';
import type { PlanRow } from '../drafting/repository.js';
import type { PlanView } from '../drafting/schema.js';
import { getPlanRow } from '../drafting/service.js';
import { leavePlan } from '../progress/progress.js';
import { readCarried } from './balance.js';
import { requireAmendable } from './service.js';

/** The version that an amendment is about to replace, and what it has received. */
export interface Supersession {
  readonly old: PlanRow;
  readonly effectiveOn: string;
  readonly receivedFen: bigint;
}

/**
 * Checks that a confirmed amendment can take the place of the version in force.
 * Refuses: `case-closed`, `case-state-forbids`, `plan-not-active` (another amendment was faster),
 * `amendment-not-begun`, `carried-balance-differs` (payments were booked or taken back since it was drafted),
 * `nothing-to-amend`.
 * Law: ST-05; section 6.4.
 */
export async function requireSupersession(
  ctx: UserContext,
  owner: CaseRow,
  plan: PlanRow,
  view: PlanView,
): Promise<Supersession> {
  const { amendsPlanId, effectiveOn } = plan;
  if (amendsPlanId === null || effectiveOn === null || view.amendment === null) throw new Error('This is no amendment');
  const old = await getPlanRow(ctx, amendsPlanId);
  requireAmendable(owner, old);
  if (effectiveOn > ctx.today) {
    throw new Problem('amendment-not-begun', { detail: `The new version begins on ${effectiveOn}.` });
  }
  const carried = await readCarried(ctx, old, effectiveOn);
  const { carriedPrincipalFen, carriedInterestFen, receivedFen } = view.amendment;
  if (carried.principalFen !== carriedPrincipalFen || carried.interestFen !== carriedInterestFen) {
    throw new Problem('carried-balance-differs', {
      detail:
        `The amendment carries ${formatYuan(carriedPrincipalFen)} yuan of principal and ` +
        `${formatYuan(carriedInterestFen)} of interest; ${formatYuan(carried.principalFen)} and ` +
        `${formatYuan(carried.interestFen)} are left. Draft it anew.`,
    });
  }
  return { old, effectiveOn, receivedFen };
}

/**
 * Takes the old version out of force: payments it has received stay with it, its instalments are no longer followed.
 */
export async function supersede(ctx: UserContext, { old, effectiveOn, receivedFen }: Supersession): Promise<void> {
  await movePlan(ctx, old, 'SUPERSEDED', { supersededOn: effectiveOn, receivedFen });
  await leavePlan(ctx, old.courtCode, old.id);
}
