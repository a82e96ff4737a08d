import type { Role } from '../../src/law/people/roles.js';

export interface SampleAccount {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly courtCode: string | null;
  /** For an account of a party: the court whose administrators look after it. */
  readonly managingCourtCode?: string;
  readonly departmentCode?: string;
  /** Credit code of the party for which the account acts. */
  readonly actsFor?: string;
}

/** The parties of the reference case. */
export const REFERENCE_ENTERPRISE = {
  name: '金华市绿景园林建设有限公司',
  unifiedSocialCreditCode: '91330702MA2E7K3H47',
} as const;
export const REFERENCE_APPLICANT = {
  name: '义乌市宏远建材有限公司',
  unifiedSocialCreditCode: '91330782MABT90XQ5X',
} as const;

const court = '浙0702';

/** Accounts of the sample data: contract section 8. */
export const SAMPLE_ACCOUNTS: readonly SampleAccount[] = [
  { username: 'clerk', displayName: '王书记员', roles: ['OFFICER'], courtCode: court },
  { username: 'judge', displayName: '陈法官', roles: ['JUDGE'], courtCode: court },
  { username: 'chief', displayName: '周局长', roles: ['BUREAU_CHIEF'], courtCode: court },
  { username: 'president', displayName: '吴院长', roles: ['PRESIDENT'], courtCode: court },
  { username: 'finance', displayName: '徐会计', roles: ['FINANCE'], courtCode: court },
  { username: 'secretariat', displayName: '联审办', roles: ['SECRETARIAT'], courtCode: court },
  {
    username: 'dept-industry',
    displayName: '经信局联络员',
    roles: ['DEPARTMENT'],
    courtCode: court,
    departmentCode: 'INDUSTRY',
  },
  {
    username: 'dept-housing',
    displayName: '住建局联络员',
    roles: ['DEPARTMENT'],
    courtCode: court,
    departmentCode: 'HOUSING',
  },
  { username: 'dept-tax', displayName: '税务局联络员', roles: ['DEPARTMENT'], courtCode: court, departmentCode: 'TAX' },
  {
    username: 'enterprise',
    displayName: '绿景园林',
    roles: ['ENTERPRISE'],
    courtCode: null,
    managingCourtCode: court,
    actsFor: REFERENCE_ENTERPRISE.unifiedSocialCreditCode,
  },
  {
    username: 'applicant',
    displayName: '宏远建材',
    roles: ['APPLICANT'],
    courtCode: null,
    managingCourtCode: court,
    actsFor: REFERENCE_APPLICANT.unifiedSocialCreditCode,
  },
  { username: 'monitor', displayName: '监管银行', roles: ['MONITOR'], courtCode: court },
  { username: 'auditor', displayName: '监察员', roles: ['AUDITOR'], courtCode: court },
  { username: 'admin', displayName: '系统管理员', roles: ['ADMIN'], courtCode: court },
  { username: 'security', displayName: '安全管理员', roles: ['SECURITY_ADMIN'], courtCode: court },
  { username: 'clerk-0703', displayName: '金东区书记员', roles: ['OFFICER'], courtCode: '浙0703' },
];

/** Departments that answer in joint reviews of the sample court. */
export const SAMPLE_DEPARTMENTS = [
  { courtCode: court, code: 'INDUSTRY', name: '经信局' },
  { courtCode: court, code: 'HOUSING', name: '住建局' },
  { courtCode: court, code: 'TAX', name: '税务局' },
] as const;
