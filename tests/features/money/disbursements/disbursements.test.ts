import t from 'tap';
import { refusal, refusalOf } from '../../../plugins/refusals.js';
import { enterPayment, freshKey, setStage } from '../../../plugins/stage.js';
import { PAYEE } from '../../../support/payouts.js';
import { expectStatus, FILING, pay } from '../../../support/story.js';
import { addAccount, idOf } from '../../people/identity/accounts.js';

const PAID = { outcome: 'PAID', paidOn: '2023-09-28', bankTransactionNo: 'OUT-1' };

/** The reference case with 347,205.14 yuan received and approved. */
async function setCourt(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test, people, paymentId, caseId, applicantId } = stage;
  expectStatus(await people.finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  const add = (username: string, roles: string[]) => addAccount(test, { username, roles, courtCode: '浙0702' });
  const body = { kind: 'APPLICANT', applicantId, amountFen: 30_000_000, payee: PAYEE, reason: '发放第1期执行款' };
  return {
    ...stage,
    ...people,
    add,
    body,
    url: `/v1/cases/${caseId}/disbursements`,
    chief: await test.as('chief'),
    president: await test.as('president'),
    secretariat: await test.as('secretariat'),
    fundsOf: async () => expectStatus(await people.clerk.get(`/v1/cases/${caseId}/funds`), 200).body,
    /** Enters one, and approves it where wanted. @returns its address */
    enter: async (change: object = {}) => {
      const made = await people.clerk.post(`/v1/cases/${caseId}/disbursements`, { ...body, ...change });
      return `/v1/disbursements/${expectStatus(made, 201).body.id}`;
    },
  };
}

t.test('CP-01: an officer enters, the chief approves, finance pays; the applicant hears of it', async (t) => {
  const court = await setCourt(t);
  const { clerk, chief, finance, applicant, body, url, fundsOf, caseId, applicantId, test } = court;
  t.match(await fundsOf(), {
    applicants: [
      {
        applicantId,
        name: FILING.applicants[0]?.name,
        entitledFen: 34720514,
        disbursedFen: 0,
        amountFen: 34720514,
        oldestReceivedOn: '2023-09-28',
        payOutBy: '2023-10-30',
      },
    ],
    ...{ undivided: { amountFen: 0 }, refundsFen: 0, executionFeeFen: 0, overdrawnFen: 0 },
  });
  const made = await clerk.post(url, body);
  const { id } = expectStatus(made, 201).body;
  t.match(made.body, {
    ...{ kind: 'APPLICANT', applicantId, refundTaskId: null, amountFen: 30_000_000, status: 'ENTERED' },
    payee: { ...PAYEE, number: '*************2345' },
    ...{ enteredBy: { name: '王书记员' }, enteredFor: null, decisions: [], paidOn: null },
  });
  t.match(made.headers, { etag: '"v1"', location: `/v1/disbursements/${id}` });
  t.match(await fundsOf(), { applicants: [{ disbursedFen: 30_000_000, amountFen: 4720514 }] }, 'it is on its way');
  const at = `/v1/disbursements/${id}`;
  t.match(expectStatus(await finance.post(`${at}/payout`, PAID), 409).body, { code: 'disbursement-not-approved' });
  const approved = expectStatus(await chief.post(`${at}/approval`, {}), 200);
  t.match(approved, {
    body: { status: 'APPROVED', decisions: [{ by: '周局长', for: null }] },
    headers: { etag: '"v2"' },
  });
  t.match(expectStatus(await chief.post(`${at}/approval`, {}), 409).body, { code: 'disbursement-already-decided' });

  const number = { field: 'PAYEE_ACCOUNT_NUMBER', disbursementId: id, purpose: '付款核对账号' };
  const shown = expectStatus(await finance.post(`/v1/cases/${caseId}/unmask`, number), 200).body;
  t.match(shown, { value: PAYEE.number, disbursementId: id });
  const none = { ...number, disbursementId: caseId };
  expectStatus(await finance.post(`/v1/cases/${caseId}/unmask`, none), 404);

  const tomorrow = { ...PAID, paidOn: '2023-09-29' };
  t.same(refusalOf(await finance.post(`${at}/payout`, tomorrow)), refusal('paid-in-future', '/paidOn'));
  const before = { ...PAID, paidOn: '2023-09-27' };
  t.same(refusalOf(await finance.post(`${at}/payout`, before)), refusal('paid-before-approval', '/paidOn'));
  const paid = expectStatus(await finance.post(`${at}/payout`, PAID), 200);
  t.match(paid.body, {
    ...{ status: 'PAID', paidOn: '2023-09-28', bankTransactionNo: 'OUT-1' },
    decisions: [{ decision: 'APPROVED' }, { decision: 'PAID', by: '徐会计' }],
  });
  t.match(expectStatus(await finance.post(`${at}/payout`, PAID), 409).body, { code: 'disbursement-not-approved' });
  const [notice] = (await applicant.get('/v1/notices')).body.items;
  t.match(notice, { kind: 'FUNDS_PAID_OUT', title: '已发放执行款 300,000.00 元' });
  const types = (await clerk.get(`/v1/cases/${caseId}/timeline`)).body.items.map((one: { type: string }) => one.type);
  t.same(types.slice(0, 4), ['DISBURSEMENT_PAID', 'FIELD_UNMASKED', 'DISBURSEMENT_APPROVED', 'DISBURSEMENT_ENTERED']);
  const [row] = await test.owner`select payee_number from disbursements where id = ${id}`;
  t.match(row?.['payee_number'], /^f1\./, 'the number stands sealed');
});

