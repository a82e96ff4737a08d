import t from 'tap';
import { refusal, refusalOf } from '../../../plugins/refusals.js';
import { enterPayment } from '../../../plugins/stage.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus } from '../../../support/story.js';
import { upload } from '../../../support/uploads.js';

t.test('a judge finds a direct payment received when the applicant does not answer', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { clerk, judge, finance, applicant, enterprise } = people;
  const enter = (channel: string) => enterPayment(clerk, settled.caseId, { channel });
  const [direct, answered, court] = [
    await enter('DIRECT_TO_APPLICANT'),
    await enter('DIRECT_TO_APPLICANT'),
    await enter('CASE_SUB_ACCOUNT'),
  ];
  const proof = expectStatus(await upload(judge), 201).body.id as string;
  const find = (id: string, body: object = { reason: '银行回单显示已入其账户', fileIds: [proof] }, who = judge) =>
    who.post(`/v1/payments/${id}/finding`, body);
  const statusOf = async (id: string) => expectStatus(await clerk.get(`/v1/payments/${id}`), 200).body;

  await t.test('the applicant is asked on entry, nobody else', async (t) => {
    const asked = expectStatus(await applicant.get('/v1/notices?kind=RECEIPT_ASKED'), 200).body.items;
    t.match(asked, [{ title: /请确认是否收到/, body: /2023.*10.*11/ }, {}]);
    t.same(expectStatus(await enterprise.get('/v1/notices?kind=RECEIPT_ASKED'), 200).body.items, []);
    t.match(await statusOf(direct), { enteredOn: '2023-09-28', receiptFindableFrom: '2023-10-12' });
    t.match(await statusOf(court), { receiptFindableFrom: null });
  });

  await t.test('not while he still has time, nor without proof, nor by anybody else', async (t) => {
    await test.closeDays('2023-10-11');
    t.same(refusalOf(await find(direct)), refusal('receipt-asked-lately'), 'the fifth working day is his');
    await test.closeDays('2023-10-12');
    const unproven = { reason: '银行回单显示已入其账户' };
    t.same(refusalOf(await find(direct, unproven)), refusal('evidence-required', '/fileIds'));
    t.same(refusalOf(await find(direct, { fileIds: [proof] })), refusal('invalid-body', '/reason'));
    t.same(refusalOf(await find(court)), refusal('payment-not-direct'));
    for (const who of [clerk, finance, enterprise, applicant])
      t.same(refusalOf(await find(direct, undefined, who)), refusal('not-permitted'));
    const word = { evidence: '申请执行人书面说明' };
    const recorded = refusalOf(await clerk.post(`/v1/payments/${direct}/confirmation`, word));
    t.same(recorded, refusal('four-eyes'), 'the officer who entered it does not also say that it was received');
  });

  await t.test('then it counts as if he had confirmed, once', async (t) => {
    expectStatus(await finance.post(`/v1/payments/${direct}/approval`, {}), 200);
    t.match(await statusOf(direct), { status: 'APPROVED', allocations: [] });
    const found = expectStatus(await find(direct), 200).body;
    t.match(found, {
      status: 'APPROVED',
      confirmedByApplicant: false,
      receiptFindableFrom: null,
      allocations: [{ bucket: 'PLAN_INTEREST' }, { bucket: 'PLAN_PRINCIPAL' }],
      decisions: [{ decision: 'APPROVED' }, { decision: 'FOUND', by: '陈法官', fileIds: [proof] }],
    });
    t.same(refusalOf(await find(direct)), refusal('payment-already-decided'));
    t.same(
      refusalOf(await applicant.post(`/v1/payments/${direct}/confirmation`, {})),
      refusal('payment-already-decided'),
    );
    const events = expectStatus(await clerk.get(`/v1/cases/${settled.caseId}/timeline?limit=200`), 200).body.items;
    t.ok(events.some(({ type }: { type: string }) => type === 'PAYMENT_FOUND'));
  });

  await t.test('what the applicant has confirmed is not found again', async (t) => {
    expectStatus(await applicant.post(`/v1/payments/${answered}/confirmation`, {}), 200);
    t.same(refusalOf(await find(answered)), refusal('payment-already-decided'));
  });
});
