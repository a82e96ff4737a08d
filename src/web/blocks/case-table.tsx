import type { CaseView } from '../../features/dossier/cases/schema.js';
import { CASE_STATE_WORDS } from '../../law/states/case-words.js';
import { formatYuan } from '../../shared/money.js';
import type { PageContext } from '../page-context.js';
import { DataTable } from './data-table.js';
import { StatusMark } from './status-mark.js';

/** Cases, a line each. @param hrefOf - address of a case on the reader's side */
export function CaseTable(props: {
  page: PageContext;
  caption: string;
  empty: string;
  cases: readonly CaseView[];
  hrefOf: (found: CaseView) => string;
}) {
  const { caption, empty, cases, hrefOf } = props;
  const { words, language } = props.page;
  return (
    <DataTable
      caption={caption}
      empty={empty}
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
  );
}