t.test('CP-01: three different people, also through roles held together and through delegation', async (t) => {
  const court = await setCourt(t);
  const { test, add, body, url, caseId, chief, clerk, finance, enter } = court;
  const both = await add('officer-chief', ['OFFICER', 'BUREAU_CHIEF']);
  const own = expectStatus(await both.post(url, body), 201).body.id;
  t.match(expectStatus(await both.post(`/v1/disbursements/${own}/approval`, {}), 403).body, { code: 'four-eyes' });
  expectStatus(await chief.post(`/v1/disbursements/${own}/approval`, { decision: 'REJECT', reason: '重复' }), 200);

  const payer = await add('chief-finance', ['BUREAU_CHIEF', 'FINANCE']);
  const at = await enter();
  expectStatus(await payer.post(`${at}/approval`, {}), 200);
  t.match(
    expectStatus(await payer.post(`${at}/payout`, PAID), 403).body,
    { code: 'four-eyes' },
    'who approved does not pay',
  );

  const deputy = await add('deputy', ['OFFICER']);
  const days = { fromOn: '2023-09-28', toOn: '2023-10-07', reason: '年休假' };
  const wanted = { ...days, principalId: await idOf(test, 'chief'), deputyId: deputy.id, roles: ['BUREAU_CHIEF'] };
  const { id } = expectStatus(await (await test.as('president')).post('/v1/delegations', wanted), 201).body;
  expectStatus(await (await test.as('security')).post(`/v1/delegations/${id}/decision`, { decision: 'APPROVE' }), 200);
  const office = { 'acting-for': wanted.principalId };
  const third = expectStatus(await deputy.post(url, { ...body, amountFen: 1 }), 201).body.id;
  t.match(expectStatus(await deputy.post(`/v1/disbursements/${third}/approval`, {}, office), 403).body, {
    code: 'four-eyes',
  });
  const fourth = await enter({ amountFen: 2 });
  t.match(expectStatus(await deputy.post(`${fourth}/approval`, {}, office), 200).body.decisions, [
    { by: 'deputy', for: '周局长' },
  ]);
  const key = expectStatus(
    await finance.post('/v1/me/api-keys', { name: '网银', scopes: ['payments:write'], currentPassword: 'reprieve' }),
    201,
  ).body.key;
  const byKey = await test.stranger.post(`${fourth}/payout`, PAID, { authorization: `Bearer ${key}` });
  t.match(expectStatus(byKey, 403).body, { code: 'scope-missing' }, 'a machine pays nothing');
  expectStatus(await clerk.get(`/v1/cases/${caseId}/disbursements`), 200);
});

