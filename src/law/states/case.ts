import { defineTransitions, mayMove } from './transitions.js';

/** States of a case: section 4.4 of the domain specification and contract section 3. */
export const CASE_STATES = [
  'FILED',
  'NOTICE_SERVED',
  'RELIEF_REQUESTED',
  'JOINT_REVIEW',
  'REJECTED',
  'APPROVED',
  'SETTLED',
  'PERFORMING',
  'BREACHED',
  'CURED',
  'RESUMPTION_APPLIED',
  'RESUMPTION_REFUSED',
  'RESUMED',
  'SUED',
  'PERFORMED',
  'CLOSED',
  'BANKRUPTCY_TRANSFER',
  'WITHDRAWN',
  'TERMINATED_CURRENT',
] as const;
export type CaseState = (typeof CASE_STATES)[number];
/** A state that a case comes into by a step; it begins as `FILED`. */
export type LaterState = Exclude<CaseState, 'FILED'>;

export const COLOURS = ['GREEN', 'YELLOW', 'RED'] as const;
export type Colour = (typeof COLOURS)[number];

export const RELIEF_PATHS = [
  'SETTLEMENT_SUSPENSION',
  'APPLICANT_EXTENSION',
  'SECURITY_DEFERRAL',
  'LONG_TERM_CLOSURE',
  'SUPERVISED_NO_STAY',
  'BANKRUPTCY',
] as const;

/** Ways out of any open state. No act of the product leads there yet. */
const LEAVING = {
  BANKRUPTCY_TRANSFER: 'the court transfers to bankruptcy (not built)',
  WITHDRAWN: 'the applicant withdraws (not built)',
  TERMINATED_CURRENT: 'the court ends the current procedure (not built)',
} as const;
const ASKING = 'the enterprise, an applicant or the court asks for relief';
const ASKING_AGAIN = 'one of them asks again and names what is new';
const SET_ASIDE = 'the judge sets the finding aside while the debt is open';
const PAID = 'the judge finds all paid';
const SETTLING = 'the judge puts a confirmed plan into force';
const CLOSING = { CLOSED: 'the court closes the case (not built)' } as const;

/**
 * The whole table of a case. A step that is not built has no operation; sample cases take it, so that each state can
 * be seen.
 * Law: section 4.4, ST-10 to ST-20.
 */
export const CASE_TRANSITIONS = defineTransitions<CaseState>({
  thing: 'case',
  states: CASE_STATES,
  begins: { FILED: 'an officer files it' },
  moves: {
    FILED: {
      PERFORMED: PAID,
      NOTICE_SERVED: 'the notice of enforcement is served (not built)',
      RELIEF_REQUESTED: ASKING,
      SETTLED: SETTLING,
      ...LEAVING,
    },
    NOTICE_SERVED: { RELIEF_REQUESTED: ASKING, SETTLED: SETTLING, PERFORMED: PAID, ...LEAVING },
    RELIEF_REQUESTED: {
      JOINT_REVIEW: 'the secretariat or the officer opens the joint review',
      PERFORMED: PAID,
      ...LEAVING,
    },
    JOINT_REVIEW: {
      REJECTED: 'the judge or the chief rejects relief, or refers to compliance or to bankruptcy',
      APPROVED: 'the judge or the chief grants relief',
      PERFORMED: PAID,
      ...LEAVING,
    },
    // Ordinary enforcement goes on after a no.
    REJECTED: { RELIEF_REQUESTED: ASKING_AGAIN, SETTLED: SETTLING, PERFORMED: PAID, ...LEAVING },
    APPROVED: { SETTLED: SETTLING, PERFORMED: PAID, ...LEAVING },
    SETTLED: { PERFORMING: 'with the settlement, in the same act', ...LEAVING },
    PERFORMING: {
      PERFORMED: PAID,
      BREACHED: 'the close finds the day of breach passed',
      ...LEAVING,
    },
    BREACHED: {
      CURED: 'a payment leaves nothing due unpaid, or an amendment is put into force',
      // Undoing goes back when the breach turns out not to have happened (contract section 4).
      PERFORMING: 'a payment of an earlier day shows that there was no breach',
      PERFORMED: PAID,
      RESUMPTION_APPLIED: 'the applicant applies to resume enforcement (not built)',
      SUED: 'the applicant sues on the agreement (not built)',
      ...LEAVING,
    },
    CURED: { PERFORMING: 'with the cure, in the same act' },
    RESUMPTION_APPLIED: {
      PERFORMED: PAID,
      RESUMED: 'the court rules that enforcement resumes (not built)',
      RESUMPTION_REFUSED: 'the court refuses to resume (not built)',
      ...LEAVING,
    },
    RESUMPTION_REFUSED: { PERFORMING: 'performance goes on (not built)' },
    RESUMED: CLOSING,
    SUED: CLOSING,
    PERFORMED: {
      ...CLOSING,
      PERFORMING: SET_ASIDE,
      NOTICE_SERVED: `${SET_ASIDE}, without a plan`,
    },
    CLOSED: {},
    BANKRUPTCY_TRANSFER: CLOSING,
    WITHDRAWN: CLOSING,
    TERMINATED_CURRENT: CLOSING,
  },
  // A settlement and a cure lead on at once, and a plan that is put into force late may be in breach that day.
  passes: ['SETTLED', 'CURED', 'PERFORMING'],
  unreached: {},
});

/** True when the state machine knows the step. Law: section 4.4, ST-10 to ST-20. */
export function isTransitionAllowed(from: CaseState, to: CaseState): boolean {
  return mayMove(CASE_TRANSITIONS, from, to);
}

const ENDED: readonly CaseState[] = [
  'PERFORMED',
  'CLOSED',
  'RESUMED',
  'SUED',
  'BANKRUPTCY_TRANSFER',
  'WITHDRAWN',
  'TERMINATED_CURRENT',
];

/** Nothing is enforced in the case any more: no step falls, and what still comes to it is told to its officer. */
export function isEnded(state: CaseState): boolean {
  return ENDED.includes(state);
}
