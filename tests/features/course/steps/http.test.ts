import t from 'tap';
import { refusal, refusalOf } from '../../../plugins/refusals.js';
import { createTestApp } from '../../../support/app.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus, P08, pay, PLAN, settleCase, signInAll } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';

interface Step {
  readonly step: string;
  readonly fellOn: string;
  readonly status: string;
  readonly instalmentNo: number;
  readonly reason: string | null;
  readonly recipients: readonly { readonly role: string; readonly name: string }[];
}

t.test('a step says what fell, when, on which instalment, and who was told', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId, planId } = settled;
  await test.closeDays('2023-11-08');
  const read = async (name: 'clerk' | 'enterprise' | 'applicant'): Promise<Step[]> =>
    expectStatus(await people[name].get(`/v1/cases/${caseId}/escalation?limit=200`), 200).body.items;
  const steps = await read('clerk');
  const breach = steps.find((step) => step.step === 'D+4');
  t.match(breach, {
    caseId,
    planId,
    instalmentNo: 1,
    fellOn: '2023-11-04',
    status: 'DONE',
    reason: null,
    recipients: [
      { role: 'ENTERPRISE', name: '金华市绿景园林建设有限公司' },
      { role: 'APPLICANT', name: '义乌市宏远建材有限公司' },
      { role: 'OFFICER', name: '王书记员' },
    ],
  });
  t.same(steps.find((step) => step.step === 'D-15')?.recipients, [], 'a forecast is told to nobody');
  t.match(steps.at(-1), { step: 'D+7', fellOn: '2023-11-07', status: 'PROPOSED', recipients: [{ role: 'OFFICER' }] });
  for (const party of ['enterprise', 'applicant'] as const) {
    const seen = await read(party);
    t.same(
      seen,
      steps.filter((step) => step.status !== 'PROPOSED'),
      `${party} sees facts, not what the court considers`,
    );
  }
  t.same(
    steps.map((step) => step.fellOn),
    steps.map((step) => step.fellOn).sort(),
    'in the order of their days',
  );
});

