import t from 'tap';
import { createTestApp } from '../../../support/app.js';
import { COURT_RECORD, MEETING, openReview, OPINION, RELIEF, REVIEW } from '../../../support/reviews.js';
import { expectStatus, FILING, SEIZURE, signInAll } from '../../../support/story.js';
import { upload } from '../../../support/uploads.js';
import { buildFiling } from '../../dossier/cases/filings.js';
import { addAccount } from '../../people/identity/accounts.js';

const GRANT = {
  outcome: 'GRANT_WITH_CONDITIONS',
  reasons: '企业订单充足,分期履行优于拍卖;申请执行人同意。税务局逾期未复,不视为同意。',
  conditions: ['设立监管账户', '不得新增抵押'],
  measures: [
    { departmentCode: 'INDUSTRY', measure: '协调加快工程款结算', dueOn: '2023-10-31' },
    { departmentCode: 'TAX', measure: '依法办理延期缴纳', dueOn: '2023-10-31' },
  ],
};
const CONSENT = { scope: 'RELIEF', method: 'SIGNED_RECORD', givenOn: '2023-09-28', evidence: '笔录' };

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const filed = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  expectStatus(await people.clerk.post(`/v1/cases/${filed.id}/seizures`, SEIZURE), 201);
  return {
    test,
    ...people,
    caseId: filed.id as string,
    applicantId: filed.applicants[0].id as string,
    url: `/v1/cases/${filed.id}`,
    industry: await test.as('dept-industry'),
    housing: await test.as('dept-housing'),
    tax: await test.as('dept-tax'),
    secretariat: await test.as('secretariat'),
    chief: await test.as('chief'),
    monitor: await test.as('monitor'),
    open: () => openReview(people, filed.id),
  };
}

