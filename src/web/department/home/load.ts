import type { RequestView, ReviewView } from '../../../features/review/joint-reviews/schema.js';
import { listReviews } from '../../../features/review/joint-reviews/service.js';
import type { UserContext } from '../../../platform/context.js';
import { nextPage } from '../../address.js';

/** Open reviews of one page. */
const ROWS = 50;

/** What a department is asked in a review. */
export interface Asked {
  readonly review: ReviewView;
  readonly request: RequestView;
}

export interface AskedShown {
  readonly waiting: readonly Asked[];
  readonly answered: readonly Asked[];
  readonly nextHref: string | undefined;
}

/** What the reader's department is asked in open reviews, the next limit first. */
export async function loadAsked(ctx: UserContext, page: { readonly cursor?: string }): Promise<AskedShown> {
  const { items, nextCursor } = await listReviews(ctx, { limit: ROWS, status: 'OPEN', ...page });
  const asked = items
    .flatMap((review) => review.requests.map((request) => ({ review, request })))
    .sort((a, b) => (a.request.dueOn < b.request.dueOn ? -1 : 1));
  return {
    waiting: asked.filter(({ request }) => request.opinion === null),
    answered: asked.filter(({ request }) => request.opinion !== null),
    nextHref: nextPage('/department', nextCursor),
  };
}
