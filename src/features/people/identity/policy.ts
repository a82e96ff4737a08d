import type { UserActor } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';

/**
 * The actor as he acts for one of his parties only; whoever acts for several may choose, and then reaches nothing of
 * the others.
 * Refuses: `not-permitted` for a party that is not his.
 */
export function actingFor(actor: UserActor, partyId: string): UserActor {
  if (!actor.partyIds.includes(partyId)) {
    throw new Problem('not-permitted', { detail: 'Acting-Party names no party that you act for.' });
  }
  return { ...actor, partyIds: [partyId] };
}

/**
 * The actor after a sign-in by an issuer. What the issuer has asked for counts as the second factor; where it has
 * not, an account that needs one or has one is as good as without.
 * Law: CP-08.
 */
export function afterIssuer(actor: UserActor, hasSecondFactor: boolean): UserActor {
  if (actor.secondFactor === 'NONE') return actor;
  return { ...actor, secondFactor: hasSecondFactor ? 'ACTIVE' : 'REQUIRED' };
}