t.test('section 8.3: from the request for relief to the decision of the court', async (t) => {
  const court = await setCourt(t);
  const { clerk, judge, secretariat, industry, tax, applicant, enterprise, caseId, applicantId, url } = court;
  const asked = { requestedBy: 'ENTERPRISE', path: 'SETTLEMENT_SUSPENSION', reason: '在手订单充足,请求分期。' };
  const request = expectStatus(await enterprise.post(`${url}/relief-requests`, asked), 201);
  t.match(request, { body: { ...asked, requestedOn: '2023-09-28' }, headers: { etag: '"v1"' } });
  t.match((await clerk.get(url)).body, { state: 'RELIEF_REQUESTED' });
  expectStatus(await applicant.get(`/v1/relief-requests/${request.body.id}`), 404);
  t.same(
    (await applicant.get(`${url}/relief-requests`)).body.items,
    [],
    'what the debtor says of itself is not the creditor’s',
  );

  const opened = expectStatus(await secretariat.post(`${url}/joint-reviews`, REVIEW), 201);
  const { id } = opened.body;
  t.match(opened.body, {
    ...{ status: 'OPEN', openedOn: '2023-09-28', meeting: null, decision: null },
    requests: [
      { departmentCode: 'INDUSTRY', dueOn: '2023-10-11', opinion: null },
      { departmentCode: 'TAX', dueOn: '2023-10-10', opinion: null },
    ],
  });
  t.match((await clerk.get(url)).body, { state: 'JOINT_REVIEW' });
  const [told] = (await industry.get('/v1/notices')).body.items;
  t.match(told, { kind: 'DEPARTMENT_ASKED', title: '请于 2023年10月11日(周三) 前出具联审意见' });

  const at = `/v1/joint-reviews/${id}`;
  const given = expectStatus(await industry.post(`${at}/opinions`, OPINION), 200);
  t.match(given.body.requests, [{ departmentCode: 'INDUSTRY', opinion: { ...OPINION, givenOn: '2023-09-28' } }]);
  t.match(expectStatus(await industry.post(`${at}/opinions`, OPINION), 409).body, { code: 'opinion-given' });
  t.match((await clerk.get(at)).body.requests[1], { departmentCode: 'TAX', opinion: null }, 'silence is silence');

  t.match(expectStatus(await judge.post(`${at}/decision`, GRANT), 409).body, { code: 'meeting-missing' });
  expectStatus(await secretariat.post(`${at}/meeting`, MEETING), 200);
  t.match(expectStatus(await secretariat.post(`${at}/meeting`, MEETING), 409).body, { code: 'meeting-recorded' });
  t.match((await clerk.get(at)).body.meeting, { minutes: /以上意见供人民法院参考。$/, opinions: MEETING.opinions });
  const refused = async (body: object) => expectStatus(await judge.post(`${at}/decision`, body), 409).body;
  t.match(await refused(GRANT), { code: 'opinions-awaited', detail: /税务局 \(2023-10-10\)/ });
  await court.test.closeDays('2023-10-10');
  t.match(await refused(GRANT), { code: 'opinions-awaited' }, 'its last day is its own');
  await court.test.closeDays('2023-10-11');
  t.match(await refused(GRANT), { code: 'court-record-missing' });
  expectStatus(await clerk.post(`${at}/court-record`, COURT_RECORD), 200);
  t.match(await refused({ ...GRANT, reasons: '企业订单充足。' }), { code: 'silence-unnamed', detail: /税务局/ });
  t.match(await refused(GRANT), { code: 'consent-missing' });
  expectStatus(await clerk.post(`${url}/consents`, { ...CONSENT, applicantId }), 201);
  const decided = expectStatus(await judge.post(`${at}/decision`, GRANT), 200).body;
  t.match(decided, { status: 'DECIDED', decision: { ...GRANT, decidedBy: { name: '陈法官' } }, version: 5 });
  t.match((await clerk.get(url)).body, { reliefPath: 'SETTLEMENT_SUSPENSION' }, 'a grant sets what was asked for');
  const [told2] = (await tax.get('/v1/notices?kind=DEPARTMENT_MEASURE')).body.items;
  t.match(told2, { title: '请于 2023年10月31日(周二) 前落实纾困措施', body: /依法办理延期缴纳/ });
  t.match((await clerk.get(url)).body, { state: 'APPROVED' });
  t.match((await enterprise.get('/v1/notices')).body.items[0], { kind: 'RELIEF_DECIDED' });
  t.match(expectStatus(await judge.post(`${at}/decision`, GRANT), 409).body, { code: 'review-decided' });
  t.match(expectStatus(await tax.post(`${at}/opinions`, { ...OPINION, data: {} }), 409).body, {
    code: 'review-decided',
  });
  t.match((await clerk.get(`${url}/joint-reviews`)).body.items, [{ id }]);
  t.equal((await clerk.get('/v1/joint-reviews?status=OPEN')).body.items.length, 0);
  t.equal((await clerk.get('/v1/joint-reviews?status=DECIDED')).body.items.length, 1);
  const types = (await clerk.get(`${url}/timeline`)).body.items.map((one: { type: string }) => one.type);
  t.same(types.slice(0, 4), ['RELIEF_PATH_SET', 'CASE_APPROVED', 'RELIEF_DECIDED', 'CONSENT_RECORDED']);
  const outside = (await applicant.get(`${url}/timeline`)).body.items.find(
    (one: { type: string }) => one.type === 'DEPARTMENT_OPINION_GIVEN',
  );
  t.same(outside.data, {}, 'parties see that a department has spoken, not which');
  const verified = await (await court.test.as('auditor')).post('/v1/audit/verification', { caseId });
  t.match(expectStatus(verified, 200).body, { result: 'WHOLE' });
});

