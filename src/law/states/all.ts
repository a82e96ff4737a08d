import { CASE_TRANSITIONS } from './case.js';
import { DISBURSEMENT_TRANSITIONS } from './disbursement.js';
import { PAYMENT_TRANSITIONS } from './payment.js';
import { PLAN_TRANSITIONS } from './plan.js';
import { REFUND_TRANSITIONS } from './refund.js';
import { REVIEW_TRANSITIONS } from './review.js';
import { SEIZURE_TRANSITIONS } from './seizure.js';
import { STEP_TRANSITIONS } from './step.js';
import { mayLeave, type Transitions } from './transitions.js';

/** A step as the database sees it, from one stored row to the next; `from` is empty where a thing begins. */
export interface KnownStep {
  readonly thing: string;
  readonly from: string;
  readonly to: string;
}

const stepsOf = <S extends string>(table: Transitions<S>): KnownStep[] => [
  ...Object.keys(table.begins).map((to) => ({ thing: table.thing, from: '', to })),
  ...table.states.flatMap((from) =>
    table.states
      .filter((to) => to !== from && mayLeave(table, from, to))
      .map((to) => ({ thing: table.thing, from, to })),
  ),
];

/** Every step of everything that has states. */
export const KNOWN_STEPS: readonly KnownStep[] = [
  ...stepsOf(CASE_TRANSITIONS),
  ...stepsOf(SEIZURE_TRANSITIONS),
  ...stepsOf(PLAN_TRANSITIONS),
  ...stepsOf(STEP_TRANSITIONS),
  ...stepsOf(REVIEW_TRANSITIONS),
  ...stepsOf(PAYMENT_TRANSITIONS),
  ...stepsOf(DISBURSEMENT_TRANSITIONS),
  ...stepsOf(REFUND_TRANSITIONS),
];
