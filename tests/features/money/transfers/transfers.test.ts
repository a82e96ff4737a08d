import t from 'tap';
import { checkRefused, refusal, type RefusedRow, refusalOf } from '../../../plugins/refusals.js';
import { enterPayment, freshKey, PAYMENT } from '../../../plugins/stage.js';
import { createTestApp, type Caller } from '../../../support/app.js';
import { PAYEE } from '../../../support/payouts.js';
import { expectStatus, FILING, signInAll } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';
import { addAccount } from '../../people/identity/accounts.js';

const APPROVE = { decision: 'APPROVE' };
const CLAIM = { principalFen: 100_000, costsFen: 0 };
const BASIS = { ...FILING.enforcementBasis, effectiveOn: '2023-08-30', performance: { lastDate: '2023-12-31' } };

/** Two cases of one court: money of the second was booked in the first. */
async function setTwo(t: Parameters<typeof createTestApp>[0]) {
  const test = await createTestApp(t, { clockStart: '2023-09-28' });
  const people = await signInAll(test);
  const { clerk, finance } = people;
  const file = async (filing: object) => expectStatus(await clerk.post('/v1/cases', filing), 201).body;
  const wrong = await file({ ...FILING, claim: CLAIM, enforcementBasis: BASIS });
  const right = await file(buildFiling(1, { claim: CLAIM, enforcementBasis: BASIS }));
  const line = { amountFen: 60_000, receivedOn: '2023-09-20', bankTransactionNo: 'ICBC-77', payerName: '企业1' };
  const paymentId = await enterPayment(clerk, wrong.id, line);
  expectStatus(await finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  const ask = (body: object = {}, who: Caller = clerk, id = paymentId) =>
    who.post(`/v1/payments/${id}/transfer`, { toCaseId: right.id, reason: '汇款附言为另案案号', ...body });
  const fundsOf = async (id: string) => expectStatus(await clerk.get(`/v1/cases/${id}/funds`), 200).body;
  return { test, people, chief: await test.as('chief'), wrong, right, line, paymentId, ask, fundsOf };
}

t.test('a payment moves to the right case, with its value date and its line of the bank', async (t) => {
  const two = await setTwo(t);
  const { test, people, wrong, right, line, paymentId, ask, fundsOf } = two;
  const { clerk, finance, enterprise, applicant } = people;
  const other = await addAccount(test, { username: 'firm', roles: ['ENTERPRISE'], partyId: right.enterprise.id });
  const asked = expectStatus(await ask(), 201);
  t.match(asked.body, { caseId: wrong.id, toCaseId: right.id, paymentId, status: 'ENTERED', toPaymentId: null });
  t.match(await fundsOf(wrong.id), { heldFen: 60_000 }, 'nothing moves while it waits');
  t.same(refusalOf(await ask()), refusal('entry-waits'), 'one at a time');

  const at = String(asked.headers['location']);
  const decided = expectStatus(await finance.post(`${at}/decision`, APPROVE), 200).body;
  t.match(decided, { status: 'APPROVED', decidedBy: { name: '徐会计' }, toCaseNumber: right.caseNumber });
  t.match(await fundsOf(wrong.id), { receivedFen: 0, heldFen: 0, overdrawnFen: 0 });
  t.match(await fundsOf(right.id), { receivedFen: 60_000, heldFen: 60_000 });

  const left = expectStatus(await clerk.get(`/v1/payments/${paymentId}`), 200).body;
  t.match(left, { status: 'TRANSFERRED', allocations: [], decisions: [{}, { decision: 'TRANSFERRED', reason: null }] });
  const came = expectStatus(await clerk.get(`/v1/payments/${decided.toPaymentId}`), 200).body;
  t.match(came, { caseId: right.id, status: 'APPROVED', transferredFrom: paymentId, ...line });
  t.match(came.decisions, [{ decision: 'APPROVED', by: '徐会计' }]);
  const ledger = async (id: string, asOf: string) =>
    (await clerk.get(`/v1/cases/${id}/ledger?asOf=${asOf}`)).body.original.closing;
  t.match(await ledger(right.id, '2023-09-19'), { PRINCIPAL: 100_000 });
  t.match(await ledger(right.id, '2023-09-20'), { PRINCIPAL: 45_000 }, 'at its value date, after the fee of 50 yuan');
  t.match(await ledger(wrong.id, '2023-09-28'), { PRINCIPAL: 100_000 });

  await t.test('its line of the bank is neither free nor booked twice', async (t) => {
    const again = (id: string) =>
      clerk.post(`/v1/cases/${id}/payments`, { ...PAYMENT, ...line, receivedOn: '2023-09-20' }, freshKey());
    for (const { id } of [wrong, right]) t.same(refusalOf(await again(id)), refusal('payment-already-booked'));
    expectStatus(await finance.post(`/v1/payments/${decided.toPaymentId}/reversal`, { reason: '银行退票' }), 200);
    expectStatus(await again(right.id), 201);
  });

  await t.test('both sides are told, neither learns of the other case', async (t) => {
    const heard = async (who: Caller) => JSON.stringify((await who.get('/v1/notices?limit=200')).body.items);
    t.match(await heard(enterprise), /已转出本案 600.00 元/);
    t.match(await heard(applicant), /已转出本案 600.00 元/);
    t.match(await heard(other), /已入账 600.00 元/);
    for (const [who, own, foreign] of [
      [enterprise, wrong, right],
      [applicant, wrong, right],
      [other, right, wrong],
    ] as const) {
      t.notMatch(await heard(who), foreign.caseNumber);
      for (const path of ['timeline', 'payments', 'ledger', 'statement']) {
        const text = JSON.stringify(expectStatus(await who.get(`/v1/cases/${own.id}/${path}`), 200).body);
        for (const secret of [foreign.id, foreign.caseNumber, '汇款附言为另案案号'])
          t.notOk(text.includes(secret), `${path} names ${secret}`);
        if (who === other) t.notOk(text.includes(paymentId), `${path} does not name the payment over there`);
      }
      t.same(refusalOf(await who.get(`/v1/cases/${own.id}/payment-transfers`)), refusal('not-permitted'));
    }
    t.same(refusalOf(await enterprise.get(at)), refusal('not-permitted'));
    t.same(refusalOf(await other.get(at)), refusal('not-found'));
  });
  t.match(await people.auditor.post('/v1/audit/verification', {}), { status: 200, body: { result: 'WHOLE' } });
});

t.test('what is not moved', async (t) => {
  const two = await setTwo(t);
  const { test, people, chief, wrong, right, paymentId, ask } = two;
  const { clerk, finance, judge, enterprise } = people;
  const direct = await enterPayment(clerk, wrong.id, { channel: 'DIRECT_TO_APPLICANT' });
  const waiting = await enterPayment(clerk, wrong.id);
  const rejected = await enterPayment(clerk, wrong.id);
  expectStatus(await finance.post(`/v1/payments/${rejected}/approval`, { decision: 'REJECT', reason: '重复' }), 200);
  const there = await test.as('clerk-0703');
  const foreign = expectStatus(
    await there.post('/v1/cases', buildFiling(3, { caseNumber: '（2023）浙0703执1号' })),
    201,
  ).body;
  const half = await addAccount(test, { username: 'half', roles: ['OFFICER'], courtCode: '浙0702' });
  expectStatus(await half.post(`/v1/cases/${right.id}/recusals`, { ground: '与被执行人有近亲属关系' }), 201);
  const unknown = refusal('invalid-body', '/toCaseId');
  const rows: RefusedRow<[object, Caller?, string?]>[] = [
    ['a direct payment', [{}, clerk, direct], refusal('payment-direct')],
    ['one that waits for approval', [{}, clerk, waiting], refusal('payment-not-approved')],
    ['a rejected one', [{}, clerk, rejected], refusal('payment-not-approved')],
    ['into the case where it is', [{ toCaseId: wrong.id }], refusal('invalid-body', '/toCaseId')],
    ['into a case of another court', [{ toCaseId: foreign.id }], unknown],
    ['into no case', [{ toCaseId: paymentId }], unknown],
    ['by somebody recused from the other case', [{}, half], unknown],
    ['without a reason', [{ reason: ' ' }], refusal('invalid-body', '/reason')],
    ['by a judge', [{}, judge], refusal('not-permitted')],
    ['by finance', [{}, finance], refusal('not-permitted')],
    ['by the enterprise', [{}, enterprise], refusal('not-permitted')],
    ['by another court', [{}, there], refusal('not-found')],
  ];
  await checkRefused(t, test.deps.sql, rows, ([body, who, id]) => ask(body, who, id));

  const { id } = expectStatus(await ask(), 201).body;
  const at = `/v1/payment-transfers/${id}/decision`;
  const blind = await addAccount(test, { username: 'blind', roles: ['FINANCE'], courtCode: '浙0702' });
  expectStatus(await blind.post(`/v1/cases/${right.id}/recusals`, { ground: '与被执行人有近亲属关系' }), 201);
  const decisions: RefusedRow<[Caller, object]>[] = [
    ['the officer who asked', [clerk, APPROVE], refusal('not-permitted')],
    ['a judge', [judge, APPROVE], refusal('not-permitted')],
    ['somebody recused from the other case', [blind, APPROVE], refusal('not-found')],
    ['a party', [enterprise, APPROVE], refusal('not-found')],
    ['a rejection without a reason', [finance, { decision: 'REJECT' }], refusal('invalid-body', '/reason')],
  ];
  await checkRefused(t, test.deps.sql, decisions, ([who, body]) => who.post(at, body));
  t.same(refusalOf(await finance.post(at, APPROVE, { 'if-match': '"v2"' })), refusal('stale-version'));

  const no = { decision: 'REJECT', reason: '附言不足为凭' };
  t.match(expectStatus(await finance.post(at, no), 200).body, { status: 'REJECTED', toPaymentId: null });
  t.match(await two.fundsOf(wrong.id), { receivedFen: 60_000 });
  t.same(refusalOf(await chief.post(at, APPROVE)), refusal('entry-already-decided'));

  const second = expectStatus(await ask(), 201).body.id;
  expectStatus(await finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '银行退票' }), 200);
  const late = await chief.post(`/v1/payment-transfers/${second}/decision`, APPROVE);
  t.same(refusalOf(late), refusal('payment-not-approved'), 'it was reversed meanwhile');
  t.same(refusalOf(await ask()), refusal('payment-not-approved'));
  t.match(await people.auditor.post('/v1/audit/verification', {}), { status: 200, body: { result: 'WHOLE' } });
});

