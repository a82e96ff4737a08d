import t from 'tap';
import { withValue } from '../../plugins/bodies.js';
import { checkRefused, refusal, refusalOf, type RefusedRow } from '../../plugins/refusals.js';
import { createTestApp } from '../../support/app.js';
import { MEETING, openReview } from '../../support/reviews.js';
import { expectStatus, FILING, PLAN, SEIZURE, signInAll } from '../../support/story.js';
import { upload } from '../../support/uploads.js';

const SIGNED = { method: 'SIGNED_RECORD', evidence: '和解笔录' };
const PAYMENT = { amountFen: 100, receivedOn: '2023-09-20', channel: 'BANK_TRANSFER', payerName: '绿景园林' };

t.test('the days of an act fit the case: each refused with its pointer, and nothing stored', async (t) => {
  const test = await createTestApp(t, { sampleData: 'accounts' });
  const people = await signInAll(test);
  const { clerk, judge } = people;
  const secretariat = await test.as('secretariat');
  const basis = { ...FILING.enforcementBasis, madeOn: '2023-05-15' };
  const filed = expectStatus(await clerk.post('/v1/cases', { ...FILING, enforcementBasis: basis }), 201).body;
  t.match(filed, { enforcementBasis: { madeOn: '2023-05-15', effectiveOn: '2023-06-05' }, warnings: [] });
  const ofCase = (list: string) => `/v1/cases/${filed.id}/${list}`;

  const another = { ...FILING, caseNumber: '（2023）浙0702执1235号' };
  const filings: readonly RefusedRow<object>[] = [
    [
      'a number of 2099',
      { ...another, caseNumber: '（2099）浙0702执1号' },
      refusal('case-number-year-differs', '/caseNumber'),
    ],
    ['filed in 1900', { ...another, filedOn: '1900-01-01' }, refusal('case-number-year-differs', '/caseNumber')],
    [
      'a basis that takes effect after filing',
      withValue(another, '/enforcementBasis/effectiveOn', '2023-09-02'),
      refusal('basis-after-filing', '/enforcementBasis/effectiveOn'),
    ],
    [
      'a basis made after it took effect',
      withValue(another, '/enforcementBasis/madeOn', '2023-06-06'),
      refusal('basis-made-after-effect', '/enforcementBasis/madeOn'),
    ],
    ['filed tomorrow', { ...another, filedOn: '2023-09-29' }, refusal('filed-in-future', '/filedOn')],
    [
      'a civil case',
      { ...another, caseNumber: '（2023）浙0702民初1号' },
      refusal('case-number-wrong-family', '/caseNumber'),
    ],
  ];
  await checkRefused(t, test.deps.sql, filings, (body) => clerk.post('/v1/cases', body));

  const ruled = (ruledOn: string) => withValue(SEIZURE, '/ruling/ruledOn', ruledOn);
  const numbered = (number: string) => withValue(SEIZURE, '/ruling/number', number);
  const seizures: readonly RefusedRow<object>[] = [
    ['a ruling of 2020', ruled('2020-09-05'), refusal('ruling-earlier-than-case', '/ruling/ruledOn')],
    [
      'a ruling numbered for 2022',
      numbered('（2022）浙0702执1234号之一'),
      refusal('ruling-earlier-than-case', '/ruling/number'),
    ],
    [
      'a ruling numbered for 2024',
      numbered('（2024）浙0702执1234号之一'),
      refusal('ruling-number-of-later-year', '/ruling/number'),
    ],
    ['a term that is over', { ...SEIZURE, to: '2023-09-27' }, refusal('seizure-term-over', '/to')],
    ['a term that ends before it begins', { ...SEIZURE, to: '2023-09-05' }, refusal('seizure-term-reversed', '/to')],
  ];
  await checkRefused(t, test.deps.sql, seizures, (body) => clerk.post(ofCase('seizures'), body));

  const consent = { ...SIGNED, applicantId: filed.applicants[0].id, scope: 'RELIEF_AND_SETTLEMENT' };
  await checkRefused(
    t,
    test.deps.sql,
    [['a consent of 1990', { ...consent, givenOn: '1990-01-01' }, refusal('given-before-basis', '/givenOn')]],
    (body) => clerk.post(ofCase('consents'), body),
  );

  const lumpSum = { amountFen: 100, dueDate: '2023-09-27' };
  const plans: readonly RefusedRow<object>[] = [
    ['signed before the basis', { ...PLAN, signedOn: '2023-06-04' }, refusal('signed-before-basis', '/signedOn')],
    [
      'a first due date before signing',
      { ...PLAN, firstDueDate: '2000-01-31', interestFrom: '2000-01-01' },
      refusal('first-due-before-signing', '/firstDueDate'),
    ],
    ['a lump sum before signing', { ...PLAN, lumpSum }, refusal('first-due-before-signing', '/lumpSum/dueDate')],
  ];
  await checkRefused(t, test.deps.sql, plans, (body) => clerk.post(ofCase('plans'), body));
  const plan = expectStatus(await clerk.post(ofCase('plans'), PLAN), 201).body;
  const confirmation = { ...SIGNED, party: 'ENTERPRISE', partyId: filed.enterprise.id, confirmedOn: '2023-09-27' };
  await checkRefused(
    t,
    test.deps.sql,
    [['confirmed before the first signature', confirmation, refusal('confirmed-before-signing', '/confirmedOn')]],
    (body) => clerk.post(`/v1/plans/${plan.id}/confirmations`, body),
  );

  const key = () => ({ 'idempotency-key': crypto.randomUUID() });
  const payments: readonly RefusedRow<object>[] = [
    ['money of 1900', { ...PAYMENT, receivedOn: '1900-01-01' }, refusal('received-before-basis', '/receivedOn')],
    [
      'money before the basis took effect, without proof',
      { ...PAYMENT, receivedOn: '2023-06-04' },
      refusal('evidence-required', '/fileIds'),
    ],
    ['money of tomorrow', { ...PAYMENT, receivedOn: '2023-09-29' }, refusal('received-in-future', '/receivedOn')],
  ];
  await checkRefused(t, test.deps.sql, payments, (body) => clerk.post(ofCase('payments'), body, key()));

  const reviewId = await openReview(people, filed.id);
  const meeting = { ...MEETING, heldOn: '2023-09-27' };
  await checkRefused(
    t,
    test.deps.sql,
    [['a meeting before its review', meeting, refusal('held-before-review', '/heldOn')]],
    (body) => secretariat.post(`/v1/joint-reviews/${reviewId}/meeting`, body),
  );
  const decision = {
    outcome: 'REJECT',
    reasons: '不具有挽救价值。',
    measures: [{ departmentCode: 'TAX', measure: '缓缴税款', dueOn: '2001-01-01' }],
  };
  await checkRefused(
    t,
    test.deps.sql,
    [['a measure due in 2001', decision, refusal('due-in-past', '/measures/0/dueOn')]],
    (body) => judge.post(`/v1/joint-reviews/${reviewId}/decision`, body),
  );
});