t.test('JR-02, CP-03: each reader gets his fields and no others', async (t) => {
  const court = await setCourt(t);
  const { clerk, judge, secretariat, industry, tax, housing, enterprise, applicant, monitor, url, caseId } = court;
  const id = await court.open();
  const at = `/v1/joint-reviews/${id}`;
  expectStatus(await industry.post(`${at}/opinions`, OPINION), 200);
  expectStatus(await secretariat.post(`${at}/meeting`, MEETING), 200);

  const ofIndustry = expectStatus(await industry.get(at), 200).body;
  t.same(ofIndustry.case, {
    caseNumber: FILING.caseNumber,
    enterprise: FILING.enterprise,
    state: 'JOINT_REVIEW',
    claim: { principalFen: 370000000 },
  });
  t.same(
    ofIndustry.requests.map((one: { departmentCode: string }) => one.departmentCode),
    ['INDUSTRY'],
  );
  t.equal(ofIndustry.meeting, null);
  const ofTax = expectStatus(await tax.get(at), 200).body;
  t.same(ofTax.case, { caseNumber: FILING.caseNumber, enterprise: FILING.enterprise }, 'asked without anything shown');
  t.notMatch(JSON.stringify(ofTax), /在手订单|78%|建议给予/, 'nothing of another department');
  expectStatus(await housing.get(at), 404);
  t.same((await housing.get('/v1/joint-reviews')).body.items, []);
  t.equal((await tax.get('/v1/joint-reviews')).body.items.length, 1);
  for (const reader of [industry, tax]) {
    for (const path of ['', '/ledger', '/timeline', '/payments', '/files', '/joint-reviews', '/relief-requests']) {
      expectStatus(await reader.get(`${url}${path}`), 404);
    }
    t.same((await reader.get('/v1/cases')).body.items, []);
  }
  for (const reader of [enterprise, applicant]) {
    const seen = expectStatus(await reader.get(at), 200).body;
    t.match(seen, { id, status: 'OPEN', requests: [], meeting: null, decision: null });
    t.same(Object.keys(seen.case), ['caseNumber', 'enterprise']);
  }
  expectStatus(await monitor.get(at), 404);
  expectStatus(await (await court.test.as('clerk-0703')).get(at), 404);
  t.match((await judge.get(at)).body, {
    case: { seizedAssets: [{ name: '履带式挖掘机' }], applicants: [{ name: FILING.applicants[0]?.name }], plan: null },
    requests: [{ opinion: OPINION }, { opinion: null }],
    meeting: { minutes: MEETING.minutes },
  });
  expectStatus(await tax.post(`${at}/opinions`, { ...OPINION, data: {}, unanswered: { tax24m: 'NOT_OURS' } }), 200);
  expectStatus(await clerk.post(`${at}/court-record`, COURT_RECORD), 200);
  expectStatus(await clerk.post(`${url}/consents`, { ...CONSENT, applicantId: court.applicantId }), 201);
  expectStatus(await judge.post(`${at}/decision`, GRANT), 200);
  t.match((await applicant.get(at)).body, { courtRecord: null, decision: { hardStops: [] } });
  t.match((await tax.get(at)).body.requests, [
    { opinion: { unanswered: { tax24m: 'NOT_OURS' }, handledBy: '王科员' } },
  ]);
  t.match((await applicant.get(at)).body.decision, { outcome: GRANT.outcome, reasons: GRANT.reasons, decidedBy: null });
  const told = (await tax.get(at)).body.decision;
  t.match(told, { outcome: GRANT.outcome, reasons: '', conditions: [], exitRules: null });
  t.same(
    told.measures.map((one: { departmentCode: string }) => one.departmentCode),
    ['TAX'],
    'a department hears what it is to do itself',
  );
  const namesake = {
    username: 'industry-0703',
    roles: ['DEPARTMENT'],
    courtCode: '浙0703',
    departmentCode: 'INDUSTRY',
  };
  const there = await addAccount(court.test, namesake);
  expectStatus(await there.get(at), 404);
  t.ok(caseId);
});

