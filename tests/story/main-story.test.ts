import t from 'tap';
import { type Caller, createTestApp } from '../support/app.js';
import { createSettledApp } from '../support/settled-app.js';
import { expectStatus, FILING, P08, pay, PLAN, SEIZURE, signInAll } from '../support/story.js';

/** Steps of one instalment as `step@day:status`, in the order in which they fell. */
async function stepsOf(caller: Caller, caseId: string, instalmentNo: number): Promise<string[]> {
  const { body } = expectStatus(await caller.get(`/v1/cases/${caseId}/escalation?limit=200`), 200);
  return body.items
    .filter((step: { instalmentNo: number }) => step.instalmentNo === instalmentNo)
    .map((step: { step: string; fellOn: string; status: string }) => `${step.step}@${step.fellOn}:${step.status}`);
}

const NINTH = [
  'D-15@2024-06-16:DONE',
  'D-7@2024-06-24:DONE',
  'D-1@2024-06-30:DONE',
  'D0@2024-07-01:DONE',
  'D+1@2024-07-02:DONE',
  'D+3@2024-07-04:DONE',
  'D+4@2024-07-05:DONE',
];

for (const queue of ['redis', 'postgres'] as const) {
  t.test(`the main job runs end to end, with the queue on ${queue}`, async (t) => {
    const test = await createTestApp(t, { queue, clockStart: '2023-09-28' });
    const people = await signInAll(test);
    const advance = async (date: string) => expectStatus(await people.admin.post('/v1/business-date', { date }), 200);

    const filed = expectStatus(await people.clerk.post('/v1/cases', FILING), 201);
    t.equal(filed.body.claim.executionFeeFen, 3940000, 'the execution fee is computed (FE-02)');
    t.match(filed.headers, { location: `/v1/cases/${filed.body.id}`, etag: /^"v\d+"$/ });
    const caseId = filed.body.id;
    const [applicant] = filed.body.applicants;

    const byCourt = { ...SEIZURE, custodian: { kind: 'COURT', name: '婺城区人民法院' } };
    t.match(await people.clerk.post(`/v1/cases/${caseId}/seizures`, byCourt), {
      status: 409,
      body: { code: 'use-needs-debtor-custody' },
    });
    const tooLong = { ...SEIZURE, to: '2025-09-07' };
    t.match(await people.clerk.post(`/v1/cases/${caseId}/seizures`, tooLong), {
      status: 409,
      body: { code: 'seizure-term-too-long' },
    });
    const seized = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/seizures`, SEIZURE), 201);
    t.match(seized.body, { mode: 'LIVE', status: 'ORDERED', usePermitted: true, assets: [{ quantity: 2 }] });

    const drafted = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/plans`, PLAN), 201);
    const planId = drafted.body.id;
    t.same(
      drafted.body.instalments.map((one: { dueDate: string; paymentFen: number }) => [one.dueDate, one.paymentFen]),
      P08,
      'the schedule equals P08 to the fen and the day',
    );
    const activate = () => people.judge.post(`/v1/plans/${planId}/activation`, {});
    t.match(await activate(), { status: 409, body: { code: 'consent-missing' } });
    const consent = {
      applicantId: applicant.id,
      scope: 'RELIEF_AND_SETTLEMENT',
      method: 'SIGNED_RECORD',
      givenOn: '2023-09-28',
    };
    expectStatus(await people.applicant.post(`/v1/cases/${caseId}/consents`, consent), 201);
    t.match(await activate(), { status: 409, body: { code: 'plan-not-confirmed' } });
    const word = { method: 'SIGNED_RECORD', confirmedOn: '2023-09-28' };
    const confirm = `/v1/plans/${planId}/confirmations`;
    const byEnterprise = { ...word, party: 'ENTERPRISE', partyId: filed.body.enterprise.id };
    expectStatus(await people.enterprise.post(confirm, byEnterprise), 200);
    t.match(await activate(), { status: 409, body: { code: 'plan-not-confirmed' } }, 'the applicant has not confirmed');
    const byApplicant = { ...word, party: 'APPLICANT', partyId: applicant.id };
    t.match(await people.applicant.post(confirm, byApplicant), { status: 200, body: { status: 'CONFIRMED' } });
    t.match(await activate(), { status: 200, body: { status: 'ACTIVE', activatedOn: '2023-09-28' } });
    t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, {
      state: 'PERFORMING',
      reliefPath: 'SETTLEMENT_SUSPENSION',
      activePlanId: planId,
    });

    for (const [index, [on, amountFen]] of P08.slice(0, 8).entries()) {
      await advance(on);
      const body = {
        amountFen,
        receivedOn: on,
        channel: 'CASE_SUB_ACCOUNT',
        payerName: '绿景园林',
        bankTransactionNo: `T${index}`,
      };
      const key = { 'idempotency-key': `payment-${index}` };
      const entered = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/payments`, body, key), 201);
      const again = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/payments`, body, key), 201);
      t.equal(again.headers['idempotency-replayed'], 'true');
      t.same(again.body, entered.body, 'the same request again gives the same answer');
      expectStatus(await people.finance.post(`/v1/payments/${entered.body.id}/approval`, {}), 200);
    }
    const { body: payments } = await people.clerk.get(`/v1/cases/${caseId}/payments`);
    t.equal(payments.items.length, 8, 'and books nothing');
    const { body: schedule } = await people.enterprise.get(`/v1/plans/${planId}/schedule`);
    t.equal(schedule.totals.paidInstalments, 8);
    t.equal(schedule.totals.outstandingPrincipalFen, 100909096);
    t.equal(schedule.instalments[8].status, 'NOT_DUE');

    await advance('2024-07-02');
    t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, {
      state: 'PERFORMING',
      colour: 'YELLOW',
      lastClosedOn: '2024-07-01',
    });
    t.same(await stepsOf(people.clerk, caseId, 9), NINTH.slice(0, 5));
    for (const reader of ['enterprise', 'applicant', 'clerk'] as const) {
      const { body } = await people[reader].get('/v1/notices?kind=OVERDUE');
      t.equal(body.items.length, 1, `${reader} is told once that the instalment is overdue`);
    }
    await advance('2024-07-04');
    t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'PERFORMING', colour: 'YELLOW' });
    await advance('2024-07-05');
    t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, {
      state: 'BREACHED',
      colour: 'RED',
      lastClosedOn: '2024-07-04',
    });
    t.same(await stepsOf(people.clerk, caseId, 9), NINTH);

    const rerun = expectStatus(await people.admin.post('/v1/job-runs', { job: 'daily-close' }), 202);
    t.match(rerun.body, { job: 'daily-close', asOf: '2024-07-04' });
    await test.workers?.relay.drain();
    await advance('2024-07-06');
    t.same(await stepsOf(people.clerk, caseId, 9), NINTH, 'running a day twice changes nothing');

    await pay(people, caseId, 33932040, '2024-07-06');
    const cured = (await people.clerk.get(`/v1/cases/${caseId}`)).body;
    t.match(
      cured,
      { state: 'PERFORMING', colour: 'RED' },
      'cured at approval; the colour waits for seven clean days (MO-03)',
    );
    const { body: timeline } = await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=20`);
    const types = timeline.items.map((event: { type: string }) => event.type);
    t.ok(types.includes('CASE_CURED') && types.includes('CASE_PERFORMING'), 'both events are stored');
    await advance('2024-07-12');
    t.equal((await people.clerk.get(`/v1/cases/${caseId}`)).body.colour, 'RED');
    await advance('2024-07-13');
    t.equal((await people.clerk.get(`/v1/cases/${caseId}`)).body.colour, 'GREEN');
    const { body: later } = await people.enterprise.get(`/v1/plans/${planId}/schedule`);
    t.match(later.instalments[8], { status: 'PAID_LATE', paidInFullOn: '2024-07-06' });
  });
}

t.test('a payment inside the grace days is late and no breach', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId, planId } = settled;
  await test.closeDays('2023-11-03');
  t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'PERFORMING', colour: 'YELLOW' });
  await pay(people, caseId, 34720514, '2023-11-03');
  await test.closeDays('2023-11-04');
  t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'PERFORMING', colour: 'YELLOW' });
  t.same(await stepsOf(people.clerk, caseId, 1), [
    'D-15@2023-10-16:DONE',
    'D-7@2023-10-24:DONE',
    'D-1@2023-10-30:DONE',
    'D0@2023-10-31:DONE',
    'D+1@2023-11-01:DONE',
    'D+3@2023-11-03:DONE',
  ]);
  const { body } = await people.clerk.get(`/v1/plans/${planId}/schedule`);
  t.match(body.instalments[0], { status: 'PAID_LATE', paidInFullOn: '2023-11-03' });
  await test.closeDays('2023-11-10');
  t.equal((await people.clerk.get(`/v1/cases/${caseId}`)).body.colour, 'GREEN', 'seven clean days after 3 November');
});