t.test('steps that proved untrue are shown as void, with the reason, and their readers are told', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  await test.closeDays('2023-11-12');
  const paymentId = await pay(people, caseId, P08[0]?.[1] ?? 0, '2023-10-31');
  const steps: Step[] = (await people.enterprise.get(`/v1/cases/${caseId}/escalation?limit=200`)).body.items;
  t.same(
    steps.map((step) => `${step.step} ${step.status} ${step.reason ?? ''}`.trim()),
    [
      'D-15 DONE',
      'D-7 DONE',
      'D-1 DONE',
      'D0 VOIDED PAYMENT_EFFECTIVE_EARLIER',
      'D+1 VOIDED PAYMENT_EFFECTIVE_EARLIER',
      'D+3 VOIDED PAYMENT_EFFECTIVE_EARLIER',
      'D+4 VOIDED PAYMENT_EFFECTIVE_EARLIER',
      'D+7 VOIDED PAYMENT_EFFECTIVE_EARLIER',
      'D+10 VOIDED PAYMENT_EFFECTIVE_EARLIER',
    ],
  );
  const told = async (name: 'enterprise' | 'applicant' | 'clerk') =>
    (await people[name].get('/v1/notices?kind=STEP_VOIDED&limit=50')).body.items.length;
  t.same(
    [await told('enterprise'), await told('applicant'), await told('clerk')],
    [3, 2, 5],
    'whoever was told of a step is told of its end',
  );
  const found = (await people.clerk.get(`/v1/cases/${caseId}`)).body;
  t.match(found, { state: 'PERFORMING', colour: 'GREEN' }, 'the breach never happened, and no clean days are needed');
  const { items } = (await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=200`)).body;
  const types = items.map((event: { type: string }) => event.type);
  t.ok(types.includes('BREACH_UNDONE') && !types.includes('CASE_CURED'));

  expectStatus(await people.finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '银行退票' }), 200);
  const again: Step[] = (await people.clerk.get(`/v1/cases/${caseId}/escalation?limit=200`)).body.items;
  t.same(
    again.filter((step) => step.status !== 'VOIDED').map((step) => `${step.step} ${step.fellOn}`),
    [
      'D-15 2023-10-16',
      'D-7 2023-10-24',
      'D-1 2023-10-30',
      'D0 2023-10-31',
      'D+1 2023-11-01',
      'D+3 2023-11-03',
      'D+4 2023-11-04',
      'D+7 2023-11-07',
      'D+10 2023-11-10',
    ],
    'a reversal makes them true again, each on its own day',
  );
  t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'BREACHED', colour: 'RED' });
});

t.test('a direct payment counts when it is approved and the applicant has confirmed it, in either order', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId, planId } = settled;
  const direct = {
    amountFen: P08[0]?.[1],
    receivedOn: '2023-09-28',
    channel: 'DIRECT_TO_APPLICANT',
    payerName: '绿景',
  };
  const enter = async (key: string) =>
    expectStatus(await people.clerk.post(`/v1/cases/${caseId}/payments`, direct, { 'idempotency-key': key }), 201).body
      .id;
  const paid = async () => (await people.clerk.get(`/v1/plans/${planId}/schedule`)).body.totals.paidInstalments;
  const first = await enter('one');
  t.match(expectStatus(await people.finance.post(`/v1/payments/${first}/approval`, {}), 200).body, {
    status: 'APPROVED',
    allocations: [],
  });
  t.equal(await paid(), 0, 'approved and not confirmed');
  const confirmed = expectStatus(await people.applicant.post(`/v1/payments/${first}/confirmation`, {}), 200).body;
  t.match(confirmed, {
    confirmedByApplicant: true,
    allocations: [{ bucket: 'PLAN_INTEREST' }, { bucket: 'PLAN_PRINCIPAL' }],
  });
  t.equal(await paid(), 1);
  const second = await enter('two');
  const word = { evidence: '申请执行人书面说明' };
  t.same(
    refusalOf(await people.clerk.post(`/v1/payments/${second}/confirmation`, word)),
    refusal('four-eyes'),
    'the officer who entered it does not record the word of the applicant as well',
  );
  const other = await addAccount(test, { username: 'other', roles: ['OFFICER'], courtCode: '浙0702' });
  expectStatus(await other.post(`/v1/payments/${second}/confirmation`, word), 200);
  t.equal(await paid(), 1, 'confirmed and not approved');
  expectStatus(await people.finance.post(`/v1/payments/${second}/approval`, {}), 200);
  t.equal(await paid(), 2);
  t.equal((await people.applicant.get('/v1/notices?kind=PAYMENT_BOOKED')).body.items.length, 2, 'each is booked once');
});

t.test('a breach, its cure and a second breach are each told once', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { caseId } = await settleCase(people, undefined, { ...PLAN, graceDays: 0 });
  await test.closeDays('2023-11-01');
  const state = async () => (await people.clerk.get(`/v1/cases/${caseId}`)).body;
  t.match(await state(), { state: 'BREACHED', colour: 'RED' }, 'without grace the day after is a breach');
  await pay(people, caseId, P08[0]?.[1] ?? 0, '2023-11-01');
  t.match(await state(), { state: 'PERFORMING', colour: 'RED' });
  await test.closeDays('2023-11-08');
  t.match(await state(), { state: 'PERFORMING', colour: 'GREEN' });
  await test.closeDays('2023-12-02');
  t.match(await state(), { state: 'BREACHED', colour: 'RED' });
  for (const [kind, count] of [
    ['BREACH', 2],
    ['CURED', 1],
    ['STEP_VOIDED', 0],
  ] as const) {
    t.equal((await people.applicant.get(`/v1/notices?kind=${kind}`)).body.items.length, count, kind);
  }
});

t.test('who does not reach the case sees no step', async (t) => {
  const { test, settled } = await createSettledApp(t);
  const { caseId } = settled;
  for (const name of ['monitor', 'dept-tax', 'clerk-0703', 'admin']) {
    t.same(refusalOf(await (await test.as(name)).get(`/v1/cases/${caseId}/escalation`)), refusal('not-found'), name);
  }
});
