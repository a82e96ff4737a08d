import t from 'tap';
import { requireStateFor } from '../../../src/features/dossier/cases/policy.js';
import { CASE_ACT_STATES, type CaseAct, isPossibleIn } from '../../../src/law/states/case-acts.js';
import { CASE_STATES, type CaseState, isEnded, isTransitionAllowed } from '../../../src/law/states/case.js';
import { checkRefused, refusal, type RefusedRow } from '../../plugins/refusals.js';
import { setStage } from '../../plugins/stage.js';
import { forceCaseState } from '../../support/forced-state.js';
import { RELIEF } from '../../support/reviews.js';
import { expectStatus, PLAN, SEIZURE } from '../../support/story.js';

/** Section 4.4 of the domain specification and contract section 3, written out once more. */
const ALLOWED = `
FILED: NOTICE_SERVED RELIEF_REQUESTED SETTLED PERFORMED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
NOTICE_SERVED: RELIEF_REQUESTED SETTLED PERFORMED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
RELIEF_REQUESTED: JOINT_REVIEW PERFORMED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
JOINT_REVIEW: REJECTED APPROVED PERFORMED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
REJECTED: RELIEF_REQUESTED SETTLED PERFORMED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
APPROVED: SETTLED PERFORMED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
SETTLED: PERFORMING BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
PERFORMING: PERFORMED BREACHED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
BREACHED: CURED PERFORMING PERFORMED RESUMPTION_APPLIED SUED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
CURED: PERFORMING
RESUMPTION_APPLIED: PERFORMED RESUMED RESUMPTION_REFUSED BANKRUPTCY_TRANSFER WITHDRAWN TERMINATED_CURRENT
RESUMPTION_REFUSED: PERFORMING
RESUMED: CLOSED
SUED: CLOSED
PERFORMED: CLOSED PERFORMING NOTICE_SERVED
CLOSED:
BANKRUPTCY_TRANSFER: CLOSED
WITHDRAWN: CLOSED
TERMINATED_CURRENT: CLOSED`;

t.test('every step of the state machine is allowed or forbidden as the table says', (t) => {
  const table = new Map(
    ALLOWED.trim()
      .split('\n')
      .map((line) => {
        const [from = '', to = ''] = line.split(':');
        return [from, new Set(to.trim().split(' ').filter(Boolean))];
      }),
  );
  t.same([...table.keys()].sort(), [...CASE_STATES].sort());
  for (const from of CASE_STATES) {
    for (const to of CASE_STATES) t.equal(isTransitionAllowed(from, to), table.get(from)?.has(to), `${from} → ${to}`);
  }
  t.end();
});

const ENDED: readonly CaseState[] = [
  'PERFORMED',
  'CLOSED',
  'RESUMED',
  'SUED',
  'BANKRUPTCY_TRANSFER',
  'WITHDRAWN',
  'TERMINATED_CURRENT',
];
/** A later due date, agreed on the day of the plan. */
const AMENDMENT = {
  ...{ effectiveOn: '2023-09-29', signedOn: '2023-09-28', reason: '回款推迟', n: 6, method: 'EQUAL_PRINCIPAL' },
  ...{ firstDueDate: '2023-11-30', dueDay: 'MONTH_END', rate: PLAN.rate, yearBasis: 365 },
};
const OPEN = CASE_STATES.filter((state) => !ENDED.includes(state));

/** Contract section 10, written out once more. */
const POSSIBLE: Readonly<Record<CaseAct, readonly CaseState[]>> = {
  // Money, corrections and papers follow facts, whatever has become of the case.
  recordPayment: CASE_STATES,
  decidePayment: CASE_STATES,
  confirmPayment: CASE_STATES,
  reversePayment: CASE_STATES,
  transferPayment: CASE_STATES,
  decidePaymentTransfer: CASE_STATES,
  enterDisbursement: CASE_STATES,
  decideDisbursement: CASE_STATES,
  recordPayout: CASE_STATES,
  correctClaim: CASE_STATES,
  decideClaimCorrection: CASE_STATES,
  changeCase: CASE_STATES,
  decideCollectionAccount: CASE_STATES,
  makeDocument: CASE_STATES,
  // Enforcement, also after a no.
  orderSeizure: OPEN,
  recordConsent: OPEN,
  draftPlan: OPEN,
  confirmPlan: OPEN,
  activatePlan: OPEN,
  draftAmendment: ['PERFORMING', 'BREACHED'],
  declareAcceleration: ['PERFORMING', 'BREACHED'],
  serveAcceleration: ['PERFORMING', 'BREACHED'],
  withdrawAcceleration: ['PERFORMING', 'BREACHED'],
};

