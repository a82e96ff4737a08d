import { defineTransitions } from './transitions.js';

export const REVIEW_STATUSES = ['OPEN', 'DECIDED', 'SETTLED_BY_PAYMENT'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/**
 * A joint review. A request for relief has no states of its own: it is made once, and what becomes of it is the state
 * of its case.
 * Law: JR-01, JR-03.
 */
export const REVIEW_TRANSITIONS = defineTransitions<ReviewStatus>({
  thing: 'joint review',
  states: REVIEW_STATUSES,
  begins: { OPEN: 'the secretariat or the officer opens it' },
  moves: {
    OPEN: {
      DECIDED: 'the judge or the chief decides on relief',
      SETTLED_BY_PAYMENT: 'the judge finds all paid before a decision',
    },
    DECIDED: {},
    SETTLED_BY_PAYMENT: {},
  },
  unreached: {},
});

/** The status of a review is read off the day on which it ended. */
export function reviewStatusOf(review: {
  readonly decidedOn: string | null;
  readonly settledByPaymentOn: string | null;
}): ReviewStatus {
  if (review.settledByPaymentOn !== null) return 'SETTLED_BY_PAYMENT';
  return review.decidedOn === null ? 'OPEN' : 'DECIDED';
}
