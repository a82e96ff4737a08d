import { type CivilDate, daysBetween, toEpochDay } from '../../shared/civil-date.js';
import { Decimal, divideHalfUp, mulDivHalfUp, RATE_SCALE, toRateUnits } from '../../shared/decimal.js';
import { createInterestAccrual } from '../../shared/interest-accrual.js';
import type { Rate, YearBasis } from '../../shared/interest-rate.js';
import type { RateTable } from '../../shared/lending-rates.js';
import { type Fen, fitsOnWire, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { WorkingCalendar } from '../../shared/working-days.js';
import { divideByAnnuity, type Portions } from './annuity-rules.js';
import { type DueDate, type DueDateTerms, listDueDates } from './due-date-rules.js';
import { dividePrincipal, isBalloonOverHalf, type PrincipalTerms } from './principal-rules.js';
import { FIRST_DUE_DAYS_MAX, PLAN_INSTALMENTS_MAX } from './terms.js';

export interface ScheduleInput extends PrincipalTerms, DueDateTerms {
  /** First accruing day; needed when interest accrues by actual days. */
  readonly interestFrom?: CivilDate | undefined;
  /** Absent: the plan bears no interest. */
  readonly rate?: Rate | undefined;
  readonly yearBasis?: YearBasis | null | undefined;
  readonly paidInstalments?: number | undefined;
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

interface References {
  readonly rates: RateTable;
  readonly calendar: WorkingCalendar;
}

/** Interest on the balance for the actual days up to and including each due date, rounded once per instalment. */
function divideByDays(input: ScheduleInput, dueDates: readonly DueDate[], rates: RateTable): Outcome<Portions> {
  const principals = dividePrincipal(input);
  if (!principals.ok) {
    return principals;
  }
  const { rate, interestFrom } = input;
  if (rate === undefined) {
    const portions = principals.value.map((principalFen) => ({ days: null, principalFen, interestFen: 0n }));
    return accept({ portions, ratesProvisional: false });
  }
  if (interestFrom === undefined) {
    return refuse('interest-from-missing', 'The first accruing day is needed.', { pointer: '/interestFrom' });
  }
  if (interestFrom > (dueDates[0] as DueDate).dueDate) {
    return refuse('dates-reversed', 'Interest begins after the first due date.', { pointer: '/interestFrom' });
  }
  const lastDueDate = (dueDates.at(-1) as DueDate).dueDate;
  const terms = { from: interestFrom, rate, yearBasis: input.yearBasis, paymentDay: 'INCLUDE' as const };
  const accrual = createInterestAccrual(terms, lastDueDate, rates);
  if (!accrual.ok) {
    return accrual.pointer === '/from' ? { ...accrual, pointer: '/interestFrom' } : accrual;
  }
  let balanceFen = input.principalFen;
  const portions = principals.value.map((principalFen, index) => {
    const { days, weightedUnits } = accrual.value.accrueTo(toEpochDay((dueDates[index] as DueDate).dueDate));
    const interestFen = divideHalfUp(balanceFen * weightedUnits, accrual.value.divisor);
    balanceFen -= principalFen;
    return { days, principalFen, interestFen };
  });
  return accept({ portions, ratesProvisional: accrual.value.provisional });
}

function sumPortions(instalments: readonly ScheduledInstalment[]): ScheduleTotals {
  return {
    principalFen: sumFen(instalments.map((instalment) => instalment.principalFen)),
    interestFen: sumFen(instalments.map((instalment) => instalment.interestFen)),
    paymentFen: sumFen(instalments.map((instalment) => instalment.paymentFen)),
  };
}

function checkInput(input: ScheduleInput): Outcome<null> {
  if (input.n < 1 || input.n > PLAN_INSTALMENTS_MAX) {
    return refuse('plan-too-long', `A plan has 1 to ${PLAN_INSTALMENTS_MAX} instalments.`, { pointer: '/n' });
  }
  if (input.method === 'EQUAL_TOTAL_NO_INTEREST' && input.rate !== undefined) {
    return refuse('rate-not-allowed', 'This form of plan bears no interest.', { pointer: '/rate' });
  }
  if ((input.paidInstalments ?? 0) > input.n) {
    return refuse('paid-instalments-too-many', `Only ${input.n} instalments can be paid.`, {
      pointer: '/paidInstalments',
    });
  }
  return accept(null);
}

/**
 * Builds the schedule of an instalment plan; all money in fen. The principals sum exactly to the debt.
 * Refuses: `plan-too-long`, `rate-not-allowed`, `paid-instalments-too-many`, `annuity-needs-fixed-annual-rate`,
 * `year-basis-missing`, `interest-from-missing`, `dates-reversed`, `amount-too-large`, and those of `listDueDates`,
 * `dividePrincipal` and `layRate`.
 * Law: section 6.1, PL-01, PL-02, PL-03, PL-14, IN-02.
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
    balanceFen -= portion.principalFen;
    return {
      no: index + 1,
      ...(dueDates.value[index] as DueDate),
      ...portion,
      paymentFen: portion.principalFen + portion.interestFen,
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
 * What is due in an instalment of a plan by receipts: the minimum plus a share of the inflow, rounded half-up, in fen.
 * Only the minimum decides on breach.
 * @param receiptsPercent - share of the inflow, percent
 * Law: section 6.1 (`PERCENT_OF_RECEIPTS`).
 */
export function computeReceiptsInstalment(minimumFen: Fen, receiptsPercent: string, inflowFen: Fen): Fen {
  return minimumFen + mulDivHalfUp(inflowFen, toRateUnits(new Decimal(receiptsPercent)), 100n * RATE_SCALE);
}

/**
 * Checks whether a plan may be activated.
 * @param agreedFen - the sum that the parties agreed to settle by instalments of principal
 * Refuses: `plan-too-long`, `plan-sum-short`, `first-due-too-late`, `nominal-dates-not-increasing`,
 * `due-dates-decreasing`.
 * Law: PL-14, PL-03 (the adjusted date is the due date for every purpose).
 */
export function checkPlanTerms(plan: {
  readonly agreedFen: Fen;
  readonly signedOn: CivilDate;
  readonly instalments: readonly {
    readonly nominalDueDate: CivilDate;
    readonly dueDate: CivilDate;
    readonly principalFen: Fen;
  }[];
}): Outcome<null> {
  const { agreedFen, signedOn, instalments } = plan;
  const first = instalments[0];
  if (first === undefined || instalments.length > PLAN_INSTALMENTS_MAX) {
    return refuse('plan-too-long', `A plan has 1 to ${PLAN_INSTALMENTS_MAX} instalments.`, { pointer: '/n' });
  }
  const sum = sumFen(instalments.map((instalment) => instalment.principalFen));
  if (sum < agreedFen) {
    return refuse('plan-sum-short', 'The instalments do not cover the agreed sum.', {
      pointer: '/principalFen',
      facts: { sumFen: sum, agreedFen },
    });
  }
  if (daysBetween(signedOn, first.dueDate) > FIRST_DUE_DAYS_MAX) {
    return refuse('first-due-too-late', `The first instalment is due within ${FIRST_DUE_DAYS_MAX} days of signing.`, {
      pointer: '/firstDueDate',
      facts: { signedOn, dueDate: first.dueDate },
    });
  }
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
