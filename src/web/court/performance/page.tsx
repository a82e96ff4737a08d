import type { PerformanceView } from '../../../features/money/performance-findings/schema.js';
import { BUCKETS } from '../../../law/ledger/terms.js';
import { DescriptionList } from '../../blocks/description-list.js';
import { ErrorSummary } from '../../blocks/error-summary.js';
import { FormField } from '../../blocks/form-field.js';
import { CsrfField, Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayMoney } from '../../words/dates.js';
import type { PerformanceCheck } from './load.js';
import { PERFORMANCE_WORDS, type PerformanceWords, WAIVED_WORDS } from './words.js';

export interface PerformanceCheckProps extends PerformanceCheck {
  readonly page: PageContext;
  /** What was wrong with the form, in plain words. */
  readonly error?: string;
  /** What was typed before, so that nothing is typed twice. */
  readonly reason?: string;
}

function sayVerdict(words: PerformanceWords, { paidBy }: PerformanceView): string {
  if (paidBy === null) return words.notPaid;
  return paidBy === 'SETTLEMENT' ? words.paidBySettlement : words.paidByBasis;
}

function Figures({ page, found, performance }: PerformanceCheckProps) {
  const { language } = page;
  const words = PERFORMANCE_WORDS[language];
  const { planOpenFen, basisOpenFen, feeOpenFen, unnamedApplicantIds } = performance;
  const unnamed = found.applicants.filter(({ id }) => unnamedApplicantIds.includes(id));
  return (
    <DescriptionList
      items={[
        ...(planOpenFen === null ? [] : [[words.planOpen, sayMoney(language, planOpenFen)] as const]),
        [words.basisOpen, sayMoney(language, basisOpenFen)],
        [words.feeOpen, sayMoney(language, feeOpenFen)],
        ...(unnamed.length === 0 ? [] : [[words.unnamed, unnamed.map(({ name }) => name).join('、')] as const]),
      ]}
    />
  );
}

function Waived({ page, performance }: PerformanceCheckProps) {
  const { language } = page;
  const words = PERFORMANCE_WORDS[language];
  const parts = BUCKETS.flatMap((bucket) => {
    const amountFen = performance.waived[bucket];
    return amountFen === undefined ? [] : [[WAIVED_WORDS[bucket][language], sayMoney(language, amountFen)] as const];
  });
  return (
    <section aria-labelledby="waived">
      <h2 id="waived">{words.waived}</h2>
      {parts.length === 0 ? <p>{words.nothingWaived}</p> : <DescriptionList items={parts} />}
    </section>
  );
}

function ReasonForm(props: PerformanceCheckProps & { action: string; button: string }) {
  const { page, action, button, error, reason } = props;
  const words = PERFORMANCE_WORDS[page.language];
  return (
    <form method="post" action={action} class="panel">
      <CsrfField page={page} />
      <FormField
        id="reason"
        label={words.reason}
        type="text"
        error={error}
        {...(reason === undefined ? {} : { value: reason })}
      />
      <button type="submit">{button}</button>
    </form>
  );
}

/** What a judge looks at before he finds that all is paid, or sets such a finding aside. */
export function PerformanceCheckPage(props: PerformanceCheckProps) {
  const { page, found, performance, error } = props;
  const words = PERFORMANCE_WORDS[page.language];
  const isFound = found.state === 'PERFORMED';
  const isPaid = performance.paidBy !== null;
  const at = `/console/cases/${found.id}`;
  return (
    <Layout page={page} title={`${words.title} · ${found.caseNumber}`}>
      <p class="eyebrow">
        <a href={at}>{found.caseNumber}</a>
      </p>
      <h1>{words.title}</h1>
      <ErrorSummary
        title={page.words.errorTitle}
        errors={error === undefined ? [] : [{ field: 'reason', text: error }]}
      />
      <h2>{words.check}</h2>
      <p class="lead">{isFound ? words.isFound : sayVerdict(words, performance)}</p>
      <Figures {...props} />
      {!isFound && isPaid && (
        <>
          <Waived {...props} />
          <ReasonForm {...props} action={`${at}/performance`} button={words.find} />
        </>
      )}
      {isFound && (isPaid ? <p>{words.stillPaid}</p> : <p>{words.setAsideNote}</p>)}
      {isFound && !isPaid && (
        <ReasonForm {...props} action={`${at}/performance/setting-aside`} button={words.setAside} />
      )}
    </Layout>
  );
}
