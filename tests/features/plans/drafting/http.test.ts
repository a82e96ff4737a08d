import t from 'tap';
import { JSON_BODY, withLiteral, withValue } from '../../../plugins/bodies.js';
import { checkRefused, refusal, refusalOf, type RefusedRow } from '../../../plugins/refusals.js';
import { setStage, type Stage } from '../../../plugins/stage.js';
import { createTestApp } from '../../../support/app.js';
import { forceCaseState } from '../../../support/forced-state.js';
import { expectStatus, FILING, P08, pay, type People, PLAN, SEIZURE, signInAll } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);
const change = (pointer: string, value: unknown) => withValue(PLAN, pointer, value);

const DRAFTS: readonly RefusedRow<object | string>[] = [
  ['a sum of 0', change('/principalFen', 0), invalid('/principalFen')],
  ['a negative sum', change('/principalFen', -1), invalid('/principalFen')],
  ['a fractional sum', withLiteral(PLAN, '/principalFen', '1.5'), invalid('/principalFen')],
  ['a sum above 10^15', change('/principalFen', 1e15 + 1), invalid('/principalFen')],
  ['1e999', withLiteral(PLAN, '/principalFen', '1e999'), invalid('/principalFen')],
  ['a sum as text', change('/principalFen', '370000000'), invalid('/principalFen')],
  ['no instalment', change('/n', 0), invalid('/n')],
  ['361 instalments', change('/n', 361), invalid('/n')],
  ['half an instalment', change('/n', 1.5), invalid('/n')],
  ['a method that does not exist', change('/method', 'LOTTERY'), invalid('/method')],
  ['an own division that says nothing', change('/method', 'CUSTOM'), invalid('/principalsFen')],
  ['a day that does not exist', change('/firstDueDate', '2023-02-30'), invalid('/firstDueDate')],
  ['day 32 of the month', change('/dueDay', 32), invalid('/dueDay')],
  ['the end of which month', change('/dueDay', 'END'), invalid('/dueDay')],
  ['every 13 months', change('/intervalMonths', 13), invalid('/intervalMonths')],
  ['negative grace', change('/graceDays', -1), invalid('/graceDays')],
  ['grace of 91 days', change('/graceDays', 91), invalid('/graceDays')],
  ['a rate as a number', change('/rate/annualPercent', 3.45), invalid('/rate/annualPercent')],
  ['a negative rate', change('/rate/annualPercent', '-1'), invalid('/rate/annualPercent')],
  ['a rate without a year', change('/yearBasis', undefined), invalid('/yearBasis')],
  ['a rate without its first day', change('/interestFrom', undefined), invalid('/interestFrom')],
  ['interest that begins after the first due day', change('/interestFrom', '2023-11-01'), invalid('/interestFrom')],
  ['an unknown field', { ...PLAN, status: 'ACTIVE' }, invalid('/status')],
  ['an unknown field of the rate', change('/rate/note', 'x'), invalid('/rate/note')],
  ['an acceleration that does not exist', change('/acceleration/mode', 'MAYBE'), invalid('/acceleration/mode')],
  ['nobody as applicant', change('/applicantIds', []), invalid('/applicantIds')],
  ['an applicant id that is none', change('/applicantIds', ['x']), invalid('/applicantIds/0')],
  [
    'an applicant of another case',
    change('/applicantIds', ['018f0000-0000-7000-8000-000000000000']),
    refusal('applicant-unknown', '/applicantIds/0'),
  ],
  ['an agreement of tomorrow', change('/signedOn', '2023-09-29'), refusal('signed-in-future', '/signedOn')],
  ['9 billion', change('/principalFen', 900_000_000_000), refusal('plan-exceeds-claim', '/principalFen')],
  [
    'a reason for more where there is none',
    { ...PLAN, exceedsClaim: { reason: '另有约定', fileIds: ['018f0000-0000-7000-8000-000000000000'] } },
    refusal('claim-not-exceeded', '/exceedsClaim'),
  ],
  [
    'more than the claim, with papers that nobody knows',
    {
      ...PLAN,
      principalFen: 900_000_000_000,
      exceedsClaim: { reason: '另有约定', fileIds: ['018f0000-0000-7000-8000-000000000000'] },
    },
    refusal('file-unknown', '/exceedsClaim/fileIds/0'),
  ],
  [
    'an excess without papers',
    change('/exceedsClaim', { reason: '另有约定', fileIds: [] }),
    invalid('/exceedsClaim/fileIds'),
  ],
  ['a clause that no agreement has', change('/clauses', ['LOTTERY']), invalid('/clauses/0')],
];

