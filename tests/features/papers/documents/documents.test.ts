import { createHash } from 'node:crypto';
import t from 'tap';
import { digestOf } from '../../../../src/law/record/event-chain.js';
import { enterPayment, setStage } from '../../../plugins/stage.js';
import { readPages } from '../../../support/papers.js';
import { PAYEE } from '../../../support/payouts.js';
import { MEETING, openReview } from '../../../support/reviews.js';
import { expectStatus } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

const textOf = async (bytes: Buffer) => (await readPages(bytes)).join('').replace(/\s/g, '');

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test, people, paymentId, caseId } = stage;
  expectStatus(await people.finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  return { ...stage, ...people, url: `/v1/cases/${caseId}/documents`, chief: await test.as('chief') };
}

t.test('EV-04: a receipt is kept with template version, data and the digest of its PDF', async (t) => {
  const { test, clerk, finance, judge, enterprise, applicant, caseId, paymentId, url } = await setCourt(t);
  const body = { kind: 'PAYMENT_RECEIPT', subjectId: paymentId };
  const made = await finance.post(url, body);
  const document = expectStatus(made, 201).body;
  t.match(document, {
    ...{
      kind: 'PAYMENT_RECEIPT',
      title: '执行款收据',
      templateVersion: 'payment-receipt/1',
      subjectId: paymentId,
      caseId,
    },
    madeBy: { name: '徐会计' },
  });
  t.match(made.headers, { etag: '"v1"', location: `/v1/documents/${document.id}` });
  const file = expectStatus(await enterprise.get(`/v1/documents/${document.id}/content`), 200);
  t.equal(createHash('sm3').update(file.bytes).digest('hex'), document.sm3);
  t.equal(createHash('sha256').update(file.bytes).digest('hex'), document.sha256);
  t.equal(file.bytes.length, document.size);
  t.match(file.headers, { 'content-type': 'application/pdf', 'content-digest': /sha-256=/ });
  const text = await textOf(file.bytes);
  for (const part of [
    '执行款收据',
    '347,205.14元(大写:人民币叁拾肆万柒仟贰佰零伍元壹角肆分)',
    '绿景园林',
    '2023-09-28',
    '徐会计',
    document.snapshotSm3,
  ]) {
    t.ok(text.includes(part), part);
  }
  const [row] = await test.deps.sql`select snapshot from documents where id = ${document.id}`;
  t.equal(digestOf(row?.['snapshot']), document.snapshotSm3, 'the snapshot gives its digest');
  const events = (await judge.get(`/v1/cases/${caseId}/timeline`)).body.items;
  t.match(events[0], { type: 'DOCUMENT_EXPORTED', data: { sm3: document.sm3 }, actor: { name: '绿景园林' } });
  t.match(events[1], { type: 'DOCUMENT_MADE', data: { sm3: document.sm3, templateVersion: 'payment-receipt/1' } });

  const again = expectStatus(await clerk.post(url, body), 201).body;
  t.equal(again.id, document.id, 'the same data give the same document');
  t.equal((await applicant.get(url)).body.items.length, 1);
  t.match((await clerk.get(`/v1/documents/${document.id}`)).body, document);
});

t.test('data that have changed give another document, and the first one stays', async (t) => {
  const { test, people, clerk, finance, chief, enterprise, applicant, caseId, applicantId, url } = await setCourt(t);
  const payout = { kind: 'APPLICANT', applicantId, amountFen: 100, payee: PAYEE, reason: '发放第1期执行款' };
  const { id } = expectStatus(await clerk.post(`/v1/cases/${caseId}/disbursements`, payout), 201).body;
  const body = { kind: 'DISBURSEMENT_FORM', subjectId: id };
  const first = expectStatus(await clerk.post(url, body), 201).body;
  expectStatus(await chief.post(`/v1/disbursements/${id}/approval`, {}), 200);
  const second = expectStatus(await finance.post(url, body), 201).body;
  t.not(second.id, first.id);
  t.not(second.snapshotSm3, first.snapshotSm3);
  const texts = await Promise.all(
    [first, second].map(async (one) => textOf((await clerk.get(`/v1/documents/${one.id}/content`)).bytes)),
  );
  t.match(texts[0], /待审批/);
  t.match(texts[1], /已审批,待付款/);
  for (const text of texts) t.notOk(text.includes(PAYEE.number), 'the account number is masked on paper too');
  for (const party of [enterprise, applicant]) {
    expectStatus(await party.get(`/v1/documents/${first.id}`), 404);
    expectStatus(await party.get(`/v1/documents/${first.id}/content`), 404);
    t.same((await party.get(url)).body.items, [], 'a form of the court is for the court (CP-03)');
  }

  const other = expectStatus(await clerk.post('/v1/cases', buildFiling(1)), 201).body.id;
  const reviewId = await openReview(people, other);
  const decision = { kind: 'RELIEF_DECISION', subjectId: reviewId };
  t.match(expectStatus(await clerk.post(`/v1/cases/${other}/documents`, decision), 409).body, {
    code: 'document-not-due',
  });
  expectStatus(await clerk.post(`/v1/joint-reviews/${reviewId}/meeting`, MEETING), 200);
  const refused = { outcome: 'REJECT', reasons: '停产已逾六个月,无可信复产计划。' };
  expectStatus(await people.judge.post(`/v1/joint-reviews/${reviewId}/decision`, refused), 200);
  // The case takes no more entries, and its papers are still made.
  const paper = expectStatus(await people.judge.post(`/v1/cases/${other}/documents`, decision), 201).body;
  const text = await textOf((await clerk.get(`/v1/documents/${paper.id}/content`)).bytes);
  for (const part of ['纾困决定书', '不予纾困', refused.reasons, '陈法官']) t.ok(text.includes(part), part);
  t.notMatch(text, /INDUSTRY|TAX/, 'what departments said is not on it');
  t.ok(test);
});

t.test('who makes which, of what', async (t) => {
  const { test, clerk, judge, enterprise, paymentId, directId, caseId, url } = await setCourt(t);
  const receipt = { kind: 'PAYMENT_RECEIPT', subjectId: paymentId };
  for (const caller of [judge, enterprise, await test.as('secretariat')]) {
    t.match(expectStatus(await caller.post(url, receipt), 403).body, { code: 'not-permitted' });
  }
  expectStatus(await (await test.as('clerk-0703')).post(url, receipt), 404);
  const waiting = { kind: 'PAYMENT_RECEIPT', subjectId: directId };
  t.match(expectStatus(await clerk.post(url, waiting), 409).body, { code: 'document-not-due' });
  const other = expectStatus(await clerk.post('/v1/cases', buildFiling(1)), 201).body.id;
  const elsewhere = { kind: 'PAYMENT_RECEIPT', subjectId: await enterPayment(clerk, other) };
  expectStatus(await clerk.post(url, elsewhere), 404);
  expectStatus(await clerk.post(url, { kind: 'DISBURSEMENT_FORM', subjectId: paymentId }), 404);
  expectStatus(await clerk.post(url, { kind: 'RELIEF_DECISION', subjectId: caseId }), 404);
  t.match(expectStatus(await clerk.post(url, { kind: 'VERDICT', subjectId: paymentId }), 400).body, {
    errors: [{ pointer: '/kind' }],
  });
  t.same(await test.deps.sql`select 1 from documents`, []);
});
