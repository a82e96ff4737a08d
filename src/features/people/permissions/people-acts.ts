import { type Role, OFFICES } from '../../../law/people/roles.js';
import type { ActRow } from './act-row.js';

const LIMIT_READERS: readonly Role[] = ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'PRESIDENT', 'FINANCE', 'AUDITOR'];

const DIRECTORY_READERS: readonly Role[] = ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'];

/** Acts on accounts, runs and logs, and the calculators. Law: section 12.1 of the domain specification. */
export const PEOPLE_ACTS = {
  // The own account, sign-in and the business date.
  signIn: { roles: 'STRANGER' },
  readSelf: { roles: 'ANYBODY' },
  changePassword: { roles: 'ANYBODY' },
  beginSecondFactor: { roles: 'ANYBODY' },
  confirmSecondFactor: { roles: 'ANYBODY' },
  listOwnSessions: { roles: 'ANYBODY' },
  endOwnSession: { roles: 'ANYBODY' },
  signOutEverywhere: { roles: 'ANYBODY' },
  makeApiKey: { roles: 'ANYBODY' },
  listApiKeys: { roles: 'ANYBODY' },
  readApiKey: { roles: 'ANYBODY' },
  revokeApiKey: { roles: 'ANYBODY' },
  listAccountNotices: { roles: 'ANYBODY', when: 'the own ones' },
  markAccountNoticeRead: { roles: 'ANYBODY', when: 'an own one' },
  acceptInvitation: { roles: 'STRANGER' },
  readBusinessDate: { roles: 'ANYBODY' },
  advanceBusinessDate: { roles: ['ADMIN'], says: 'move the business date' },

  // Accounts, rights, limits and delegations.
  listUsers: { roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'], says: 'read accounts' },
  readUser: { roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'], says: 'read accounts' },
  deactivateUser: {
    roles: ['ADMIN', 'SECURITY_ADMIN'],
    says: 'deactivate accounts',
    when: 'not the own one',
  },
  inviteUser: {
    roles: ['SECURITY_ADMIN', 'BUREAU_CHIEF'],
    says: 'make one-time links',
    when: 'who decided on the request, once; not for oneself',
  },
  requestAccount: {
    roles: ['ADMIN', 'SECURITY_ADMIN'],
    says: 'ask for accounts, rights and ways in',
    when: 'for others; SECURITY_ADMIN a way in only, see requestRights',
  },
  requestRights: { within: 'requestAccount', roles: ['ADMIN'], says: 'ask for rights' },
  listAccountRequests: {
    roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'],
    says: 'read requests for rights',
  },
  readAccountRequest: {
    roles: ['ADMIN', 'SECURITY_ADMIN', 'BUREAU_CHIEF', 'AUDITOR'],
    says: 'read requests for rights',
  },
  decideAccountRequest: {
    roles: ['SECURITY_ADMIN', 'BUREAU_CHIEF'],
    says: 'decide on rights',
    when: 'neither who asked nor whom it is about',
  },
  listCourts: { roles: 'ANYBODY' },
  readCourt: { roles: 'ANYBODY' },
  listDepartments: { roles: 'ANYBODY', when: 'of the own court' },
  readDepartment: { roles: 'ANYBODY', when: 'of the own court' },
  enterDirectoryChange: { roles: ['ADMIN'], says: 'change courts and departments' },
  listDirectoryChanges: { roles: DIRECTORY_READERS, says: 'read changes of courts and departments' },
  readDirectoryChange: { roles: DIRECTORY_READERS, says: 'read changes of courts and departments' },
  decideDirectoryChange: {
    roles: ['SECURITY_ADMIN', 'BUREAU_CHIEF'],
    says: 'decide on courts and departments',
    when: 'somebody else than the one who entered it',
  },
  enterCourtLimit: { roles: ['ADMIN'], says: 'enter limits' },
  listCourtLimits: { roles: LIMIT_READERS, says: 'read limits' },
  readCourtLimit: { roles: LIMIT_READERS, says: 'read limits' },
  decideCourtLimit: {
    roles: ['BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'decide on limits',
    when: 'somebody else than the one who entered it',
  },
  requestDelegation: {
    roles: OFFICES,
    says: 'delegate an office',
    when: 'the own office; for that of another see delegateForAnother',
  },
  listDelegations: { roles: 'ANYBODY', when: 'the own ones, or all of the court by office' },
  readDelegation: { roles: 'ANYBODY', when: 'one of the two people, or by office' },
  decideDelegation: {
    roles: ['BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'decide on delegations',
    when: 'none of the two people, nor who asked',
  },
  endDelegation: {
    roles: 'ANYBODY',
    when: 'one of the two people; for others see endDelegationOfOthers',
  },
  delegateForAnother: {
    within: 'requestDelegation',
    roles: ['BUREAU_CHIEF', 'PRESIDENT'],
    says: 'delegate the office of another',
  },
  endDelegationOfOthers: {
    within: 'endDelegation',
    roles: ['BUREAU_CHIEF', 'PRESIDENT', 'SECURITY_ADMIN'],
    says: 'end delegations',
  },

  // Job runs.
  startRun: { roles: ['ADMIN'], says: 'start job runs' },
  listRuns: { roles: ['ADMIN', 'AUDITOR'], says: 'read job runs' },
  readRun: { roles: ['ADMIN', 'AUDITOR'], says: 'read job runs' },

  // Logs, roots and verification.
  listAuditEvents: { roles: ['AUDITOR'], says: 'read the audit log' },
  exportAuditEvents: { roles: ['AUDITOR'], says: 'export the audit log' },
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
