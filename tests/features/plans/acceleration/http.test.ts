import t from 'tap';
import { createTestApp, type TestApp } from '../../../support/app.js';
import {
  expectStatus,
  FILING,
  pay,
  type People,
  PLAN,
  type SettledCase,
  settleCase,
  signInAll,
} from '../../../support/story.js';
import { upload } from '../../../support/uploads.js';

const EVIDENCE = { evidence: '申请执行人签名的通知书' };

/** The reference case in breach of its first instalment since 2023-11-04, on the morning of the 10th. */
async function breach(t: Parameters<typeof createTestApp>[0], plan: object = PLAN) {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const settled = await settleCase(people, FILING, plan);
  await test.closeDays('2023-11-10');
  return { test, people, ...settled, ...callsOf(test, people, settled) };
}

function callsOf(test: TestApp, { clerk }: People, { planId, caseId, enterpriseId }: Omit<SettledCase, 'applicantId'>) {
  const proof = async () => [expectStatus(await upload(clerk), 201).body.id];
  return {
    declare: (declaredOn = '2023-11-10', by = clerk) =>
      by.post(`/v1/plans/${planId}/acceleration-notices`, { declaredOn, ...EVIDENCE }),
    serve: async (id: string, servedOn: string, more: object = {}) =>
      clerk.post(`/v1/acceleration-notices/${id}/service`, {
        ...{ way: 'COURT', servedBy: '法警李某', partyId: enterpriseId, method: 'DIRECT', servedOn },
        fileIds: await proof(),
        ...more,
      }),
    withdraw: (id: string, withdrawnOn: string) =>
      clerk.post(`/v1/acceleration-notices/${id}/withdrawal`, { withdrawnOn, ...EVIDENCE }),
    caseOf: async () => expectStatus(await clerk.get(`/v1/cases/${caseId}`), 200).body,
    schedule: async (asOf = '') =>
      expectStatus(await clerk.get(`/v1/plans/${planId}/schedule${asOf && `?asOf=${asOf}`}`), 200).body,
    notice: async (id: string) => expectStatus(await clerk.get(`/v1/acceleration-notices/${id}`), 200).body,
    told: async (kind: string) => test.deps.sql`select title, body from notices where kind = ${kind}`,
  };
}

t.test('a notice is given, served and makes the whole sum due on the next morning (PL-10)', async (t) => {
  const { test, people, caseId, planId, declare, serve, notice, schedule, caseOf, told } = await breach(t);
  const { id } = expectStatus(await declare(), 201).body;
  t.match(await notice(id), { standing: 'DECLARED', service: null });
  t.equal((await told('ACCELERATION_DECLARED')).length, 3, 'both parties and the officer');
  const done = expectStatus(await serve(id, '2023-11-10'), 200).body;
  t.match(done, { standing: 'DECLARED', service: { way: 'COURT', method: 'DIRECT' } }, 'until the day is over');
  t.match(await schedule(), { acceleratedOn: null });
  await test.closeDays('2023-11-11');
  t.match(await notice(id), { standing: 'EFFECTIVE' });
  const now = await schedule();
  // 3.7 million at 3.45 %: October is the first instalment, and ten days of November are earned on what it leaves.
  const earnedFen = Math.round(((370000000 - 33636364) * 0.0345 * 10) / 365);
  t.equal(now.totals.outstandingFen, 370000000 + now.instalments[0].interestFen + earnedFen);
  t.equal(now.totals.overdueFen, now.totals.outstandingFen, 'overdue from the day after service');
  t.equal((await told('ACCELERATED')).length, 3);
  const reminders = test.deps.sql`select 1 from escalation_steps where instalment_no > 1 and fell_on > '2023-11-10'`;

  await pay(people, caseId, now.instalments[0].paymentFen, '2023-11-11');
  await test.closeDays('2023-12-10');
  t.match(await caseOf(), { state: 'BREACHED', colour: 'RED' }, 'the arrears alone do not cure any more');
  t.same(await reminders, []);
  const { totals } = await schedule();
  t.equal(totals.outstandingFen, now.totals.outstandingFen - now.instalments[0].paymentFen, 'no later interest');
  await pay(people, caseId, totals.outstandingFen, '2023-12-10');
  t.match(await caseOf(), { state: 'PERFORMING' });
  t.match((await schedule()).totals, {
    outstandingFen: 0,
    overdueFen: 0,
    droppedInterestFen: now.totals.droppedInterestFen,
  });
  t.match(await people.judge.get(`/v1/cases/${caseId}/performance`), {
    body: { planOpenFen: 0, paidBy: 'SETTLEMENT' },
  });
  const checked = expectStatus(await people.auditor.post('/v1/audit/verification', {}), 200);
  t.match(checked.body, { result: 'WHOLE' }, 'the record fixes notice and service');
  const again = await people.clerk.get(`/v1/plans/${planId}/schedule?asOf=2023-11-10`);
  t.match(again.body, { acceleratedOn: null }, 'as the day of service ended for a payer in time');
});

