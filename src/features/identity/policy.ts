import { type Actor, hasRole } from '../../platform/context.js';
import { Problem } from '../../shared/problems.js';
import type { Role } from './schema.js';

/**
 * Refuses an act that none of the actor's roles allows. Law: section 12.1 of the domain specification.
 * @param act - what is refused, as a sentence part: "approve payments"
 */
export function requireRole(actor: Actor, act: string, ...roles: readonly Role[]): void {
  if (!hasRole(actor, ...roles)) {
    throw new Problem('not-permitted', { detail: `Only ${roles.join(' or ')} may ${act}.` });
  }
}