t.test('on the border each day is taken, and money from before the effect comes with its proof', async (t) => {
  const test = await createTestApp(t, { sampleData: 'accounts', clockStart: '2024-01-15' });
  const { clerk } = await signInAll(test);
  const filing = {
    ...FILING,
    filedOn: '2024-01-15',
    enforcementBasis: { ...FILING.enforcementBasis, madeOn: '2023-05-15' },
  };
  const filed = expectStatus(await clerk.post('/v1/cases', filing), 201).body;
  t.match(filed.warnings, [{ code: 'CASE_NUMBER_OF_YEAR_BEFORE' }], 'a number of the year before, with a warning');
  const late = { ...filing, caseNumber: '（2022）浙0702执1号' };
  t.same(refusalOf(await clerk.post('/v1/cases', late)), refusal('case-number-year-differs', '/caseNumber'));

  const seizure = {
    ...SEIZURE,
    ruling: { ...SEIZURE.ruling, ruledOn: '2024-01-15' },
    from: '2024-01-15',
    to: '2024-01-15',
  };
  expectStatus(await clerk.post(`/v1/cases/${filed.id}/seizures`, seizure), 201);
  const { id: fileId, sha256 } = expectStatus(await upload(clerk), 201).body;
  const payment = { ...PAYMENT, receivedOn: '2023-05-15', fileIds: [fileId] };
  const key = { 'idempotency-key': crypto.randomUUID() };
  const entered = expectStatus(await clerk.post(`/v1/cases/${filed.id}/payments`, payment, key), 201).body;
  t.same(entered.fileIds, [fileId]);
  const timeline = expectStatus(await clerk.get(`/v1/cases/${filed.id}/timeline`), 200).body.items;
  t.match(timeline[0], { type: 'PAYMENT_ENTERED', data: { files: [{ fileId, sha256 }] } });
});