t.test('a payment of the day of service takes the effect away, also when it is approved later', async (t) => {
  const { test, people, caseId, declare, serve, notice, schedule, caseOf, told } = await breach(t);
  const { id } = expectStatus(await declare(), 201).body;
  expectStatus(await serve(id, '2023-11-10'), 200);
  await test.closeDays('2023-11-20');
  t.match(await caseOf(), { state: 'BREACHED' });
  const { instalments } = await schedule();
  await pay(people, caseId, instalments[0].paymentFen, '2023-11-10');
  t.match(await caseOf(), { state: 'PERFORMING' });
  t.match(await notice(id), { standing: 'WITHOUT_EFFECT' });
  t.match((await schedule()).totals, { droppedInterestFen: 0, overdueFen: 0 });
  t.equal((await told('ACCELERATION_ENDED')).length, 3);
});

t.test('a withdrawal ends it, and the colour falls by MO-03', async (t) => {
  const { test, people, caseId, declare, serve, withdraw, notice, schedule, caseOf } = await breach(t);
  const { id } = expectStatus(await declare(), 201).body;
  expectStatus(await serve(id, '2023-11-10'), 200);
  await test.closeDays('2023-11-14');
  const { instalments } = await schedule();
  await pay(people, caseId, instalments[0].paymentFen, '2023-11-14');
  t.match(await caseOf(), { state: 'BREACHED', colour: 'RED' });
  await test.closeDays('2023-11-16');
  expectStatus(await withdraw(id, '2023-11-16'), 200);
  t.match(await notice(id), { standing: 'WITHDRAWN' });
  t.match(await caseOf(), { state: 'PERFORMING', colour: 'RED' });
  t.match((await schedule()).totals, { droppedInterestFen: 0, overdueFen: 0 });
  await test.closeDays('2023-11-25');
  t.match(await caseOf(), { colour: 'GREEN' });
  t.equal((await withdraw(id, '2023-11-16')).body.code, 'acceleration-withdrawn');
});