t.test('a draft is refused with code and pointer, and nothing is stored', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const { id } = expectStatus(await clerk.post('/v1/cases', buildFiling(1)), 201).body;
  await checkRefused(t, test.deps.sql, DRAFTS, (body) => clerk.post(`/v1/cases/${id}/plans`, body, JSON_BODY));
});

t.test('a draft answers with its schedule, and each is a version of its own', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const { id } = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const first = expectStatus(await clerk.post(`/v1/cases/${id}/plans`, PLAN), 201);
  t.match(first.headers, { location: `/v1/plans/${first.body.id}`, etag: '"v1"' });
  t.match(first.body, { caseId: id, planNo: 1, status: 'DRAFT', terms: PLAN, activatedOn: null, confirmations: [] });
  t.same(
    first.body.instalments.map((one: { dueDate: string; paymentFen: number }) => [one.dueDate, one.paymentFen]),
    P08,
  );
  t.equal(first.body.totals.principalFen, 370000000, 'the principals sum to the debt');
  const short = {
    principalFen: 1001,
    n: 3,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2023-10-31',
    dueDay: 31,
    signedOn: '2023-09-28',
  };
  const second = expectStatus(await clerk.post(`/v1/cases/${id}/plans`, short), 201).body;
  t.match(second, {
    planNo: 2,
    terms: {
      ...short,
      intervalMonths: 1,
      shift: 'NEXT_WORKDAY',
      graceDays: 3,
      prepayPolicy: 'NEXT_FIRST',
      acceleration: { mode: 'ON_NOTICE' },
    },
  });
  t.same(
    second.instalments.map((one: { principalFen: number }) => one.principalFen),
    [333, 333, 335],
    'the last cent goes to the last',
  );
  const { items } = (await clerk.get(`/v1/cases/${id}/plans`)).body;
  t.same(
    items.map((plan: { planNo: number }) => plan.planNo),
    [1, 2],
  );
});

const { method: _method, firstDueDate, dueDay, intervalMonths, ...COMMON } = PLAN;
const MONTHLY = { firstDueDate, dueDay, intervalMonths };
const { rate: _rate, yearBasis: _basis, interestFrom: _from, ...WITHOUT_INTEREST } = COMMON;

/** Each form of section 6.1, and what may be agreed beside it. */
const FORMS: readonly (readonly [string, object])[] = [
  [
    'equal principal with a lump sum before it',
    {
      ...COMMON,
      ...MONTHLY,
      method: 'EQUAL_PRINCIPAL',
      lumpSum: { amountFen: 50_000_000, dueDate: '2023-10-10' },
      roundToFen: 100,
    },
  ],
  ['an annuity', { ...COMMON, ...MONTHLY, method: 'ANNUITY' }],
  ['an annuity by weeks', { ...COMMON, firstDueDate, intervalWeeks: 2, method: 'ANNUITY' }],
  ['interest waived', { ...WITHOUT_INTEREST, ...MONTHLY, method: 'EQUAL_TOTAL_NO_INTEREST' }],
  [
    'own amounts by milestones',
    {
      ...COMMON,
      n: 3,
      method: 'CUSTOM',
      principalsFen: [170000000, 100000000, 100000000],
      dueDates: ['2023-11-15', '2024-03-01', '2024-08-20'],
    },
  ],
  ['steps with a ramp-up', { ...COMMON, ...MONTHLY, n: 3, method: 'STEPPED', stepPercents: ['20', '30.5', '49.5'] }],
  [
    'seasons',
    {
      ...COMMON,
      n: 2,
      method: 'SEASONAL',
      principalsFen: [70000000, 300000000],
      dueDates: ['2023-12-20', '2024-05-31'],
    },
  ],
  ['a large last instalment', { ...COMMON, ...MONTHLY, n: 4, method: 'BALLOON', instalmentPrincipalFen: 10000000 }],
  [
    'a share of receipts over a minimum',
    {
      ...COMMON,
      ...MONTHLY,
      method: 'PERCENT_OF_RECEIPTS',
      minimumFen: 20000000,
      receiptsPercent: '0',
    },
  ],
  [
    'interest deferred to the end, free in winter, the doubled part added',
    {
      ...COMMON,
      ...MONTHLY,
      method: 'EQUAL_PRINCIPAL',
      interestDeferred: true,
      interestFreePeriods: [{ from: '2024-01-01', to: '2024-02-29' }],
      doubledDailyPercent: '0.0175',
    },
  ],
  ['interest only at first', { ...COMMON, ...MONTHLY, method: 'EQUAL_PRINCIPAL', principalFreeInstalments: 3 }],
];