t.test('who has both offices does not decide on what he has asked for or entered', async (t) => {
  const { test, people, wrong, ask } = await setTwo(t);
  const both = await addAccount(test, { username: 'both', roles: ['OFFICER', 'FINANCE'], courtCode: '浙0702' });
  const own = expectStatus(await ask({}, both), 201).body.id;
  const decide = (who: Caller, id: string) => who.post(`/v1/payment-transfers/${id}/decision`, APPROVE);
  t.same(refusalOf(await decide(both, own)), refusal('four-eyes'));
  const entered = await enterPayment(both, wrong.id);
  expectStatus(await people.finance.post(`/v1/payments/${entered}/approval`, {}), 200);
  const asked = expectStatus(await ask({}, people.clerk, entered), 201).body.id;
  t.same(refusalOf(await decide(both, asked)), refusal('four-eyes'), 'he entered the payment');
});

t.test('what was paid out already leaves a gap where the money was', async (t) => {
  const { people, chief, wrong, right, ask, fundsOf } = await setTwo(t);
  const { clerk, finance } = people;
  const applicantId = wrong.applicants[0].id;
  const body = { kind: 'APPLICANT', applicantId, amountFen: 50_000, payee: PAYEE, reason: '发放执行款' };
  const payout = expectStatus(await clerk.post(`/v1/cases/${wrong.id}/disbursements`, body), 201).body.id;
  expectStatus(await chief.post(`/v1/disbursements/${payout}/approval`, {}), 200);
  const paid = { outcome: 'PAID', paidOn: '2023-09-28', bankTransactionNo: 'OUT-1' };
  expectStatus(await finance.post(`/v1/disbursements/${payout}/payout`, paid), 200);
  const { id } = expectStatus(await ask(), 201).body;
  expectStatus(await finance.post(`/v1/payment-transfers/${id}/decision`, APPROVE), 200);
  t.match(await fundsOf(wrong.id), { heldFen: 0, overdrawnFen: 50_000 });
  t.match(await fundsOf(right.id), { heldFen: 60_000, overdrawnFen: 0 });
  t.same(
    refusalOf(await clerk.post(`/v1/cases/${wrong.id}/disbursements`, { ...body, amountFen: 1 })),
    refusal('overdrawn'),
  );
  t.equal((await finance.get('/v1/notices?kind=FUNDS_OVERDRAWN')).body.items.length, 1);
});

t.test('two payments that change places at the same moment both arrive', async (t) => {
  const { people, wrong, right, paymentId, ask, fundsOf } = await setTwo(t);
  const { clerk, finance } = people;
  const back = await enterPayment(clerk, right.id, { amountFen: 7 });
  expectStatus(await finance.post(`/v1/payments/${back}/approval`, {}), 200);
  const ids = [
    expectStatus(await ask({}, clerk, paymentId), 201).body.id,
    expectStatus(await ask({ toCaseId: wrong.id }, clerk, back), 201).body.id,
  ];
  const answers = await Promise.all(ids.map((id) => finance.post(`/v1/payment-transfers/${id}/decision`, APPROVE)));
  t.same(
    answers.map(({ status }) => status),
    [200, 200],
  );
  t.match(await fundsOf(wrong.id), { receivedFen: 7 });
  t.match(await fundsOf(right.id), { receivedFen: 60_000 });
});