t.test('CP-03: what a department proves its word with, parties do not read', async (t) => {
  const court = await setCourt(t);
  const { clerk, industry, enterprise, applicant, tax, url } = court;
  const at = `/v1/joint-reviews/${await court.open()}`;
  const { id: fileId } = expectStatus(await upload(industry), 201).body;
  t.match(expectStatus(await tax.post(`${at}/opinions`, { ...OPINION, data: {}, fileIds: [fileId] }), 409).body, {
    code: 'file-unknown',
  });
  const given = expectStatus(await industry.post(`${at}/opinions`, { ...OPINION, fileIds: [fileId] }), 200).body;
  t.same(given.requests[0].opinion.fileIds, [fileId]);
  expectStatus(await clerk.get(`/v1/files/${fileId}`), 200);
  t.equal((await clerk.get(`${url}/files`)).body.items.length, 1);
  for (const party of [enterprise, applicant]) {
    expectStatus(await party.get(`/v1/files/${fileId}`), 404);
    expectStatus(await party.get(`/v1/files/${fileId}/content`), 404);
    t.same((await party.get(`${url}/files`)).body.items, []);
  }
});

t.test('who asks, answers, meets and decides; what is refused changes nothing', async (t) => {
  const court = await setCourt(t);
  const { test, clerk, judge, finance, enterprise, applicant, industry, housing, secretariat, chief, url } = court;
  t.match(expectStatus(await secretariat.post(`${url}/joint-reviews`, REVIEW), 409).body, {
    code: 'case-state-forbids',
  });
  for (const caller of [judge, finance, secretariat, chief]) {
    expectStatus(await caller.post(`${url}/relief-requests`, RELIEF), 403);
  }
  expectStatus(await applicant.post(`${url}/relief-requests`, { ...RELIEF, requestedBy: 'ENTERPRISE' }), 403);
  expectStatus(await industry.post(`${url}/relief-requests`, { ...RELIEF, requestedBy: 'DEPARTMENT' }), 404);
  t.match(
    expectStatus(await clerk.post(`${url}/relief-requests`, { ...RELIEF, requestedBy: 'ENTERPRISE' }), 400).body,
    {
      code: 'evidence-required',
    },
  );
  expectStatus(await clerk.post(`${url}/relief-requests`, RELIEF), 201);
  t.match(expectStatus(await clerk.post(`${url}/relief-requests`, RELIEF), 409).body, { code: 'case-state-forbids' });
  for (const caller of [judge, finance, chief, enterprise]) {
    t.match(expectStatus(await caller.post(`${url}/joint-reviews`, REVIEW), 403).body, { code: 'not-permitted' });
  }
  const [first] = REVIEW.departments;
  const bad: readonly [string, object, number, object][] = [
    ['nobody', { departments: [] }, 400, { errors: [{ pointer: '/departments' }] }],
    ['one twice', { departments: [first, first] }, 400, { errors: [{ pointer: '/departments' }] }],
    [
      'one without a contact at this court',
      { departments: [{ ...first, departmentCode: 'LAND' }] },
      409,
      { code: 'department-unknown', errors: [{ pointer: '/departments/0/departmentCode' }] },
    ],
    [
      'for yesterday',
      { departments: [{ ...first, dueOn: '2023-09-27' }] },
      400,
      { errors: [{ pointer: '/departments/0/dueOn' }] },
    ],
    [
      'a field that nobody is shown',
      { departments: [{ ...first, shownFields: ['IDENTITY_NUMBERS'] }] },
      400,
      { errors: [{ pointer: '/departments/0/shownFields/0' }] },
    ],
  ];
  for (const [reason, body, status, expected] of bad) {
    t.match(expectStatus(await clerk.post(`${url}/joint-reviews`, body), status).body, expected, reason);
  }
  t.same(await test.deps.sql`select 1 from joint_reviews`, []);
  const { id } = expectStatus(await clerk.post(`${url}/joint-reviews`, REVIEW), 201).body;
  const at = `/v1/joint-reviews/${id}`;
  t.match(expectStatus(await clerk.post(`${url}/joint-reviews`, REVIEW), 409).body, { code: 'case-state-forbids' });
  for (const caller of [clerk, secretariat, judge, enterprise]) {
    t.match(expectStatus(await caller.post(`${at}/opinions`, OPINION), 403).body, { code: 'not-permitted' });
  }
  expectStatus(await housing.post(`${at}/opinions`, OPINION), 404);
  const unasked = { ...OPINION, data: { employees: '120 人' } };
  t.match(expectStatus(await industry.post(`${at}/opinions`, unasked), 409).body, {
    code: 'data-not-asked',
    errors: [{ pointer: '/data/employees' }],
  });
  for (const caller of [judge, chief, enterprise, industry]) {
    t.match(expectStatus(await caller.post(`${at}/meeting`, MEETING), 403).body, { code: 'not-permitted' });
  }
  t.match(expectStatus(await clerk.post(`${at}/meeting`, { ...MEETING, heldOn: '2023-09-29' }), 400).body, {
    code: 'held-in-future',
    errors: [{ pointer: '/heldOn' }],
  });
  t.match(expectStatus(await clerk.post(`${at}/meeting`, { ...MEETING, heldOn: '2023-09-27' }), 400).body, {
    errors: [{ pointer: '/heldOn' }],
  });
  const stranger = { ...MEETING, opinions: [{ departmentCode: 'HOUSING', position: 'SUPPORT' }] };
  t.match(expectStatus(await clerk.post(`${at}/meeting`, stranger), 409).body, {
    code: 'department-not-asked',
    errors: [{ pointer: '/opinions/0/departmentCode' }],
  });
  const answeredTwice = { ...OPINION, unanswered: { orders: 'NOT_KNOWN' } };
  t.match(expectStatus(await industry.post(`${at}/opinions`, answeredTwice), 400).body, {
    errors: [{ pointer: '/unanswered/orders' }],
  });
  for (const gone of ['handledBy', 'reviewedBy'] as const) {
    t.match(expectStatus(await industry.post(`${at}/opinions`, { ...OPINION, [gone]: undefined }), 400).body, {
      errors: [{ pointer: `/${gone}` }],
    });
  }
  expectStatus(await clerk.post(`${at}/meeting`, MEETING), 200);
  for (const caller of [judge, chief, enterprise, industry]) {
    t.match(expectStatus(await caller.post(`${at}/court-record`, COURT_RECORD), 403).body, { code: 'not-permitted' });
  }
  for (const caller of [clerk, secretariat, industry, enterprise]) {
    t.match(expectStatus(await caller.post(`${at}/decision`, GRANT), 403).body, { code: 'not-permitted' });
  }
  for (const body of [
    { ...GRANT, conditions: [] },
    { ...GRANT, outcome: 'GRANT' },
    { ...GRANT, outcome: 'REJECT' },
  ]) {
    t.match(expectStatus(await chief.post(`${at}/decision`, body), 400).body, { errors: [{ pointer: '/conditions' }] });
  }
  const misfits: readonly [string, object, number, object][] = [
    ['exit rules have no effect yet', { exitRules: '逾期即退出' }, 400, { errors: [{ pointer: '/exitRules' }] }],
    ['no path without a grant', { reliefPath: 'SETTLEMENT_SUSPENSION' }, 400, { errors: [{ pointer: '/reliefPath' }] }],
    ['an unknown fact', { hardStops: ['BAD_LUCK'] }, 400, { errors: [{ pointer: '/hardStops/0' }] }],
    [
      'a measure of today',
      { measures: [{ departmentCode: 'TAX', measure: '延期缴纳', dueOn: '2023-09-28' }] },
      400,
      { errors: [{ pointer: '/measures/0/dueOn' }] },
    ],
    [
      'a measure of nobody',
      { measures: [{ departmentCode: 'NOSUCH', measure: '延期缴纳', dueOn: '2023-10-31' }] },
      409,
      { code: 'department-unknown', errors: [{ pointer: '/measures/0/departmentCode' }] },
    ],
  ];
  const reject = { outcome: 'REJECT', reasons: '无挽救价值。' };
  for (const [reason, more, status, expected] of misfits) {
    t.match(expectStatus(await chief.post(`${at}/decision`, { ...reject, ...more }), status).body, expected, reason);
  }
  expectStatus(await chief.post(`${at}/decision`, reject), 200);
  t.match((await clerk.get(url)).body, { state: 'REJECTED' });
});

