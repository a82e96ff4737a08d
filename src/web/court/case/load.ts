import type { StepView } from '../../../features/course/steps/schema.js';
import { listSteps } from '../../../features/course/steps/service.js';
import type { CaseView } from '../../../features/dossier/cases/schema.js';
import { getCase } from '../../../features/dossier/cases/service.js';
import { caseTimeline } from '../../../features/dossier/cases/timeline.js';
import type { SeizureView } from '../../../features/dossier/seizures/schema.js';
import { getSeizures } from '../../../features/dossier/seizures/service.js';
import type { PaymentView } from '../../../features/money/payments/schema.js';
import { listPayments } from '../../../features/money/payments/service.js';
import { may } from '../../../features/people/permissions/require-may.js';
import { isTransitionAllowed } from '../../../law/states/case.js';
import type { UserContext } from '../../../platform/context.js';
import { together } from '../../../platform/snapshot.js';
import type { TimelineEvent } from '../../blocks/timeline.js';
import { loadPlan, type Planned } from '../../load-plan.js';

/** Rows of one list. */
const ROWS = 200;
const EVENTS = 50;

export interface CaseShown {
  readonly found: CaseView;
  readonly planned: Planned | undefined;
  readonly seizures: readonly SeizureView[];
  readonly steps: readonly StepView[];
  readonly payments: readonly PaymentView[];
  readonly events: readonly TimelineEvent[];
  /** The reader may find that all is paid, or set that aside, and the state of the case lets him. */
  readonly mayFindPerformed: boolean;
}

/** One case from the court's side. Refuses: `not-found`. */
export async function loadCase(ctx: UserContext, caseId: string): Promise<CaseShown> {
  const page = { limit: ROWS };
  const [[found, planned], seizures, steps, payments, events] = await together([
    getCase(ctx, caseId).then(async (one) => [one, await loadPlan(ctx, one)] as const),
    getSeizures(ctx, caseId, page),
    listSteps(ctx, caseId, page),
    listPayments(ctx, caseId, page),
    caseTimeline(ctx, caseId, { limit: EVENTS }),
  ]);
  const isPerformed = found.state === 'PERFORMED';
  return {
    found,
    planned,
    seizures: seizures.items,
    steps: steps.items,
    payments: payments.items,
    events: events.items,
    mayFindPerformed: may(ctx.actor, 'findPerformed') && (isPerformed || isTransitionAllowed(found.state, 'PERFORMED')),
  };
}
