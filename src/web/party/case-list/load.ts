import type { CaseView } from '../../../features/dossier/cases/schema.js';
import { listCases } from '../../../features/dossier/cases/service.js';
import type { UserContext } from '../../../platform/context.js';
import { nextPage } from '../../address.js';
import { loadPerformance, type PerformanceShown } from '../performance/load.js';

/** Cases of one page. */
const ROWS = 50;

export interface CasesShown {
  readonly cases: readonly CaseView[];
  readonly nextHref: string | undefined;
}

/**
 * The home of a party: its only case, or the list of all.
 * @param base - address of the home
 */
export async function loadHome(
  ctx: UserContext,
  base: string,
  place: { cursor?: string },
): Promise<{ readonly only: PerformanceShown } | CasesShown> {
  const { items, nextCursor } = await listCases(ctx, { limit: ROWS, sort: '-filedOn', ...place });
  const [only] = items;
  if (only && items.length === 1 && nextCursor === null) return { only: await loadPerformance(ctx, only) };
  return { cases: items, nextHref: nextPage(base, nextCursor) };
}
