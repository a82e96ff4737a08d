import { NoticeList } from '../../blocks/notice-list.js';
import { Pager } from '../../blocks/pager.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import type { NoticesShown } from './load.js';
import { NoticesOfAccounts } from './of-accounts.js';

/** All notices of the reader. */
export function NoticesPage({ page, notices, ofAccounts, nextHref }: NoticesShown & { page: PageContext }) {
  return (
    <Layout page={page} title={page.words.notices}>
      <h1>{page.words.notices}</h1>
      <NoticesOfAccounts page={page} notices={ofAccounts} />
      <NoticeList page={page} notices={notices} title={page.words.allNotices} />
      <Pager page={page} nextHref={nextHref} />
    </Layout>
  );
}
