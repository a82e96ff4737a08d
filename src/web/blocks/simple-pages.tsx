import type { NoticeView } from '../../features/dossier/notices/schema.js';
import type { Problem } from '../../shared/problems.js';
import { PROBLEMS } from '../../shared/problems.js';
import { CsrfField, Layout } from '../layout.js';
import type { PageContext } from '../page-context.js';
import { sayDay } from '../words/dates.js';
import { FormField } from './form-field.js';
import { NoticeList } from './notice-list.js';

/** All notices of the reader. */
export function NoticesPage({
  page,
  notices,
  nextHref,
}: {
  page: PageContext;
  notices: readonly NoticeView[];
  nextHref: string | undefined;
}) {
  return (
    <Layout page={page} title={page.words.notices}>
      <h1>{page.words.notices}</h1>
      <NoticeList page={page} notices={notices} title={page.words.allNotices} />
      {nextHref !== undefined && (
        <p class="pager">
          <a href={nextHref}>{page.words.next}</a>
        </p>
      )}
    </Layout>
  );
}

/** The business date; with a simulated clock it can be moved forward. */
export function ClockPage(props: {
  page: PageContext;
  today: string;
  nextDay: string;
  simulated: boolean;
  error?: string;
}) {
  const { page, today, nextDay, simulated, error } = props;
  const { words } = page;
  return (
    <Layout page={page} title={words.clock}>
      <h1>{words.clock}</h1>
      <p class="lead">
        {words.clockNow}: <strong>{sayDay(page.language, today)}</strong>
      </p>
      {error !== undefined && (
        <p class="callout" role="alert">
          {error}
        </p>
      )}
      {simulated ? (
        <>
          <p>{words.clockNote}</p>
          <form method="post" action="/console/clock" class="panel">
            <CsrfField page={page} />
            <input type="hidden" name="date" value={nextDay} />
            <button type="submit">{words.nextDay}</button>
          </form>
          <form method="post" action="/console/clock" class="panel">
            <CsrfField page={page} />
            <FormField id="date" label={words.toDate} type="date" min={nextDay} value={nextDay} />
            <button type="submit">{words.go}</button>
          </form>
        </>
      ) : (
        <p>{words.clockReal}</p>
      )}
    </Layout>
  );
}

/** A refusal in plain words; the code stands small below, for the help desk. */
export function ErrorPage({ page, problem }: { page: PageContext; problem: Problem }) {
  const title = page.language === 'zh' ? PROBLEMS[problem.code].titleZh : problem.title;
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      {page.language === 'en' && problem.detail !== problem.title && <p>{problem.detail}</p>}
      <p>
        <a href={page.viewer?.home ?? '/'}>{page.words.back}</a>
      </p>
      <p class="muted small">
        {page.words.errorCode}: {problem.code}
      </p>
    </Layout>
  );
}
