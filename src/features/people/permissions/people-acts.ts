import { type Role, OFFICES } from '../../../law/people/roles.js';
import type { ActRow } from './act-row.js';

const LIMIT_READERS: readonly Role[] = ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'PRESIDENT', 'FINANCE', 'AUDITOR'];

/** Acts on accounts, runs and logs, and the calculators. Law: section 12.1 of the domain specification. */
export const PEOPLE_ACTS = {
  // The own account, sign-in and the business date.
  signIn: { roles: 'STRANGER', machine: false },
  readSelf: { roles: 'ANYBODY', machine: false },
  changePassword: { roles: 'ANYBODY', machine: false },
  beginSecondFactor: { roles: 'ANYBODY', machine: false },
  confirmSecondFactor: { roles: 'ANYBODY', machine: false },
  listOwnSessions: { roles: 'ANYBODY', machine: false },
  endOwnSession: { roles: 'ANYBODY', machine: false },
  signOutEverywhere: { roles: 'ANYBODY', machine: false },
  makeApiKey: { roles: 'ANYBODY', machine: false },
  listApiKeys: { roles: 'ANYBODY', machine: false },
  readApiKey: { roles: 'ANYBODY', machine: false },
  revokeApiKey: { roles: 'ANYBODY', machine: false },
  acceptInvitation: { roles: 'STRANGER', machine: false },
  readBusinessDate: { roles: 'ANYBODY', machine: false },
  advanceBusinessDate: { roles: ['ADMIN'], says: 'move the business date', machine: false },

  // Accounts, rights, limits and delegations.
  listUsers: { roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'], says: 'read accounts', machine: false },
  readUser: { roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'], says: 'read accounts', machine: false },
  deactivateUser: {
    roles: ['ADMIN', 'SECURITY_ADMIN'],
    says: 'deactivate accounts',
    when: 'not the own one',
    machine: false,
  },
  resetSecondFactor: {
    roles: ['SECURITY_ADMIN'],
    says: 'reset second factors',
    when: 'not the own one',
    machine: false,
  },
  inviteUser: {
    roles: ['ADMIN', 'SECURITY_ADMIN'],
    says: 'invite',
    when: 'not oneself; for an account in use see resetPassword',
    machine: false,
  },
  requestAccount: { roles: ['ADMIN'], says: 'ask for rights', when: 'for others', machine: false },
  listAccountRequests: {
    roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'],
    says: 'read requests for rights',
    machine: false,
  },
  readAccountRequest: {
    roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'],
    says: 'read requests for rights',
    machine: false,
  },
  decideAccountRequest: {
    roles: ['SECURITY_ADMIN', 'BUREAU_CHIEF'],
    says: 'decide on rights',
    when: 'neither who asked nor whom it is about',
    machine: false,
  },
  enterCourtLimit: { roles: ['ADMIN'], says: 'enter limits', machine: false },
  listCourtLimits: { roles: LIMIT_READERS, says: 'read limits', machine: false },
  readCourtLimit: { roles: LIMIT_READERS, says: 'read limits', machine: false },
  decideCourtLimit: {
    roles: ['BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'decide on limits',
    when: 'somebody else than the one who entered it',
    machine: false,
  },
  requestDelegation: {
    roles: OFFICES,
    says: 'delegate an office',
    when: 'the own office; for that of another see delegateForAnother',
    machine: false,
  },
  listDelegations: { roles: 'ANYBODY', when: 'the own ones, or all of the court by office', machine: false },
  readDelegation: { roles: 'ANYBODY', when: 'one of the two people, or by office', machine: false },
  decideDelegation: {
    roles: ['BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'decide on delegations',
    when: 'none of the two people, nor who asked',
    machine: false,
  },
  endDelegation: {
    roles: 'ANYBODY',
    when: 'one of the two people; for others see endDelegationOfOthers',
    machine: false,
  },
  resetPassword: { within: 'inviteUser', roles: ['SECURITY_ADMIN'], says: 'reset passwords', machine: false },
  delegateForAnother: {
    within: 'requestDelegation',
    roles: ['BUREAU_CHIEF', 'PRESIDENT'],
    says: 'delegate the office of another',
    machine: false,
  },
  endDelegationOfOthers: {
    within: 'endDelegation',
    roles: ['BUREAU_CHIEF', 'PRESIDENT', 'SECURITY_ADMIN'],
    says: 'end delegations',
    machine: false,
  },

  // Job runs.
  startRun: { roles: ['ADMIN'], says: 'start job runs', machine: false },
  listRuns: { roles: ['ADMIN', 'AUDITOR'], says: 'read job runs', machine: false },
  readRun: { roles: ['ADMIN', 'AUDITOR'], says: 'read job runs', machine: false },

  // Logs, roots and verification.
  listAuditEvents: { roles: ['AUDITOR'], says: 'read the audit log', machine: true },
  exportAuditEvents: { roles: ['AUDITOR'], says: 'export the audit log', machine: true },
  listAuditRoots: { roles: ['AUDITOR'], says: 'read the daily roots', machine: true },
  verifyAudit: { roles: ['AUDITOR'], says: 'verify the audit chains', machine: true },

  // Calculators.
  calculateGeneralInterest: { roles: 'ANYBODY', machine: true },
  calculateJudgmentLedger: { roles: 'ANYBODY', machine: true },
  calculateFees: { roles: 'ANYBODY', machine: true },
  calculateInstalmentPlan: { roles: 'ANYBODY', machine: true },
  calculatePlanQuotes: { roles: 'ANYBODY', machine: true },
  calculatePlanPayments: { roles: 'ANYBODY', machine: true },
  calculateMultiDebtAllocation: { roles: 'ANYBODY', machine: true },
} as const satisfies Readonly<Record<string, ActRow>>;
