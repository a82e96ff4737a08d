import t from 'tap';
import { refusal, refusalOf } from '../plugins/refusals.js';
import { createTestApp } from '../support/app.js';
import { forceCaseState } from '../support/forced-state.js';
import { readWorkbook } from '../support/papers.js';
import { openReview, OPINION } from '../support/reviews.js';
import { createSettledApp } from '../support/settled-app.js';
import { expectStatus, FILING, pay, signInAll } from '../support/story.js';
import { createVisitor } from '../support/visitor.js';

/** The sum of all instalments of the reference plan (P08). */
const PLAN_SUM = 376_422_242;
const WHY = { reason: '各期款项均已到账并核对。' };

/** The reference case, its plan paid at once on the first due day. */
async function paidCase(t: { teardown(work: () => unknown): void }) {
  const { test, people, settled } = await createSettledApp(t);
  await test.closeDays('2023-10-31');
  const paymentId = await pay(people, settled.caseId, PLAN_SUM, '2023-10-31');
  return { test, people, ...settled, paymentId, url: `/v1/cases/${settled.caseId}` };
}

t.test('ST-10: a judge finds all performed; the plan is completed and the rest of the basis drops', async (t) => {
  const { test, people, url, planId, caseId } = await paidCase(t);
  const { clerk, judge, enterprise, applicant } = people;
  const before = expectStatus(await clerk.get(`${url}/statement`), 200).body;
  const { totalFen, EXECUTION_FEE } = before.original.closing;
  t.ok(before.original.shadowFen > 0 && totalFen > 0 && EXECUTION_FEE === 0);
  const check = expectStatus(await judge.get(`${url}/performance`), 200).body;
  t.match(check, {
    paidBy: 'SETTLEMENT',
    planOpenFen: 0,
    basisOpenFen: totalFen,
    unnamedApplicantIds: [],
    findings: [],
  });
  const dropped = Object.values<number>(check.waived).reduce((sum, fen) => sum + fen, 0);
  t.equal(dropped, totalFen, 'the judge sees before what will drop');

  const { version } = (await clerk.get(url)).body;
  const found = expectStatus(await judge.post(`${url}/performance`, WHY, { 'if-match': `"v${version}"` }), 200);
  t.match(found, {
    headers: { etag: `"v${version + 1}"` },
    body: { state: 'PERFORMED', activePlanId: null, colour: 'GREEN' },
  });
  t.match((await clerk.get(`/v1/plans/${planId}`)).body, { status: 'COMPLETED' });
  await test.closeDays('2023-12-15');
  for (const asOf of ['2023-10-31', '2023-12-15']) {
    const { original, plan } = expectStatus(await clerk.get(`${url}/statement?asOf=${asOf}`), 200).body;
    t.match(
      original,
      { closing: { totalFen: 0 }, shadowFen: 0, waived: check.waived },
      `${asOf}: nothing is open (IN-24)`,
    );
    t.match(plan, { planId, totals: { outstandingFen: 0 } }, 'and the settlement stays to be seen');
  }
  const eve = expectStatus(await clerk.get(`${url}/statement?asOf=2023-10-30`), 200).body.original;
  t.ok(eve.closing.totalFen > 370_000_000, 'what was true on the eve stays true of the eve');
  t.match((await judge.get(`${url}/performance`)).body.findings, [
    {
      foundOn: '2023-10-31',
      paidBy: 'SETTLEMENT',
      planId,
      ...WHY,
      shadowFen: before.original.shadowFen,
      setAside: null,
    },
  ]);
  for (const reader of [enterprise, applicant, clerk]) {
    t.equal((await reader.get('/v1/notices?kind=PERFORMED')).body.items.length, 1);
  }
  const types = (await applicant.get(`${url}/timeline`)).body.items.map((one: { type: string }) => one.type);
  t.same(types.slice(0, 3), ['CASE_PERFORMED', 'PERFORMANCE_FOUND', 'PLAN_COMPLETED']);
  const paper = expectStatus(await clerk.get(`${url}/statement?format=xlsx`), 200);
  t.match(JSON.stringify(await readWorkbook(paper.bytes)), /因和解履行完毕不再主张:加倍部分债务利息/);
  const verified = await people.auditor.post('/v1/audit/verification', { caseId });
  t.match(expectStatus(verified, 200).body, { result: 'WHOLE' });
  t.same(refusalOf(await judge.post(`${url}/performance`, WHY)), refusal('case-state-forbids'), 'once');
});

