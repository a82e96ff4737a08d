import { CASE_STATE_WORDS } from '../../../law/states/case-words.js';
import { CASE_STATES, COLOURS } from '../../../law/states/case.js';
import { CaseTable } from '../../blocks/case-table.js';
import { Pager } from '../../blocks/pager.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { COLOUR_WORDS } from '../../words/states.js';
import type { CasesShown } from './load.js';
import { CASE_LIST_WORDS } from './words.js';

function Filters({ page, filters }: { page: PageContext; filters: CasesShown['filters'] }) {
  const { words, language } = page;
  const own = CASE_LIST_WORDS[language];
  return (
    <form method="get" class="filters">
      <label>
        {words.state}
        <select name="state">
          <option value="">{own.all}</option>
          {CASE_STATES.map((state) => (
            <option key={state} value={state} selected={state === filters.state}>
              {CASE_STATE_WORDS[state][language]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.colour}
        <select name="colour">
          <option value="">{own.all}</option>
          {COLOURS.map((colour) => (
            <option key={colour} value={colour} selected={colour === filters.colour}>
              {COLOUR_WORDS[colour][language]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{own.filter}</button>
    </form>
  );
}

/** The cases within reach, as the court looks for them. */
export function CaseListPage({ page, cases, filters, nextHref }: CasesShown & { page: PageContext }) {
  const { words, language } = page;
  const { noneFound } = CASE_LIST_WORDS[language];
  return (
    <Layout page={page} title={words.cases} wide>
      <h1>{words.cases}</h1>
      <Filters page={page} filters={filters} />
      <CaseTable
        page={page}
        caption={words.cases}
        empty={noneFound}
        cases={cases}
        hrefOf={(found) => `/console/cases/${found.id}`}
      />
      <Pager page={page} nextHref={nextHref} />
    </Layout>
  );
}
