import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, minFen } from '../../shared/money.js';
import type { InstalmentStatus } from './terms.js';

/**
 * Status of an instalment at the end of a day. Late is a full payment after the due date, also inside the grace days;
 * overdue means due before `asOf`. An instalment that had fallen due by itself stays overdue under an acceleration.
 * @param instalment - as paid up to `asOf`; `accelerated` when an acceleration has taken effect by then
 * Law: PL-03, PL-10, PL-12, section 6.4.
 */
export function gradeInstalment(
  instalment: {
    readonly dueDate: CivilDate;
    readonly paidFen: Fen;
    readonly outstandingFen: Fen;
    readonly paidInFullDate: CivilDate | null;
    readonly accelerated: boolean;
  },
  asOf: CivilDate,
): InstalmentStatus {
  const { dueDate, paidFen, outstandingFen, paidInFullDate, accelerated } = instalment;
  if (outstandingFen === 0n) {
    return paidInFullDate !== null && paidInFullDate > dueDate ? 'PAID_LATE' : 'PAID';
  }
  if (dueDate < asOf) {
    return paidFen > 0n ? 'PART_PAID_OVERDUE' : 'OVERDUE';
  }
  if (accelerated) {
    return 'ACCELERATED';
  }
  return paidFen > 0n ? 'PART_PAID_NOT_DUE' : 'NOT_DUE';
}

export interface InstalmentParts {
  readonly interestFen: Fen;
  readonly principalFen: Fen;
}

/**
 * Splits what has been paid on an instalment: its interest first, then its principal (AL-02, Civil Code 561).
 * @param paidFen - at most interest plus principal of the instalment
 */
export function splitInstalmentPaid(instalment: InstalmentParts, paidFen: Fen): InstalmentParts {
  const interestFen = minFen(paidFen, instalment.interestFen);
  return { interestFen, principalFen: paidFen - interestFen };
}

/**
 * Splits one application of a payment to an instalment into interest and principal (AL-02).
 * @param paidBeforeFen - what earlier payments had paid on the instalment
 * @param amountFen - what this payment adds
 */
export function splitApplication(instalment: InstalmentParts, paidBeforeFen: Fen, amountFen: Fen): InstalmentParts {
  const before = splitInstalmentPaid(instalment, paidBeforeFen);
  const after = splitInstalmentPaid(instalment, paidBeforeFen + amountFen);
  return {
    interestFen: after.interestFen - before.interestFen,
    principalFen: after.principalFen - before.principalFen,
  };
}
