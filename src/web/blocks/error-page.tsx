import type { Problem } from '../../shared/problems.js';
import { PROBLEMS } from '../../shared/problems.js';
import { Layout } from '../layout.js';
import type { PageContext } from '../page-context.js';

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
