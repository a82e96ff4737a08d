import t from 'tap';
import { checkDelegation, type WantedDelegation } from '../../../../src/features/people/delegations/rules.js';
import type { Role } from '../../../../src/law/people/roles.js';
import { refusalOf } from '../../../support/law-references.js';

const TODAY = '2023-09-28';

function wanted(from: readonly Role[], to: readonly Role[], change: Partial<WantedDelegation> = {}): WantedDelegation {
  return {
    principal: { id: 'absent', roles: from },
    deputy: { id: 'acting', roles: to },
    roles: from,
    fromOn: '2023-10-08',
    toOn: '2023-10-20',
    ...change,
  };
}

t.test('CP-01: who may act for whom, on which days', async (t) => {
  const rows: readonly [string, WantedDelegation, string][] = [
    ['an officer for an officer', wanted(['OFFICER'], ['OFFICER']), 'accepted'],
    ['an officer for the secretariat', wanted(['SECRETARIAT'], ['OFFICER']), 'accepted'],
    [
      'an officer for the chief: a matter of trust, approved by another',
      wanted(['BUREAU_CHIEF'], ['OFFICER']),
      'accepted',
    ],
    ['a judge for a judge', wanted(['JUDGE'], ['JUDGE']), 'accepted'],
    ['the chief for a judge', wanted(['JUDGE'], ['BUREAU_CHIEF']), 'accepted'],
    ['finance for finance', wanted(['FINANCE'], ['FINANCE']), 'accepted'],
    ['one office of two', wanted(['JUDGE', 'BUREAU_CHIEF'], ['OFFICER'], { roles: ['BUREAU_CHIEF'] }), 'accepted'],
    ['from today on', wanted(['OFFICER'], ['OFFICER'], { fromOn: TODAY }), 'accepted'],
    ['a single day', wanted(['OFFICER'], ['OFFICER'], { toOn: '2023-10-08' }), 'accepted'],
    ['92 days', wanted(['OFFICER'], ['OFFICER'], { toOn: '2024-01-07' }), 'accepted'],
    ['93 days', wanted(['OFFICER'], ['OFFICER'], { toOn: '2024-01-08' }), 'delegation-too-long /toOn'],
    ['from yesterday on', wanted(['OFFICER'], ['OFFICER'], { fromOn: '2023-09-27' }), 'delegation-in-the-past /fromOn'],
    [
      'the wrong way round',
      wanted(['OFFICER'], ['OFFICER'], { toOn: '2023-10-07' }),
      'delegation-ends-before-it-begins /toOn',
    ],
    ['for himself', wanted(['OFFICER'], ['OFFICER'], { deputy: { id: 'absent', roles: [] } }), 'own-deputy /deputyId'],
    ['an officer who would rule', wanted(['JUDGE'], ['OFFICER']), 'deputy-cannot-judge /roles'],
    ['an officer who would handle money', wanted(['FINANCE'], ['OFFICER']), 'roles-apart /roles'],
    ['finance that would enforce', wanted(['OFFICER'], ['FINANCE']), 'roles-apart /roles'],
    ['an administrator who would enforce', wanted(['OFFICER'], ['ADMIN']), 'roles-apart /roles'],
    ['the auditor', wanted(['AUDITOR'], ['AUDITOR']), 'office-not-delegable /roles'],
    ['an administrator', wanted(['ADMIN'], ['ADMIN']), 'office-not-delegable /roles'],
    ['an office that he does not hold', wanted(['OFFICER'], ['JUDGE'], { roles: ['JUDGE'] }), 'office-not-held /roles'],
  ];
  for (const [reason, delegation, expected] of rows) {
    t.equal(refusalOf(checkDelegation(delegation, TODAY)), expected, reason);
  }
});
