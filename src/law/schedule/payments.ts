import { addDays, CIVIL_DATE_MIN, type CivilDate, compareDates, maxDate } from '../../shared/civil-date.js';
import { type Fen, fitsOnWire, minFen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { findBreachDay } from './due-dates.js';
import { gradeInstalment } from './statuses.js';
import type { InstalmentStatus, PrepayPolicy } from './terms.js';

/** An instalment as agreed: `dueDate` is already the adjusted one; money in fen. */
export interface PlannedInstalment {
  readonly no: number;
  readonly dueDate: CivilDate;
  readonly amountFen: Fen;
}

/** How the whole balance falls due after a breach (PL-10). `ON_NOTICE` without service works as `NONE`. */
export type Acceleration =
  | { readonly mode: 'NONE' }
  | { readonly mode: 'AUTOMATIC' }
  | { readonly mode: 'ON_NOTICE'; readonly noticeServedOn?: CivilDate | undefined };

export interface PlanPayment {
  readonly date: CivilDate;
  readonly amountFen: Fen;
  /** What of it was paid back: it stays surplus. */
  readonly refundedFen?: Fen | undefined;
}

/** A stored payment as a plan takes it. */
export const toPlanPayment = (payment: {
  readonly receivedOn: CivilDate;
  readonly amountFen: Fen;
  readonly refundedFen?: Fen | undefined;
}): PlanPayment => ({ date: payment.receivedOn, amountFen: payment.amountFen, refundedFen: payment.refundedFen });

export interface PlanPaymentsInput {
  /** In the order of their numbers, due dates not decreasing. */
  readonly instalments: readonly PlannedInstalment[];
  readonly graceDays: number;
  readonly prepayPolicy: PrepayPolicy;
  readonly acceleration: Acceleration;
  readonly payments: readonly PlanPayment[];
  readonly asOf: CivilDate;
}

export interface PaymentApplication {
  readonly date: CivilDate;
  readonly paymentFen: Fen;
  readonly applied: readonly { readonly no: number; readonly amountFen: Fen }[];
  readonly surplusFen: Fen;
}

export interface InstalmentState {
  readonly no: number;
  readonly paidFen: Fen;
  readonly outstandingFen: Fen;
  readonly paidInFullDate: CivilDate | null;
  readonly status: InstalmentStatus;
}

export interface PlanPayments {
  readonly applications: readonly PaymentApplication[];
  readonly instalments: readonly InstalmentState[];
  /** Earliest day on which an instalment was in breach, null when none was up to `asOf`. */
  readonly breachDate: CivilDate | null;
  readonly acceleration: { readonly date: CivilDate; readonly amountFen: Fen } | null;
  readonly outstandingFen: Fen;
  readonly surplusFen: Fen;
  /** Payments after `asOf`, which are not counted. */
  readonly paymentsLeftOut: number;
}

interface OpenInstalment extends PlannedInstalment {
  readonly breachDay: CivilDate;
  outstandingFen: Fen;
  paidInFullDate: CivilDate | null;
}

/** State of the plan while its days go by. */
interface Course {
  readonly instalments: readonly OpenInstalment[];
  /** Instalments not paid in full, in number order. */
  open: OpenInstalment[];
  breachDate: CivilDate | null;
  /** A breach stands: it began, and no payment since has covered everything due by its day (ES-02). */
  inBreach: boolean;
  /** A notice of acceleration came when a breach had been cured; it has no effect, whatever comes later. */
  noticeSpent: boolean;
  acceleration: { date: CivilDate; amountFen: Fen } | null;
}

function checkInput(instalments: readonly PlannedInstalment[]): Outcome<null> {
  for (const [index, instalment] of instalments.entries()) {
    const previous = instalments[index - 1];
    if (previous !== undefined && instalment.no <= previous.no) {
      return refuse('instalments-not-in-order', 'The numbers of the instalments must rise.', {
        pointer: `/instalments/${index}/no`,
      });
    }
    if (previous !== undefined && instalment.dueDate < previous.dueDate) {
      return refuse('instalments-not-in-order', 'An instalment is due before the one in front of it.', {
        pointer: `/instalments/${index}/dueDate`,
      });
    }
  }
  return accept(null);
}

/** Notes a breach that has begun by the start of a day. */
function noteBreach(course: Course, day: CivilDate): void {
  // Due dates do not decrease, so the first open instalment is the first that can be in breach.
  const first = course.open[0];
  if (first === undefined || first.breachDay > day) {
    return;
  }
  course.breachDate ??= first.breachDay;
  course.inBreach = true;
}

function accelerate(course: Course, date: CivilDate): void {
  const amountFen = sumFen(course.open.map((instalment) => instalment.outstandingFen));
  if (amountFen > 0n) {
    course.acceleration = { date, amountFen };
  }
}

/** First day on which the whole sum may be due; undefined while nothing can make it so. */
function accelerationDay(acceleration: Acceleration): CivilDate | undefined {
  if (acceleration.mode === 'AUTOMATIC') {
    return CIVIL_DATE_MIN;
  }
  return acceleration.mode === 'ON_NOTICE' && acceleration.noticeServedOn !== undefined
    ? addDays(acceleration.noticeServedOn, 1)
    : undefined;
}

/** Brings breach and acceleration up to the start of a day, before anything is paid on it. */
function beginDay(course: Course, day: CivilDate, acceleration: Acceleration): void {
  const from = accelerationDay(acceleration);
  if (from !== undefined && from <= day && course.acceleration === null && !course.noticeSpent) {
    // A notice meets the breach as it stands on its own day. Before any breach it waits for the first one.
    noteBreach(course, from);
    if (course.breachDate !== null && !course.inBreach) {
      course.noticeSpent = true;
    } else {
      noteBreach(course, day);
      if (course.breachDate !== null) accelerate(course, maxDate(from, course.breachDate));
    }
  }
  noteBreach(course, day);
}

/** Due instalments first, oldest first; then the others by policy; after acceleration all in number order. */
function orderTargets(course: Course, day: CivilDate, policy: PrepayPolicy): OpenInstalment[] {
  if (course.acceleration !== null || policy === 'NEXT_FIRST') {
    return course.open;
  }
  const firstNotDue = course.open.findIndex((instalment) => instalment.dueDate > day);
  return firstNotDue < 0
    ? course.open
    : [...course.open.slice(0, firstNotDue), ...course.open.slice(firstNotDue).reverse()];
}

function applyPayment(course: Course, payment: PlanPayment, policy: PrepayPolicy): PaymentApplication {
  const applied: { no: number; amountFen: Fen }[] = [];
  const { refundedFen = 0n } = payment;
  let left = payment.amountFen - refundedFen;
  for (const instalment of orderTargets(course, payment.date, policy)) {
    if (left === 0n) {
      break;
    }
    const part = minFen(left, instalment.outstandingFen);
    instalment.outstandingFen -= part;
    left -= part;
    applied.push({ no: instalment.no, amountFen: part });
    if (instalment.outstandingFen === 0n) {
      instalment.paidInFullDate = payment.date;
    }
  }
  course.open = course.open.filter((instalment) => instalment.outstandingFen > 0n);
  const next = course.open[0];
  if (next === undefined || next.dueDate > payment.date) {
    course.inBreach = false;
  }
  return { date: payment.date, paymentFen: payment.amountFen, applied, surplusFen: left + refundedFen };
}

/**
 * Applies payments to a plan and says where it stands at the end of `asOf`; payments after that day are not counted.
 * All money in fen. Linear in the number of payments.
 * Refuses: `instalments-not-in-order`, `amount-too-large`.
 * Law: PL-03, PL-10, PL-12, AL-07, section 6.4 (Civil Code 530, 531).
 */
export function applyPlanPayments(input: PlanPaymentsInput): Outcome<PlanPayments> {
  const checked = checkInput(input.instalments);
  if (!checked.ok) {
    return checked;
  }
  const instalments = input.instalments.map((instalment) => ({
    ...instalment,
    breachDay: findBreachDay(instalment.dueDate, input.graceDays),
    outstandingFen: instalment.amountFen,
    paidInFullDate: null,
  }));
  const course: Course = {
    instalments,
    open: instalments.filter((instalment) => instalment.outstandingFen > 0n),
    breachDate: null,
    inBreach: false,
    noticeSpent: false,
    acceleration: null,
  };
  const counted = input.payments
    .filter((payment) => payment.date <= input.asOf)
    // A stable sort keeps the given order among payments of one day.
    .sort((a, b) => compareDates(a.date, b.date));
  const applications: PaymentApplication[] = [];
  for (const payment of counted) {
    beginDay(course, payment.date, input.acceleration);
    applications.push(applyPayment(course, payment, input.prepayPolicy));
  }
  beginDay(course, input.asOf, input.acceleration);
  const surplusFen = sumFen(applications.map((application) => application.surplusFen));
  const outstandingFen = sumFen(course.open.map((instalment) => instalment.outstandingFen));
  if (!fitsOnWire(surplusFen) || !fitsOnWire(sumFen(instalments.map((instalment) => instalment.amountFen)))) {
    return refuse('amount-too-large', 'The amounts exceed what can be kept exactly.', { pointer: '' });
  }
  return accept({
    applications,
    instalments: describeInstalments(course, input.asOf),
    breachDate: course.breachDate,
    acceleration: course.acceleration,
    outstandingFen,
    surplusFen,
    paymentsLeftOut: input.payments.length - counted.length,
  });
}

function describeInstalments(course: Course, asOf: CivilDate): InstalmentState[] {
  return course.instalments.map(({ no, dueDate, amountFen, outstandingFen, paidInFullDate }) => {
    const paidFen = amountFen - outstandingFen;
    const accelerated = course.acceleration !== null;
    const status = gradeInstalment({ dueDate, paidFen, outstandingFen, paidInFullDate, accelerated }, asOf);
    return { no, paidFen, outstandingFen, paidInFullDate, status };
  });
}

export { gradeInstalment, splitApplication, splitInstalmentPaid } from './statuses.js';
