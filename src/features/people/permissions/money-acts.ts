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
  confirmPlan: { roles: ['OFFICER'], own: ['ENTERPRISE', 'APPLICANT'], says: 'record confirmations' },
  activatePlan: { roles: ['JUDGE'], says: 'activate plans' },
  draftAmendment: { roles: ['OFFICER'], says: 'draft amendments' },
  declareAcceleration: {
    roles: ['OFFICER'],
    own: ['APPLICANT'],
    says: 'record that the whole sum falls due',
    when: 'an applicant who acts for all applicants of the plan',
  },
  listAccelerationNotices: { roles: 'ANYBODY', machine: true },
  readAccelerationNotice: { roles: 'ANYBODY', machine: true },
  serveAcceleration: { roles: ['OFFICER'], says: 'record service' },
  withdrawAcceleration: {
    roles: ['OFFICER'],
    own: ['APPLICANT'],
    says: 'record the withdrawal of a notice',
    when: 'an applicant who acts for all applicants of the plan',
  },
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
  },
  confirmPayment: {
    roles: ['OFFICER'],
    own: ['APPLICANT'],
    says: 'confirm direct payments for the applicant',
    when: 'an officer who records his word is somebody else than the one who entered the payment',
  },
  findReceipt: {
    roles: ['JUDGE'],
    says: 'find that a direct payment was received',
    when: 'the applicant was asked five working days ago; somebody else than the one who entered it',
  },
  reversePayment: {
    roles: ['FINANCE', 'BUREAU_CHIEF'],
    says: 'reverse payments',
    when: 'somebody else than the one who entered it; above the limit see approveAboveLimit',
  },
  transferPayment: { roles: ['OFFICER'], says: 'ask to move payments to another case' },
  listPaymentTransfers: { roles: COURT_ROLES, says: 'read transfers of payments', machine: true },
  readPaymentTransfer: { roles: COURT_ROLES, says: 'read transfers of payments', machine: true },
  decidePaymentTransfer: {
    roles: ['FINANCE', 'BUREAU_CHIEF'],
    says: 'decide on transfers of payments',
    when: 'somebody else than the one who asked or who entered the payment; above the limit see approveAboveLimit',
  },
  readFunds: { roles: COURT_ROLES, says: 'read what the court holds', machine: true },
  enterDisbursement: { roles: ['OFFICER'], says: 'enter disbursements' },
  listDisbursements: { roles: 'ANYBODY', machine: true },
  readDisbursement: { roles: 'ANYBODY', machine: true },
  decideDisbursement: {
    roles: ['BUREAU_CHIEF'],
    says: 'approve disbursements',
    when: 'somebody else than the one who entered it',
  },
  recordPayout: {
    roles: ['FINANCE'],
    says: 'pay out',
    when: 'somebody else than the one who approved it',
  },
  listRefundTasks: { roles: 'ANYBODY', machine: true },
  readRefundTask: { roles: 'ANYBODY', machine: true },
  approveAboveLimit: {
    within: 'decidePayment',
    roles: ['BUREAU_CHIEF'],
    says: 'approve above the limit of the court',
  },

  // The ladder.
  listSteps: { roles: 'ANYBODY', machine: true },
  readEscalationLadder: { roles: LADDER_READERS, says: 'read escalation policies', machine: true },
  listEscalationPolicies: { roles: LADDER_READERS, says: 'read escalation policies', machine: true },
  enterEscalationPolicy: { roles: ['ADMIN'], says: 'enter escalation policies' },
  readEscalationPolicy: { roles: LADDER_READERS, says: 'read escalation policies', machine: true },
  decideEscalationPolicy: {
    roles: ['BUREAU_CHIEF', 'PRESIDENT'],
    says: 'decide on escalation policies',
    when: 'somebody else than the one who entered it',
  },

  // Tables of days and rates.
  enterLendingRate: { roles: ['ADMIN'], says: 'enter lending rates' },
  listLendingRates: { roles: 'ANYBODY', machine: true },
  readLendingRate: { roles: 'ANYBODY', machine: true },
  decideLendingRate: {
    roles: ['ADMIN', 'BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'release tables',
    when: 'somebody else than the one who entered it',
  },
  enterHolidays: { roles: ['ADMIN'], says: 'enter holidays' },
  listHolidays: { roles: 'ANYBODY', machine: true },
  readHolidays: { roles: 'ANYBODY', machine: true },
  decideHolidays: {
    roles: ['ADMIN', 'BUREAU_CHIEF', 'SECURITY_ADMIN'],
    says: 'release tables',
    when: 'somebody else than the one who entered it',
  },
} as const satisfies Readonly<Record<string, ActRow>>;