const MISFITS: readonly RefusedRow<object>[] = [
  ['steps without percentages', { ...PLAN, method: 'STEPPED' }, invalid('/stepPercents')],
  ['seasons without days', { ...COMMON, method: 'SEASONAL', principalsFen: [370000000] }, invalid('/dueDates')],
  ['steps of another form', { ...PLAN, stepPercents: ['100'] }, invalid('/stepPercents')],
  ['a balloon without its small part', { ...PLAN, method: 'BALLOON' }, invalid('/instalmentPrincipalFen')],
  [
    'receipts without minimum and share',
    { ...PLAN, method: 'PERCENT_OF_RECEIPTS' },
    invalid('/minimumFen', '/receiptsPercent'),
  ],
  [
    'a share of receipts that nobody records',
    { ...PLAN, method: 'PERCENT_OF_RECEIPTS', minimumFen: 1_000_000, receiptsPercent: '15' },
    invalid('/receiptsPercent'),
  ],
  [
    'interest where it is waived',
    { ...PLAN, method: 'EQUAL_TOTAL_NO_INTEREST' },
    invalid('/rate', '/yearBasis', '/interestFrom'),
  ],
  [
    'rounding of own amounts',
    { ...PLAN, n: 1, method: 'CUSTOM', principalsFen: [370000000], roundToFen: 100 },
    invalid('/roundToFen'),
  ],
  [
    'a list of days beside a rhythm',
    { ...PLAN, n: 1, method: 'CUSTOM', principalsFen: [370000000], dueDates: ['2023-12-20'] },
    invalid('/dueDates'),
  ],
  ['months and weeks', { ...PLAN, intervalWeeks: 2 }, invalid('/intervalWeeks')],
  ['no rhythm at all', { ...COMMON, method: 'EQUAL_PRINCIPAL' }, invalid('/firstDueDate')],
  [
    'a lump sum of everything',
    { ...PLAN, lumpSum: { amountFen: 370000000, dueDate: '2023-10-10' } },
    invalid('/lumpSum/amountFen'),
  ],
  [
    '360 instalments and a lump sum',
    { ...PLAN, n: 360, lumpSum: { amountFen: 1, dueDate: '2023-10-10' } },
    invalid('/n'),
  ],
];

t.test('every form of section 6.1 can be agreed, with the figures of the calculator', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const { id } = expectStatus(await clerk.post('/v1/cases', buildFiling(1)), 201).body;
  for (const [reason, form] of FORMS) {
    const drafted = expectStatus(await clerk.post(`/v1/cases/${id}/plans`, form), 201).body;
    t.match(drafted.terms, form, `${reason}: the terms are kept`);
    const { graceDays: _g, prepayPolicy: _p, acceleration: _a, signedOn: _s, ...asked } = form as typeof PLAN;
    const { body } = expectStatus(await clerk.post('/v1/calculations/instalment-plan', asked), 200);
    t.same(
      drafted.instalments.map(({ provisional: _provisional, ...one }: { provisional: boolean }) => one),
      body.schedule,
      reason,
    );
    t.same((await clerk.get(`/v1/plans/${drafted.id}`)).body, drafted, `${reason}: and stored`);
  }
  await checkRefused(t, test.deps.sql, MISFITS, (body) => clerk.post(`/v1/cases/${id}/plans`, body));
});

