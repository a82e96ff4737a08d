import type { TestApp } from '../../support/app.js';
import { COURT_RECORD, MEETING, OPINION, RELIEF, REVIEW } from '../../support/reviews.js';
import { expectStatus, FILING, pay } from '../../support/story.js';
import { upload } from '../../support/uploads.js';
import type { Cast } from './cast.js';

const GRANT = {
  outcome: 'GRANT_WITH_CONDITIONS',
  reasons: '企业订单充足,分期履行优于拍卖;申请执行人同意。',
  conditions: ['设立监管账户', '不得新增抵押'],
  measures: [{ departmentCode: 'INDUSTRY', measure: '协调加快工程款结算', dueOn: '2023-10-31' }],
};

const numbered = (serial: number) => ({ ...FILING, caseNumber: `（2023）浙0702执${serial}号` });

/** Relief granted after a joint review, relief refused, and a review that is still open. */
export async function playReviews(cast: Cast): Promise<void> {
  const { clerk, judge, secretariat, industry, tax, enterprise } = cast;
  for (const [serial, decision] of [
    [1301, GRANT],
    [1302, { outcome: 'REJECT', reasons: '停产已逾六个月,无可信复产计划。' }],
    [1303, undefined],
  ] as const) {
    const filed = expectStatus(await clerk.post('/v1/cases', numbered(serial)), 201).body;
    const at = `/v1/cases/${filed.id}`;
    const asked = { requestedBy: 'ENTERPRISE', path: 'SETTLEMENT_SUSPENSION', reason: '在手订单充足,请求分期。' };
    if (decision === undefined) expectStatus(await clerk.post(`${at}/relief-requests`, RELIEF), 201);
    else expectStatus(await enterprise.post(`${at}/relief-requests`, asked), 201);
    const { id } = expectStatus(await secretariat.post(`${at}/joint-reviews`, REVIEW), 201).body;
    expectStatus(await industry.post(`/v1/joint-reviews/${id}/opinions`, OPINION), 200);
    if (decision === undefined) continue;
    expectStatus(await tax.post(`/v1/joint-reviews/${id}/opinions`, { ...OPINION, data: {} }), 200);
    expectStatus(await secretariat.post(`/v1/joint-reviews/${id}/meeting`, MEETING), 200);
    expectStatus(await clerk.post(`/v1/joint-reviews/${id}/court-record`, COURT_RECORD), 200);
    const consent = { scope: 'RELIEF', method: 'SIGNED_RECORD', givenOn: '2023-09-28', evidence: '笔录' };
    const applicantId = filed.applicants[0].id;
    expectStatus(await clerk.post(`${at}/consents`, { ...consent, applicantId }), 201);
    expectStatus(await judge.post(`/v1/joint-reviews/${id}/decision`, decision), 200);
    expectStatus(await judge.post(`${at}/documents`, { kind: 'RELIEF_DECISION', subjectId: id }), 201);
  }
}

const PERSON = { name: '李某', kind: 'INDIVIDUAL', identityNumber: '330702188001010011', phone: '138 0013 8000' };

/** A claim of a yuan paid beyond its sum, with a person among the applicants; and a case of another court. */
export async function playSurplus(test: TestApp, cast: Cast): Promise<void> {
  const filing = { ...numbered(1304), applicants: [...FILING.applicants, PERSON], claim: { principalFen: 100 } };
  const { id, applicants } = expectStatus(await cast.clerk.post('/v1/cases', filing), 201).body;
  await pay(cast, id, 1_000_000, '2023-09-28');
  const search = { field: 'PHONE', value: PERSON.phone, purpose: '查找案件' };
  expectStatus(await cast.clerk.post('/v1/case-searches', search), 200);
  const phone = { field: 'PHONE', partyId: applicants[1].id, purpose: '电话联系' };
  expectStatus(await cast.clerk.post(`/v1/cases/${id}/unmask`, phone), 200);
  const [chief] = await test.deps.sql`select id from users where username = 'chief'`;
  const self = { userId: chief?.['id'], ground: '与申请执行人有利害关系' };
  expectStatus(await cast.president.post(`/v1/cases/${id}/recusals`, self), 201);
  const there = { ...FILING, caseNumber: '（2023）浙0703执9号' };
  expectStatus(await cast.elsewhere.post('/v1/cases', there), 201);
  expectStatus(await upload(cast.enterprise), 201);
}
