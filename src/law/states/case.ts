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

/** Ways out of any open state. */
const LEAVING: readonly CaseState[] = ['BANKRUPTCY_TRANSFER', 'WITHDRAWN', 'TERMINATED_CURRENT'];

/** The whole table of allowed transitions; whatever isn't here is refused. */
const TRANSITIONS: Readonly<Record<CaseState, readonly CaseState[]>> = {
  FILED: ['NOTICE_SERVED', 'RELIEF_REQUESTED', 'SETTLED', ...LEAVING],
  NOTICE_SERVED: ['RELIEF_REQUESTED', 'SETTLED', ...LEAVING],
  RELIEF_REQUESTED: ['JOINT_REVIEW', ...LEAVING],
  JOINT_REVIEW: ['REJECTED', 'APPROVED', ...LEAVING],
  REJECTED: ['CLOSED'],
  APPROVED: ['SETTLED', ...LEAVING],
  SETTLED: ['PERFORMING', ...LEAVING],
  PERFORMING: ['PERFORMED', 'BREACHED', ...LEAVING],
  // Undoing goes back to PERFORMING when the breach turns out not to have happened (contract section 4).
  BREACHED: ['CURED', 'PERFORMING', 'PERFORMED', 'RESUMPTION_APPLIED', 'SUED', ...LEAVING],
  CURED: ['PERFORMING'],
  RESUMPTION_APPLIED: ['RESUMED', 'RESUMPTION_REFUSED', ...LEAVING],
  RESUMPTION_REFUSED: ['PERFORMING'],
  RESUMED: ['CLOSED'],
  SUED: ['CLOSED'],
  PERFORMED: ['CLOSED'],
  CLOSED: [],
  BANKRUPTCY_TRANSFER: ['CLOSED'],
  WITHDRAWN: ['CLOSED'],
  TERMINATED_CURRENT: ['CLOSED'],
};

/** True when the state machine knows the step. Law: section 4.4, ST-10 to ST-20. */
export function isTransitionAllowed(from: CaseState, to: CaseState): boolean {
  return TRANSITIONS[from].includes(to);
}

/** States in which the case takes no more entries. */
export function isEnded(state: CaseState): boolean {
  const ended: readonly CaseState[] = ['CLOSED', 'RESUMED', 'SUED', 'REJECTED', ...LEAVING];
  return ended.includes(state);
}