t.test('a plan says what is still to be settled, and nothing of it blocks (PL-05)', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const { id } = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const codes = (plan: { warnings: { code: string }[] }) => plan.warnings.map((one) => one.code);
  const balloon = { ...COMMON, ...MONTHLY, n: 4, method: 'BALLOON', instalmentPrincipalFen: 10000000 };
  const before = expectStatus(await clerk.post(`/v1/cases/${id}/plans`, PLAN), 201).body;
  t.same(codes(before), ['BELOW_CLAIM'], 'nothing is seized');
  t.same(codes(expectStatus(await clerk.post(`/v1/cases/${id}/plans`, balloon), 201).body), [
    'BALLOON_OVER_HALF',
    'BELOW_CLAIM',
  ]);
  expectStatus(await clerk.post(`/v1/cases/${id}/seizures`, SEIZURE), 201);
  t.same(
    codes((await clerk.get(`/v1/plans/${before.id}`)).body),
    ['BELOW_CLAIM'],
    'the seizure lasts longer than the plan',
  );
  expectStatus(await clerk.post(`/v1/cases/${id}/seizures`, { ...SEIZURE, to: '2024-07-31' }), 201);
  t.match(
    (await clerk.get(`/v1/plans/${before.id}`)).body.warnings,
    [{ code: 'DUE_AFTER_SEIZURE_TERM', detail: /no\. 11 on .* 2024-07-31/, detailZh: /第11期/ }],
    'no. 10 falls due on the last day of the seizure, no. 11 after it',
  );
});

interface Drafted {
  readonly planId: string;
  readonly caseId: string;
  readonly enterpriseId: string;
  readonly applicantIds: readonly string[];
}

const said = { method: 'SIGNED_RECORD', evidence: '和解笔录' };

async function draftCase({ clerk }: People, filing: object, plan: object = PLAN): Promise<Drafted> {
  const filed = expectStatus(await clerk.post('/v1/cases', filing), 201).body;
  const drafted = expectStatus(await clerk.post(`/v1/cases/${filed.id}/plans`, plan), 201).body;
  const applicantIds = filed.applicants.map((one: { id: string }) => one.id);
  return { planId: drafted.id, caseId: filed.id, enterpriseId: filed.enterprise.id, applicantIds };
}

const confirm = ({ clerk }: People, { planId }: Drafted, party: string, partyId = '') =>
  clerk.post(`/v1/plans/${planId}/confirmations`, { ...said, party, partyId, confirmedOn: '2023-09-28' });
const consent = ({ clerk }: People, { caseId }: Drafted, applicantId = '', scope = 'SETTLEMENT') =>
  clerk.post(`/v1/cases/${caseId}/consents`, { ...said, applicantId, scope, givenOn: '2023-09-28' });

