import type { CaseView } from '../../../features/dossier/cases/schema.js';
import { listCases } from '../../../features/dossier/cases/service.js';
import type { UserContext } from '../../../platform/context.js';
import { nextPage } from '../../address.js';

/** Cases of one page. */
const ROWS = 50;

export interface WatchedShown {
  readonly cases: readonly CaseView[];
  readonly nextHref: string | undefined;
}

/** The cases that the reader watches, latest filed first. */
export async function loadWatched(ctx: UserContext, page: { readonly cursor?: string }): Promise<WatchedShown> {
  const { items, nextCursor } = await listCases(ctx, { limit: ROWS, sort: '-filedOn', ...page });
  return { cases: items, nextHref: nextPage('/monitor', nextCursor) };
}
