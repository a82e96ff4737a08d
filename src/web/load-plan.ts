import type { CaseView } from '../features/dossier/cases/schema.js';
import type { PlanView, ScheduleView } from '../features/plans/drafting/schema.js';
import { findCompletedPlan, getPlan } from '../features/plans/drafting/service.js';
import { getSchedule } from '../features/plans/schedule/service.js';
import type { UserContext } from '../platform/context.js';
import { together } from '../platform/snapshot.js';

/** A plan with its schedule as it stands today. */
export interface Planned {
  readonly plan: PlanView;
  readonly schedule: ScheduleView;
}

/** The plan of a case that was read: the one in force, or else the one completed last; undefined without either. */
export async function loadPlan(ctx: UserContext, found: CaseView): Promise<Planned | undefined> {
  const planId = found.activePlanId ?? (await findCompletedPlan(ctx, found));
  if (planId === undefined) return undefined;
  const [plan, schedule] = await together([getPlan(ctx, planId), getSchedule(ctx, planId)]);
  return { plan, schedule };
}
