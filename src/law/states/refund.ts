import { defineTransitions } from './transitions.js';

export const REFUND_STATUSES = ['OPEN', 'VOIDED'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];
/** What a reader sees: an open task is done once its sum is paid back. */
export const SHOWN_REFUND_STATUSES = [...REFUND_STATUSES, 'DONE'] as const;

/** The task to pay back what of a payment nobody is owed; it follows the ledger both ways. Law: AL-07. */
export const REFUND_TRANSITIONS = defineTransitions<RefundStatus>({
  thing: 'refund task',
  states: REFUND_STATUSES,
  begins: { OPEN: 'the ledger leaves something of a payment over' },
  moves: {
    OPEN: { VOIDED: 'the ledger leaves nothing of the payment over any more' },
    VOIDED: { OPEN: 'the ledger leaves something of the payment over again' },
  },
  unreached: {},
});
