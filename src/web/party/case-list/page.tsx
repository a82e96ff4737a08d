import { CaseTable } from '../../blocks/case-table.js';
import { Pager } from '../../blocks/pager.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import type { CasesShown } from './load.js';
import { CASE_LIST_WORDS } from './words.js';

/** All cases of a party that has several. @param base - address of its home */
export function CaseListPage({ page, base, cases, nextHref }: CasesShown & { page: PageContext; base: string }) {
  const { yourCases } = CASE_LIST_WORDS[page.language];
  return (
    <Layout page={page} title={yourCases} wide>
      <h1>{yourCases}</h1>
      <CaseTable
        page={page}
        caption={yourCases}
        empty={page.words.noCases}
        cases={cases}
        hrefOf={(found) => `${base}/cases/${found.id}`}
      />
      <Pager page={page} nextHref={nextHref} />
    </Layout>
  );
}
