import { type Role, OFFICES } from '../../../law/people/roles.js';
import { type CivilDate, daysBetween } from '../../../shared/civil-date.js';
import { accept, type Outcome, refuse } from '../../../shared/refusal.js';
import { checkCombination } from '../accounts/rules.js';

/** Whoever may judge: a judge's rulings are no matter for anybody else. */
const JUDGING_ROLES: readonly Role[] = ['JUDGE', 'BUREAU_CHIEF', 'PRESIDENT'];

/** Longest absence, both days included; after it somebody looks at it again. */
export const DELEGATION_DAYS_MAX = 92;

/** Somebody of a court, as far as a delegation is concerned. */
export interface Colleague {
  readonly id: string;
  readonly roles: readonly Role[];
}

export interface WantedDelegation {
  /** Who is absent. */
  readonly principal: Colleague;
  /** Who acts meanwhile. */
  readonly deputy: Colleague;
  /** Offices of the absent person that the deputy exercises. */
  readonly roles: readonly Role[];
  /** First and last day, both included. */
  readonly fromOn: CivilDate;
  readonly toOn: CivilDate;
}

/**
 * Decides whether one may act for the other on these days.
 * @param today - business date; nothing is delegated for days that have passed
 * Refuses: `own-deputy`, `delegation-ends-before-it-begins`, `delegation-in-the-past`, `delegation-too-long`,
 * `office-not-held`, `office-not-delegable`, `deputy-cannot-judge`, `roles-apart`.
 * Law: CP-01, CP-08 (what is apart stays apart).
 */
export function checkDelegation(wanted: WantedDelegation, today: CivilDate): Outcome<true> {
  const { principal, deputy, roles, fromOn, toOn } = wanted;
  if (principal.id === deputy.id) return refuse('own-deputy', 'Nobody is his own deputy.', { pointer: '/deputyId' });
  if (toOn < fromOn) {
    return refuse('delegation-ends-before-it-begins', 'the last day is before the first', { pointer: '/toOn' });
  }
  if (fromOn < today) {
    return refuse('delegation-in-the-past', `today is ${today}; nothing is delegated for days that have passed`, {
      pointer: '/fromOn',
    });
  }
  if (daysBetween(fromOn, toOn) >= DELEGATION_DAYS_MAX) {
    return refuse('delegation-too-long', `at most ${DELEGATION_DAYS_MAX} days at a time`, { pointer: '/toOn' });
  }
  const pointer = '/roles';
  const notHeld = roles.find((role) => !principal.roles.includes(role));
  if (notHeld !== undefined) return refuse('office-not-held', `the absent person is not ${notHeld}`, { pointer });
  const personal = roles.find((role) => !OFFICES.includes(role));
  if (personal !== undefined) return refuse('office-not-delegable', `${personal} is not delegated`, { pointer });
  if (roles.includes('JUDGE') && !deputy.roles.some((role) => JUDGING_ROLES.includes(role))) {
    return refuse('deputy-cannot-judge', 'only a judge acts for a judge', { pointer });
  }
  const combined = checkCombination([...new Set([...deputy.roles, ...roles])]);
  return combined.ok ? accept(true) : { ...combined, pointer };
}
