import type { CaseView } from '../../../features/dossier/cases/schema.js';
import { CASE_STATE_WORDS } from '../../../law/states/case-words.js';
import { CASE_STATES, COLOURS } from '../../../law/states/case.js';
import { formatYuan } from '../../../shared/money.js';
import { DataTable } from '../../blocks/data-table.js';
import { StatusMark } from '../../blocks/status-mark.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { COLOUR_WORDS } from '../../words/states.js';

export interface CaseListProps {
  readonly page: PageContext;
  readonly title: string;
  readonly cases: readonly CaseView[];
  /** Address of a case on this side. */
  readonly hrefOf: (found: CaseView) => string;
  readonly filters?: { readonly state: string; readonly colour: string };
  readonly nextHref: string | undefined;
}

function Filters({ page, filters }: { page: PageContext; filters: NonNullable<CaseListProps['filters']> }) {
  const { words, language } = page;
  return (
    <form method="get" class="filters">
      <label>
        {words.state}
        <select name="state">
          <option value="">{words.all}</option>
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
          <option value="">{words.all}</option>
          {COLOURS.map((colour) => (
            <option key={colour} value={colour} selected={colour === filters.colour}>
              {COLOUR_WORDS[colour][language]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{words.filter}</button>
    </form>
  );
}

/** The cases within reach. */
export function CaseListPage({ page, title, cases, hrefOf, filters, nextHref }: CaseListProps) {
  const { words, language } = page;
  return (
    <Layout page={page} title={title} wide>
      <h1>{title}</h1>
      {filters && <Filters page={page} filters={filters} />}
      <DataTable
        caption={title}
        empty={filters ? words.noneFound : words.noCases}
        rows={cases}
        columns={[
          { label: words.colour, cell: (one) => <StatusMark colour={one.colour} language={language} /> },
          { label: words.caseNumber, cell: (one) => <a href={hrefOf(one)}>{one.caseNumber}</a> },
          { label: words.enterprise, cell: (one) => one.enterprise.name },
          { label: words.state, cell: (one) => CASE_STATE_WORDS[one.state][language] },
          { label: words.claim, numeric: true, cell: (one) => formatYuan(one.claim.principalFen) },
          { label: words.filedOn, cell: (one) => one.filedOn },
        ]}
      />
      {nextHref !== undefined && (
        <p class="pager">
          <a href={nextHref}>{words.next}</a>
        </p>
      )}
    </Layout>
  );
}
