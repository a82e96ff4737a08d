import t from 'tap';
import { createTestApp } from '../../../support/app.js';
import { expectStatus, FILING, P08, pay, PLAN, settleCase, signInAll } from '../../../support/story.js';

/** The reference case: two instalments paid on their days, on the morning of 4 December 2023. */
async function twoPaid(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t, { clockStart: '2023-12-04' });
  const people = await signInAll(test);
  const settled = await settleCase(people, FILING, PLAN, { acknowledgeBreach: true });
  for (const [on, amountFen] of P08.slice(0, 2)) await pay(people, settled.caseId, amountFen, on);
  return { test, people, settled, path: `/v1/plans/${settled.planId}/what-if` };
}

t.test('the enterprise sees what stopping, paying early and moving a day would mean', async (t) => {
  const { people, settled, path } = await twoPaid(t);
  const suppose = async (...hypotheses: object[]) =>
    expectStatus(await people.enterprise.post(path, { hypotheses }), 200).body;

  const stopped = await suppose({ kind: 'STOP_PAYING', from: '2024-01-02' });
  t.match(stopped, {
    planId: settled.planId,
    asOf: '2023-12-04',
    present: { outstandingFen: 0, breachDate: null, completedOn: '2024-09-02', totals: { paymentFen: 376422242 } },
    changed: { breachDate: '2024-01-06', completedOn: null, outstandingFen: 376422242 - 34720514 - 34590161 },
  });
  t.equal(stopped.present.instalments[0].status, 'PAID', 'what is paid counts');

  const early = await suppose({ kind: 'PAY', amountFen: 34580623, date: '2023-12-11' });
  t.equal(early.difference.interestFen, 0, 'early money covers instalments and changes no figure');
  t.match(early.changed.instalments[2], { paidInFullOn: '2023-12-11', status: 'PAID' });

  const reduced = await suppose({
    kind: 'PAY',
    amountFen: 100_000_00,
    date: '2023-12-31',
    effect: 'REDUCES_PRINCIPAL',
  });
  t.equal(reduced.reductionFen, 100_000_00);
  t.ok(reduced.difference.interestFen < 0, 'by agreement it lowers later interest');
  t.equal(reduced.difference.paymentFen, reduced.difference.interestFen, 'and nothing else');

  const moved = await suppose({ kind: 'MOVE', no: 3, days: 5 });
  t.match(moved.changed.instalments[2], { nominalDueDate: '2024-01-05', dueDate: '2024-01-05', days: 36 });
  t.match(moved.present.instalments[2], { dueDate: '2024-01-02', days: 33 });
});

t.test('supposing saves nothing', async (t) => {
  const { test, people, settled, path } = await twoPaid(t);
  const rows = async () => {
    const [row] = await test.deps.sql`
      select (select count(*) from case_events)::int as events, (select count(*) from plans)::int as plans,
        (select count(*) from ledger_postings)::int as postings, (select count(*) from idempotency_keys)::int as keys,
        (select max(version) from cases) as version`;
    return { ...row };
  };
  const before = await rows();
  const body = { hypotheses: [{ kind: 'STOP_PAYING', from: '2024-01-02' }] };
  const once = expectStatus(await people.applicant.post(path, body), 200);
  const again = expectStatus(await people.judge.post(path, body, { 'idempotency-key': 'suppose' }), 200);
  t.same(again.body, once.body);
  t.same(await rows(), before);
  t.equal((await people.clerk.get(`/v1/plans/${settled.planId}/schedule`)).body.totals.paidInstalments, 2);
});

