import { type CivilDate, daysBetween, maxDate, minDate } from '../../shared/civil-date.js';
import { type Fen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import type { Acceleration } from './acceleration.js';
import { type AgreedInstalment, changeSchedule, type ChangeTerms } from './changed-schedule.js';
import type { EarnedInterest } from './earned-interest.js';
import { findHorizon, forecastPlan, type PerformanceTerms, type PlanForecast } from './forecast.js';
import { applyPlanPayments, type PlanPayment } from './payments.js';
import type { References } from './schedule.js';

/**
 * One supposition about a plan. A payment covers instalments by the plan's own order and changes no figure of the
 * schedule (section 6.4); only where the parties agree does it lower the principal and with it the later interest.
 */
export type Hypothesis =
  | {
      readonly kind: 'PAY';
      readonly amountFen: Fen;
      readonly date: CivilDate;
      /** Default `COVERS_INSTALMENTS`. */
      readonly effect?: 'COVERS_INSTALMENTS' | 'REDUCES_PRINCIPAL' | undefined;
    }
  | { readonly kind: 'MOVE'; readonly no: number; readonly days: number }
  | { readonly kind: 'STOP_PAYING'; readonly from: CivilDate };

export interface WhatIfInput {
  /** The instalments of the plan version in force, not empty, in the order of their numbers. */
  readonly instalments: readonly AgreedInstalment[];
  readonly terms: ChangeTerms & PerformanceTerms;
  /** What interest of a schedule is earned; absent where interest of later days is due with the whole sum (PL-10). */
  readonly earnedBy?: ((instalments: readonly AgreedInstalment[]) => EarnedInterest) | undefined;
  /** Payments that count, by their value date. */
  readonly payments: readonly PlanPayment[];
  readonly hypotheses: readonly Hypothesis[];
  /** Today: what is due from this day on is supposed to be paid on its day. */
  readonly asOf: CivilDate;
}

/** The changed plan minus the present one; money in fen. */
export interface WhatIfDifference {
  readonly interestFen: Fen;
  /** Of all that is paid on the plan, reductions of principal included. */
  readonly paymentFen: Fen;
  readonly outstandingFen: Fen;
  /** Days by which the last due date moves. */
  readonly endDays: number;
  /** Days by which the last payment moves; null when one of the two plans is not paid in full. */
  readonly completedDays: number | null;
}

export interface WhatIf {
  readonly present: PlanForecast;
  readonly changed: PlanForecast;
  /** Principal paid outside the instalments of the changed plan, in fen. */
  readonly reductionFen: Fen;
  readonly difference: WhatIfDifference;
  /** Day at whose end both outcomes are stated. */
  readonly horizon: CivilDate;
}

type Of<Kind extends Hypothesis['kind']> = Extract<Hypothesis, { kind: Kind }>;

function pick<Kind extends Hypothesis['kind']>(hypotheses: readonly Hypothesis[], kind: Kind): Of<Kind>[] {
  return hypotheses.filter((hypothesis): hypothesis is Of<Kind> => hypothesis.kind === kind);
}

const reduces = (payment: Of<'PAY'>): boolean => payment.effect === 'REDUCES_PRINCIPAL';

function toAmounts(instalments: readonly AgreedInstalment[]) {
  return instalments.map(({ no, dueDate, principalFen, interestFen }) => ({
    no,
    dueDate,
    amountFen: principalFen + interestFen,
  }));
}

/** What is open on a day of instalments due by then, after the payments made and supposed. */
function findArrears(input: WhatIfInput, present: PlanForecast, day: CivilDate): Outcome<Fen> {
  const state = applyPlanPayments({
    instalments: toAmounts(input.instalments),
    ...input.terms,
    payments: [...input.payments, ...present.supposedPayments],
    asOf: day,
  });
  if (!state.ok) {
    return state;
  }
  const due = state.value.instalments.filter((_, index) => itemAt(input.instalments, index).dueDate <= day);
  return accept(sumFen(due.map((instalment) => instalment.outstandingFen)));
}

/** Only an instalment that exists and is not paid in full can be moved. */
function checkMoves(input: WhatIfInput): Outcome<null> {
  const state = applyPlanPayments({
    instalments: toAmounts(input.instalments),
    ...input.terms,
    payments: input.payments,
    asOf: input.asOf,
  });
  if (!state.ok) {
    return state;
  }
  for (const [index, hypothesis] of input.hypotheses.entries()) {
    if (hypothesis.kind !== 'MOVE') {
      continue;
    }
    const pointer = `/hypotheses/${index}/no`;
    const found = state.value.instalments.find(({ no }) => no === hypothesis.no);
    if (found === undefined) {
      return refuse('instalment-unknown', `There is no instalment ${hypothesis.no}.`, { pointer });
    }
    if (found.outstandingFen === 0n) {
      return refuse('instalment-paid', `Instalment ${hypothesis.no} has been paid.`, { pointer });
    }
  }
  return accept(null);
}

/** Money goes to what is due before it can lower the principal. */
function checkReductions(input: WhatIfInput, present: PlanForecast): Outcome<null> {
  for (const [index, hypothesis] of input.hypotheses.entries()) {
    if (hypothesis.kind !== 'PAY' || !reduces(hypothesis)) {
      continue;
    }
    const arrears = findArrears(input, present, hypothesis.date);
    if (!arrears.ok) {
      return arrears;
    }
    if (arrears.value > 0n) {
      return refuse('due-instalments-first', 'Money goes to what is due before it lowers the principal.', {
        pointer: `/hypotheses/${index}/date`,
        facts: { arrearsFen: arrears.value },
      });
    }
  }
  return accept(null);
}

/** The acceleration of a changed schedule: its own days earn its interest. */
function earnAnew({ terms, earnedBy }: WhatIfInput, instalments: readonly AgreedInstalment[]): Acceleration {
  const { acceleration } = terms;
  return acceleration.mode === 'NONE' || earnedBy === undefined
    ? acceleration
    : { ...acceleration, earned: earnedBy(instalments) };
}

/** A plan is not complete before the last reduction has been paid. */
function completeWith(changed: PlanForecast, reductions: readonly PlanPayment[]): PlanForecast {
  const { completedOn } = changed;
  return completedOn === null
    ? changed
    : { ...changed, completedOn: reductions.reduce((latest, { date }) => maxDate(latest, date), completedOn) };
}

function compare(present: PlanForecast, changed: PlanForecast, reductionFen: Fen): WhatIfDifference {
  return {
    interestFen: changed.totals.interestFen - present.totals.interestFen,
    paymentFen: changed.totals.paymentFen + reductionFen - present.totals.paymentFen,
    outstandingFen: changed.outstandingFen - present.outstandingFen,
    endDays: daysBetween(present.endDate, changed.endDate),
    completedDays:
      present.completedOn === null || changed.completedOn === null
        ? null
        : daysBetween(present.completedOn, changed.completedOn),
  };
}

/**
 * What becomes of a plan under suppositions, beside what becomes of it as it stands. Nothing is stored. All money in
 * fen. Suppositions of one kind add up; the earliest `STOP_PAYING` counts. A reduction of principal counts as paid on
 * its day, whatever else stops.
 * Refuses: `instalment-unknown`, `instalment-paid`, `due-instalments-first`, and what `changeSchedule` and
 * `forecastPlan` refuse.
 * Law: section 6.4, PL-02, PL-03, PL-10, PL-12.
 */
export function computeWhatIf(input: WhatIfInput, references: References): Outcome<WhatIf> {
  const { instalments, terms, payments, hypotheses, asOf } = input;
  const movable = checkMoves(input);
  if (!movable.ok) {
    return movable;
  }
  const paying = pick(hypotheses, 'PAY');
  const reductions = paying.filter(reduces).map(({ date, amountFen }) => ({ date, amountFen }));
  const covering = paying.filter((payment) => !reduces(payment)).map(({ date, amountFen }) => ({ date, amountFen }));
  const amended = changeSchedule(instalments, { moves: pick(hypotheses, 'MOVE'), reductions }, terms, references);
  if (!amended.ok) {
    return amended;
  }
  const days = [...instalments, ...amended.value].map((instalment) => instalment.dueDate);
  const paymentDays = [...payments, ...covering, ...reductions].map((payment) => payment.date);
  const horizon = findHorizon([...days, ...paymentDays, asOf], terms.graceDays);
  const present = forecastPlan({ instalments, terms, payments, asOf, horizon });
  if (!present.ok) {
    return present;
  }
  const reducible = checkReductions(input, present.value);
  if (!reducible.ok) {
    return reducible;
  }
  const stops = pick(hypotheses, 'STOP_PAYING').map(({ from }) => from);
  const changed = forecastPlan({
    instalments: amended.value,
    terms: { ...terms, acceleration: earnAnew(input, amended.value) },
    payments: [...payments, ...covering],
    asOf,
    stopsOn: stops.length === 0 ? undefined : stops.reduce(minDate),
    horizon,
  });
  if (!changed.ok) {
    return changed;
  }
  const after = completeWith(changed.value, reductions);
  const reductionFen = sumFen(reductions.map(({ amountFen }) => amountFen));
  const difference = compare(present.value, after, reductionFen);
  return accept({ present: present.value, changed: after, reductionFen, difference, horizon });
}
