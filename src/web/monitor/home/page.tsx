import { CASE_STATE_WORDS } from '../../../law/states/case-words.js';
import { DataTable } from '../../blocks/data-table.js';
import { Pager } from '../../blocks/pager.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import type { WatchedShown } from './load.js';
import { MONITOR_WORDS } from './words.js';

/** Home of a monitor: its cases, without the colours, which are the court's own. */
export function MonitorHomePage({ page, cases, nextHref }: WatchedShown & { page: PageContext }) {
  const words = MONITOR_WORDS[page.language];
  return (
    <Layout page={page} title={words.title} wide>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <DataTable
        caption={words.title}
        empty={words.none}
        rows={cases}
        columns={[
          { label: words.caseNumber, cell: (one) => one.caseNumber },
          { label: words.enterprise, cell: (one) => one.enterprise.name },
          { label: words.state, cell: (one) => CASE_STATE_WORDS[one.state][page.language] },
          { label: words.filedOn, cell: (one) => one.filedOn },
        ]}
      />
      <Pager page={page} nextHref={nextHref} />
    </Layout>
  );
}
