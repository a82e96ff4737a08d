import t from 'tap';
import { createTestApp, type TestApp } from '../../../support/app.js';
import {
  expectStatus,
  FILING,
  pay,
  type People,
  PLAN,
  settleCase,
  type SettledCase,
  signInAll,
} from '../../../support/story.js';

/** Six months from July on, on the balance that is left. */
const AMENDMENT = {
  effectiveOn: '2024-06-03',
  reason: '回款推迟,双方同意延长六个月',
  n: 6,
  method: 'EQUAL_PRINCIPAL',
  firstDueDate: '2024-07-31',
  dueDay: 'MONTH_END',
  rate: { type: 'FIXED_ANNUAL', annualPercent: '3.45' },
  yearBasis: 365,
  signedOn: '2024-06-03',
};

interface Stage {
  readonly test: TestApp;
  readonly people: People;
  readonly settled: SettledCase;
}

/** The reference case of the sample data: eight instalments paid on their days, on the morning of 3 June 2024. */
async function eightPaid(t: { teardown(work: () => unknown): void }, until = '2024-06-03'): Promise<Stage> {
  const test = await createTestApp(t, { sampleData: 'load' });
  const people = await signInAll(test);
  const number = encodeURIComponent('（2023）浙0702执1234号');
  const [filed] = expectStatus(await people.clerk.get(`/v1/cases?caseNumber=${number}`), 200).body.items;
  const settled: SettledCase = {
    caseId: filed.id,
    planId: filed.activePlanId,
    enterpriseId: filed.enterprise.id,
    applicantId: filed.applicants[0].id,
  };
  await test.closeDays(until);
  return { test, people, settled };
}

async function confirm(
  people: People,
  settled: SettledCase,
  planId: string,
  confirmedOn = '2024-06-03',
): Promise<void> {
  const word = { method: 'SIGNED_RECORD', confirmedOn, evidence: '变更协议' };
  const parties = [
    ['ENTERPRISE', settled.enterpriseId],
    ['APPLICANT', settled.applicantId],
  ];
  for (const [party, partyId] of parties) {
    expectStatus(await people.clerk.post(`/v1/plans/${planId}/confirmations`, { ...word, party, partyId }), 200);
  }
}

/** Drafts, confirms and puts an amendment into force. */
async function amend({ people, settled }: Stage, body: object = AMENDMENT, confirmedOn?: string): Promise<string> {
  const drafted = expectStatus(await people.clerk.post(`/v1/plans/${settled.planId}/amendments`, body), 201).body;
  await confirm(people, settled, drafted.id, confirmedOn);
  expectStatus(await people.judge.post(`/v1/plans/${drafted.id}/activation`, {}), 200);
  return drafted.id;
}

const scheduleOf = async (people: People, planId: string, query = '') =>
  expectStatus(await people.clerk.get(`/v1/plans/${planId}/schedule${query}`), 200).body;

const paidOf = (schedule: { instalments: { paidFen: number }[] }) => schedule.instalments.map((one) => one.paidFen);