t.test('AL-07: no fen goes out that is not there, nor twice', async (t) => {
  const court = await setCourt(t);
  const { clerk, chief, finance, body, url, enter, fundsOf, caseId, directId, people, paymentId, test } = court;
  const all = 34720514;
  const refused = expectStatus(await clerk.post(url, { ...body, amountFen: all + 1 }), 409).body;
  t.match(refused, { code: 'funds-insufficient', detail: 'At most 347,205.14 yuan may be paid out now.' });
  expectStatus(await finance.post(`/v1/payments/${directId}/approval`, {}), 200);
  expectStatus(await people.applicant.post(`/v1/payments/${directId}/confirmation`, {}), 200);
  t.match(
    await fundsOf(),
    { applicants: [{ entitledFen: all }] },
    'what the applicant received himself is not with the court',
  );
  await enterPayment(clerk, caseId, { amountFen: 5 });
  t.match(await fundsOf(), { applicants: [{ entitledFen: all }] }, 'what is not approved is not there');

  const tries = await Promise.all([1, 2, 3].map(() => clerk.post(url, { ...body, amountFen: 20_000_000 })));
  t.same(tries.map(({ status }) => status).toSorted(), [201, 409, 409], 'three at once get one share between them');
  const first = `/v1/disbursements/${tries.find(({ status }) => status === 201)?.body.id}`;
  expectStatus(await chief.post(`${first}/approval`, {}), 200);
  t.match(await fundsOf(), { applicants: [{ amountFen: all - 20_000_000 }] });
  const failed = { outcome: 'FAILED', reason: '账号户名不符' };
  t.match(expectStatus(await finance.post(`${first}/payout`, failed), 200).body, {
    status: 'FAILED',
    decisions: [{}, { reason: '账号户名不符' }],
  });
  t.match(await fundsOf(), { applicants: [{ amountFen: all }] }, 'what the bank did not carry out is free again');
  const second = await enter({ amountFen: all });
  expectStatus(await chief.post(`${second}/approval`, { decision: 'REJECT', reason: '账户有误' }), 200);
  const third = await enter({ amountFen: all });
  expectStatus(await chief.post(`${third}/approval`, {}), 200);
  expectStatus(await finance.post(`${third}/payout`, PAID), 200);
  t.match(await fundsOf(), { applicants: [{ amountFen: 0, oldestReceivedOn: null, payOutBy: null }], overdrawnFen: 0 });

  expectStatus(await finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '银行退票' }), 200);
  t.match(await fundsOf(), { overdrawnFen: all, heldFen: 0, recoverableFen: all, applicants: [{ amountFen: 0 }] });
  await pay(people, caseId, 100, '2023-09-28');
  t.match(expectStatus(await clerk.post(url, { ...body, amountFen: 100 }), 409).body, { code: 'overdrawn' });

  const key = freshKey();
  await pay(people, caseId, all, '2023-09-28');
  const once = expectStatus(await clerk.post(url, { ...body, amountFen: 100 }, key), 201);
  const again = expectStatus(await clerk.post(url, { ...body, amountFen: 100 }, key), 201);
  t.equal(again.body.id, once.body.id);
  t.equal(again.headers['idempotency-replayed'], 'true');
  expectStatus(await chief.post(`/v1/disbursements/${once.body.id}/approval`, {}), 200);
  t.match(expectStatus(await finance.post(`/v1/disbursements/${once.body.id}/payout`, PAID), 409).body, {
    code: 'payment-already-booked',
  });
  t.same(await test.deps.sql`select count(*)::int as n from disbursement_decisions where decision = 'PAID'`, [
    { n: 1 },
  ]);
});

