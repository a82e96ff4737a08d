import { COURT_ROLES, type Role } from '../../../law/people/roles.js';
import type { ActRow } from './act-row.js';

/** The days of the ladder are no secret of the court's. */
const LADDER_READERS: readonly Role[] = [...COURT_ROLES, 'ADMIN', 'SECURITY_ADMIN'];

/** Acts on plans, money, the ladder and the tables it rests on. Law: section 12.1 of the domain specification. */
export const MONEY_ACTS = {
  // Plans.
  draftPlan: { roles: ['OFFICER'], says: 'draft plans', machine: true },
  listPlans: { roles: 'ANYBODY', machine: true },
  readPlan: { roles: 'ANYBODY', machine: true },
  readSchedule: { roles: 'ANYBODY', machine: true },
  confirmPlan: { roles: ['OFFICER'], own: ['ENTERPRISE', 'APPLICANT'], says: 'record confirmations', machine: false },
  activatePlan: { roles: ['JUDGE'], says: 'activate plans', machine: false },
  draftAmendment: { roles: ['OFFICER'], says: 'draft amendments', machine: true },
  readDifference: { roles: 'ANYBODY', machine: true },
  supposePlan: { roles: 'ANYBODY', machine: true },

  // Payments, disbursements, refunds.
  recordPayment: { roles: ['OFFICER'], says: 'enter payments', machine: true },
  listPayments: { roles: 'ANYBODY', machine: true },
  readPayment: { roles: 'ANYBODY', machine: true },
  decidePayment: {
    roles: ['FINANCE', 'BUREAU_CHIEF'],
    says: 'approve payments',
    when: 'somebody else than the one who entered it; above the limit see approveAboveLimit',
    machine: false,
  },
  confirmPayment: {
    roles: ['OFFICER'],
    own: ['APPLICANT'],
    says: 'confirm direct payments for the applicant',
    machine: false,
  },
  reversePayment: {
    roles: ['FINANCE', 'BUREAU_CHIEF'],
    says: 'reverse payments',
    when: 'somebody else than the one who entered it; above the limit see approveAboveLimit',
    machine: false,
  },
  readFunds: { roles: COURT_ROLES, says: 'read what the court holds', machine: true },
  enterDisbursement: { roles: ['OFFICER'], says: 'enter disbursements', machine: true },
  listDisbursements: { roles: 'ANYBODY', machine: true },
  readDisbursement: { roles: 'ANYBODY', machine: true },
  decideDisbursement: {
    roles: ['BUREAU_CHIEF'],
    says: 'approve disbursements',
    when: 'somebody else than the one who entered it',
    machine: false,
  },
  recordPayout: {
    roles: ['FINANCE'],
    says: 'pay out',
    when: 'somebody else than the one who approved it',
    machine: false,
  },
  listRefundTasks: { roles: 'ANYBODY', machine: true },
  readRefundTask: { roles: 'ANYBODY', machine: true },
  approveAboveLimit: {
    within: 'decidePayment',
    roles: ['BUREAU_CHIEF'],
    says: 'approve above the limit of the court',
    machine: false,
  },

  // The ladder.
  listSteps: { roles: 'ANYBODY', machine: true },
  readEscalationLadder: { roles: LADDER_READERS, says: 'read escalation policies', machine: true },
  listEscalationPolicies: { roles: LADDER_READERS, says: 'read escalation policies', machine: true },
  enterEscalationPolicy: { roles: ['ADMIN'], says: 'enter escalation policies', machine: true },
  readEscalationPolicy: { roles: LADDER_READERS, says: 'read escalation policies', machine: true },
  decideEscalationPolicy: {
    roles: ['BUREAU_CHIEF', 'PRESIDENT'],
    says: 'decide on escalation policies',
    when: 'somebody else than the one who entered it',
    machine: false,
  },

  // Tables of days and rates.
  enterLendingRate: { roles: ['ADMIN'], says: 'enter lending rates', machine: true },
  listLendingRates: { roles: 'ANYBODY', machine: true },
  readLendingRate: { roles: 'ANYBODY', machine: true },
  decideLendingRate: {
    roles: ['ADMIN', 'BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'release tables',
    when: 'somebody else than the one who entered it',
    machine: false,
  },
  enterHolidays: { roles: ['ADMIN'], says: 'enter holidays', machine: true },
  listHolidays: { roles: 'ANYBODY', machine: true },
  readHolidays: { roles: 'ANYBODY', machine: true },
  decideHolidays: {
    roles: ['ADMIN', 'BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'release tables',
    when: 'somebody else than the one who entered it',
    machine: false,
  },
} as const satisfies Readonly<Record<string, ActRow>>;