t.test(
  'an amendment is drafted on the balance that is left, confirmed by both, and supersedes the old version',
  async (t) => {
    const stage = await eightPaid(t);
    const { test, people, settled } = stage;
    const { caseId, planId } = settled;
    const answer = expectStatus(await people.clerk.post(`/v1/plans/${planId}/amendments`, AMENDMENT), 201);
    const drafted = answer.body;
    t.match(answer.headers, { location: `/v1/plans/${drafted.id}`, etag: '"v1"' });
    t.match(drafted, {
      planNo: 2,
      status: 'DRAFT',
      amendsPlanId: planId,
      effectiveOn: '2024-06-03',
      totals: { principalFen: 100909096 },
      terms: { principalFen: 100909096, interestFrom: '2024-06-01' },
      amendment: { carriedPrincipalFen: 100909096, carriedInterestFen: 0, receivedFen: 274921791, sureties: [] },
    });
    t.match(
      drafted.instalments[0],
      { dueDate: '2024-07-31', days: 61 },
      'interest goes on where it stopped, on 1 June',
    );
    t.match(await people.judge.post(`/v1/plans/${drafted.id}/activation`, {}), {
      status: 409,
      body: { code: 'plan-not-confirmed' },
    });
    await confirm(people, settled, drafted.id);
    t.equal((await scheduleOf(people, planId)).totals.paidInstalments, 8, 'until then the old version goes on');
    const active = expectStatus(await people.judge.post(`/v1/plans/${drafted.id}/activation`, {}), 200).body;
    t.match(active, { status: 'ACTIVE', activatedOn: '2024-06-03' });
    t.match((await people.clerk.get(`/v1/plans/${planId}`)).body, { status: 'SUPERSEDED', supersededOn: '2024-06-03' });
    t.match((await people.enterprise.get(`/v1/cases/${caseId}`)).body, {
      state: 'PERFORMING',
      activePlanId: drafted.id,
    });

    const old = await scheduleOf(people, planId);
    t.equal(old.totals.paidFen, 274921791, 'what was paid stays with the old version');
    t.same(
      old.instalments.slice(8).map((one: { status: string }) => one.status),
      ['NOT_DUE', 'NOT_DUE', 'NOT_DUE'],
    );
    t.equal((await scheduleOf(people, drafted.id)).totals.paidFen, 0);

    await test.closeDays('2024-07-31');
    const [first] = drafted.instalments;
    await pay(people, caseId, first.paymentFen, '2024-07-31');
    await test.closeDays('2024-09-05');
    t.match(await scheduleOf(people, drafted.id), {
      instalments: [{ status: 'PAID' }, { status: 'OVERDUE', dueDate: '2024-09-02' }],
    });
    t.match(
      await scheduleOf(people, planId),
      { totals: { paidFen: 274921791, overdueFen: 0 }, asOf: '2024-09-05' },
      'the old version stands still',
    );
    const { body: steps } = await people.clerk.get(`/v1/cases/${caseId}/escalation?limit=200`);
    const late = steps.items.filter((step: { fellOn: string }) => step.fellOn > '2024-06-03');
    t.same(
      [...new Set(late.map((step: { planId: string }) => step.planId))],
      [drafted.id],
      'only the new version has a ladder',
    );
    t.match((await people.clerk.get(`/v1/cases/${caseId}`)).body, { state: 'PERFORMING', colour: 'YELLOW' });

    const ledger = async (asOf: string) =>
      (await people.clerk.get(`/v1/cases/${caseId}/ledger?asOf=${asOf}`)).body.plan;
    t.match(
      await ledger('2024-06-02'),
      { planId, outstandingPrincipalFen: 100909096 },
      'on 2 June the old version was in force',
    );
    t.match(
      await ledger('2024-06-03'),
      { planId: drafted.id, outstandingPrincipalFen: 100909096 },
      'nothing is lost on the way',
    );
    const { body: statement } = await people.clerk.get(`/v1/cases/${caseId}/statement`);
    t.equal(statement.plan.planNo, 2);
    const sum = (list: { amountFen: number }[]) => list.reduce((total, one) => total + one.amountFen, 0);
    t.equal(sum(statement.allocations), sum(statement.payments));
    const types = (await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=200`)).body.items.map(
      (event: { type: string }) => event.type,
    );
    for (const type of ['PLAN_AMENDMENT_DRAFTED', 'PLAN_SUPERSEDED', 'PLAN_ACTIVATED'])
      t.ok(types.includes(type), type);
  },
);

t.test('an amendment after a breach closes open steps and carries overdue interest', async (t) => {
  const stage = await eightPaid(t, '2024-07-12');
  const { people, settled } = stage;
  const stepsOf = async () => {
    const { body } = await people.clerk.get(`/v1/cases/${settled.caseId}/escalation?limit=200`);
    return body.items.filter((step: { step: string }) => ['D+7', 'D+10'].includes(step.step));
  };
  t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { state: 'BREACHED' });
  t.match(await stepsOf(), [
    { step: 'D+7', status: 'PROPOSED' },
    { step: 'D+10', status: 'PROPOSED' },
  ]);
  const body = { ...AMENDMENT, effectiveOn: '2024-07-12', signedOn: '2024-07-12' };
  const planId = await amend(stage, body, '2024-07-12');
  t.match(await stepsOf(), [
    { step: 'D+7', status: 'CLOSED', reason: 'PLAN_AMENDED' },
    { step: 'D+10', status: 'CLOSED', reason: 'PLAN_AMENDED' },
  ]);
  t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { state: 'PERFORMING' });
  const { body: plan } = await people.clerk.get(`/v1/plans/${planId}`);
  t.match(plan.amendment, { carriedPrincipalFen: 100909096, carriedInterestFen: 295677 }, 'interest of no. 9 was due');
  const [first] = plan.instalments;
  // 2 to 31 July on 1,009,090.96 yuan at 3.45 percent, and what was carried.
  t.match(first, { days: 30, interestFen: 295677 + Math.round((100909096 * 30 * 0.0345) / 365) });
});

t.test(
  'money that turns up or falls away later moves on to the version in force, and no fen counts twice',
  async (t) => {
    const stage = await eightPaid(t);
    const { test, people, settled } = stage;
    const planId = await amend(stage);
    const { body: plan } = await people.clerk.get(`/v1/plans/${planId}`);
    await test.closeDays('2024-06-10');
    await pay(people, settled.caseId, 50_000, '2024-05-20');
    t.equal((await scheduleOf(people, settled.planId)).totals.paidFen, 274921791, 'the old version keeps what it had');
    t.equal((await scheduleOf(people, planId)).totals.paidFen, 50_000, 'what came late counts for what is owed now');

    const { body: list } = await people.clerk.get(`/v1/cases/${settled.caseId}/payments?limit=200`);
    const may = list.items.find((one: { receivedOn: string; amountFen: number }) => one.receivedOn === '2024-05-31');
    const reversal = await people.finance.post(`/v1/payments/${may.id}/reversal`, { reason: '银行退票' });
    expectStatus(reversal, 200);
    t.equal((await scheduleOf(people, settled.planId)).totals.paidFen, 274921791 - 34030600 + 50_000, 'a hole');
    t.equal((await scheduleOf(people, planId)).totals.paidFen, 0);
    await pay(people, settled.caseId, 34030600, '2024-06-10');
    t.equal((await scheduleOf(people, settled.planId)).totals.paidFen, 274921791, 'is filled by the next money');
    t.same(paidOf(await scheduleOf(people, planId)), [50_000, 0, 0, 0, 0, 0]);
    t.equal((await scheduleOf(people, planId, '?asOf=2024-06-09')).totals.paidFen, 0, 'on the day before it was not');

    const total = plan.totals.paymentFen - 50_000;
    await pay(people, settled.caseId, total + 7, '2024-06-10');
    t.match(await scheduleOf(people, planId), { totals: { outstandingFen: 0, paidInstalments: 6 } });
    const { body: ledger } = await people.clerk.get(`/v1/cases/${settled.caseId}/ledger`);
    t.equal(ledger.plan.surplusFen, 7, 'what is over is surplus');
  },
);

t.test('an amendment can be amended', async (t) => {
  const stage = await eightPaid(t);
  const { test, people, settled } = stage;
  const second = await amend(stage);
  const { body: plan } = await people.clerk.get(`/v1/plans/${second}`);
  await test.closeDays('2024-07-31');
  await pay(people, settled.caseId, plan.instalments[0].paymentFen, '2024-07-31');
  await test.closeDays('2024-08-05');
  const again = { ...AMENDMENT, effectiveOn: '2024-08-05', signedOn: '2024-08-05', firstDueDate: '2024-10-31', n: 3 };
  const third = await amend({ ...stage, settled: { ...settled, planId: second } }, again, '2024-08-05');
  t.equal((await people.clerk.get(`/v1/plans/${third}`)).body.planNo, 3);
  await pay(people, settled.caseId, 10_000, '2024-08-05');
  const paid = await Promise.all(
    [settled.planId, second, third].map(async (id) => (await scheduleOf(people, id)).totals.paidFen),
  );
  t.same(paid, [274921791, plan.instalments[0].paymentFen, 10_000]);
  const { body: difference } = await people.applicant.get(`/v1/plans/${third}/difference?from=${settled.planId}`);
  t.equal(difference.effectiveOn, '2024-08-05', 'also two versions back');
});

t.test('interest that an amendment carried is not lost when the plan is amended again before it is paid', async (t) => {
  const stage = await eightPaid(t, '2024-07-12');
  const { test, people, settled } = stage;
  const second = await amend(stage, { ...AMENDMENT, effectiveOn: '2024-07-12', signedOn: '2024-07-12' }, '2024-07-12');
  await test.closeDays('2024-07-15');
  const again = { ...AMENDMENT, effectiveOn: '2024-07-15', signedOn: '2024-07-15', firstDueDate: '2024-08-31' };
  const third = await amend({ ...stage, settled: { ...settled, planId: second } }, again, '2024-07-15');
  t.match((await people.clerk.get(`/v1/plans/${third}`)).body, {
    amendment: { carriedPrincipalFen: 100909096, carriedInterestFen: 295677 },
    terms: { interestFrom: '2024-07-02' },
  });
});

t.test(
  'deferred interest that the days have earned is carried to the last instalment of the new version',
  async (t) => {
    const test = await createTestApp(t);
    const people = await signInAll(test);
    const settled = await settleCase(people, FILING, { ...PLAN, interestDeferred: true });
    await test.closeDays('2023-11-10');
    const earnedFen = 1084151; // no. 1 of P08: 31 days on 3,700,000 yuan
    const { method, dueDay, rate, yearBasis } = PLAN;
    const body = { method, dueDay, rate, yearBasis, interestDeferred: true, n: 4, firstDueDate: '2023-12-31' };
    const words = { reason: '合并期次', effectiveOn: '2023-11-10', signedOn: '2023-11-10' };
    const planId = await amend({ test, people, settled }, { ...body, ...words }, '2023-11-10');
    const { body: plan } = await people.clerk.get(`/v1/plans/${planId}`);
    t.match(plan.amendment, { carriedPrincipalFen: 370000000, carriedInterestFen: earnedFen });
    const interests = plan.instalments.map((one: { interestFen: number }) => one.interestFen);
    t.same(interests.slice(0, 3), [0, 0, 0]);
    const { body: plain } = await people.clerk.post('/v1/calculations/instalment-plan', {
      ...body,
      principalFen: 370000000,
      intervalMonths: 1,
      shift: 'NEXT_WORKDAY',
      interestFrom: '2023-11-01',
    });
    t.equal(interests[3], plain.totals.interestFen + earnedFen, 'the days go on where they stopped');
  },
);

t.test('what changed between two versions is said in figures and in words', async (t) => {
  const stage = await eightPaid(t);
  const { people, settled } = stage;
  const body = { ...AMENDMENT, graceDays: 5, sureties: [{ name: '张三', consented: false }] };
  const { id } = expectStatus(await people.clerk.post(`/v1/plans/${settled.planId}/amendments`, body), 201).body;
  const { body: difference } = expectStatus(
    await people.enterprise.get(`/v1/plans/${id}/difference?from=${settled.planId}`),
    200,
  );
  t.match(difference, {
    from: { planNo: 1, status: 'ACTIVE' },
    to: { planNo: 2, status: 'DRAFT' },
    effectiveOn: '2024-06-03',
    totals: { count: { from: 3, to: 6 }, principalFen: { from: 100909096, to: 100909096, differenceFen: 0 } },
    terms: [
      { term: 'interestFrom', from: '2023-10-01', to: '2024-06-01' },
      { term: 'graceDays', from: '3', to: '5' },
      { term: 'signedOn', from: '2023-09-28', to: '2024-06-03' },
    ],
  });
  const changes = difference.instalments.map((one: { change: string }) => one.change);
  t.same(changes, [...Array<string>(8).fill('KEPT'), 'CHANGED', 'CHANGED', 'CHANGED', 'ADDED', 'ADDED', 'ADDED']);
  t.match(difference.instalments[8], {
    dueDate: { from: '2024-07-01', to: '2024-07-31' },
    text: /^原第 9 期 → 新第 1 期:到期日 2024-07-01 → 2024-07-31;本金 336,363.63 元 → 168,181.82 元/,
  });
  t.equal(difference.summary[1], '本金不变(1,009,090.96 元)');
});

t.test('sureties are charged with what they agreed to', async (t) => {
  const { people, settled } = await eightPaid(t);
  const path = `/v1/plans/${settled.planId}/amendments`;
  const unproven = { ...AMENDMENT, sureties: [{ name: '张三', consented: true }] };
  t.match(await people.clerk.post(path, unproven), {
    status: 400,
    body: { errors: [{ pointer: '/sureties/0/evidence' }] },
  });
  const sureties = [
    { name: '张三', consented: true, givenOn: '2024-06-03', evidence: '书面同意书' },
    { name: '李四', consented: false },
  ];
  const { body } = expectStatus(await people.clerk.post(path, { ...AMENDMENT, sureties }), 201);
  const oldInterestFen = 295677 + 190760 + 104918;
  t.match(body.amendment.sureties, [
    {
      name: '张三',
      liableFen: body.totals.paymentFen,
      notChargedFen: 0,
      performanceEndsOn: body.instalments[5].dueDate,
    },
    {
      name: '李四',
      liableFen: 100909096 + oldInterestFen,
      notChargedFen: body.totals.interestFen - oldInterestFen,
      performanceEndsOn: '2024-09-02',
    },
  ]);
  const tomorrow = { ...AMENDMENT, sureties: [{ ...sureties[0], givenOn: '2024-06-04' }] };
  t.match(await people.clerk.post(path, tomorrow), {
    status: 400,
    body: { code: 'given-in-future', errors: [{ pointer: '/sureties/0/givenOn' }] },
  });
});

t.test('an amendment that does not fit is refused', async (t) => {
  const stage = await eightPaid(t);
  const { test, people, settled } = stage;
  const path = `/v1/plans/${settled.planId}/amendments`;
  t.equal((await test.stranger.post(path, AMENDMENT)).status, 401);
  t.match(await people.judge.post(path, AMENDMENT), { status: 403, body: { code: 'not-permitted' } });
  t.match(await people.applicant.post(path, AMENDMENT), { status: 403, body: { code: 'not-permitted' } });
  t.equal((await (await test.as('clerk-0703')).post(path, AMENDMENT)).status, 404);
  t.match(await people.clerk.post(path, AMENDMENT, { 'if-match': '"v99"' }), {
    status: 412,
    body: { code: 'stale-version' },
  });
  const wrong: [string, object, number, string, string?][] = [
    ['no day', { effectiveOn: undefined }, 400, 'invalid-body', '/effectiveOn'],
    ['no reason', { reason: '' }, 400, 'invalid-body', '/reason'],
    ['an unknown field', { applicantIds: [settled.applicantId] }, 400, 'invalid-body', '/applicantIds'],
    [
      'due before it begins',
      { firstDueDate: '2024-06-02', signedOn: '2024-06-01' },
      400,
      'first-due-before-version',
      '/firstDueDate',
    ],
    [
      'amounts that do not sum',
      { method: 'CUSTOM', principalsFen: [1, 2, 3, 4, 5, 6] },
      400,
      'invalid-body',
      '/principalsFen',
    ],
    ['not signed yet', { signedOn: '2024-06-04' }, 400, 'signed-in-future', '/signedOn'],
    ['before the old version', { effectiveOn: '2023-09-28' }, 400, 'amendment-too-early', '/effectiveOn'],
    ['another balance', { principalFen: 100909095 }, 409, 'carried-balance-differs'],
    ['a word on an excess, since its sum is carried over', { exceedsClaim: {} }, 400, 'invalid-body', '/exceedsClaim'],
  ];
  for (const [reason, change, status, code, pointer] of wrong) {
    const answer = await people.clerk.post(path, { ...AMENDMENT, ...change });
    t.match(answer, { status, body: { code, ...(pointer && { errors: [{ pointer }] }) } }, reason);
  }
  const key = { 'idempotency-key': 'amend-once' };
  const once = expectStatus(await people.clerk.post(path, { ...AMENDMENT, principalFen: 100909096 }, key), 201).body;
  const twice = expectStatus(await people.clerk.post(path, { ...AMENDMENT, principalFen: 100909096 }, key), 201);
  t.same(twice.body, once, 'the same request again drafts nothing more');
  t.match(await people.clerk.post(`/v1/plans/${once.id}/amendments`, AMENDMENT), {
    status: 409,
    body: { code: 'plan-not-active' },
  });
  t.match(await people.clerk.get(`/v1/plans/${once.id}/difference`), {
    status: 400,
    body: { errors: [{ pointer: '/from' }] },
  });
  t.equal((await people.admin.get(`/v1/plans/${once.id}/difference?from=${settled.planId}`)).status, 404);
});

t.test('an amendment whose ground has moved is not put into force', async (t) => {
  const stage = await eightPaid(t);
  const { test, people, settled } = stage;
  const draft = async (body: object) => {
    const { id } = expectStatus(await people.clerk.post(`/v1/plans/${settled.planId}/amendments`, body), 201).body;
    await confirm(people, settled, id);
    return id as string;
  };
  const activate = (id: string) => people.judge.post(`/v1/plans/${id}/activation`, {});
  const [one, other, later] = [
    await draft(AMENDMENT),
    await draft(AMENDMENT),
    await draft({ ...AMENDMENT, effectiveOn: '2024-06-20' }),
  ];
  t.match(await people.clerk.post(`/v1/plans/${one}/activation`, {}), { status: 403, body: { code: 'not-permitted' } });
  t.match(await activate(later), { status: 409, body: { code: 'amendment-not-begun' } });
  const late = await pay(people, settled.caseId, 1_000, '2024-06-02');
  t.match(await activate(one), { status: 409, body: { code: 'carried-balance-differs' } });
  expectStatus(await people.finance.post(`/v1/payments/${late}/reversal`, { reason: '错账' }), 200);
  t.equal((await activate(one)).status, 200, 'the balance is again the one that was agreed');
  t.match(await activate(other), { status: 409, body: { code: 'plan-not-active' } }, 'another amendment was faster');
  await test.closeDays('2024-06-20');
  t.match(await activate(later), { status: 409, body: { code: 'plan-not-active' } });
  t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { activePlanId: one });
});
