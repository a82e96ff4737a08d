import type { CivilDate } from '../../shared/civil-date.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { ladderRow, offsetOf } from './ladder.js';
import { LADDER_STEPS, type LadderOffsets, MOVABLE_STEPS } from './steps.js';

/** Longest lead of a reminder and longest wait for a proposal, in days. */
const LEAD_DAYS_MAX = 60;
const WAIT_DAYS_MAX = 180;

/** Days of the steps that a court has moved, for instalments that fall due from a day on. */
export interface LadderPolicy {
  readonly effectiveOn: CivilDate;
  readonly offsets: LadderOffsets;
}

/** No instalment that a new policy is for has a step on its approval day or before. */
export const POLICY_LEAD_DAYS = LEAD_DAYS_MAX + 1;

/**
 * Checks the days that a court gives its steps. Reminders stay before the due date, proposals after the breach, all
 * in the order of the ladder; the days from D0 to D+4 are those of due date, grace and breach and belong to the plan.
 * @param offsets - days from the adjusted due date, with three days of grace; a step that is not named keeps its own
 * Refuses: `step-out-of-range`, `steps-out-of-order`.
 * Law: section 10.1 of the domain specification [D, configurable], ES-01.
 */
export function checkOffsets(offsets: LadderOffsets): Outcome<true> {
  for (const step of MOVABLE_STEPS) {
    const offset = offsets[step];
    if (offset === undefined) continue;
    const [least, most] =
      ladderRow(step).offset < 0 ? [-LEAD_DAYS_MAX, -1] : [ladderRow('D+4').offset + 1, WAIT_DAYS_MAX];
    if (offset >= least && offset <= most) continue;
    return refuse('step-out-of-range', `${step} may lie on a day from ${least} to ${most}`, { pointer: '/steps' });
  }
  const days = LADDER_STEPS.map((step) => [step, offsetOf(step, offsets)] as const);
  for (const [index, [step, day]] of days.entries()) {
    const before = days[index - 1];
    if (before === undefined || before[1] < day) continue;
    return refuse('steps-out-of-order', `${step} has to come after ${before[0]}`, { pointer: '/steps' });
  }
  return accept(true);
}

/**
 * The days that hold for an instalment: those of the newest policy that is for its due date.
 * @param policies - approved ones, in the order of their approval
 */
export function offsetsFor(policies: readonly LadderPolicy[], dueOn: CivilDate): LadderOffsets {
  return policies.findLast(({ effectiveOn }) => effectiveOn <= dueOn)?.offsets ?? {};
}
