import { addMonths, type CivilDate, yearOf } from '../../shared/civil-date.js';
import { Decimal, formatRate, RATE_SCALE, toRateUnits } from '../../shared/decimal.js';
import type { Fen } from '../../shared/money.js';

/** What a debtor can pay from: money at hand and what is certain to come in and go out each month, in fen. */
export interface PaymentCapacity {
  readonly balanceFen: Fen;
  /** Day of the balance; full months are counted from it. */
  readonly balanceOn: CivilDate;
  readonly monthlyReceiptsFen: Fen;
  readonly monthlyOutgoingsFen: Fen;
  /** Coverage that every instalment must keep, such as `"1.2"` (section 9.2, green). */
  readonly coverage: string;
}

/** Coverage from which an instalment is green (section 9.2). */
export const COVERAGE_DEFAULT = '1.2';

interface DuePayment {
  readonly dueDate: CivilDate;
  readonly paymentFen: Fen;
}

const MONTHS_PER_YEAR = 12;
const COVERAGE_DECIMALS = 4;

/** Full months from one day to another; 0 when the second is not a month later. Month ends are clamped. */
export function countFullMonths(from: CivilDate, to: CivilDate): number {
  const monthOf = (date: CivilDate) => yearOf(date) * MONTHS_PER_YEAR + Number(date.slice(5, 7));
  const months = monthOf(to) - monthOf(from);
  return Math.max(0, addMonths(from, months) > to ? months - 1 : months);
}

/**
 * Money at hand before a due date when nothing has been paid on the plan; below zero when outgoings exceed receipts.
 */
function availableBefore(dueDate: CivilDate, capacity: PaymentCapacity): Fen {
  const months = BigInt(countFullMonths(capacity.balanceOn, dueDate));
  return capacity.balanceFen + (capacity.monthlyReceiptsFen - capacity.monthlyOutgoingsFen) * months;
}

export interface Coverage {
  /** Coverage of the instalment that is covered least, cut after four decimals; at least 0. */
  readonly lowest: string;
  /** True when no instalment falls below the coverage asked for. */
  readonly carried: boolean;
}

/**
 * Coverage of every instalment of a plan, each paid from what the ones before it have left: (balance + certain
 * receipts before the due date) ÷ instalment. Instalments of nothing are always covered.
 * Law: section 9.2 [D].
 */
export function gradeCoverage(payments: readonly DuePayment[], capacity: PaymentCapacity): Coverage {
  const coverageUnits = toRateUnits(capacity.coverage);
  let paidFen = 0n;
  let lowest: { availableFen: Fen; paymentFen: Fen } | undefined;
  let carried = true;
  for (const { dueDate, paymentFen } of payments) {
    const availableFen = availableBefore(dueDate, capacity) - paidFen;
    paidFen += paymentFen;
    if (paymentFen === 0n) {
      continue;
    }
    carried &&= availableFen * RATE_SCALE >= paymentFen * coverageUnits;
    if (lowest === undefined || availableFen * lowest.paymentFen < lowest.availableFen * paymentFen) {
      lowest = { availableFen, paymentFen };
    }
  }
  return { lowest: lowest ? formatCoverage(lowest.availableFen, lowest.paymentFen) : '0', carried };
}

function formatCoverage(availableFen: Fen, paymentFen: Fen): string {
  const scale = 10n ** BigInt(COVERAGE_DECIMALS);
  const units = availableFen <= 0n ? 0n : (availableFen * scale) / paymentFen;
  return formatRate(new Decimal(units.toString()).dividedBy(scale.toString()));
}

/**
 * The largest equal instalment that can be paid on all the due dates so that each keeps the coverage asked for, in fen:
 * the least of available(k) ÷ (k − 1 + coverage) over the due dates k, rounded down; 0 when there is none.
 * Law: section 9.2 [D].
 */
export function findLargestInstalment(dueDates: readonly CivilDate[], capacity: PaymentCapacity): Fen {
  const coverageUnits = toRateUnits(capacity.coverage);
  let largest: Fen | undefined;
  for (const [index, dueDate] of dueDates.entries()) {
    const availableFen = availableBefore(dueDate, capacity);
    const carried =
      availableFen <= 0n ? 0n : (availableFen * RATE_SCALE) / (BigInt(index) * RATE_SCALE + coverageUnits);
    largest = largest === undefined || carried < largest ? carried : largest;
  }
  return largest ?? 0n;
}
