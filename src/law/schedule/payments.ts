import { type CivilDate, compareDates } from '../../shared/civil-date.js';
import { type Fen, fitsOnWire, minFen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { Acceleration, AccelerationSpan } from './acceleration.js';
import {
  beginDay,
  type Course,
  leaveOutPaid,
  listAccelerations,
  noteCure,
  openCourse,
  type OpenInstalment,
  type PlannedInstalment,
} from './plan-days.js';
import { gradeInstalment } from './statuses.js';
import type { InstalmentStatus, PrepayPolicy } from './terms.js';

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
  /** Interest that is not owed, since the whole sum fell due before it was earned. */
  readonly droppedFen: Fen;
  readonly paidInFullDate: CivilDate | null;
  readonly status: InstalmentStatus;
}

export interface PlanPayments {
  readonly applications: readonly PaymentApplication[];
  readonly instalments: readonly InstalmentState[];
  /** Earliest day on which an instalment was in breach, null when none was up to `asOf`. */
  readonly breachDate: CivilDate | null;
  /** Since when a breach stands that nothing has cured; null while none does (ES-02). */
  readonly inBreachSince: CivilDate | null;
  /** The acceleration in effect on `asOf`, the last of `accelerations`. */
  readonly acceleration: AccelerationSpan | null;
  readonly accelerations: readonly AccelerationSpan[];
  readonly outstandingFen: Fen;
  readonly surplusFen: Fen;
  /** Payments after `asOf`, which are not counted. */
  readonly paymentsLeftOut: number;
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
  leaveOutPaid(course);
  noteCure(course, payment.date);
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
  const course = openCourse(input);
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
  if (!fitsOnWire(surplusFen) || !fitsOnWire(sumFen(input.instalments.map((instalment) => instalment.amountFen)))) {
    return refuse('amount-too-large', 'The amounts exceed what can be kept exactly.', { pointer: '' });
  }
  return accept({
    applications,
    instalments: describeInstalments(course, input.asOf),
    breachDate: course.breachDate,
    inBreachSince: course.inBreachSince,
    acceleration: course.acceleration,
    accelerations: listAccelerations(course),
    outstandingFen,
    surplusFen,
    paymentsLeftOut: input.payments.length - counted.length,
  });
}

function describeInstalments(course: Course, asOf: CivilDate): InstalmentState[] {
  return course.instalments.map(({ no, dueDate, amountFen, outstandingFen, droppedFen, paidInFullDate }) => {
    const paidFen = amountFen - droppedFen - outstandingFen;
    const accelerated = course.acceleration !== null;
    const status = gradeInstalment({ dueDate, paidFen, outstandingFen, paidInFullDate, accelerated }, asOf);
    return { no, paidFen, outstandingFen, droppedFen, paidInFullDate, status };
  });
}

export { gradeInstalment, splitApplication, splitInstalmentPaid } from './statuses.js';
