import { type Actor, hasRole, type UserActor } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import type { Role } from '../../../law/people/roles.js';

/**
 * Refuses an act that none of the actor's roles allows. Law: section 12.1 of the domain specification.
 * @param act - what is refused, as a sentence part: "approve payments"
 */
export function requireRole(actor: Actor, act: string, ...roles: readonly Role[]): void {
  if (!hasRole(actor, ...roles)) {
    throw new Problem('not-permitted', { detail: `Only ${roles.join(' or ')} may ${act}.` });
  }
}

/**
 * The actor as he acts for one of his parties only; whoever acts for several may choose, and then reaches nothing of the others.
 * Refuses: `not-permitted` for a party that is not his.
 */
export function actingFor(actor: UserActor, partyId: string): UserActor {
  if (!actor.partyIds.includes(partyId)) {
    throw new Problem('not-permitted', { detail: 'Acting-Party names no party that you act for.' });
  }
  return { ...actor, partyIds: [partyId] };
}

/**
 * The actor after a sign-in by an issuer. What the issuer has asked for counts as the second factor; where it has not, an account that
 * needs one or has one is as good as without.
 * Law: CP-08.
 */
export function afterIssuer(actor: UserActor, hasSecondFactor: boolean): UserActor {
  if (actor.secondFactor === 'NONE') return actor;
  return { ...actor, secondFactor: hasSecondFactor ? 'ACTIVE' : 'REQUIRED' };
}
