import type { BrokenLink, VerificationView } from '../../../features/operations/audit/schema.js';
import { AUDIT_LOGS } from '../../../features/operations/audit/schema.js';
import { DataTable } from '../../blocks/data-table.js';
import { Pager } from '../../blocks/pager.js';
import { CsrfField, Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayMoment } from '../../words/dates.js';
import { EVENT_TYPES, nameEvent, sayEvent } from '../../words/events.js';
import type { Language } from '../../words/languages.js';
import type { AuditLinesShown } from './load.js';
import { AUDIT_WORDS, type AuditWords, BREAK_WORDS, ROW_WORDS } from './words.js';

export interface AuditPageProps extends AuditLinesShown {
  readonly page: PageContext;
  readonly verification?: VerificationView;
  /** Range of the verification shown, for going on with it. */
  readonly range?: { readonly from: string; readonly to: string };
  readonly error?: string;
}

/** The kind of row and its key, as `payments <id>` names them. */
function rowOf(row: string, language: Language): string {
  const [table = '', key = ''] = row.split(' ');
  const words = Object.entries(ROW_WORDS).find(([name]) => name === table)?.[1];
  return `${words?.[language] ?? table} ${key}`;
}

function placeOf(words: AuditWords, link: BrokenLink, language: Language): string {
  if (link.chain === 'CASE') {
    const event = words.atEvent(link.caseNumber ?? '', link.seq);
    return link.row === null ? event : `${event} · ${rowOf(link.row, language)}`;
  }
  return link.chain === 'ACCESS_LOG' ? words.atBatch(link.seq) : words.atRoot(link.seq);
}