t.test('while the debt is open, or by anybody else, nothing is found', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const url = `/v1/cases/${settled.caseId}`;
  const { clerk, judge, finance, enterprise } = people;
  t.same(refusalOf(await judge.post(`${url}/performance`, WHY)), refusal('debt-open'));
  await pay(people, settled.caseId, PLAN_SUM - 1, '2023-09-28');
  t.same(refusalOf(await judge.post(`${url}/performance`, WHY)), refusal('debt-open'), 'one fen is missing');
  t.match((await judge.get(`${url}/performance`)).body, { paidBy: null, planOpenFen: 1, waived: {} });
  await pay(people, settled.caseId, 1, '2023-09-28');
  for (const caller of [clerk, finance, await test.as('chief'), await test.as('president'), enterprise]) {
    t.same(refusalOf(await caller.post(`${url}/performance`, WHY)), refusal('not-permitted'));
  }
  t.same(refusalOf(await enterprise.get(`${url}/performance`)), refusal('not-permitted'));
  t.same(refusalOf(await judge.post(`${url}/performance`, {})), refusal('invalid-body', '/reason'));
  t.equal((await judge.post(`${url}/performance`, WHY, { 'if-match': '"v1"' })).status, 412);
  const strange = { ...WHY, fileIds: ['00000000-0000-4000-8000-000000000000'] };
  t.same(refusalOf(await judge.post(`${url}/performance`, strange)), refusal('file-unknown', '/fileIds/0'));
  t.same(refusalOf(await judge.post(`${url}/performance/setting-aside`, WHY)), refusal('case-state-forbids'));
  t.same(await test.deps.sql`select 1 from performance_findings`, []);
  await forceCaseState(test, 'SUED');
  t.same(refusalOf(await judge.post(`${url}/performance`, WHY)), refusal('case-state-forbids'));
  await forceCaseState(test, 'CLOSED');
  t.same(refusalOf(await judge.post(`${url}/performance`, WHY)), refusal('case-closed'));
});

t.test('a debt that is paid by the basis ends an open review', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { clerk, judge } = people;
  const filed = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const url = `/v1/cases/${filed.id}`;
  const reviewId = await openReview(people, filed.id);
  const { totalFen } = (await clerk.get(`${url}/statement`)).body.original.closing;
  await pay(people, filed.id, totalFen, '2023-09-28');
  t.match(expectStatus(await judge.post(`${url}/performance`, WHY), 200).body, { state: 'PERFORMED' });
  const review = (await clerk.get(`/v1/joint-reviews/${reviewId}`)).body;
  t.match(review, { status: 'SETTLED_BY_PAYMENT', decision: null, version: 2 });
  t.equal((await clerk.get('/v1/joint-reviews?status=OPEN')).body.items.length, 0);
  t.equal((await clerk.get('/v1/joint-reviews?status=SETTLED_BY_PAYMENT')).body.items.length, 1);
  const industry = await test.as('dept-industry');
  t.same(refusalOf(await industry.post(`/v1/joint-reviews/${reviewId}/opinions`, OPINION)), refusal('review-decided'));
  t.match((await judge.get(`${url}/performance`)).body.findings, [{ paidBy: 'BASIS', planId: null, waived: {} }]);
});

