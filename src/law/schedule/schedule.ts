import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, fitsOnWire } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import type { RateTable } from '../interest/lending-rates.js';
import type { WorkingCalendar } from '../working-days/calendar.js';
import { divideByAnnuity } from './annuity.js';
import { createDayInterest, type DayInterestTerms } from './day-interest.js';
import { type DueDate, type DueDateTerms, listDueDates } from './due-dates.js';
import { checkForm, countRows, type PlanForm } from './forms.js';
import { fillPortions, type PlannedPeriod, type Portions } from './portions.js';
import { dividePrincipal, isBalloonOverHalf, type PrincipalTerms } from './principal.js';
import { computeReceiptsInstalment } from './receipts.js';

export interface ScheduleInput extends PrincipalTerms, DueDateTerms, DayInterestTerms, PlanForm {
  /** Instalments said to be paid, a lump sum included. */
  readonly paidInstalments?: number | undefined;
  /** Most rows, those of PL-14 unless said. */
  readonly rowsMax?: number | undefined;
}

/** One instalment of a plan; money in fen. */
export interface ScheduledInstalment {
  readonly no: number;
  readonly nominalDueDate: CivilDate;
  readonly dueDate: CivilDate;
  /** Days of interest in this instalment; null when interest does not accrue by actual days. */
  readonly days: number | null;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  readonly paymentFen: Fen;
  readonly outstandingAfterFen: Fen;
  /** The due date was shifted without a loaded calendar (HO-01). */
  readonly provisional: boolean;
}

export interface ScheduleTotals {
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  readonly paymentFen: Fen;
}

export interface Schedule {
  readonly instalments: readonly ScheduledInstalment[];
  readonly totals: ScheduleTotals;
  readonly afterPaid?: ScheduleTotals & { readonly paid: number; readonly outstandingPrincipalFen: Fen };
  /** Interest rests on the last known lending rate only (IN-14). */
  readonly ratesProvisional: boolean;
  readonly warnings: readonly 'BALLOON_OVER_HALF'[];
}

export interface References {
  readonly rates: RateTable;
  readonly calendar: WorkingCalendar;
}

/** What a row pays of the principal: nothing while it is free, the planned part, and a share of the known inflow. */
function listPrincipals(input: ScheduleInput): Outcome<readonly Fen[]> {
  const free = input.principalFreeInstalments ?? 0;
  const principalFen = input.principalFen - (input.lumpSum?.amountFen ?? 0n);
  const divided = dividePrincipal({ ...input, principalFen, n: input.n - free });
  if (!divided.ok) {
    return divided;
  }
  const planned = free === 0 ? divided.value : [...Array.from({ length: free }, () => 0n), ...divided.value];
  const { inflowsFen, receiptsPercent = '0' } = input;
  return accept(
    inflowsFen === undefined
      ? planned
      : planned.map((partFen, index) => computeReceiptsInstalment(partFen, receiptsPercent, inflowsFen[index] ?? 0n)),
  );
}

/** Interest on the balance for the actual days up to and including each due date. */
function divideByDays(input: ScheduleInput, dueDates: readonly DueDate[], rates: RateTable): Outcome<Portions> {
  const principals = listPrincipals(input);
  if (!principals.ok) {
    return principals;
  }
  const { interestFrom, lumpSum } = input;
  const firstInstalment = itemAt(dueDates, lumpSum === undefined ? 0 : 1);
  const interest = createDayInterest(input, itemAt(dueDates, -1).dueDate, rates);
  if (!interest.ok) {
    return interest;
  }
  const bearsInterest = (input.rate ?? input.doubledDailyPercent) !== undefined;
  if (bearsInterest && interestFrom !== undefined && interestFrom > firstInstalment.dueDate) {
    return refuse('dates-reversed', 'Interest begins after the first due date.', { pointer: '/interestFrom' });
  }
  const planned = lumpSum === undefined ? principals.value : [lumpSum.amountFen, ...principals.value];
  const periods = planned.map((principalFen, index): PlannedPeriod => {
    const { days, weights } = interest.value.accrueTo(itemAt(dueDates, index).dueDate);
    return { days, weights, pays: { principalFen }, rounded: lumpSum === undefined || index > 0 };
  });
  const portions = fillPortions(input.principalFen, periods, input);
  return portions.ok
    ? accept({ portions: portions.value, ratesProvisional: interest.value.ratesProvisional })
    : portions;
}