t.test('a referral to bankruptcy transfers nothing by itself: enforcement goes on', async (t) => {
  const court = await setCourt(t);
  const at = `/v1/joint-reviews/${await court.open()}`;
  expectStatus(await court.secretariat.post(`${at}/meeting`, MEETING), 200);
  const refer = { outcome: 'REFER_BANKRUPTCY', reasons: '不能清偿到期债务且资不抵债。' };
  expectStatus(await court.judge.post(`${at}/decision`, refer), 200);
  t.match((await court.clerk.get(court.url)).body, { state: 'REJECTED' });
});

t.test('section 8.2: a fact that forbids relief is answered at once, without a meeting', async (t) => {
  const court = await setCourt(t);
  const { clerk, judge, industry, url, applicantId } = court;
  const at = `/v1/joint-reviews/${await court.open()}`;
  const hardStops = ['PRODUCTION_STOPPED', 'WAGE_ARREARS_WITHOUT_PLAN'];
  expectStatus(await clerk.post(`${url}/consents`, { ...CONSENT, applicantId }), 201);
  const granted = { outcome: 'GRANT', reasons: '仍有挽救价值。', hardStops };
  t.match(expectStatus(await judge.post(`${at}/decision`, granted), 409).body, { code: 'hard-stop-forbids' });
  const rejected = { outcome: 'REJECT', reasons: '停产已逾六个月,且欠薪无清偿计划。' };
  t.match(expectStatus(await judge.post(`${at}/decision`, rejected), 409).body, { code: 'meeting-missing' });
  const decided = expectStatus(await judge.post(`${at}/decision`, { ...rejected, hardStops }), 200).body;
  t.match(decided, { status: 'DECIDED', meeting: null, decision: { hardStops } });
  t.match((await clerk.get(url)).body, { state: 'REJECTED', reliefPath: null });
  t.same((await industry.get(at)).body.decision.hardStops, [], 'what the court found is the court’s');
});

