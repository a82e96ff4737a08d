import type { CaseView } from '../../../features/dossier/cases/schema.js';
import { listCases } from '../../../features/dossier/cases/service.js';
import type { CaseState, Colour } from '../../../law/states/case.js';
import type { UserContext } from '../../../platform/context.js';
import { nextPage } from '../../address.js';

/** Cases of one page. */
const ROWS = 50;

export interface CasesShown {
  readonly cases: readonly CaseView[];
  /** Filters as they stand in the address; empty texts are none. */
  readonly filters: { readonly state: string; readonly colour: string };
  readonly nextHref: string | undefined;
}

export interface CasesAsked {
  readonly state: CaseState | undefined;
  readonly colour: Colour | undefined;
  readonly cursor?: string;
}

/** The cases within reach, latest filed first. */
export async function loadCases(ctx: UserContext, asked: CasesAsked): Promise<CasesShown> {
  const { items, nextCursor } = await listCases(ctx, { limit: ROWS, sort: '-filedOn', ...asked });
  const filters = { state: asked.state ?? '', colour: asked.colour ?? '' };
  return { cases: items, filters, nextHref: nextPage('/console', nextCursor, filters) };
}
