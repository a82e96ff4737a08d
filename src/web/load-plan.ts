import type { CaseView } from '../features/dossier/cases/schema.js';
import type { PlanView, ScheduleView } from '../features/plans/drafting/schema.js';
import { getPlan } from '../features/plans/drafting/service.js';
import { getSchedule } from '../features/plans/schedule/service.js';
import type { UserContext } from '../platform/context.js';
import { together } from '../platform/snapshot.js';

/** The plan in force with its schedule as it stands today. */
export interface Planned {
  readonly plan: PlanView;
  readonly schedule: ScheduleView;
}

/** The plan in force of a case that was read; undefined where there is none. */
export async function loadPlan(ctx: UserContext, { activePlanId }: CaseView): Promise<Planned | undefined> {
  if (activePlanId === null) return undefined;
  const [plan, schedule] = await together([getPlan(ctx, activePlanId), getSchedule(ctx, activePlanId)]);
  return { plan, schedule };
}
