import t from 'tap';
import { refusal, refusalOf } from '../../plugins/refusals.js';
import { freshKey, PAYMENT } from '../../plugins/stage.js';
import { changeAccount } from '../../support/accounts-to-pay-to.js';
import { createTestApp } from '../../support/app.js';
import { correctClaim } from '../../support/corrections.js';
import { forceCaseState } from '../../support/forced-state.js';
import { payOut } from '../../support/payouts.js';
import { MEETING, openReview, RELIEF } from '../../support/reviews.js';
import { expectStatus, FILING, pay, PLAN, SEIZURE, signInAll } from '../../support/story.js';

const REFUSED = { reasons: '现有材料不足以证明有挽救价值。' };

/** A case whose request for relief was turned down, or referred elsewhere. */
async function refusedCase(t: { teardown(work: () => unknown): void }, outcome: string) {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const filed = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  const reviewId = await openReview(people, filed.id);
  const at = `/v1/joint-reviews/${reviewId}`;
  expectStatus(await people.clerk.post(`${at}/meeting`, MEETING), 200);
  expectStatus(await people.judge.post(`${at}/decision`, { ...REFUSED, outcome }), 200);
  const applicantId: string = filed.applicants[0].id;
  return { test, people, url: `/v1/cases/${filed.id}`, caseId: filed.id as string, filed, applicantId };
}

for (const outcome of ['REJECT', 'REFER_COMPLIANCE', 'REFER_BANKRUPTCY'] as const) {
  t.test(`after ${outcome} ordinary enforcement goes on, and the parties may still settle`, async (t) => {
    const { test, people, url, caseId, filed, applicantId } = await refusedCase(t, outcome);
    const { clerk, judge } = people;
    t.match((await clerk.get(url)).body, { state: 'REJECTED' });
    const asked = (await clerk.get('/v1/notices?kind=TRANSFER_CONSENT_TO_ASK')).body.items;
    t.equal(asked.length, outcome === 'REFER_BANKRUPTCY' ? 1 : 0, 'who may consent to bankruptcy is asked');

    await pay(people, caseId, 20_000_000, '2023-09-28');
    expectStatus(await clerk.post(`${url}/seizures`, SEIZURE), 201);
    await payOut({ test, people, caseId, applicantId });
    const correction = { costsFen: 3_640_100 };
    await correctClaim({ clerk, judge }, caseId, correction);
    await changeAccount(people, caseId, { bank: '农行', name: '执行款专户', number: '19640101040012345' });

    const word = { method: 'SIGNED_RECORD', evidence: '执行和解笔录' };
    const consent = { ...word, applicantId, scope: 'RELIEF_AND_SETTLEMENT', givenOn: '2023-09-28' };
    expectStatus(await clerk.post(`${url}/consents`, consent), 201);
    const { id: planId } = expectStatus(await clerk.post(`${url}/plans`, PLAN), 201).body;
    for (const [party, partyId] of [
      ['ENTERPRISE', filed.enterprise.id],
      ['APPLICANT', applicantId],
    ]) {
      const said = { ...word, party, partyId, confirmedOn: '2023-09-28' };
      expectStatus(await clerk.post(`/v1/plans/${planId}/confirmations`, said), 200);
    }
    expectStatus(await judge.post(`/v1/plans/${planId}/activation`, {}), 200);
    t.match((await clerk.get(url)).body, { state: 'PERFORMING', activePlanId: planId });
    const verified = await people.auditor.post('/v1/audit/verification', { caseId });
    t.match(expectStatus(verified, 200).body, { result: 'WHOLE' });
  });
}

