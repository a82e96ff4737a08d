import type { StepView } from '../../../features/course/steps/schema.js';
import type { PaymentView } from '../../../features/money/payments/schema.js';
import { CASE_STATE_WORDS } from '../../../law/states/case-words.js';
import { formatYuan } from '../../../shared/money.js';
import { DataTable } from '../../blocks/data-table.js';
import { DescriptionList } from '../../blocks/description-list.js';
import { InstalmentBar } from '../../blocks/instalment-bar.js';
import { ScheduleTable } from '../../blocks/schedule-table.js';
import { SeizureList } from '../../blocks/seizure-list.js';
import { StatusMark } from '../../blocks/status-mark.js';
import { Timeline } from '../../blocks/timeline.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayMoney } from '../../words/dates.js';
import { PAYMENT_WORDS, STEP_STATUS_WORDS, STEP_WORDS } from '../../words/states.js';
import { PERFORMANCE_WORDS } from '../performance/words.js';
import type { CaseShown } from './load.js';
import { CASE_WORDS } from './words.js';

function Steps({ page, steps }: { page: PageContext; steps: readonly StepView[] }) {
  const { words, language } = page;
  const own = CASE_WORDS[language];
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{own.steps}</h2>
      <DataTable
        caption={own.steps}
        empty={own.noSteps}
        rows={[...steps].reverse()}
        columns={[
          { label: own.fellOn, cell: (one) => one.fellOn },
          { label: words.no, numeric: true, cell: (one) => one.instalmentNo },
          { label: own.step, cell: (one) => `${one.step} · ${STEP_WORDS[one.step][language]}` },
          { label: words.state, cell: (one) => STEP_STATUS_WORDS[one.status][language] },
          { label: own.recipients, cell: (one) => one.recipients.map((recipient) => recipient.name).join('、') },
        ]}
      />
    </section>
  );
}

function Payments({ page, payments }: { page: PageContext; payments: readonly PaymentView[] }) {
  const { words, language } = page;
  const own = CASE_WORDS[language];
  return (
    <section aria-labelledby="payments">
      <h2 id="payments">{own.payments}</h2>
      <DataTable
        caption={own.payments}
        empty={own.noPayments}
        rows={payments}
        columns={[
          { label: own.receivedOn, cell: (one) => one.receivedOn },
          { label: own.amount, numeric: true, cell: (one) => formatYuan(one.amountFen) },
          { label: words.state, cell: (one) => PAYMENT_WORDS[one.status][language] },
        ]}
      />
    </section>
  );
}

/** One case from the court's side; acts without a page of their own are done over the API. */
export function ConsoleCasePage(props: CaseShown & { page: PageContext }) {
  const { page, found, planned } = props;
  const { words, language } = page;
  const own = CASE_WORDS[language];
  return (
    <Layout page={page} title={found.caseNumber} wide>
      <p class="eyebrow">
        <a href="/console">{words.cases}</a>
      </p>
      <h1>
        {found.caseNumber} <StatusMark colour={found.colour} language={language} />
      </h1>
      <DescriptionList
        items={[
          [words.state, CASE_STATE_WORDS[found.state][language]],
          [words.enterprise, found.enterprise.name],
          [own.applicant, found.applicants.map((one) => one.name).join('、')],
          [words.claim, sayMoney(language, found.claim.principalFen)],
          [own.executionFee, sayMoney(language, found.claim.executionFeeFen)],
          [own.officer, found.officer.name],
          [own.lastClosed, found.lastClosedOn ?? ''],
        ]}
      />
      {props.mayFindPerformed && (
        <p>
          <a class="button" href={`/console/cases/${found.id}/performance`}>
            {PERFORMANCE_WORDS[language].title}
          </a>
        </p>
      )}
      {planned && (
        <>
          <InstalmentBar schedule={planned.schedule} language={language} label={words.planBar} />
          <ScheduleTable page={page} {...planned} />
        </>
      )}
      <Steps page={page} steps={props.steps} />
      <Payments page={page} payments={props.payments} />
      <SeizureList page={page} seizures={props.seizures} />
      <Timeline page={page} events={props.events} />
    </Layout>
  );
}