t.test('what is refused changes nothing', async (t) => {
  const { test, people, caseId, planId, declare, serve, withdraw, schedule } = await breach(t);
  const rows: [string, Promise<{ body: { code: string } }>, string][] = [
    ['before the breach', declare('2023-11-03'), 'declared-before-breach'],
    ['tomorrow', declare('2023-11-11'), 'declared-in-future'],
    ['the enterprise', declare('2023-11-10', people.enterprise), 'not-permitted'],
    ['a department', declare('2023-11-10', await test.as('dept-tax')), 'not-found'],
    ['the judge', declare('2023-11-10', people.judge), 'not-permitted'],
    [
      'an officer without proof',
      people.clerk.post(`/v1/plans/${planId}/acceleration-notices`, { declaredOn: '2023-11-10' }),
      'evidence-required',
    ],
  ];
  for (const [reason, answer, code] of rows) t.equal((await answer).body.code, code, reason);
  t.same(await test.deps.sql`select 1 from acceleration_notices`, []);

  const { id } = expectStatus(await declare('2023-11-10', people.applicant), 201).body;
  t.equal((await declare()).body.code, 'acceleration-stands', 'twice');
  t.equal((await serve(id, '2023-11-09')).body.code, 'served-before-notice');
  t.equal((await serve(id, '2023-11-11')).body.code, 'served-in-future');
  t.equal((await serve(id, '2023-11-10', { way: 'APPLICANT', method: 'LEFT_BEHIND' })).status, 400);
  t.equal((await serve(id, '2023-11-10', { fileIds: [] })).status, 400, 'no proof, no service');
  t.equal((await serve(id, '2023-11-10', { partyId: caseId })).body.code, 'party-unknown');
  t.equal((await withdraw(id, '2023-11-09')).body.code, 'withdrawn-before-notice');
  const { instalments } = await schedule();
  await pay(people, caseId, instalments[0].paymentFen, '2023-11-10');
  t.equal((await serve(id, '2023-11-10')).body.code, 'breach-cured');
  t.equal((await declare()).body.code, 'no-breach-stands');
  t.same(await test.deps.sql`select 1 from service_records`, []);
});

t.test('a plan that says otherwise, or is not in force, takes no notice', async (t) => {
  const automatic = await breach(t, { ...PLAN, acceleration: { mode: 'AUTOMATIC' } });
  t.equal((await automatic.declare()).body.code, 'acceleration-not-agreed');
  const none = await breach(t, { ...PLAN, acceleration: { mode: 'NONE' } });
  t.equal((await none.declare()).body.code, 'acceleration-not-agreed');
  const idle = { ...PLAN, acceleration: { mode: 'NONE', futureInterest: 'INCLUDED' } };
  t.equal((await none.people.clerk.post(`/v1/cases/${none.caseId}/plans`, idle)).status, 400, 'a term without effect');
  const drafted = expectStatus(await none.people.clerk.post(`/v1/cases/${none.caseId}/plans`, PLAN), 201).body;
  t.match(drafted.terms.acceleration, { mode: 'ON_NOTICE', futureInterest: 'EXCLUDED' });
  const answer = await none.people.clerk.post(`/v1/plans/${drafted.id}/acceleration-notices`, {
    ...{ declaredOn: '2023-11-10' },
    ...EVIDENCE,
  });
  t.equal(answer.body.code, 'plan-not-active');
});

t.test('an applicant declares it alone only where he acts for all of the plan', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { clerk, judge, applicant } = people;
  const two = { ...FILING, applicants: [...FILING.applicants, { name: '王某', kind: 'INDIVIDUAL' }] };
  const filed = expectStatus(await clerk.post('/v1/cases', two), 201).body;
  const word = { method: 'SIGNED_RECORD', evidence: '执行和解笔录' };
  const drafted = expectStatus(await clerk.post(`/v1/cases/${filed.id}/plans`, PLAN), 201).body;
  const confirm = async (party: string, partyId: string) =>
    expectStatus(
      await clerk.post(`/v1/plans/${drafted.id}/confirmations`, { ...word, party, partyId, confirmedOn: '2023-09-28' }),
      200,
    );
  await confirm('ENTERPRISE', filed.enterprise.id);
  for (const { id: applicantId } of filed.applicants) {
    const consent = { ...word, applicantId, scope: 'RELIEF_AND_SETTLEMENT', givenOn: '2023-09-28' };
    expectStatus(await clerk.post(`/v1/cases/${filed.id}/consents`, consent), 201);
    await confirm('APPLICANT', applicantId);
  }
  expectStatus(await judge.post(`/v1/plans/${drafted.id}/activation`, {}), 200);
  await test.closeDays('2023-11-10');
  const { declare } = callsOf(test, people, {
    planId: drafted.id,
    caseId: filed.id,
    enterpriseId: filed.enterprise.id,
  });
  t.equal((await declare('2023-11-10', applicant)).body.code, 'acceleration-not-by-all');
  expectStatus(await declare(), 201);
});
