import { CASE_STATES, type CaseState, isEnded } from './case.js';

/** Enforcement goes on: by a plan, or without one. A request for relief that was turned down ends nothing. */
const OPEN = CASE_STATES.filter((state) => !isEnded(state));

/** While an application to resume is open, it is decided before the plan is changed. */
const UNDER_PLAN: readonly CaseState[] = ['PERFORMING', 'BREACHED'];

/**
 * In which states of a case an act is possible that leaves the case where it is; what moves a case is possible where
 * its table of states knows the step. Money, corrections and papers follow facts, which come whenever they come: they
 * are possible in every state, and of an ended case its officer is told.
 * Law: section 4.4 of the domain specification; contract section 10 (money of the court, states).
 */
export const CASE_ACT_STATES = {
  recordPayment: CASE_STATES,
  decidePayment: CASE_STATES,
  confirmPayment: CASE_STATES,
  reversePayment: CASE_STATES,
  transferPayment: CASE_STATES,
  decidePaymentTransfer: CASE_STATES,
  enterDisbursement: CASE_STATES,
  decideDisbursement: CASE_STATES,
  recordPayout: CASE_STATES,
  correctClaim: CASE_STATES,
  decideClaimCorrection: CASE_STATES,
  changeCase: CASE_STATES,
  decideCollectionAccount: CASE_STATES,
  makeDocument: CASE_STATES,
  orderSeizure: OPEN,
  recordConsent: OPEN,
  draftPlan: OPEN,
  confirmPlan: OPEN,
  activatePlan: OPEN,
  draftAmendment: UNDER_PLAN,
  declareAcceleration: UNDER_PLAN,
  serveAcceleration: UNDER_PLAN,
  withdrawAcceleration: UNDER_PLAN,
} as const satisfies Readonly<Record<string, readonly CaseState[]>>;

/** An act that asks for the state of the case in which it is done. */
export type CaseAct = keyof typeof CASE_ACT_STATES;

/** Whether an act is possible in a case of this state. */
export function isPossibleIn(act: CaseAct, state: CaseState): boolean {
  const states: readonly CaseState[] = CASE_ACT_STATES[act];
  return states.includes(state);
}
