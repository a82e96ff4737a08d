import { type CivilDate, compareDates, maxDate } from '../../shared/civil-date.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';
import { type Acceleration, type AccelerationSpan, effectiveFrom, type ServedNotice } from './acceleration.js';
import { findBreachDay } from './due-dates.js';

/** An instalment as agreed: `dueDate` is already the adjusted one; money in fen. */
export interface PlannedInstalment {
  readonly no: number;
  readonly dueDate: CivilDate;
  readonly amountFen: Fen;
}

export interface OpenInstalment extends PlannedInstalment {
  readonly breachDay: CivilDate;
  outstandingFen: Fen;
  droppedFen: Fen;
  paidInFullDate: CivilDate | null;
}

/** State of the plan while its days go by. */
export interface Course {
  readonly instalments: readonly OpenInstalment[];
  /** Those with something left, in number order. */
  open: OpenInstalment[];
  breachDate: CivilDate | null;
  /** Since when a breach stands: it began, and nothing since has left all paid that was due by its day (ES-02). */
  inBreachSince: CivilDate | null;
  /** Notices that have not had their effect, by the day of their service. */
  notices: readonly ServedNotice[];
  acceleration: AccelerationSpan | null;
  readonly ended: AccelerationSpan[];
}

type FallDue = Pick<AccelerationSpan, 'date' | 'fellDueOn'>;

function listNotices(acceleration: Acceleration): readonly ServedNotice[] {
  const notices = acceleration.mode === 'ON_NOTICE' ? (acceleration.notices ?? []) : [];
  return [...notices].sort((a, b) => compareDates(a.servedOn, b.servedOn));
}

/** A plan before its first day. */
export function openCourse(plan: {
  readonly instalments: readonly PlannedInstalment[];
  readonly graceDays: number;
  readonly acceleration: Acceleration;
}): Course {
  const instalments = plan.instalments.map((instalment) => ({
    ...instalment,
    breachDay: findBreachDay(instalment.dueDate, plan.graceDays),
    outstandingFen: instalment.amountFen,
    droppedFen: 0n,
    paidInFullDate: null,
  }));
  return {
    instalments,
    open: instalments.filter((instalment) => instalment.outstandingFen > 0n),
    breachDate: null,
    inBreachSince: null,
    notices: listNotices(plan.acceleration),
    acceleration: null,
    ended: [],
  };
}

/** The accelerations so far, oldest first. */
export const listAccelerations = ({ ended, acceleration }: Course): readonly AccelerationSpan[] =>
  acceleration === null ? ended : [...ended, acceleration];

/** Notes a breach that has begun by the start of a day. */
function noteBreach(course: Course, day: CivilDate): void {
  // Due dates do not decrease, so the first open instalment is the first that can be in breach.
  const first = course.open[0];
  if (first === undefined || first.breachDay > day) {
    return;
  }
  course.breachDate ??= first.breachDay;
  course.inBreachSince ??= first.breachDay;
}

export const leaveOutPaid = (course: Course): void => {
  course.open = course.open.filter((instalment) => instalment.outstandingFen > 0n);
};

/** Interest that was neither earned when the sum fell due nor paid by then is not owed. */
function dropInterest(course: Course, acceleration: Acceleration, { date, fellDueOn }: FallDue): void {
  if (acceleration.mode === 'NONE' || acceleration.earned === undefined) return;
  const interest = acceleration.earned(fellDueOn);
  for (const instalment of course.open) {
    const own = interest.get(instalment.no);
    if (own === undefined || instalment.dueDate <= fellDueOn) continue;
    const paidFen = minFen(own.agreedFen, instalment.amountFen - instalment.outstandingFen);
    instalment.droppedFen = own.agreedFen - (own.earnedFen > paidFen ? own.earnedFen : paidFen);
    instalment.outstandingFen -= instalment.droppedFen;
    if (instalment.outstandingFen === 0n) instalment.paidInFullDate = date;
  }
  leaveOutPaid(course);
}

function accelerate(course: Course, acceleration: Acceleration, days: FallDue): void {
  if (course.open.length === 0) return;
  if (acceleration.mode !== 'NONE' && acceleration.until !== undefined && days.date >= acceleration.until) return;
  dropInterest(course, acceleration, days);
  const amountFen = sumFen(course.open.map((instalment) => instalment.outstandingFen));
  course.acceleration = { ...days, amountFen, endedOn: null };
}

/** From the day of a withdrawal what is open falls due by itself again, with its agreed interest. */
function withdraw(course: Course, span: AccelerationSpan, day: CivilDate): void {
  for (const instalment of course.instalments) {
    // What was paid in full under the acceleration stays paid; what it alone had emptied is owed again.
    if (instalment.outstandingFen === 0n && !isEmptied(instalment)) continue;
    instalment.outstandingFen += instalment.droppedFen;
    instalment.droppedFen = 0n;
    instalment.paidInFullDate = null;
  }
  course.open = course.instalments.filter((instalment) => instalment.outstandingFen > 0n);
  course.ended.push({ ...span, endedOn: day });
  course.acceleration = null;
  noteCure(course, day);
}

/** All of it was interest that dropped. */
const isEmptied = ({ amountFen, droppedFen }: OpenInstalment): boolean => droppedFen > 0n && amountFen === droppedFen;

/** A breach is cured when nothing is open that was due by a day; while the whole sum is due, by paying that (ES-02). */
export function noteCure(course: Course, day: CivilDate): void {
  const next = course.open[0];
  if (next === undefined || (course.acceleration === null && next.dueDate > day)) {
    course.inBreachSince = null;
  }
}

/** Gives the notices served by a day their effect, each as the plan stood on its own day. */
function heedNotices(course: Course, day: CivilDate, acceleration: Acceleration): void {
  for (let [notice] = course.notices; notice !== undefined; [notice] = course.notices) {
    const from = effectiveFrom(notice);
    const { withdrawnOn } = notice;
    if (course.acceleration !== null) {
      // Where the whole sum was paid, there is nothing to withdraw any more.
      if (course.open.length === 0 || typeof withdrawnOn !== 'string' || withdrawnOn > day) return;
      withdraw(course, course.acceleration, withdrawnOn);
    } else {
      if (from > day) return;
      // A notice meets the breach as it stands on its own day. Before any breach it waits for the first one.
      noteBreach(course, from);
      if (course.breachDate === null) noteBreach(course, day);
      if (course.breachDate === null) return;
      const date = maxDate(from, course.breachDate);
      const isWithdrawn = typeof withdrawnOn === 'string' && withdrawnOn <= date;
      if (course.inBreachSince !== null && !isWithdrawn) {
        accelerate(course, acceleration, { date, fellDueOn: maxDate(notice.servedOn, course.breachDate) });
      }
      if (course.acceleration !== null) continue;
    }
    course.notices = course.notices.slice(1);
  }
}

/** Brings breach and acceleration up to the start of a day, before anything is paid on it. */
export function beginDay(course: Course, day: CivilDate, acceleration: Acceleration): void {
  heedNotices(course, day, acceleration);
  noteBreach(course, day);
  const { breachDate } = course;
  if (acceleration.mode === 'AUTOMATIC' && course.acceleration === null && breachDate !== null) {
    accelerate(course, acceleration, { date: breachDate, fellDueOn: breachDate });
  }
}
