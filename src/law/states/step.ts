import { defineTransitions } from './transitions.js';

export const STEP_STATUSES = ['DONE', 'PROPOSED', 'CONFIRMED', 'SKIPPED', 'PAUSED', 'CLOSED', 'VOIDED'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

const UNTRUE = { VOIDED: 'a payment of an earlier day makes it untrue' } as const;
const OPEN = { CLOSED: 'the breach is cured, or an amendment is put into force', ...UNTRUE } as const;

/** A step of the ladder. Law: ES-01, ES-02; contract section 4. */
export const STEP_TRANSITIONS = defineTransitions<StepStatus>({
  thing: 'escalation step',
  states: STEP_STATUSES,
  begins: {
    DONE: 'the close finds its day come, up to D+4',
    PROPOSED: 'the close finds its day come, after D+4',
  },
  moves: {
    DONE: UNTRUE,
    PROPOSED: OPEN,
    CONFIRMED: UNTRUE,
    SKIPPED: UNTRUE,
    PAUSED: OPEN,
    CLOSED: UNTRUE,
    VOIDED: {},
  },
  unreached: {
    CONFIRMED: 'no act leads here yet: decisions on proposals',
    SKIPPED: 'no act leads here yet: decisions on proposals',
    PAUSED: 'no act leads here yet: decisions on proposals',
  },
});
