/**
 * Offices that a colleague may exercise for somebody absent; those of administrators and auditors stay with their
 * holders.
 */
export const OFFICES: readonly Role[] = ['OFFICER', 'JUDGE', 'BUREAU_CHIEF', 'PRESIDENT', 'FINANCE', 'SECRETARIAT'];

/** Roles of section 12.1 of the domain specification. */
export const ROLES = [
  'OFFICER',
  'JUDGE',
  'BUREAU_CHIEF',
  'PRESIDENT',
  'FINANCE',
  'SECRETARIAT',
  'DEPARTMENT',
  'ENTERPRISE',
  'APPLICANT',
  'MONITOR',
  'AUDITOR',
  'SECURITY_ADMIN',
  'ADMIN',
] as const;
export type Role = (typeof ROLES)[number];
/** Roles of the court's own people, who reach all cases of their court. */
export const COURT_ROLES: readonly Role[] = [
  'OFFICER',
  'JUDGE',
  'BUREAU_CHIEF',
  'PRESIDENT',
  'FINANCE',
  'SECRETARIAT',
  'AUDITOR',
];
/** Roles that answer for the courts below their own: they read there and change nothing. */
export const SUPERVISING_ROLES: readonly Role[] = ['BUREAU_CHIEF', 'PRESIDENT'];

/** Whether an account has a one-time code beside its password (CP-08); `REQUIRED`: it needs one and has none yet. */
export const SECOND_FACTORS = ['NONE', 'REQUIRED', 'ACTIVE'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];
