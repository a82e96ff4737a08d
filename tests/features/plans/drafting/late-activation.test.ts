import t from 'tap';
import { refusal, refusalOf } from '../../../plugins/refusals.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { expectStatus, FILING, pay, type People, PLAN, signInAll } from '../../../support/story.js';

const said = { method: 'SIGNED_RECORD', evidence: '和解笔录', confirmedOn: '2023-09-28' };

/** A plan that all confirmed on 28 September and nobody has put into force yet. */
async function agree(people: People): Promise<{ caseId: string; planId: string }> {
  const { clerk } = people;
  const filed = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const applicantId = filed.applicants[0].id;
  const consent = {
    method: 'SIGNED_RECORD',
    evidence: '同意书',
    applicantId,
    scope: 'SETTLEMENT',
    givenOn: '2023-09-28',
  };
  expectStatus(await clerk.post(`/v1/cases/${filed.id}/consents`, consent), 201);
  const { id: planId } = expectStatus(await clerk.post(`/v1/cases/${filed.id}/plans`, PLAN), 201).body;
  for (const [party, partyId] of [
    ['ENTERPRISE', filed.enterprise.id],
    ['APPLICANT', applicantId],
  ]) {
    expectStatus(await clerk.post(`/v1/plans/${planId}/confirmations`, { ...said, party, partyId }), 200);
  }
  return { caseId: filed.id, planId };
}

const stepsOf = (test: TestApp) =>
  test.deps
    .sql`select instalment_no || ' ' || step || ' ' || fell_on as line from escalation_steps order by fell_on, id`;
const noticesOf = (test: TestApp) => test.deps.sql`
  select distinct kind::text, facts ->> 'graceEndsOn' as "graceEndsOn", delivery = 'SUPERSEDED' as "isSuperseded"
  from notices where kind in ('REMINDER', 'OVERDUE', 'DEMAND', 'BREACH') order by 1`;

t.test('a plan in force after its first due day: the judge knows of the breach, and all of it is told', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { caseId, planId } = await agree(people);
  await test.closeDays('2023-11-06');
  const activate = (body: object) => people.judge.post(`/v1/plans/${planId}/activation`, body);
  t.same(refusalOf(await activate({})), refusal('breach-not-acknowledged', '/acknowledgeBreach'));
  t.same(
    refusalOf(await activate({ acknowledgeBreach: false })),
    refusal('breach-not-acknowledged', '/acknowledgeBreach'),
  );
  t.match(expectStatus(await people.clerk.get(`/v1/cases/${caseId}`), 200).body, { state: 'FILED' });
  t.same((await stepsOf(test)).length, 0, 'nothing of it is stored');

  expectStatus(await activate({ acknowledgeBreach: true }), 200);
  t.match(expectStatus(await people.clerk.get(`/v1/cases/${caseId}`), 200).body, { state: 'BREACHED', colour: 'RED' });
  t.same(
    (await stepsOf(test)).map((row) => row['line']),
    [
      '1 D-15 2023-10-16',
      '1 D-7 2023-10-24',
      '1 D-1 2023-10-30',
      '1 D0 2023-10-31',
      '1 D+1 2023-11-01',
      '1 D+3 2023-11-03',
      '1 D+4 2023-11-04',
    ],
    'with their own days',
  );
  t.match(await noticesOf(test), [
    { kind: 'BREACH', isSuperseded: false },
    { kind: 'DEMAND', graceEndsOn: '2023-11-09', isSuperseded: false },
    { kind: 'OVERDUE', isSuperseded: false },
    { kind: 'REMINDER', isSuperseded: true },
  ]);
  const [event] = await test.deps.sql`select data from case_events where type = 'PLAN_ACTIVATED'`;
  t.match(event?.['data'], { planId, acknowledgeBreach: true });
});

t.test('inside the grace no word is needed, and what was paid since the signing counts', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { caseId, planId } = await agree(people);
  await test.closeDays('2023-11-02');
  expectStatus(await people.judge.post(`/v1/plans/${planId}/activation`, {}), 200);
  t.match(expectStatus(await people.clerk.get(`/v1/cases/${caseId}`), 200).body, {
    state: 'PERFORMING',
    colour: 'YELLOW',
  });

  const other = await createTestApp(t);
  const there = await signInAll(other);
  const agreed = await agree(there);
  await other.closeDays('2023-11-06');
  await pay(there, agreed.caseId, 34720514, '2023-10-31');
  expectStatus(await there.judge.post(`/v1/plans/${agreed.planId}/activation`, {}), 200);
  t.match(expectStatus(await there.clerk.get(`/v1/cases/${agreed.caseId}`), 200).body, { state: 'PERFORMING' });
  t.same(
    (await noticesOf(other)).filter((one) => one['kind'] !== 'REMINDER'),
    [],
    'nothing was late',
  );
});