t.test('a closed department is asked no more, and keeps its name where it was asked', async (t) => {
  const court = await setCourt(t);
  const at = `/v1/joint-reviews/${await court.open()}`;
  await court.test.owner`update departments set closed_on = '2023-09-28' where code = 'TAX'`;
  t.match((await court.clerk.get(at)).body.requests, [{ departmentName: '经信局' }, { departmentName: '税务局' }]);
  const other = expectStatus(await court.clerk.post('/v1/cases', buildFiling(7)), 201).body;
  expectStatus(await court.clerk.post(`/v1/cases/${other.id}/relief-requests`, RELIEF), 201);
  t.match(expectStatus(await court.clerk.post(`/v1/cases/${other.id}/joint-reviews`, REVIEW), 409).body, {
    code: 'department-unknown',
    errors: [{ pointer: '/departments/1/departmentCode' }],
  });
});

t.test('what was said as votes before is read as opinions', async (t) => {
  const court = await setCourt(t);
  const at = `/v1/joint-reviews/${await court.open()}`;
  expectStatus(await court.clerk.post(`${at}/meeting`, MEETING), 200);
  const votes = ['FOR', 'AGAINST', 'ABSTAIN'].map((vote) => ({ departmentCode: 'INDUSTRY', vote }));
  await court.test.owner`alter table review_meetings disable trigger review_meetings_append_only`;
  await court.test.owner`update review_meetings set votes = ${court.test.owner.json(votes)}`;
  const { opinions } = (await court.clerk.get(at)).body.meeting;
  t.same(
    opinions.map((one: { position: string }) => one.position),
    ['SUPPORT', 'OPPOSE', 'NO_OPINION'],
  );
});