t.test('each act is possible in the states that the contract names', (t) => {
  t.ok(OPEN.includes('REJECTED'), 'a request that was turned down ends nothing');
  for (const state of CASE_STATES) t.equal(isEnded(state), ENDED.includes(state), state);
  t.same(Object.keys(POSSIBLE).sort(), Object.keys(CASE_ACT_STATES).sort());
  for (const act of Object.keys(POSSIBLE) as CaseAct[]) {
    for (const state of CASE_STATES) {
      const possible = POSSIBLE[act].includes(state);
      t.equal(isPossibleIn(act, state), possible, `${act} in ${state}`);
      const ask = () => requireStateFor({ state, caseNumber: '（2023）浙0702执1号' }, act);
      if (possible) t.doesNotThrow(ask);
      else t.throws(ask, { code: state === 'CLOSED' ? 'case-closed' : 'case-state-forbids' });
    }
  }
  t.end();
});

for (const state of ['CLOSED', 'RESUMED', 'WITHDRAWN'] as const) {
  t.test(`a case in state ${state} is enforced no more, and answers every question`, async (t) => {
    const { test, people, caseId, planId, applicantId, enterpriseId } = await setStage(t);
    const { clerk, judge, applicant } = people;
    const drafted = expectStatus(await clerk.post(`/v1/cases/${caseId}/plans`, PLAN), 201).body;
    await forceCaseState(test, state, caseId);
    const refused = refusal(state === 'CLOSED' ? 'case-closed' : 'case-state-forbids');
    const said = { method: 'PORTAL', confirmedOn: '2023-09-28' };
    const consent = { applicantId, scope: 'RELIEF', method: 'PORTAL', givenOn: '2023-09-28' };
    const entries: readonly RefusedRow<() => ReturnType<typeof clerk.post>>[] = [
      ['a seizure', () => clerk.post(`/v1/cases/${caseId}/seizures`, SEIZURE), refused],
      ['a consent', () => applicant.post(`/v1/cases/${caseId}/consents`, consent), refused],
      ['a draft', () => clerk.post(`/v1/cases/${caseId}/plans`, PLAN), refused],
      [
        'a confirmation',
        () =>
          people.enterprise.post(`/v1/plans/${drafted.id}/confirmations`, {
            ...said,
            party: 'ENTERPRISE',
            partyId: enterpriseId,
          }),
        refused,
      ],
      ['an activation', () => judge.post(`/v1/plans/${drafted.id}/activation`, {}), refused],
      ['an amendment', () => clerk.post(`/v1/plans/${planId}/amendments`, AMENDMENT), refused],
      [
        'a request for relief',
        () => clerk.post(`/v1/cases/${caseId}/relief-requests`, RELIEF),
        refusal('case-state-forbids'),
      ],
    ];
    await checkRefused(t, test.deps.sql, entries, (send) => send(), ['idempotency_keys']);
    for (const url of ['', '/ledger', '/timeline', '/payments', '/plans', '/seizures', '/escalation', '/consents']) {
      t.equal((await clerk.get(`/v1/cases/${caseId}${url}`)).status, 200, url);
    }
    t.equal((await clerk.get(`/v1/plans/${planId}/schedule`)).status, 200);
    await test.closeDays('2023-11-10');
    t.match((await clerk.get(`/v1/cases/${caseId}`)).body, { state, colour: 'GREEN' }, 'nor does a close move it');
    t.same((await clerk.get(`/v1/cases/${caseId}/escalation`)).body.items, [], 'no step falls');
    t.same((await people.enterprise.get('/v1/notices?kind=OVERDUE')).body.items, [], 'and nobody is told of any');
  });
}