t.test('a plan comes into force when everybody it names has confirmed, and each applicant consented', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const two = buildFiling(1, { applicants: [...buildFiling(1).applicants, { name: '王某', kind: 'INDIVIDUAL' }] });
  const drafted = await draftCase(people, two);
  const [first, second] = drafted.applicantIds;
  const activate = () => people.judge.post(`/v1/plans/${drafted.planId}/activation`, {});
  t.same(refusalOf(await activate()), refusal('consent-missing'));
  expectStatus(await consent(people, drafted, first), 201);
  t.same(refusalOf(await activate()), refusal('consent-missing'), 'of the second applicant');
  expectStatus(await consent(people, drafted, second, 'RELIEF'), 201);
  t.same(refusalOf(await activate()), refusal('consent-missing'), 'relief alone is no settlement');
  expectStatus(await consent(people, drafted, second), 201);
  t.same(refusalOf(await activate()), refusal('plan-not-confirmed'));
  t.match(expectStatus(await confirm(people, drafted, 'APPLICANT', first), 200).body, { status: 'DRAFT', version: 2 });
  expectStatus(await confirm(people, drafted, 'ENTERPRISE', drafted.enterpriseId), 200);
  t.same(refusalOf(await activate()), refusal('plan-not-confirmed'), 'the second applicant has not confirmed');
  t.match(expectStatus(await confirm(people, drafted, 'APPLICANT', second), 200).body, {
    status: 'CONFIRMED',
    version: 4,
  });
  t.match(expectStatus(await activate(), 200).body, { status: 'ACTIVE', activatedOn: '2023-09-28', version: 5 });
  t.match((await people.clerk.get(`/v1/cases/${drafted.caseId}`)).body, {
    state: 'PERFORMING',
    activePlanId: drafted.planId,
  });
  t.same(refusalOf(await activate()), refusal('plan-already-active'), 'once');
  t.same(refusalOf(await confirm(people, drafted, 'ENTERPRISE', drafted.enterpriseId)), refusal('already-confirmed'));
});

t.test('a plan for one applicant leaves the other untouched (JR-05)', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const two = buildFiling(1, { applicants: [...buildFiling(1).applicants, { name: '王某', kind: 'INDIVIDUAL' }] });
  const both = await draftCase(people, two);
  const [first, second] = both.applicantIds;
  const one = expectStatus(
    await people.clerk.post(`/v1/cases/${both.caseId}/plans`, { ...PLAN, applicantIds: [first, first] }),
    201,
  ).body;
  t.same(one.applicantIds, [first], 'named once, however often');
  const drafted = { ...both, planId: one.id };
  expectStatus(await consent(people, drafted, first), 201);
  expectStatus(await confirm(people, drafted, 'ENTERPRISE', drafted.enterpriseId), 200);
  t.same(
    refusalOf(await confirm(people, drafted, 'APPLICANT', second)),
    refusal('party-unknown'),
    'the plan does not name the other',
  );
  expectStatus(await confirm(people, drafted, 'APPLICANT', first), 200);
  expectStatus(await people.judge.post(`/v1/plans/${one.id}/activation`, {}), 200);
});

