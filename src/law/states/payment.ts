import { defineTransitions, mayMove } from './transitions.js';

export const PAYMENT_DECISIONS = ['APPROVED', 'REJECTED', 'CONFIRMED', 'REVERSED'] as const;
export type PaymentDecision = (typeof PAYMENT_DECISIONS)[number];
export const PAYMENT_STATUSES = ['ENTERED', 'APPROVED', 'REJECTED', 'REVERSED'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** A payment. Its status is read off its decisions; the table judges each new one. Law: CP-01, IN-06. */
export const PAYMENT_TRANSITIONS = defineTransitions<PaymentStatus>({
  thing: 'payment',
  states: PAYMENT_STATUSES,
  begins: { ENTERED: 'an officer enters it' },
  moves: {
    ENTERED: { APPROVED: 'a second person approves it', REJECTED: 'a second person rejects it' },
    APPROVED: { REVERSED: 'a second person takes the approval back' },
    REJECTED: {},
    REVERSED: {},
  },
  unreached: {},
});

/** The status of a payment, from its decisions in any order. */
export function paymentStatusOf(decisions: readonly { readonly decision: PaymentDecision }[]): PaymentStatus {
  const has = (decision: PaymentDecision) => decisions.some((one) => one.decision === decision);
  if (has('REVERSED')) return 'REVERSED';
  if (has('REJECTED')) return 'REJECTED';
  return has('APPROVED') ? 'APPROVED' : 'ENTERED';
}

/**
 * Whether a decision may follow those that were made. The confirmation of the applicant stands beside the approval,
 * before or after it: it moves no status, is given once, and comes too late when the payment is rejected or reversed
 * (AL-08).
 */
export function mayDecidePayment(
  made: readonly { readonly decision: PaymentDecision }[],
  decision: PaymentDecision,
): boolean {
  const status = paymentStatusOf(made);
  if (decision !== 'CONFIRMED') return mayMove(PAYMENT_TRANSITIONS, status, decision);
  return (status === 'ENTERED' || status === 'APPROVED') && !made.some((one) => one.decision === 'CONFIRMED');
}
