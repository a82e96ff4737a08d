import type { CaseView } from '../../../features/dossier/cases/schema.js';
import type { NoticeView } from '../../../features/dossier/notices/schema.js';
import type { SeizureView } from '../../../features/dossier/seizures/schema.js';
import type { PlanView, ScheduleView } from '../../../features/plans/drafting/schema.js';
import { CASE_STATE_WORDS } from '../../../law/states/case-words.js';
import { InstalmentBar } from '../../blocks/instalment-bar.js';
import { KeyFigure } from '../../blocks/key-figure.js';
import { NoticeList } from '../../blocks/notice-list.js';
import { ScheduleTable } from '../../blocks/schedule-table.js';
import { SeizureList } from '../../blocks/seizure-list.js';
import { StatusMark } from '../../blocks/status-mark.js';
import { WhereToPay } from '../../blocks/where-to-pay.js';
import { Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayDay, sayDistance, sayMoney } from '../../words/dates.js';

export interface PerformanceProps {
  readonly page: PageContext;
  readonly found: CaseView;
  readonly plan: PlanView | undefined;
  readonly schedule: ScheduleView | undefined;
  readonly seizures: readonly SeizureView[];
  readonly notices: readonly NoticeView[];
  /** The enterprise pays, the applicant is paid: only the first is told where to pay. */
  readonly side: 'ENTERPRISE' | 'APPLICANT';
}

/** "Am I on track, what is next?", answered in one sentence. */
function NextPayment({ page, found, plan, schedule }: PerformanceProps & { plan: PlanView; schedule: ScheduleView }) {
  const { language, words } = page;
  const next = schedule.instalments.find((one) => one.paidFen < one.paymentFen);
  if (!next) return <p class="lead">{words.nothingDue}</p>;
  const distance = sayDistance(language, next.dueDate, schedule.asOf, plan.terms.graceDays);
  const openFen = next.paymentFen - next.paidFen;
  const late = next.dueDate < schedule.asOf;
  return (
    <section class={`panel next next-${late ? found.colour.toLowerCase() : 'calm'}`} aria-labelledby="next">
      <h2 id="next">
        {words.whatNext} · {language === 'zh' ? `第 ${next.no} 期` : `no. ${next.no}`}
      </h2>
      <p class="amount">{sayMoney(language, openFen)}</p>
      <p>
        <strong>{sayDay(language, next.dueDate)}</strong> <span class="badge">{distance}</span>
      </p>
      <details>
        <summary>{words.grace}</summary>
        <p>
          {plan.terms.graceDays} · {words.graceMeans}
        </p>
      </details>
    </section>
  );
}

function Totals({ page, schedule }: { page: PageContext; schedule: ScheduleView }) {
  const { language, words } = page;
  const { totals } = schedule;
  const share = `${totals.paidInstalments} ${words.of} ${schedule.instalments.length} ${words.instalments}`;
  const overdue = totals.overdueFen > 0n ? `${words.overdueNow} ${sayMoney(language, totals.overdueFen)}` : undefined;
  return (
    <dl class="key-figures">
      <KeyFigure label={words.paidSoFar} value={sayMoney(language, totals.paidFen)} note={share} />
      <KeyFigure
        label={words.stillOpen}
        value={sayMoney(language, totals.outstandingFen)}
        {...(overdue === undefined ? {} : { note: overdue })}
      />
      <KeyFigure label={words.principalLeft} value={sayMoney(language, totals.outstandingPrincipalFen)} />
    </dl>
  );
}

/** The home of a party: one case as it stands. */
export function PerformancePage(props: PerformanceProps) {
  const { page, found, plan, schedule, seizures, notices, side } = props;
  const { language, words } = page;
  return (
    <Layout page={page} title={found.caseNumber}>
      <p class="eyebrow">
        {found.caseNumber} ·{' '}
        {side === 'ENTERPRISE' ? found.applicants.map((one) => one.name).join('、') : found.enterprise.name}
      </p>
      <h1>
        <StatusMark colour={found.colour} language={language} /> {CASE_STATE_WORDS[found.state][language]}
      </h1>
      {plan && schedule ? (
        <>
          <div class="two-columns">
            <NextPayment {...props} plan={plan} schedule={schedule} />
            {side === 'ENTERPRISE' && <WhereToPay page={page} found={found} />}
          </div>
          <Totals page={page} schedule={schedule} />
          <InstalmentBar schedule={schedule} language={language} label={words.planBar} />
          <ScheduleTable page={page} plan={plan} schedule={schedule} />
        </>
      ) : (
        <p class="empty">{words.noPlan}</p>
      )}
      <NoticeList page={page} notices={notices} title={words.notices} more />
      {side === 'ENTERPRISE' && <SeizureList page={page} seizures={seizures} />}
    </Layout>
  );
}
