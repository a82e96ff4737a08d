import type { RequestView } from '../../../features/review/joint-reviews/schema.js';
import { DataTable } from '../../blocks/data-table.js';
import { Pager } from '../../blocks/pager.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayDay, sayDistance } from '../../words/dates.js';
import type { Asked, AskedShown } from './load.js';
import { ASKED_DATA_WORDS, DEPARTMENT_WORDS } from './words.js';

function Requests(props: { page: PageContext; title: string; rows: readonly Asked[]; empty: string }) {
  const { page, title, rows, empty } = props;
  const { language, viewer } = page;
  const words = DEPARTMENT_WORDS[language];
  const sayLimit = ({ dueOn }: RequestView) =>
    viewer ? `${sayDay(language, dueOn)} · ${sayDistance(language, dueOn, viewer.today, 0)}` : '';
  const sayData = ({ askedData }: RequestView) =>
    askedData.map((one) => ASKED_DATA_WORDS[one][language]).join(language === 'zh' ? '、' : ', ');
  return (
    <section>
      <h2>{`${title} ${rows.length}`}</h2>
      <DataTable
        caption={title}
        empty={empty}
        rows={rows}
        columns={[
          { label: words.dueOn, cell: ({ request }) => sayLimit(request) },
          { label: words.caseNumber, cell: ({ review }) => review.case.caseNumber },
          { label: words.enterprise, cell: ({ review }) => review.case.enterprise.name },
          { label: words.question, cell: ({ request }) => request.question },
          { label: words.askedData, cell: ({ request }) => sayData(request) },
          { label: words.number, cell: ({ review }) => <code>{review.id}</code> },
        ]}
      />
    </section>
  );
}

/** Home of a department: what it is asked, by when, and how to answer. */
export function DepartmentHomePage({ page, waiting, answered, nextHref }: AskedShown & { page: PageContext }) {
  const words = DEPARTMENT_WORDS[page.language];
  return (
    <Layout page={page} title={words.title} wide>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Requests page={page} title={words.waiting} rows={waiting} empty={words.nothingWaiting} />
      <Requests page={page} title={words.answered} rows={answered} empty={words.nothingAnswered} />
      <Pager page={page} nextHref={nextHref} />
      <section class="panel">
        <h2>{words.howTitle}</h2>
        <p>{words.how}</p>
      </section>
    </Layout>
  );
}
