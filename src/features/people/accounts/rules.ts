import { COURT_ROLES, type Role } from '../../../law/people/roles.js';
import { accept, type Outcome, refuse } from '../../../shared/refusal.js';

/** What an account may do, and for whom. */
export interface Rights {
  readonly roles: readonly Role[];
  /** Own court; null for people of a party. */
  readonly courtCode: string | null;
  readonly departmentCode: string | null;
  /** Parties that the account acts for. */
  readonly partyIds: readonly string[];
}

/** The three administrators: whoever is one of them is nothing else (CP-08). */
const ADMINISTRATORS: readonly Role[] = ['ADMIN', 'SECURITY_ADMIN', 'AUDITOR'];
const PARTY_ROLES: readonly Role[] = ['ENTERPRISE', 'APPLICANT'];
/** Roles of people in a court's reach who are not its own. */
const PARTNER_ROLES: readonly Role[] = ['DEPARTMENT', 'MONITOR'];
/**
 * Enforcement and finance are separate (CP-01): a payout takes an officer, the chief who approves it, and finance; with
 * two of these in one hand it would be two people.
 */
const ENFORCING_ROLES: readonly Role[] = ['OFFICER', 'JUDGE', 'BUREAU_CHIEF'];

const hasAny = (roles: readonly Role[], some: readonly Role[]) => roles.some((role) => some.includes(role));

/**
 * Decides whether roles may be in one hand.
 * Refuses: `roles-apart`.
 * Law: CP-01, CP-08.
 */
export function checkCombination(roles: readonly Role[]): Outcome<true> {
  const administrator = roles.find((role) => ADMINISTRATORS.includes(role));
  if (administrator !== undefined && roles.length > 1) {
    return refuse('roles-apart', `${administrator} is nothing else: the three administrators are apart (CP-08).`);
  }
  if (roles.includes('FINANCE') && hasAny(roles, ENFORCING_ROLES)) {
    return refuse(
      'roles-apart',
      'Enforcement and finance are separate: FINANCE goes with none of OFFICER, JUDGE and BUREAU_CHIEF (CP-01).',
    );
  }
  const kinds = [PARTY_ROLES, PARTNER_ROLES, [...COURT_ROLES, ...ADMINISTRATORS]];
  if (kinds.filter((kind) => hasAny(roles, kind)).length > 1) {
    return refuse('roles-apart', 'An account is of the court, of a partner or of parties, not of two of these.');
  }
  return accept(true);
}

/**
 * Decides whether rights fit together.
 * Refuses: `roles-apart`, `court-required`, `court-not-of-party`, `department-required`, `department-of-nobody`,
 * `parties-required`, `parties-of-nobody`.
 * Law: CP-01, CP-08, section 12.1.
 */
export function checkRights(rights: Rights): Outcome<true> {
  const { roles, courtCode, departmentCode, partyIds } = rights;
  const combined = checkCombination(roles);
  if (!combined.ok) return combined;
  const isOfParties = hasAny(roles, PARTY_ROLES);
  if (isOfParties && courtCode !== null) {
    return refuse('court-not-of-party', 'People of a party belong to no court.', { pointer: '/courtCode' });
  }
  if (!isOfParties && courtCode === null) {
    return refuse('court-required', 'Name the court that the account belongs to.', { pointer: '/courtCode' });
  }
  if (isOfParties && partyIds.length === 0) {
    return refuse('parties-required', 'Name the parties that the account acts for.', { pointer: '/parties' });
  }
  if (!isOfParties && partyIds.length > 0) {
    return refuse('parties-of-nobody', 'Only ENTERPRISE and APPLICANT act for parties.', { pointer: '/parties' });
  }
  const isOfDepartment = roles.includes('DEPARTMENT');
  if (isOfDepartment && departmentCode === null) {
    return refuse('department-required', 'Name the department.', { pointer: '/departmentCode' });
  }
  if (!isOfDepartment && departmentCode !== null) {
    return refuse('department-of-nobody', 'Only DEPARTMENT has a department.', { pointer: '/departmentCode' });
  }
  return accept(true);
}
