import type { CaseView } from '../../../features/dossier/cases/schema.js';
import type { NoticeView } from '../../../features/dossier/notices/schema.js';
import { listNotices } from '../../../features/dossier/notices/service.js';
import type { SeizureView } from '../../../features/dossier/seizures/schema.js';
import { getSeizures } from '../../../features/dossier/seizures/service.js';
import type { UserContext } from '../../../platform/context.js';
import { together } from '../../../platform/snapshot.js';
import { loadPlan, type Planned } from '../../load-plan.js';

const SEIZURES = 50;
const LATEST_NOTICES = 5;

export interface PerformanceShown {
  readonly found: CaseView;
  readonly planned: Planned | undefined;
  readonly seizures: readonly SeizureView[];
  readonly notices: readonly NoticeView[];
}

/** One case as its party sees it, from the case as it was read. */
export async function loadPerformance(ctx: UserContext, found: CaseView): Promise<PerformanceShown> {
  const [planned, seizures, notices] = await together([
    loadPlan(ctx, found),
    getSeizures(ctx, found.id, { limit: SEIZURES }),
    listNotices(ctx, { limit: LATEST_NOTICES, caseId: found.id }),
  ]);
  return { found, planned, seizures: seizures.items, notices: notices.items };
}
