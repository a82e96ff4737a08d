import { defineTransitions } from './transitions.js';

export const PLAN_STATUSES = ['DRAFT', 'CONFIRMED', 'ACTIVE', 'SUPERSEDED', 'COMPLETED', 'ENDED'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** A version of a plan. Law: ST-02, ST-05, ST-10. */
export const PLAN_TRANSITIONS = defineTransitions<PlanStatus>({
  thing: 'plan',
  states: PLAN_STATUSES,
  begins: { DRAFT: 'an officer drafts a plan or an amendment' },
  moves: {
    DRAFT: { CONFIRMED: 'the last of the parties that it names confirms it' },
    CONFIRMED: { ACTIVE: 'the judge puts it into force' },
    ACTIVE: {
      SUPERSEDED: 'the judge puts an amendment of it into force',
      COMPLETED: 'the judge finds all performed',
    },
    SUPERSEDED: {},
    COMPLETED: { ACTIVE: 'the judge sets the finding of performance aside' },
    ENDED: {},
  },
  unreached: {
    ENDED: 'no act leads here yet: a plan whose case left performance stays in force on paper',
  },
});
