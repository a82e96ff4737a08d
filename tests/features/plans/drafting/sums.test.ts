import t from 'tap';
import { refusal, refusalOf } from '../../../plugins/refusals.js';
import { createTestApp } from '../../../support/app.js';
import { expectStatus, FILING, type People, PLAN, signInAll } from '../../../support/story.js';
import { upload } from '../../../support/uploads.js';

const said = { method: 'SIGNED_RECORD', evidence: '和解笔录' };
const TEN_BILLION_FEN = 1_000_000_000_000;

interface Drafted {
  readonly caseId: string;
  readonly planId: string;
}

/** Files a case, and drafts, consents to and confirms a plan: all but the activation. */
async function agree(people: People, filing: object, plan: object): Promise<Drafted> {
  const { clerk } = people;
  const filed = expectStatus(await clerk.post('/v1/cases', filing), 201).body;
  const applicantId = filed.applicants[0].id;
  const consent = { ...said, applicantId, scope: 'RELIEF_AND_SETTLEMENT', givenOn: '2023-09-28' };
  expectStatus(await clerk.post(`/v1/cases/${filed.id}/consents`, consent), 201);
  const { id: planId } = expectStatus(await clerk.post(`/v1/cases/${filed.id}/plans`, plan), 201).body;
  for (const [party, partyId] of [
    ['ENTERPRISE', filed.enterprise.id],
    ['APPLICANT', applicantId],
  ]) {
    const word = { ...said, party, partyId, confirmedOn: '2023-09-28' };
    expectStatus(await clerk.post(`/v1/plans/${planId}/confirmations`, word), 200);
  }
  return { caseId: filed.id, planId };
}

const codesOf = (plan: { warnings: { code: string }[] }) => plan.warnings.map(({ code }) => code);

t.test('the agreed sum stands beside what is open by the basis, from the draft on (PL-14)', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { clerk, judge } = people;
  const { caseId, planId } = await agree(people, FILING, { ...PLAN, principalFen: 1_001 });
  const ledger = expectStatus(await clerk.get(`/v1/cases/${caseId}/ledger?basis=ORIGINAL&asOf=2023-09-28`), 200).body;
  const { totalFen: openFen } = ledger.original.closing;
  t.ok(ledger.original.closing.EXECUTION_FEE > 0, 'the fee is part of it');
  const draft = expectStatus(await clerk.get(`/v1/plans/${planId}`), 200).body;
  t.same(draft.claim, { asOf: '2023-09-28', openFen, excessFen: 0, shortfallFen: openFen - 1_001 });
  t.same(codesOf(draft), ['BELOW_CLAIM']);
  t.match(expectStatus(await judge.post(`/v1/plans/${planId}/activation`, {}), 200).body, {
    status: 'ACTIVE',
    claim: { openFen },
    warnings: [{ code: 'BELOW_CLAIM' }],
  });
});

t.test('the whole claim is agreed without a word, a fen more needs one', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { clerk, judge } = people;
  const filed = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const draft = (plan: object) => clerk.post(`/v1/cases/${filed.id}/plans`, { ...PLAN, ...plan });
  const { openFen } = expectStatus(await draft({}), 201).body.claim;
  t.same(codesOf(expectStatus(await draft({ principalFen: openFen }), 201).body), []);
  t.same(refusalOf(await draft({ principalFen: openFen + 1 })), refusal('plan-exceeds-claim', '/principalFen'));
  t.same(refusalOf(await draft({ principalFen: TEN_BILLION_FEN })), refusal('plan-exceeds-claim', '/principalFen'));

  const fileId = expectStatus(await upload(clerk), 201).body.id;
  const exceedsClaim = { reason: '另案债务一并了结', fileIds: [fileId] };
  const above = expectStatus(await draft({ principalFen: openFen + 1, exceedsClaim }), 201).body;
  t.match(above, { terms: { exceedsClaim }, claim: { openFen, excessFen: 1, shortfallFen: 0 } });
  t.same(codesOf(above), ['ABOVE_CLAIM']);
  const { items } = expectStatus(await clerk.get(`/v1/cases/${filed.id}/files`), 200).body;
  t.match(items, [{ id: fileId }], 'the papers belong to the case');
  const events = await test.deps
    .sql`select data from case_events where type = 'PLAN_DRAFTED' order by seq desc limit 1`;
  t.match(events[0]?.['data'], { files: [{ fileId }] });
  t.same(refusalOf(await judge.post(`/v1/plans/${above.id}/activation`, {})), refusal('consent-missing'));
});

t.test('a claim that fell after the draft stops the activation', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { clerk, finance, judge } = people;
  const { caseId, planId } = await agree(people, FILING, PLAN);
  const body = {
    amountFen: 50_000_000,
    receivedOn: '2023-09-27',
    channel: 'CASE_SUB_ACCOUNT',
    reference: '签署前到账',
    payerName: '绿景园林',
  };
  const entered = expectStatus(
    await clerk.post(`/v1/cases/${caseId}/payments`, body, { 'idempotency-key': 'before-signing' }),
    201,
  ).body;
  expectStatus(await finance.post(`/v1/payments/${entered.id}/approval`, {}), 200);
  t.same(
    refusalOf(await judge.post(`/v1/plans/${planId}/activation`, {})),
    refusal('plan-exceeds-claim', '/principalFen'),
  );
  t.match(expectStatus(await clerk.get(`/v1/cases/${caseId}`), 200).body, { state: 'FILED' }, 'nothing changed');
});

t.test('more than 60 instalments or a far first day: the judge says why', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const far = { ...PLAN, n: 61, firstDueDate: '2023-12-28', dueDay: 28 };
  const { planId } = await agree(people, FILING, far);
  const activate = (body: object) => people.judge.post(`/v1/plans/${planId}/activation`, body);
  const draft = expectStatus(await people.clerk.get(`/v1/plans/${planId}`), 200).body;
  t.same(codesOf(draft), ['BELOW_CLAIM', 'TOO_MANY_INSTALMENTS', 'FIRST_DUE_LATE']);
  t.same(refusalOf(await activate({})), refusal('plan-needs-reason', '/reason'));
  t.same(refusalOf(await activate({ reason: ' ' })), refusal('invalid-body', '/reason'));
  expectStatus(await activate({ reason: '企业回款周期长' }), 200);
  const [event] = await test.deps.sql`select data from case_events where type = 'PLAN_ACTIVATED'`;
  t.match(event?.['data'], { planId, reason: '企业回款周期长' });
});

t.test('ST-09: the plan lists what its agreement should still say', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { planId } = await agree(people, FILING, { ...PLAN, clauses: ['SECURITY', 'SERVICE_ADDRESSES'] });
  const { checklist } = expectStatus(await people.clerk.get(`/v1/plans/${planId}`), 200).body;
  const missing = checklist.filter((one: { met: boolean }) => !one.met).map((one: { item: string }) => one.item);
  t.same(missing, [
    'PARTIES_AND_AUTHORITY',
    'OTHER_INTEREST',
    'SEIZURES_AND_MONITORING',
    'EXECUTION_FEE_SHARE',
    'SANCTIONS',
  ]);
  expectStatus(await people.judge.post(`/v1/plans/${planId}/activation`, {}), 200);
});
