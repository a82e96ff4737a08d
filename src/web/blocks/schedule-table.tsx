import type { PlanView, ScheduleView } from '../../features/plans/drafting/schema.js';
import { formatYuan } from '../../shared/money.js';
import type { PageContext } from '../page-context.js';
import { sayDay } from '../words/dates.js';
import type { Language } from '../words/languages.js';
import { INSTALMENT_WORDS } from '../words/states.js';
import { DataTable } from './data-table.js';

type Instalment = ScheduleView['instalments'][number];

function sayRate(plan: PlanView): string {
  const { rate } = plan.terms;
  if (rate === undefined) return '0';
  switch (rate.type) {
    case 'FIXED_ANNUAL':
      return `${rate.annualPercent}% ÷ ${plan.terms.yearBasis ?? ''}`;
    case 'FIXED_DAILY':
      return `${rate.dailyPercent}%`;
    case 'LPR_FLOATING':
    case 'LPR_FIXED':
      return `LPR ${rate.term} × ${rate.multiplier} + ${rate.spreadPercent}% ÷ ${plan.terms.yearBasis ?? ''}`;
  }
}

/** How the figures of one instalment come about: formula, numbers, rule. */
function derive(language: Language, plan: PlanView, one: Instalment): string {
  const principal = formatYuan(one.principalFen);
  const before = formatYuan(one.outstandingAfterFen + one.principalFen);
  const after = formatYuan(one.outstandingAfterFen);
  const interest =
    one.days === null
      ? formatYuan(one.interestFen)
      : `${before} × ${sayRate(plan)} × ${one.days} = ${formatYuan(one.interestFen)}`;
  const moved = one.dueDate === one.nominalDueDate ? '' : one.nominalDueDate;
  if (language === 'zh') {
    const days = one.days === null ? '' : `(${one.days} 天)`;
    const shift = moved === '' ? '' : `约定日 ${moved} 为休息日,顺延至 ${one.dueDate}(民法典第203条,PL-02)。`;
    return `${shift}利息${days}:${interest} 元(IN-03);本金 ${principal} 元,期初本金 ${before} 元,期末剩余 ${after} 元。`;
  }
  const shift =
    moved === '' ? '' : `The agreed day ${moved} is a rest day, so ${one.dueDate} counts (Civil Code 203, PL-02). `;
  return `${shift}Interest: ${interest} yuan (IN-03); principal ${principal} of ${before}, leaving ${after} yuan.`;
}

/** The whole schedule, and for each row where its figures come from. */
export function ScheduleTable({ page, plan, schedule }: { page: PageContext; plan: PlanView; schedule: ScheduleView }) {
  const { words, language } = page;
  return (
    <section aria-labelledby="schedule">
      <h2 id="schedule">{words.schedule}</h2>
      <DataTable
        caption={words.schedule}
        empty={words.noPlan}
        rows={schedule.instalments}
        columns={[
          { label: words.no, numeric: true, cell: (one) => one.no },
          { label: words.due, cell: (one) => sayDay(language, one.dueDate) },
          { label: words.principal, numeric: true, cell: (one) => formatYuan(one.principalFen) },
          { label: words.interest, numeric: true, cell: (one) => formatYuan(one.interestFen) },
          { label: words.sum, numeric: true, cell: (one) => <strong>{formatYuan(one.paymentFen)}</strong> },
          { label: words.paid, numeric: true, cell: (one) => formatYuan(one.paidFen) },
          {
            label: words.state,
            cell: (one) => (
              <span class={`state state-${one.status.toLowerCase().replaceAll('_', '-')}`}>
                {INSTALMENT_WORDS[one.status][language]}
              </span>
            ),
          },
        ]}
      />
      <details class="why">
        <summary>{words.why}</summary>
        <h3>{words.whyTitle}</h3>
        <ol class="derivations">
          {schedule.instalments.map((one) => (
            <li key={one.no} value={one.no}>
              {derive(language, plan, one)}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