t.test('relief is asked for again on new facts only', async (t) => {
  const { people, url, test } = await refusedCase(t, 'REJECT');
  const { clerk, enterprise } = people;
  const again = { requestedBy: 'ENTERPRISE', reason: '请求再次联审。' };
  const refused = refusal('new-facts-missing', '/newFacts');
  t.same(refusalOf(await enterprise.post(`${url}/relief-requests`, again)), refused);
  t.same(refusalOf(await clerk.post(`${url}/relief-requests`, RELIEF)), refused);
  const blank = await enterprise.post(`${url}/relief-requests`, { ...again, newFacts: ' ' });
  t.same(refusalOf(blank), refusal('invalid-body', '/newFacts'));
  t.equal((await test.deps.sql`select 1 from relief_requests`).length, 1, 'nothing is stored');
  const newFacts = '9月25日新签市政绿化合同 1,800 万元。';
  const made = expectStatus(await enterprise.post(`${url}/relief-requests`, { ...again, newFacts }), 201).body;
  t.match(made, { newFacts });
  t.match((await clerk.get(url)).body, { state: 'RELIEF_REQUESTED' });
  const reviews = await clerk.post(`${url}/joint-reviews`, {
    departments: [{ departmentCode: 'TAX', question: '欠税?' }],
  });
  expectStatus(reviews, 201);
  t.equal((await clerk.get(`${url}/joint-reviews`)).body.items.length, 2, 'a review of its own');
});

t.test('IN-26 in its natural order: both interests stop once bankruptcy is accepted after a referral', async (t) => {
  const { people, url, caseId, test } = await refusedCase(t, 'REFER_BANKRUPTCY');
  await test.closeDays('2023-12-01');
  const closing = async () => (await people.clerk.get(`${url}/statement`)).body.original.closing;
  const running = await closing();
  const why = { ground: 'BANKRUPTCY', reason: '受理破产申请', evidence: '（2023）浙0702破8号' };
  await correctClaim(people, caseId, { calculation: { bankruptcyAcceptedOn: '2023-10-20' }, ...why });
  const stopped = await closing();
  t.ok(stopped.GENERAL_INTEREST < running.GENERAL_INTEREST);
  t.ok(stopped.DOUBLED_INTEREST < running.DOUBLED_INTEREST);
  const eve = (await people.clerk.get(`${url}/statement?asOf=2023-10-19`)).body.original.closing;
  t.same(stopped, eve, 'what stood on the eve stands ever after');
  await test.closeDays('2024-03-01');
  t.same(await closing(), eve);
});

t.test('money and corrections come in an ended case too, and its officer is told of them', async (t) => {
  const { people, url, caseId, test, applicantId } = await refusedCase(t, 'REJECT');
  const { clerk, judge, finance } = people;
  await pay(people, caseId, 20_000_000, '2023-09-28');
  for (const state of ['CLOSED', 'RESUMED', 'SUED', 'WITHDRAWN', 'TERMINATED_CURRENT', 'PERFORMED'] as const) {
    await forceCaseState(test, state, caseId);
    await test.owner`delete from notices`;
    const entered = expectStatus(await clerk.post(`${url}/payments`, PAYMENT, freshKey()), 201).body;
    expectStatus(await finance.post(`/v1/payments/${entered.id}/approval`, {}), 200);
    expectStatus(await finance.post(`/v1/payments/${entered.id}/reversal`, { reason: '重复入账' }), 200);
    const correction = { costsFen: 3_640_100 + state.length };
    await correctClaim({ clerk, judge }, caseId, correction);
    await payOut({ test, people, caseId, applicantId });
    expectStatus(await finance.post(`${url}/documents`, { kind: 'PAYMENT_RECEIPT', subjectId: entered.id }), 409);
    const told = (await clerk.get('/v1/notices?kind=ENDED_CASE')).body.items;
    t.same(
      told.map((one: { title: string }) => one.title).reverse(),
      ['审核入账', '冲正款项', '更正执行标的', '批准发放执行款', '已发放执行款'].map(
        (what) => `已结束案件有新事项:${what}`,
      ),
      `${state}: of all that others did, not of what he did himself`,
    );
    t.match((await clerk.get(url)).body, { state }, 'and the case stays as it is');
  }
});
