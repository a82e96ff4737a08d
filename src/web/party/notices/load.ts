import type { NoticeView } from '../../../features/dossier/notices/schema.js';
import { listNotices } from '../../../features/dossier/notices/service.js';
import { listUnreadAccountNotices } from '../../../features/people/accounts/account-notices.js';
import type { AccountNoticeView } from '../../../features/people/accounts/schema.js';
import type { UserContext } from '../../../platform/context.js';
import { together } from '../../../platform/snapshot.js';
import { nextPage } from '../../address.js';

/** Notices of one page. */
const ROWS = 20;

export interface NoticesShown {
  readonly notices: readonly NoticeView[];
  /** Of ways into accounts that others have opened; those that are not read. */
  readonly ofAccounts: readonly AccountNoticeView[];
  readonly nextHref: string | undefined;
}

/** All notices of the reader, newest first. */
export async function loadNotices(ctx: UserContext, place: { cursor?: string }): Promise<NoticesShown> {
  const [{ items, nextCursor }, ofAccounts] = await together([
    listNotices(ctx, { limit: ROWS, ...place }),
    listUnreadAccountNotices(ctx),
  ]);
  return { notices: items, ofAccounts, nextHref: nextPage('/notices', nextCursor) };
}