function sumPortions(instalments: readonly ScheduledInstalment[]): ScheduleTotals {
  let principalFen = 0n;
  let interestFen = 0n;
  for (const instalment of instalments) {
    principalFen += instalment.principalFen;
    interestFen += instalment.interestFen;
  }
  return { principalFen, interestFen, paymentFen: principalFen + interestFen };
}

function checkInput(input: ScheduleInput): Outcome<null> {
  const checked = checkForm(input);
  if (!checked.ok) {
    return checked;
  }
  const rows = countRows(input);
  return (input.paidInstalments ?? 0) > rows
    ? refuse('paid-instalments-too-many', `Only ${rows} instalments can be paid.`, { pointer: '/paidInstalments' })
    : accept(null);
}

/**
 * Builds the schedule of an instalment plan; all money in fen. The principals sum exactly to the debt. A lump sum is
 * instalment no. 1 and stands before the `n` others.
 * Refuses: `paid-instalments-too-many`, `dates-reversed`, `amount-too-large`, and those of `checkForm`,
 * `listDueDates`, `dividePrincipal`, `divideByAnnuity`, `createDayInterest` and `fillPortions`.
 * Law: section 6.1, PL-01, PL-02, PL-03, PL-14, IN-02, IN-24.
 */
export function buildSchedule(input: ScheduleInput, references: References): Outcome<Schedule> {
  const checked = checkInput(input);
  if (!checked.ok) {
    return checked;
  }
  const dueDates = listDueDates(input, references.calendar);
  if (!dueDates.ok) {
    return dueDates;
  }
  const divided =
    input.method === 'ANNUITY'
      ? divideByAnnuity(input, references.rates)
      : divideByDays(input, dueDates.value, references.rates);
  if (!divided.ok) {
    return divided;
  }
  const { portions, ratesProvisional } = divided.value;
  let balanceFen = input.principalFen;
  const instalments = portions.map((portion, index) => {
    const { nominalDueDate, dueDate, provisional } = itemAt(dueDates.value, index);
    const { days, principalFen, interestFen } = portion;
    balanceFen -= principalFen;
    return {
      no: index + 1,
      nominalDueDate,
      dueDate,
      provisional,
      days,
      principalFen,
      interestFen,
      paymentFen: principalFen + interestFen,
      outstandingAfterFen: balanceFen,
    };
  });
  const totals = sumPortions(instalments);
  if (!fitsOnWire(totals.paymentFen)) {
    return refuse('amount-too-large', 'The payments exceed what can be kept exactly.', { pointer: '/principalFen' });
  }
  const overHalf =
    input.method === 'BALLOON' &&
    isBalloonOverHalf(
      portions.map((portion) => portion.principalFen),
      input.principalFen,
    );
  return accept({
    instalments,
    totals,
    ...(input.paidInstalments === undefined
      ? {}
      : { afterPaid: sumPaid(instalments, input.paidInstalments, input.principalFen) }),
    ratesProvisional,
    warnings: overHalf ? ['BALLOON_OVER_HALF'] : [],
  });
}

function sumPaid(instalments: readonly ScheduledInstalment[], paid: number, principalFen: Fen) {
  const totals = sumPortions(instalments.slice(0, paid));
  return { paid, ...totals, outstandingPrincipalFen: principalFen - totals.principalFen };
}

/**
 * Checks the dates of a plan of a case.
 * Refuses: `nominal-dates-not-increasing`, `due-dates-decreasing`.
 * Law: PL-14, PL-03 (the adjusted date is the due date for every purpose).
 */
export function checkPlanDates(
  instalments: readonly { readonly nominalDueDate: CivilDate; readonly dueDate: CivilDate }[],
): Outcome<null> {
  for (const [index, instalment] of instalments.entries()) {
    const previous = instalments[index - 1];
    if (previous !== undefined && instalment.nominalDueDate <= previous.nominalDueDate) {
      return refuse('nominal-dates-not-increasing', 'Each due date must lie after the one before it.', {
        facts: { no: index + 1 },
      });
    }
    if (previous !== undefined && instalment.dueDate < previous.dueDate) {
      return refuse('due-dates-decreasing', 'An adjusted due date lies before the one before it.', {
        facts: { no: index + 1 },
      });
    }
  }
  return accept(null);
}
