import type { CaseView } from '../../../features/dossier/cases/schema.js';
import type { ScheduleView } from '../../../features/plans/drafting/schema.js';
import { CASE_STATE_WORDS } from '../../../law/states/case-words.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import { InstalmentBar } from '../../blocks/instalment-bar.js';
import { KeyFigure } from '../../blocks/key-figure.js';
import { NoticeList } from '../../blocks/notice-list.js';
import { ScheduleTable } from '../../blocks/schedule-table.js';
import { SeizureList } from '../../blocks/seizure-list.js';
import { StatusMark } from '../../blocks/status-mark.js';
import { WhereToPay } from '../../blocks/where-to-pay.js';
import { Layout } from '../../layout.js';
import type { Planned } from '../../load-plan.js';
import type { PageContext } from '../../page-context.js';
import { sayDay, sayDistance, sayMoney } from '../../words/dates.js';
import type { PerformanceShown } from './load.js';
import { PERFORMANCE_WORDS } from './words.js';

const NO_GRACE = 0;

interface PerformanceProps extends PerformanceShown {
  readonly page: PageContext;
  /** The enterprise pays, the applicant is paid: only the first is told where to pay. */
  readonly side: 'ENTERPRISE' | 'APPLICANT';
}

/** What cures once the whole sum has fallen due: no part of it, and no grace (PL-10). */
function WholeSum({ page, schedule, on }: { page: PageContext; schedule: ScheduleView; on: CivilDate }) {
  const { language } = page;
  const own = PERFORMANCE_WORDS[language];
  return (
    <section class="panel next next-red" aria-labelledby="next">
      <h2 id="next">{own.whole}</h2>
      <p class="amount">{sayMoney(language, schedule.totals.outstandingFen)}</p>
      <p>
        <strong>{sayDay(language, on)}</strong>{' '}
        <span class="badge">{sayDistance(language, on, schedule.asOf, NO_GRACE)}</span>
      </p>
      <p>{own.wholeMeans}</p>
    </section>
  );
}

/** "Am I on track, what is next?", answered in one sentence. */
function NextPayment({ page, found, plan, schedule }: Planned & { page: PageContext; found: CaseView }) {
  const { language } = page;
  const own = PERFORMANCE_WORDS[language];
  const next = schedule.instalments.find((one) => one.outstandingFen > 0n);
  if (!next) return <p class="lead">{own.nothingDue}</p>;
  if (schedule.acceleratedOn !== null) return <WholeSum page={page} schedule={schedule} on={schedule.acceleratedOn} />;
  const distance = sayDistance(language, next.dueDate, schedule.asOf, plan.terms.graceDays);
  const openFen = next.outstandingFen;
  const late = next.dueDate < schedule.asOf;
  return (
    <section class={`panel next next-${late ? found.colour.toLowerCase() : 'calm'}`} aria-labelledby="next">
      <h2 id="next">
        {own.whatNext} · {language === 'zh' ? `第 ${next.no} 期` : `no. ${next.no}`}
      </h2>
      <p class="amount">{sayMoney(language, openFen)}</p>
      <p>
        <strong>{sayDay(language, next.dueDate)}</strong> <span class="badge">{distance}</span>
      </p>
      <details>
        <summary>{own.grace}</summary>
        <p>
          {plan.terms.graceDays} · {own.graceMeans}
        </p>
      </details>
    </section>
  );
}

function Totals({ page, schedule }: { page: PageContext; schedule: ScheduleView }) {
  const { language } = page;
  const own = PERFORMANCE_WORDS[language];
  const { totals } = schedule;
  const share = `${totals.paidInstalments} ${own.of} ${schedule.instalments.length} ${own.instalments}`;
  const overdue = totals.overdueFen > 0n ? `${own.overdueNow} ${sayMoney(language, totals.overdueFen)}` : undefined;
  return (
    <dl class="key-figures">
      <KeyFigure label={own.paidSoFar} value={sayMoney(language, totals.paidFen)} note={share} />
      <KeyFigure
        label={own.stillOpen}
        value={sayMoney(language, totals.outstandingFen)}
        {...(overdue === undefined ? {} : { note: overdue })}
      />
      <KeyFigure label={own.principalLeft} value={sayMoney(language, totals.outstandingPrincipalFen)} />
    </dl>
  );
}

/** The home of a party: one case as it stands. */
export function PerformancePage(props: PerformanceProps) {
  const { page, found, planned, seizures, notices, side } = props;
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
      {planned ? (
        <>
          <div class="two-columns">
            <NextPayment page={page} found={found} {...planned} />
            {side === 'ENTERPRISE' && <WhereToPay page={page} found={found} />}
          </div>
          <Totals page={page} schedule={planned.schedule} />
          <InstalmentBar schedule={planned.schedule} language={language} label={words.planBar} />
          <ScheduleTable page={page} {...planned} />
        </>
      ) : (
        <p class="empty">{words.noPlan}</p>
      )}
      <NoticeList page={page} notices={notices} title={words.notices} more />
      {side === 'ENTERPRISE' && <SeizureList page={page} seizures={seizures} />}
    </Layout>
  );
}