t.test('a second plan is not put beside one in force', async (t) => {
  const stage: Stage = await setStage(t);
  const { test, people, caseId, enterpriseId, applicantId } = stage;
  const second = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/plans`, { ...PLAN, n: 5 }), 201).body;
  const drafted = { planId: second.id, caseId, enterpriseId, applicantIds: [applicantId] };
  expectStatus(await confirm(people, drafted, 'ENTERPRISE', enterpriseId), 200);
  expectStatus(await confirm(people, drafted, 'APPLICANT', applicantId), 200);
  await checkRefused<object>(t, test.deps.sql, [['its activation', {}, refusal('plan-already-active')]], (body) =>
    people.judge.post(`/v1/plans/${second.id}/activation`, body),
  );
  await checkRefused<object>(
    t,
    test.deps.sql,
    [['a body where none is wanted', { force: true }, refusal('invalid-body', '/force')]],
    (body) => people.judge.post(`/v1/plans/${second.id}/activation`, body),
  );
});

t.test('of several activations at the same moment one comes into force', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const one = await draftCase(people, FILING);
  const other = expectStatus(await people.clerk.post(`/v1/cases/${one.caseId}/plans`, { ...PLAN, n: 6 }), 201).body;
  const [applicantId] = one.applicantIds;
  expectStatus(await consent(people, one, applicantId), 201);
  for (const drafted of [one, { ...one, planId: other.id }]) {
    expectStatus(await confirm(people, drafted, 'ENTERPRISE', one.enterpriseId), 200);
    expectStatus(await confirm(people, drafted, 'APPLICANT', applicantId), 200);
  }
  const ids = [one.planId, other.id, one.planId, other.id];
  const answers = await Promise.all(ids.map((id) => people.judge.post(`/v1/plans/${id}/activation`, {})));
  t.same(answers.map((answer) => answer.status).sort(), [200, 409, 409, 409]);
  const [row] = await test.deps.sql`select count(*)::int as count from plans where status = 'ACTIVE'`;
  t.equal(row?.['count'], 1);
});

t.test('a settlement waits for the end of a joint review, and for a case that can settle', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const drafted = await draftCase(people, FILING);
  expectStatus(await consent(people, drafted, drafted.applicantIds[0]), 201);
  expectStatus(await confirm(people, drafted, 'ENTERPRISE', drafted.enterpriseId), 200);
  expectStatus(await confirm(people, drafted, 'APPLICANT', drafted.applicantIds[0]), 200);
  const rows = [
    ['RELIEF_REQUESTED', 'joint-review-open'],
    ['JOINT_REVIEW', 'joint-review-open'],
    ['PERFORMED', 'case-state-forbids'],
    ['RESUMPTION_APPLIED', 'case-state-forbids'],
    ['CLOSED', 'case-closed'],
  ] as const;
  for (const [state, code] of rows) {
    await forceCaseState(test, state);
    t.same(refusalOf(await people.judge.post(`/v1/plans/${drafted.planId}/activation`, {})), refusal(code), state);
  }
  await forceCaseState(test, 'APPROVED');
  expectStatus(await people.judge.post(`/v1/plans/${drafted.planId}/activation`, {}), 200);
  t.pass('after the review it comes into force');
});

t.test('the schedule of an earlier day shows what was true then', async (t) => {
  const { test, people, caseId, planId } = await setStage(t);
  const read = async (query = '') =>
    expectStatus(await people.enterprise.get(`/v1/plans/${planId}/schedule${query}`), 200).body;
  for (const [on, amountFen] of P08.slice(0, 2)) {
    await test.closeDays(on);
    await pay(people, caseId, amountFen, on);
  }
  await test.closeDays('2024-01-10');
  t.match((await read()).instalments.slice(0, 4), [
    { status: 'PAID' },
    { status: 'PAID' },
    { status: 'OVERDUE' },
    { status: 'NOT_DUE' },
  ]);
  const rows: readonly (readonly [string, number, string, string])[] = [
    ['2023-10-30', 0, 'NOT_DUE', 'NOT_DUE'],
    ['2023-10-31', 1, 'PAID', 'NOT_DUE'],
    ['2023-11-29', 1, 'PAID', 'NOT_DUE'],
    ['2023-11-30', 2, 'PAID', 'PAID'],
    ['2024-01-02', 2, 'PAID', 'PAID'],
  ];
  for (const [asOf, paidInstalments, one, two] of rows) {
    const then = await read(`?asOf=${asOf}`);
    t.equal(then.asOf, asOf);
    t.equal(then.totals.paidInstalments, paidInstalments, asOf);
    t.same(
      then.instalments.slice(0, 2).map((instalment: { status: string }) => instalment.status),
      [one, two],
      asOf,
    );
  }
  t.equal((await read('?asOf=2024-01-02')).totals.overdueFen, 0, 'on its due day it is not overdue');
  t.equal((await read('?asOf=2024-01-03')).totals.overdueFen, P08[2]?.[1], 'the day after it is');
  const later = await read('?asOf=2024-02-01');
  t.match(
    later.instalments.slice(2, 4),
    [{ status: 'OVERDUE' }, { status: 'OVERDUE' }],
    'a later day, as things stand now',
  );
  const first = await read('?asOf=2023-10-31');
  t.same(first.instalments[0], {
    no: 1,
    nominalDueDate: '2023-10-31',
    dueDate: '2023-10-31',
    days: 31,
    principalFen: 33636363,
    interestFen: 1084151,
    paymentFen: 34720514,
    outstandingAfterFen: 336363637,
    paidFen: 34720514,
    droppedInterestFen: 0,
    outstandingFen: 0,
    status: 'PAID',
    paidInFullOn: '2023-10-31',
  });
});
