import { COURT_ROLES, type Role } from '../../../law/people/roles.js';
import type { ActRow } from './act-row.js';

/** Who may see whole what others see masked. Law: CP-05. */
const UNMASKING: readonly Role[] = ['OFFICER', 'JUDGE', 'BUREAU_CHIEF', 'PRESIDENT', 'FINANCE', 'AUDITOR'];

/** Everybody who may have something to prove; administrators and auditors do not. */
const UPLOADING: readonly Role[] = [
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
];

/** Acts on what a case is and what is written in it. Law: section 12.1 of the domain specification. */
export const DOSSIER_ACTS = {
  // Cases, corrections, recusals, sealed values.
  fileCase: { roles: ['OFFICER'], says: 'file cases', machine: true },
  listCases: { roles: 'ANYBODY', machine: true },
  readCase: { roles: 'ANYBODY', machine: true },
  changeCase: { roles: ['OFFICER', 'JUDGE'], says: 'ask for another collection account' },
  listCollectionAccountChanges: {
    roles: COURT_ROLES,
    says: 'read changes of the collection account',
    machine: true,
  },
  readCollectionAccountChange: {
    roles: COURT_ROLES,
    says: 'read changes of the collection account',
    machine: true,
  },
  decideCollectionAccount: {
    roles: ['FINANCE', 'BUREAU_CHIEF'],
    says: 'decide on collection accounts',
    when: 'somebody else than the one who asked',
  },
  readTimeline: { roles: 'ANYBODY', machine: true },
  unmask: { roles: UNMASKING, says: 'read sensitive values' },
  searchCases: { roles: UNMASKING, says: 'search by sensitive values' },
  correctClaim: { roles: ['OFFICER'], says: 'enter corrections of claims' },
  decideClaimCorrection: {
    roles: ['JUDGE', 'BUREAU_CHIEF'],
    says: 'decide on corrections of claims',
    when: 'somebody else than the one who entered it',
  },
  listClaimCorrections: { roles: 'ANYBODY', machine: true },
  readClaimCorrection: { roles: 'ANYBODY', machine: true },
  readLedger: { roles: 'ANYBODY', machine: true },
  recuse: {
    roles: COURT_ROLES,
    says: 'record recusals',
    when: 'oneself; for others see recuseAnother',
  },
  listRecusals: { roles: COURT_ROLES, says: 'read recusals', machine: true },
  readRecusal: { roles: COURT_ROLES, says: 'read recusals', machine: true },
  liftRecusal: { roles: ['BUREAU_CHIEF', 'PRESIDENT'], says: 'lift recusals' },
  assignCase: { roles: ['BUREAU_CHIEF', 'PRESIDENT'], says: 'assign cases' },
  readPerformance: { roles: COURT_ROLES, says: 'read what is paid and found', machine: true },
  findPerformed: { roles: ['JUDGE'], says: 'find that all is paid' },
  setPerformanceAside: { roles: ['JUDGE'], says: 'set a finding of performance aside' },
  readStatement: { roles: 'ANYBODY', machine: true },
  recuseAnother: { within: 'recuse', roles: ['BUREAU_CHIEF', 'PRESIDENT'], says: 'record recusals' },

  // Consents, requests for relief, joint reviews.
  recordConsent: { roles: ['OFFICER'], own: ['APPLICANT'], says: 'record consents' },
  listConsents: { roles: 'ANYBODY', machine: true },
  requestRelief: {
    roles: ['OFFICER'],
    own: ['ENTERPRISE', 'APPLICANT'],
    says: 'record requests for relief',
  },
  listReliefRequests: { roles: 'ANYBODY', machine: true },
  readReliefRequest: { roles: 'ANYBODY', machine: true },
  openReview: { roles: ['SECRETARIAT', 'OFFICER'], says: 'open joint reviews' },
  listReviewsOfCase: { roles: 'ANYBODY', machine: true },
  listReviews: { roles: 'ANYBODY', machine: true },
  readReview: { roles: 'ANYBODY', machine: true },
  giveOpinion: { roles: ['DEPARTMENT'], says: 'give an opinion' },
  recordMeeting: { roles: ['SECRETARIAT', 'OFFICER'], says: 'record meetings' },
  recordCourtRecord: { roles: ['SECRETARIAT', 'OFFICER'], says: 'record what the court knows' },
  decideReview: { roles: ['JUDGE', 'BUREAU_CHIEF'], says: 'decide on relief' },

  // Seizures.
  orderSeizure: { roles: ['OFFICER'], says: 'enter seizures' },
  listSeizures: { roles: 'ANYBODY', machine: true },
  readSeizure: { roles: 'ANYBODY', machine: true },

  // Files, notices, documents.
  uploadFile: { roles: UPLOADING, says: 'upload files', machine: true },
  readFile: { roles: 'ANYBODY', machine: true },
  readFileContent: { roles: 'ANYBODY', machine: true },
  listFiles: { roles: 'ANYBODY', machine: true },
  listNotices: { roles: 'ANYBODY', machine: true },
  readNotice: { roles: 'ANYBODY', machine: true },
  markNoticeRead: { roles: 'ANYBODY' },
  makeDocument: {
    roles: ['OFFICER', 'JUDGE', 'BUREAU_CHIEF', 'FINANCE'],
    says: 'make this document',
    when: 'by its kind: makePaymentReceipt, makeDisbursementForm, makeReliefDecision',
  },
  listDocuments: { roles: 'ANYBODY', machine: true },
  readDocument: { roles: 'ANYBODY', machine: true },
  readDocumentContent: { roles: 'ANYBODY', machine: true },
  makePaymentReceipt: {
    within: 'makeDocument',
    roles: ['OFFICER', 'FINANCE'],
    says: 'make this document',
  },
  makeDisbursementForm: {
    within: 'makeDocument',
    roles: ['OFFICER', 'FINANCE', 'BUREAU_CHIEF'],
    says: 'make this document',
  },
  makeReliefDecision: {
    within: 'makeDocument',
    roles: ['OFFICER', 'JUDGE', 'BUREAU_CHIEF'],
    says: 'make this document',
  },
} as const satisfies Readonly<Record<string, ActRow>>;
