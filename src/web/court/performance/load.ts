import { readPerformance } from '../../../acts/performance-standing.js';
import type { CaseView } from '../../../features/dossier/cases/schema.js';
import { getCase } from '../../../features/dossier/cases/service.js';
import type { PerformanceView } from '../../../features/money/performance-findings/schema.js';
import type { UserContext } from '../../../platform/context.js';

export interface PerformanceCheck {
  readonly found: CaseView;
  readonly performance: PerformanceView;
}

/** What a judge looks at before he finds that all is paid. Refuses: `not-found`. */
export async function loadCheck(ctx: UserContext, caseId: string): Promise<PerformanceCheck> {
  const found = await getCase(ctx, caseId);
  return { found, performance: await readPerformance(ctx, caseId) };
}