t.test('after an amendment only its own money counts, and carried interest stays where it is', async (t) => {
  const { test, people, settled } = await twoPaid(t);
  await test.closeDays('2024-01-03');
  const amendment = {
    effectiveOn: '2024-01-03',
    reason: '展期',
    n: 9,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2024-02-29',
    dueDay: 'MONTH_END',
    rate: PLAN.rate,
    yearBasis: 365,
    signedOn: '2024-01-03',
  };
  const drafted = expectStatus(await people.clerk.post(`/v1/plans/${settled.planId}/amendments`, amendment), 201).body;
  t.equal(drafted.amendment.carriedInterestFen, 944260);
  const path = `/v1/plans/${drafted.id}/what-if`;
  const stop = { hypotheses: [{ kind: 'STOP_PAYING', from: '2024-03-01' }] };
  t.match(await people.clerk.post(path, stop), { status: 409, body: { code: 'plan-not-active' } });
  const word = { method: 'SIGNED_RECORD', confirmedOn: '2024-01-03', evidence: '协议' };
  const parties = [
    ['ENTERPRISE', settled.enterpriseId],
    ['APPLICANT', settled.applicantId],
  ];
  for (const [party, partyId] of parties) {
    expectStatus(await people.clerk.post(`/v1/plans/${drafted.id}/confirmations`, { ...word, party, partyId }), 200);
  }
  expectStatus(await people.judge.post(`/v1/plans/${drafted.id}/activation`, {}), 200);
  const { body } = expectStatus(await people.clerk.post(path, stop), 200);
  t.match(body.changed, { outstandingFen: drafted.totals.paymentFen - drafted.instalments[0].paymentFen });
  const first = { hypotheses: [{ kind: 'MOVE', no: 1, days: 10 }] };
  t.match(await people.clerk.post(path, first), { status: 400, body: { errors: [{ pointer: '/hypotheses/0' }] } });
  t.equal((await people.clerk.post(path, { hypotheses: [{ kind: 'MOVE', no: 2, days: 5 }] })).status, 200);
  t.match(await people.clerk.post(`/v1/plans/${settled.planId}/what-if`, stop), {
    status: 409,
    body: { code: 'plan-not-active' },
  });
});

t.test('what cannot be supposed is refused with its place', async (t) => {
  const { test, people, path } = await twoPaid(t);
  const stop = { hypotheses: [{ kind: 'STOP_PAYING', from: '2024-01-02' }] };
  t.equal((await test.stranger.post(path, stop)).status, 401);
  t.equal((await people.admin.post(path, stop)).status, 404);
  t.equal((await (await test.as('clerk-0703')).post(path, stop)).status, 404);
  const wrong: [string, object[], string][] = [
    ['nothing', [], '/hypotheses'],
    ['an unknown kind', [{ kind: 'WAIT' }], '/hypotheses/0/kind'],
    ['an unknown field', [{ kind: 'MOVE', no: 3, days: 1, why: '' }], '/hypotheses/0/why'],
    ['no money', [{ kind: 'PAY', amountFen: 0, date: '2024-01-02' }], '/hypotheses/0/amountFen'],
    ['yesterday', [{ kind: 'PAY', amountFen: 1, date: '2023-12-03' }], '/hypotheses/0/date'],
    ['having stopped already', [{ kind: 'STOP_PAYING', from: '2023-12-03' }], '/hypotheses/0/from'],
    ['an instalment that is not there', [{ kind: 'MOVE', no: 12, days: 1 }], '/hypotheses/0/no'],
    ['an instalment that is paid', [{ kind: 'MOVE', no: 1, days: 1 }], '/hypotheses/0/no'],
  ];
  for (const [reason, hypotheses, pointer] of wrong) {
    const answer = await people.clerk.post(path, { hypotheses });
    t.match(answer, { status: 400, body: { code: 'invalid-body', errors: [{ pointer }] } }, reason);
  }
  const crossing = await people.clerk.post(path, { hypotheses: [{ kind: 'MOVE', no: 3, days: 60 }] });
  t.match(crossing, { status: 409, body: { code: 'nominal-dates-not-increasing' } });
  const tooMuch = { kind: 'PAY', amountFen: 900_000_000, date: '2024-01-02', effect: 'REDUCES_PRINCIPAL' };
  t.equal((await people.clerk.post(path, { hypotheses: [tooMuch] })).status, 400);
  const far = [
    { kind: 'MOVE', no: 11, days: 3660 },
    { kind: 'PAY', amountFen: 1, date: '2199-12-31' },
  ];
  t.ok((await people.clerk.post(path, { hypotheses: far })).status < 500);
});
