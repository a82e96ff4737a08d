import { addDays, type CivilDate } from '../../shared/civil-date.js';
import type { Fen } from '../../shared/money.js';
import type { EarnedInterest } from './earned-interest.js';

/** A notice that makes the whole sum due; one that was withdrawn does so until the day of the withdrawal. */
export interface ServedNotice {
  readonly servedOn: CivilDate;
  readonly withdrawnOn?: CivilDate | null | undefined;
}

interface WholeSum {
  /** What interest is earned when the sum falls due; absent where interest of later days is due as well. */
  readonly earned?: EarnedInterest | undefined;
  /** First day on which nothing falls due any more, since another version took the place of the plan. */
  readonly until?: CivilDate | undefined;
}

/** How the whole balance falls due after a breach (PL-10). `ON_NOTICE` without a notice works as `NONE`. */
export type Acceleration =
  | { readonly mode: 'NONE' }
  | ({ readonly mode: 'AUTOMATIC' } & WholeSum)
  | ({ readonly mode: 'ON_NOTICE'; readonly notices?: readonly ServedNotice[] | undefined } & WholeSum);

/** Days over which everything that is open was due; money in fen. */
export interface AccelerationSpan {
  /** First day on which nothing less than the whole sum cures: the breach itself, or the day after service. */
  readonly date: CivilDate;
  /** Day at whose end the sum fell due, so that it is overdue from the next. */
  readonly fellDueOn: CivilDate;
  readonly amountFen: Fen;
  /** First day on which the instalments fall due by themselves again; null unless the notice was withdrawn. */
  readonly endedOn: CivilDate | null;
}

/** First day on which a notice has effect: what is paid on the day of service comes in time. */
export const effectiveFrom = ({ servedOn }: ServedNotice): CivilDate => addDays(servedOn, 1);

/** The next day after `day` on which a notice begins or ceases to have effect; undefined when there is none. */
export function nextNoticeDay(acceleration: Acceleration, day: CivilDate): CivilDate | undefined {
  if (acceleration.mode !== 'ON_NOTICE') return undefined;
  const days = (acceleration.notices ?? []).flatMap((notice) => [effectiveFrom(notice), notice.withdrawnOn ?? '']);
  return days.filter((one) => one > day).sort()[0];
}

/** An instalment with the value date on which nothing of it was open any more. */
interface Dated {
  readonly dueOn: CivilDate;
  readonly paidInFullOn: CivilDate | null;
}

/** Whether an instalment fell due with the whole sum, before its own day. */
export function fellDueEarly({ dueOn, paidInFullOn }: Dated, { date, fellDueOn }: AccelerationSpan): boolean {
  return dueOn > fellDueOn && (paidInFullOn === null || paidInFullOn >= date);
}

/** Whether it was the breach of this instalment, or of one beside it, that made the whole sum due. */
export function isBrokenIn(
  { breachOn, paidInFullOn }: { readonly breachOn: CivilDate; readonly paidInFullOn: CivilDate | null },
  { date }: AccelerationSpan,
): boolean {
  return breachOn <= date && (paidInFullOn === null || paidInFullOn >= date);
}