t.test('AL-07: a surplus goes back to the enterprise, as far as its task says', async (t) => {
  const court = await setCourt(t);
  const { clerk, chief, finance, enterprise, applicant, people } = court;
  const filed = expectStatus(
    await clerk.post('/v1/cases', { ...FILING, caseNumber: '（2023）浙0702执77号', claim: { principalFen: 100 } }),
    201,
  ).body;
  await pay(people, filed.id, 1_000_000, '2023-09-28');
  const { items } = (await clerk.get(`/v1/refund-tasks?caseId=${filed.id}`)).body;
  const { id: refundTaskId, amountFen } = items[0];
  const payee = { ...PAYEE, name: FILING.enterprise.name };
  const body = { kind: 'REFUND', refundTaskId, amountFen, payee, reason: '退还多付款项' };
  const url = `/v1/cases/${filed.id}/disbursements`;
  t.match(expectStatus(await clerk.post(url, { ...body, amountFen: amountFen + 1 }), 409).body, {
    code: 'funds-insufficient',
  });
  t.match(expectStatus(await clerk.post(url, { ...body, refundTaskId: filed.id }), 409).body, {
    code: 'refund-unknown',
  });
  t.match(expectStatus(await clerk.post(court.url, body), 409).body, { code: 'refund-unknown' }, 'of another case');
  const { id } = expectStatus(await clerk.post(url, body), 201).body;
  expectStatus(await chief.post(`/v1/disbursements/${id}/approval`, {}), 200);
  expectStatus(await finance.post(`/v1/disbursements/${id}/payout`, { ...PAID, bankTransactionNo: 'OUT-9' }), 200);
  t.match(expectStatus(await clerk.get(`/v1/cases/${filed.id}/funds`), 200).body, { refundsFen: 0 });
  t.match((await clerk.get(`/v1/refund-tasks/${refundTaskId}`)).body, { status: 'DONE', paidFen: amountFen });
  const listed = async (status: string) =>
    (await clerk.get(`/v1/refund-tasks?caseId=${filed.id}&status=${status}`)).body.items.length;
  t.same([await listed('OPEN'), await listed('DONE')], [0, 1]);
  t.match(expectStatus(await clerk.post(url, { ...body, amountFen: 1 }), 409).body, { code: 'funds-insufficient' });
  t.match((await enterprise.get(`/v1/disbursements/${id}`)).body, { status: 'PAID', kind: 'REFUND' });
  expectStatus(await applicant.get(`/v1/disbursements/${id}`), 404);
});

t.test('who enters, who sees, and what is refused', async (t) => {
  const court = await setCourt(t);
  const { test, clerk, judge, finance, chief, president, secretariat, enterprise, applicant, body, url, enter } = court;
  for (const caller of [judge, finance, chief, president, secretariat, enterprise, applicant]) {
    t.match(expectStatus(await caller.post(url, body), 403).body, { code: 'not-permitted' });
  }
  const rows: readonly [string, object, number, object][] = [
    ['a stranger as applicant', { ...body, applicantId: court.enterpriseId }, 409, { code: 'applicant-unknown' }],
    ['nothing', { ...body, amountFen: 0 }, 400, { errors: [{ pointer: '/amountFen' }] }],
    ['half a fen', { ...body, amountFen: 0.5 }, 400, { errors: [{ pointer: '/amountFen' }] }],
    ['no account', { ...body, payee: { ...PAYEE, number: '' } }, 400, { errors: [{ pointer: '/payee/number' }] }],
    ['no basis', { ...body, reason: ' ' }, 400, { errors: [{ pointer: '/reason' }] }],
    ['both kinds', { ...body, refundTaskId: court.caseId }, 400, {}],
    [
      'an account in another name without a power of attorney (ST-04)',
      { ...body, payee: { ...PAYEE, name: '某律师事务所' } },
      400,
      { code: 'evidence-required' },
    ],
  ];
  for (const [reason, sent, status, expected] of rows) {
    t.match(expectStatus(await clerk.post(url, sent), status).body, expected, reason);
  }
  t.same(await test.deps.sql`select 1 from disbursements`, []);
  const byProxy = { payee: { ...PAYEE, name: '某律师事务所' }, evidence: '特别授权委托书,2023-09-20' };
  const at = await enter(byProxy);
  const numbers = await Promise.all(
    [clerk, finance, secretariat, applicant].map(async (one) => (await one.get(at)).body.payee?.number),
  );
  t.same(
    numbers,
    ['*************2345', '*************2345', null, '*************2345'],
    'masked, and not for the secretariat',
  );
  expectStatus(await enterprise.get(at), 404);
  t.same((await enterprise.get(url)).body.items, []);
  t.equal((await applicant.get(url)).body.items.length, 1);
  expectStatus(await (await test.as('clerk-0703')).get(at), 404);
  expectStatus(await enterprise.get(`/v1/cases/${court.caseId}/funds`), 403);
  for (const caller of [clerk, judge, finance, president]) {
    t.match(expectStatus(await caller.post(`${at}/approval`, {}), 403).body, { code: 'not-permitted' });
  }
  t.match(expectStatus(await chief.post(`${at}/approval`, { decision: 'REJECT' }), 400).body, {
    errors: [{ pointer: '/reason' }],
  });
  t.match(await chief.post(`${at}/approval`, {}, { 'if-match': '"v9"' }), { status: 412 });
});
