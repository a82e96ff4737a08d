import type { ScheduleView } from '../../features/plans/drafting/schema.js';
import { sayDay, sayMoney } from '../words/dates.js';
import type { Language } from '../words/languages.js';
import { INSTALMENT_WORDS } from '../words/states.js';

type Instalment = ScheduleView['instalments'][number];

const KINDS: Readonly<Record<Instalment['status'], { kind: string; shape: string }>> = {
  PAID: { kind: 'paid', shape: '✓' },
  PAID_LATE: { kind: 'late', shape: '✓' },
  PART_PAID_NOT_DUE: { kind: 'future', shape: '◐' },
  NOT_DUE: { kind: 'future', shape: '·' },
  PART_PAID_OVERDUE: { kind: 'overdue', shape: '!' },
  OVERDUE: { kind: 'overdue', shape: '!' },
  ACCELERATED: { kind: 'overdue', shape: '!' },
};

/** One segment per instalment; shape and words say what the colour says. */
export function InstalmentBar({
  schedule,
  language,
  label,
}: {
  schedule: ScheduleView;
  language: Language;
  label: string;
}) {
  const next = schedule.instalments.find((one) => one.outstandingFen > 0n);
  return (
    <ol class="instalment-bar" aria-label={label}>
      {schedule.instalments.map((one) => {
        const { kind, shape } = KINDS[one.status];
        const word = INSTALMENT_WORDS[one.status][language];
        const title = `${one.no}: ${sayDay(language, one.dueDate)}, ${sayMoney(language, one.paymentFen)}, ${word}`;
        return (
          <li key={one.no} class={`segment segment-${kind}${one === next ? ' segment-next' : ''}`} title={title}>
            <span aria-hidden="true">
              <b>{one.no}</b>
              <i>{shape}</i>
            </span>
            <span class="hidden-text">{title}</span>
          </li>
        );
      })}
    </ol>
  );
}
