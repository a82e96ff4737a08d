import { defineTransitions } from './transitions.js';

export const SEIZURE_STATUSES = ['ORDERED', 'WAITING', 'EFFECTIVE', 'LAPSED', 'RELEASED', 'CONVERTED'] as const;
export type SeizureStatus = (typeof SEIZURE_STATUSES)[number];

const NOT_BUILT = 'no act leads here yet';

/** A seizure stays as it was entered until service, renewal and release are built. Law: LS-01, LS-06, LS-10. */
export const SEIZURE_TRANSITIONS = defineTransitions<SeizureStatus>({
  thing: 'seizure',
  states: SEIZURE_STATUSES,
  begins: {
    ORDERED: 'an officer enters what a judge has ordered, of the first rank',
    WAITING: 'an officer enters what a judge has ordered, of a later rank',
  },
  moves: { ORDERED: {}, WAITING: {}, EFFECTIVE: {}, LAPSED: {}, RELEASED: {}, CONVERTED: {} },
  unreached: { EFFECTIVE: NOT_BUILT, LAPSED: NOT_BUILT, RELEASED: NOT_BUILT, CONVERTED: NOT_BUILT },
});
