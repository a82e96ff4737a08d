import { defineTransitions, mayMove } from './transitions.js';

export const PAYMENT_DECISIONS = ['APPROVED', 'REJECTED', 'CONFIRMED', 'REVERSED', 'FOUND', 'TRANSFERRED'] as const;
export type PaymentDecision = (typeof PAYMENT_DECISIONS)[number];
export const PAYMENT_STATUSES = ['ENTERED', 'APPROVED', 'REJECTED', 'REVERSED', 'TRANSFERRED'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** A payment. Its status is read off its decisions; the table judges each new one. Law: CP-01, IN-06. */
export const PAYMENT_TRANSITIONS = defineTransitions<PaymentStatus>({
  thing: 'payment',
  states: PAYMENT_STATUSES,
  begins: { ENTERED: 'an officer enters it' },
  moves: {
    ENTERED: { APPROVED: 'a second person approves it', REJECTED: 'a second person rejects it' },
    APPROVED: {
      REVERSED: 'a second person takes the approval back',
      TRANSFERRED: 'a second person moves it to the right case',
    },
    REJECTED: {},
    REVERSED: {},
    TRANSFERRED: {},
  },
  unreached: {},
});

/** The status of a payment, from its decisions in any order. */
export function paymentStatusOf(decisions: readonly { readonly decision: PaymentDecision }[]): PaymentStatus {
  const has = (decision: PaymentDecision) => decisions.some((one) => one.decision === decision);
  if (has('TRANSFERRED')) return 'TRANSFERRED';
  if (has('REVERSED')) return 'REVERSED';
  if (has('REJECTED')) return 'REJECTED';
  return has('APPROVED') ? 'APPROVED' : 'ENTERED';
}

/** What says that the applicant has received a direct payment: his own word, or what a judge finds (AL-08). */
const RECEIPTS: readonly PaymentDecision[] = ['CONFIRMED', 'FOUND'];

/** Whether a direct payment is known to have been received. Law: AL-08. */
export function isReceiptKnown(made: readonly { readonly decision: PaymentDecision }[]): boolean {
  return made.some(({ decision }) => RECEIPTS.includes(decision));
}

/** Working days that the applicant has for his word on a direct payment before a judge may find it received. */
export const RECEIPT_WORKING_DAYS = 5;

/**
 * Whether a decision may follow those that were made. That the applicant has the money is said once, beside the
 * approval, before or after it: it moves no status, and comes too late when the payment is rejected or reversed
 * (AL-08).
 */
export function mayDecidePayment(
  made: readonly { readonly decision: PaymentDecision }[],
  decision: PaymentDecision,
): boolean {
  const status = paymentStatusOf(made);
  if (decision !== 'CONFIRMED' && decision !== 'FOUND') return mayMove(PAYMENT_TRANSITIONS, status, decision);
  return (status === 'ENTERED' || status === 'APPROVED') && !isReceiptKnown(made);
}
