import { gradeInstalment, splitInstalmentPaid } from '../../../law/schedule/statuses.js';
import type { CivilDate } from '../../../shared/civil-date.js';
import type { Fen } from '../../../shared/money.js';
import type { ScheduleView } from '../drafting/schema.js';

/** An instalment with what has been paid on it. */
export interface PaidInstalment {
  readonly no: number;
  readonly nominalDueDate: CivilDate;
  readonly dueDate: CivilDate;
  readonly days: number | null;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  readonly outstandingAfterFen: Fen;
  readonly paidFen: Fen;
  /** Interest that is not owed, since the whole sum fell due before it was earned (PL-10). */
  readonly droppedInterestFen: Fen;
  readonly paidInFullOn: CivilDate | null;
}

/**
 * Grades the instalments and adds them up.
 * @returns the schedule; all sums in fen
 * Law: PL-03, AL-02, section 6.4.
 */
export function viewSchedule(state: {
  planId: string;
  version: number;
  asOf: CivilDate;
  acceleratedOn: CivilDate | null;
  instalments: readonly PaidInstalment[];
}): ScheduleView {
  const { planId, version, asOf, instalments } = state;
  const accelerated = state.acceleratedOn !== null && state.acceleratedOn <= asOf;
  // The whole sum is overdue from the day after it fell due (PL-10).
  const isAllOverdue = state.acceleratedOn !== null && state.acceleratedOn < asOf;
  const totals = {
    principalFen: 0n,
    interestFen: 0n,
    paymentFen: 0n,
    paidFen: 0n,
    paidPrincipalFen: 0n,
    paidInterestFen: 0n,
    droppedInterestFen: 0n,
    outstandingFen: 0n,
    outstandingPrincipalFen: 0n,
    overdueFen: 0n,
    paidInstalments: 0,
  };
  const graded = instalments.map((one) => {
    const paymentFen = one.principalFen + one.interestFen;
    const outstandingFen = paymentFen - one.droppedInterestFen - one.paidFen;
    const paid = splitInstalmentPaid({ ...one, interestFen: one.interestFen - one.droppedInterestFen }, one.paidFen);
    const status = gradeInstalment({ ...one, outstandingFen, paidInFullDate: one.paidInFullOn, accelerated }, asOf);
    totals.principalFen += one.principalFen;
    totals.interestFen += one.interestFen;
    totals.paymentFen += paymentFen;
    totals.paidFen += one.paidFen;
    totals.paidPrincipalFen += paid.principalFen;
    totals.paidInterestFen += paid.interestFen;
    totals.droppedInterestFen += one.droppedInterestFen;
    totals.outstandingFen += outstandingFen;
    totals.outstandingPrincipalFen += one.principalFen - paid.principalFen;
    if (one.dueDate < asOf || isAllOverdue) totals.overdueFen += outstandingFen;
    if (outstandingFen === 0n) totals.paidInstalments += 1;
    return { ...one, paymentFen, outstandingFen, status };
  });
  const acceleratedOn = accelerated && totals.outstandingFen > 0n ? state.acceleratedOn : null;
  return { planId, version, asOf, acceleratedOn, instalments: graded, totals };
}
