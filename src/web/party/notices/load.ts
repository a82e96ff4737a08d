import type { NoticeView } from '../../../features/dossier/notices/schema.js';
import { listNotices } from '../../../features/dossier/notices/service.js';
import type { UserContext } from '../../../platform/context.js';
import { nextPage } from '../../address.js';

/** Notices of one page. */
const ROWS = 20;

export interface NoticesShown {
  readonly notices: readonly NoticeView[];
  readonly nextHref: string | undefined;
}

/** All notices of the reader, newest first. */
export async function loadNotices(ctx: UserContext, place: { cursor?: string }): Promise<NoticesShown> {
  const { items, nextCursor } = await listNotices(ctx, { limit: ROWS, ...place });
  return { notices: items, nextHref: nextPage('/notices', nextCursor) };
}
