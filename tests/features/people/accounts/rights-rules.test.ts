import t from 'tap';
import { checkRights, type Rights } from '../../../../src/features/people/accounts/rules.js';
import { ROLES } from '../../../../src/law/people/roles.js';
import { refusalOf } from '../../../support/law-references.js';

const COURT: Rights = { roles: ['OFFICER'], courtCode: '浙0702', departmentCode: null, partyIds: [] };
const PARTY: Rights = { roles: ['ENTERPRISE'], courtCode: null, departmentCode: null, partyIds: ['p'] };

t.test('CP-01, CP-08: which rights fit together', async (t) => {
  const rows: readonly [string, Rights, string][] = [
    ['an officer', COURT, 'accepted'],
    ['several parts in the court', { ...COURT, roles: ['JUDGE', 'BUREAU_CHIEF', 'SECRETARIAT'] }, 'accepted'],
    ['debtor here, creditor there', { ...PARTY, roles: ['ENTERPRISE', 'APPLICANT'] }, 'accepted'],
    ['a department', { ...COURT, roles: ['DEPARTMENT'], departmentCode: 'TAX' }, 'accepted'],
    ['a monitoring bank', { ...COURT, roles: ['MONITOR'] }, 'accepted'],
    ['finance alone', { ...COURT, roles: ['FINANCE'] }, 'accepted'],
    ['finance that approves payouts', { ...COURT, roles: ['FINANCE', 'BUREAU_CHIEF'] }, 'roles-apart'],
    ['finance that enforces', { ...COURT, roles: ['FINANCE', 'OFFICER'] }, 'roles-apart'],
    ['finance that rules', { ...COURT, roles: ['FINANCE', 'JUDGE'] }, 'roles-apart'],
    ['two administrators', { ...COURT, roles: ['ADMIN', 'SECURITY_ADMIN'] }, 'roles-apart'],
    ['an auditor who writes', { ...COURT, roles: ['AUDITOR', 'OFFICER'] }, 'roles-apart'],
    ['court and party', { ...COURT, roles: ['OFFICER', 'APPLICANT'] }, 'roles-apart'],
    ['court and department', { ...COURT, roles: ['OFFICER', 'DEPARTMENT'], departmentCode: 'TAX' }, 'roles-apart'],
    ['monitor and party', { ...PARTY, roles: ['MONITOR', 'ENTERPRISE'] }, 'roles-apart'],
    ['an officer of no court', { ...COURT, courtCode: null }, 'court-required /courtCode'],
    ['an enterprise of a court', { ...PARTY, courtCode: '浙0702' }, 'court-not-of-party /courtCode'],
    ['an enterprise that acts for nobody', { ...PARTY, partyIds: [] }, 'parties-required /parties'],
    ['an officer who acts for a party', { ...COURT, partyIds: ['p'] }, 'parties-of-nobody /parties'],
    ['a department without a name', { ...COURT, roles: ['DEPARTMENT'] }, 'department-required /departmentCode'],
    ['an officer of a department', { ...COURT, departmentCode: 'TAX' }, 'department-of-nobody /departmentCode'],
  ];
  for (const [reason, rights, expected] of rows) t.equal(refusalOf(checkRights(rights)), expected, reason);
});

t.test('CP-08: an administrator has no second role, whichever it is', async (t) => {
  for (const administrator of ['ADMIN', 'SECURITY_ADMIN', 'AUDITOR'] as const) {
    t.equal(refusalOf(checkRights({ ...COURT, roles: [administrator] })), 'accepted', administrator);
    for (const other of ROLES.filter((role) => role !== administrator)) {
      t.equal(
        refusalOf(checkRights({ ...COURT, roles: [administrator, other] })),
        'roles-apart',
        `${administrator}, ${other}`,
      );
    }
  }
});