function Broken({ page, link }: { page: PageContext; link: BrokenLink }) {
  const words = AUDIT_WORDS[page.language];
  return (
    <dl class="descriptions">
      <div>
        <dt>{words.where}</dt>
        <dd>
          {link.caseId === null ? (
            placeOf(words, link, page.language)
          ) : (
            <a href={`/console/cases/${link.caseId}`}>{placeOf(words, link, page.language)}</a>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.fault}</dt>
        <dd>{BREAK_WORDS[link.fault][page.language]}</dd>
      </div>
      <div>
        <dt>{words.expected}</dt>
        <dd>
          <code>{link.expected}</code>
        </dd>
      </div>
      <div>
        <dt>{words.found}</dt>
        <dd>
          <code>{link.found}</code>
        </dd>
      </div>
    </dl>
  );
}

function Result({
  page,
  found,
  range,
}: {
  page: PageContext;
  found: VerificationView;
  range: AuditPageProps['range'];
}) {
  const words = AUDIT_WORDS[page.language];
  const { cases, events, accessBatches, roots } = found.checked;
  const [mark, text, sign] = (
    {
      WHOLE: ['mark-green', words.whole, '●'],
      BROKEN: ['mark-red', words.broken, '■'],
      INCOMPLETE: ['mark-yellow', words.incomplete, '▲'],
    } as const
  )[found.result];
  return (
    <div role="status">
      <p class="lead">
        <span class={`mark ${mark}`}>
          <span aria-hidden="true">{sign}</span> {text}
        </span>
      </p>
      {found.firstBroken && <Broken page={page} link={found.firstBroken} />}
      <p>{`${words.checked}: ${words.counted(cases, events, accessBatches, roots)}`}</p>
      <p class="muted small">
        {found.lastRoot
          ? `${words.lastRoot}: ${found.lastRoot.seq} · ${found.lastRoot.rootOn} · ${found.lastRoot.hash}`
          : words.noRoot}
      </p>
      {found.nextCursor !== null && (
        <form method="post" action="/console/audit">
          <CsrfField page={page} />
          <input type="hidden" name="cursor" value={found.nextCursor} />
          <input type="hidden" name="from" value={range?.from ?? ''} />
          <input type="hidden" name="to" value={range?.to ?? ''} />
          <button type="submit">{words.goOn}</button>
        </form>
      )}
    </div>
  );
}

function Range({ words, from, to }: { words: AuditWords; from: string; to: string }) {
  return (
    <>
      <label>
        {words.from}
        <input type="date" name="from" value={from} />
      </label>
      <label>
        {words.to}
        <input type="date" name="to" value={to} />
      </label>
    </>
  );
}

/** Events are chosen by their words; what was read goes by the name of the operation, as the API calls it. */
function TypeFilter({ page, filters }: { page: PageContext; filters: AuditLinesShown['filters'] }) {
  const words = AUDIT_WORDS[page.language];
  if (filters.log === 'ACCESS') return <input type="text" name="type" value={filters.type} maxLength={64} />;
  return (
    <select name="type">
      <option value="">{words.any}</option>
      {EVENT_TYPES.map((type) => (
        <option key={type} value={type} selected={type === filters.type}>
          {nameEvent(page.language, type)}
        </option>
      ))}
    </select>
  );
}

function Filters({ page, filters }: { page: PageContext; filters: AuditLinesShown['filters'] }) {
  const words = AUDIT_WORDS[page.language];
  return (
    <form method="get" action="/console/audit" class="filters">
      <label>
        {words.log}
        <select name="log">
          {AUDIT_LOGS.map((log) => (
            <option key={log} value={log} selected={log === filters.log}>
              {words[log]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.type}
        <TypeFilter page={page} filters={filters} />
      </label>
      <Range words={words} from={filters.from} to={filters.to} />
      <button type="submit">{words.filter}</button>
    </form>
  );
}

function Export({ words, filters }: { words: AuditWords; filters: AuditLinesShown['filters'] }) {
  return (
    <form method="get" action="/console/audit/export" class="filters">
      {Object.entries(filters).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label>
        {words.purpose}
        <input type="text" name="purpose" required minLength={2} maxLength={500} />
      </label>
      <label>
        {words.format}
        <select name="format">
          <option value="csv">CSV</option>
          <option value="jsonl">JSON Lines</option>
        </select>
      </label>
      <button type="submit">{words.export}</button>
    </form>
  );
}

/** The auditor's page: are the chains whole, who did what, who read what. */
export function AuditPage({ page, filters, items, nextHref, verification, range, error }: AuditPageProps) {
  const { language } = page;
  const words = AUDIT_WORDS[language];
  const ofAccess = filters.log === 'ACCESS';
  return (
    <Layout page={page} title={words.title} wide>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {error !== undefined && (
        <p class="callout" role="alert">
          {error}
        </p>
      )}
      <section class="panel">
        <h2>{words.verify}</h2>
        <p>{words.verifyNote}</p>
        <form method="post" action="/console/audit" class="filters">
          <CsrfField page={page} />
          <Range words={words} from={range?.from ?? ''} to={range?.to ?? ''} />
          <button type="submit">{words.verify}</button>
        </form>
        {verification && <Result page={page} found={verification} range={range} />}
      </section>
      <h2>{words[filters.log]}</h2>
      <Filters page={page} filters={filters} />
      <DataTable
        caption={words[filters.log]}
        empty={words.none}
        rows={items}
        columns={[
          { label: words.when, cell: (one) => sayMoment(language, one.occurredAt) },
          { label: words.who, cell: (one) => one.actor.name },
          { label: words.what, cell: (one) => (ofAccess ? one.type : sayEvent(language, one)) },
          {
            label: words.target,
            cell: (one) =>
              ofAccess ? one.object : <a href={`/console/cases/${one.caseId}`}>{`${one.caseNumber} #${one.seq}`}</a>,
          },
          ofAccess
            ? { label: words.source, cell: (one) => one.fromAddress }
            : { label: words.ground, cell: (one) => one.legalGround },
        ]}
      />
      <Pager page={page} nextHref={nextHref} />
      <section class="panel">
        <h2>{words.export}</h2>
        <p>{words.exportNote}</p>
        <Export words={words} filters={filters} />
      </section>
    </Layout>
  );
}
