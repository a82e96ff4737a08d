import { type Actor, hasRole } from '../../../platform/context.js';
import { Problem } from '../../../shared/problems.js';
import { type Act, ACTS, type RoleAct } from './acts.js';

/** Whether one of the actor's roles allows an act; what only holds for oneself is not looked at. */
export function may(actor: Actor, act: Act): boolean {
  const { roles } = ACTS[act];
  return typeof roles === 'string' || hasRole(actor, ...roles);
}

/** Whether the actor is a party that may do this for itself, and only for itself. */
export function mayForItself(actor: Actor, act: Act): boolean {
  return hasRole(actor, ...(ACTS[act].own ?? []));
}

/**
 * Refuses an act that none of the actor's roles allows.
 * Refuses: `not-permitted`.
 * Law: section 12.1 of the domain specification.
 */
export function requireMay(actor: Actor, act: RoleAct): void {
  if (may(actor, act)) return;
  const { roles, says = act } = ACTS[act];
  const names = typeof roles === 'string' ? roles : roles.join(' or ');
  throw new Problem('not-permitted', { detail: `Only ${names} may ${says}.` });
}
