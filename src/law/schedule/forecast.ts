import { addDays, type CivilDate, maxDate } from '../../shared/civil-date.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { accept, type Outcome } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import type { Acceleration } from './acceleration.js';
import type { AgreedInstalment } from './changed-schedule.js';
import { applyPlanPayments, type PlanPayment, type PlanPayments } from './payments.js';
import type { InstalmentStatus, PrepayPolicy } from './terms.js';

/** What decides where money of a plan goes and when delay has consequences. */
export interface PerformanceTerms {
  readonly graceDays: number;
  readonly prepayPolicy: PrepayPolicy;
  readonly acceleration: Acceleration;
}

export interface ForecastInput {
  /** In the order of their numbers. */
  readonly instalments: readonly AgreedInstalment[];
  readonly terms: PerformanceTerms;
  /** Payments that were made or are supposed to be made. */
  readonly payments: readonly PlanPayment[];
  /** From this day on every instalment is supposed to be paid on its due date. */
  readonly asOf: CivilDate;
  /** First day from which nothing more is supposed to be paid of itself. */
  readonly stopsOn?: CivilDate | undefined;
  /** Day at the end of which the outcome is stated. */
  readonly horizon: CivilDate;
}

export interface ForecastInstalment extends AgreedInstalment {
  readonly paymentFen: Fen;
  readonly outstandingAfterFen: Fen;
  readonly paidFen: Fen;
  readonly droppedInterestFen: Fen;
  readonly outstandingFen: Fen;
  readonly paidInFullOn: CivilDate | null;
  readonly status: InstalmentStatus;
}

/** Where a plan ends when it goes on as supposed; money in fen. */
export interface PlanForecast {
  readonly instalments: readonly ForecastInstalment[];
  readonly totals: { readonly principalFen: Fen; readonly interestFen: Fen; readonly paymentFen: Fen };
  /** Due date of the last instalment. */
  readonly endDate: CivilDate;
  /** Day of the last payment when everything is paid by the horizon, else null. */
  readonly completedOn: CivilDate | null;
  readonly breachDate: CivilDate | null;
  readonly acceleration: PlanPayments['acceleration'];
  readonly outstandingFen: Fen;
  readonly surplusFen: Fen;
  /** The payments that were added: what was open on each due date. */
  readonly supposedPayments: readonly PlanPayment[];
}

function applyUpTo(input: ForecastInput, payments: readonly PlanPayment[], asOf: CivilDate): Outcome<PlanPayments> {
  const instalments = input.instalments.map(({ no, dueDate, principalFen, interestFen }) => ({
    no,
    dueDate,
    amountFen: principalFen + interestFen,
  }));
  return applyPlanPayments({ instalments, ...input.terms, payments, asOf });
}

/** Pays on each due date still to come what is open by then, arrears included. */
function supposePayments(input: ForecastInput): Outcome<readonly PlanPayment[]> {
  const { instalments, asOf, stopsOn, payments } = input;
  const supposed: PlanPayment[] = [];
  for (const day of new Set(instalments.map((instalment) => instalment.dueDate))) {
    if (day < asOf || (stopsOn !== undefined && day >= stopsOn)) {
      continue;
    }
    const state = applyUpTo(input, [...payments, ...supposed], day);
    if (!state.ok) {
      return state;
    }
    const { acceleration, instalments: states } = state.value;
    const open = states.filter((_, index) => acceleration !== null || (instalments[index]?.dueDate ?? day) <= day);
    const amountFen = sumFen(open.map((instalment) => instalment.outstandingFen));
    if (amountFen > 0n) {
      supposed.push({ date: day, amountFen });
    }
  }
  return accept(supposed);
}

/** The day after the last grace day of the latest due date or payment: by then every consequence of delay shows. */
export function findHorizon(days: readonly CivilDate[], graceDays: number): CivilDate {
  return addDays(
    days.reduce((latest, day) => maxDate(latest, day), ''),
    graceDays + 1,
  );
}

/**
 * Follows a plan to its end on the supposition that everything falls due and is paid on its day.
 * Refuses: `instalments-not-in-order`, `amount-too-large`.
 * Law: PL-03, PL-10, PL-12, section 6.4.
 */
export function forecastPlan(input: ForecastInput): Outcome<PlanForecast> {
  const supposed = supposePayments(input);
  if (!supposed.ok) {
    return supposed;
  }
  const state = applyUpTo(input, [...input.payments, ...supposed.value], input.horizon);
  if (!state.ok) {
    return state;
  }
  const { instalments: states, breachDate, acceleration, outstandingFen, surplusFen } = state.value;
  const totals = {
    principalFen: sumFen(input.instalments.map((instalment) => instalment.principalFen)),
    interestFen: sumFen(input.instalments.map((instalment) => instalment.interestFen)),
  };
  let balanceFen = totals.principalFen;
  const instalments = input.instalments.map((instalment, index): ForecastInstalment => {
    const { paidFen, outstandingFen: openFen, droppedFen, paidInFullDate, status } = itemAt(states, index);
    balanceFen -= instalment.principalFen;
    const paymentFen = instalment.principalFen + instalment.interestFen;
    return {
      ...instalment,
      paymentFen,
      outstandingAfterFen: balanceFen,
      paidFen,
      droppedInterestFen: droppedFen,
      outstandingFen: openFen,
      paidInFullOn: paidInFullDate,
      status,
    };
  });
  const paidDays = instalments.flatMap(({ paidInFullOn }) => (paidInFullOn === null ? [] : [paidInFullOn]));
  return accept({
    instalments,
    totals: { ...totals, paymentFen: totals.principalFen + totals.interestFen },
    endDate: itemAt(instalments, -1).dueDate,
    completedOn: outstandingFen === 0n ? paidDays.reduce((latest, day) => maxDate(latest, day), '') : null,
    breachDate,
    acceleration,
    outstandingFen,
    surplusFen,
    supposedPayments: supposed.value,
  });
}
