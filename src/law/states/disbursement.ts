import { defineTransitions } from './transitions.js';

export const DISBURSEMENT_DECISIONS = ['APPROVED', 'REJECTED', 'PAID', 'FAILED', 'RETURNED'] as const;
export type DisbursementDecision = (typeof DISBURSEMENT_DECISIONS)[number];
export const DISBURSEMENT_STATUSES = ['ENTERED', ...DISBURSEMENT_DECISIONS] as const;
export type DisbursementStatus = (typeof DISBURSEMENT_STATUSES)[number];

/** Money on its way out. Its status is read off its decisions; the table judges each new one. Law: CP-01. */
export const DISBURSEMENT_TRANSITIONS = defineTransitions<DisbursementStatus>({
  thing: 'disbursement',
  states: DISBURSEMENT_STATUSES,
  begins: { ENTERED: 'an officer enters it' },
  moves: {
    ENTERED: { APPROVED: 'the chief approves it', REJECTED: 'the chief rejects it' },
    APPROVED: { PAID: 'finance has paid it out', FAILED: 'the bank has not carried it out' },
    REJECTED: {},
    PAID: { RETURNED: 'the bank or the payee has sent it back' },
    FAILED: {},
    RETURNED: {},
  },
  unreached: {},
});

/** The status of a disbursement, from its decisions in any order. */
export function disbursementStatusOf(
  decisions: readonly { readonly decision: DisbursementDecision }[],
): DisbursementStatus {
  const has = (decision: DisbursementDecision) => decisions.some((one) => one.decision === decision);
  for (const last of ['RETURNED', 'PAID', 'FAILED', 'REJECTED', 'APPROVED'] as const) if (has(last)) return last;
  return 'ENTERED';
}

/** The statuses of money that has left the court or is to leave it. */
const OUTGOING = ['ENTERED', 'APPROVED', 'PAID'] as const;
export type OutgoingStatus = (typeof OUTGOING)[number];

/** Whether a disbursement takes up money of the court: rejected, failed and returned ones have freed it. */
export function isOutgoing(status: DisbursementStatus): status is OutgoingStatus {
  return OUTGOING.some((one) => one === status);
}