t.test('a reversal after performance changes no state and is told; a judge may set the finding aside', async (t) => {
  const { test, people, url, planId, caseId, paymentId } = await paidCase(t);
  const { clerk, judge, finance, enterprise } = people;
  expectStatus(await judge.post(`${url}/performance`, WHY), 200);
  const why = { reason: '该笔款项系误入账。' };
  t.same(refusalOf(await judge.post(`${url}/performance/setting-aside`, why)), refusal('debt-paid'));
  await test.closeDays('2023-11-10');
  await test.deps.sql`update cases set judge_id = (select id from users where username = 'judge')`;
  expectStatus(await finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '误入账' }), 200);
  t.match((await clerk.get(url)).body, { state: 'PERFORMED', colour: 'GREEN' });
  for (const reader of [clerk, judge]) {
    const [told] = (await reader.get('/v1/notices?kind=ENDED_CASE')).body.items;
    t.match(told, { title: '已结束案件有新事项:冲正款项' });
  }
  t.same(
    (await clerk.get(`${url}/escalation`)).body.items.filter(({ step }: { step: string }) => step.startsWith('D+')),
    [],
  );
  const open = (await judge.get(`${url}/performance`)).body;
  t.match(open, { paidBy: null, planOpenFen: PLAN_SUM });

  t.same(refusalOf(await clerk.post(`${url}/performance/setting-aside`, why)), refusal('not-permitted'));
  t.same(refusalOf(await judge.post(`${url}/performance/setting-aside`, {})), refusal('invalid-body', '/reason'));
  const aside = expectStatus(await judge.post(`${url}/performance/setting-aside`, why), 200).body;
  t.match(aside, { state: 'BREACHED', activePlanId: planId, colour: 'RED' }, 'what the days brought is decided anew');
  t.match((await clerk.get(`/v1/plans/${planId}`)).body, { status: 'ACTIVE' });
  const { original } = (await clerk.get(`${url}/statement`)).body;
  t.ok(original.closing.totalFen > 370_000_000 && original.shadowFen > 0, 'what had dropped is owed again');
  t.same(original.waived, {});
  t.match((await judge.get(`${url}/performance`)).body.findings, [{ setAside: { on: '2023-11-10', ...why } }]);
  t.equal((await enterprise.get('/v1/notices?kind=PERFORMANCE_SET_ASIDE')).body.items.length, 1);
  await pay(people, caseId, PLAN_SUM, '2023-11-10');
  t.match(
    expectStatus(await judge.post(`${url}/performance`, WHY), 200).body,
    { state: 'PERFORMED' },
    'and found again',
  );
  const verified = await people.auditor.post('/v1/audit/verification', { caseId });
  t.match(expectStatus(verified, 200).body, { result: 'WHOLE' });
});

t.test('the judge checks on a page before he acts; others find no button', async (t) => {
  const { test, people, url, caseId } = await paidCase(t);
  const at = `/console/cases/${caseId}`;
  const clerk = createVisitor(test.app);
  await clerk.signIn('clerk');
  t.notMatch((await clerk.get(at)).html, /履行完毕的确认/);
  t.equal((await clerk.get(`${at}/performance`)).status, 403);
  const judge = createVisitor(test.app);
  await judge.signIn('judge');
  t.match((await judge.get(at)).html, new RegExp(`href="${at}/performance"`));
  const page = (await judge.get(`${at}/performance`)).html;
  for (const shown of ['和解协议各期款项已全部付清', '确认后不再主张', '加倍部分债务利息'])
    t.ok(page.includes(shown), shown);
  t.match(await judge.submit(`${at}/performance`, { reason: ' ' }), { status: 400, html: /请写明理由/ });
  t.match((await people.clerk.get(url)).body, { state: 'PERFORMING' });
  t.match(await judge.submit(`${at}/performance`, WHY), { status: 303, headers: { location: at } });
  t.match((await people.clerk.get(url)).body, { state: 'PERFORMED' });
  t.match((await judge.get(`${at}/performance`)).html, /本案已确认履行完毕/);
  t.match(await judge.submit(`${at}/performance/setting-aside`, WHY), { status: 409, html: /债务已全部清偿/ });
  const party = createVisitor(test.app);
  await party.signIn('enterprise');
  const home = await party.get(`/enterprise/cases/${caseId}`);
  t.match(home.html, /履行完毕/);
  t.match(home.html, /11 \/ 11 期/, 'the completed plan stays to be seen');
});
