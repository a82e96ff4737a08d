import type { TestApp } from '../../support/app.js';
import { expectStatus } from '../../support/story.js';
import type { Cast } from './cast.js';

const APPROVE = { decision: 'APPROVE' };

/**
 * What belongs to no case: accounts, limits, absences, the ladder of the court, tables of days and rates, runs, keys.
 */
export async function playOffice(test: TestApp, cast: Cast): Promise<void> {
  const { admin, security, chief, president, clerk, finance } = cast;
  const wanted = { username: 'li.wei', displayName: '李伟', roles: ['OFFICER'], reason: '新任' };
  const asked = expectStatus(await admin.post('/v1/account-requests', { kind: 'CREATE', ...wanted }), 201).body;
  expectStatus(await security.post(`/v1/account-requests/${asked.id}/decision`, APPROVE), 200);
  const again = { ...wanted, kind: 'CREATE', username: 'wang.fang' };
  const other = expectStatus(await admin.post('/v1/account-requests', again), 201).body;
  const no = { decision: 'REJECT', reason: '岗位已满' };
  expectStatus(await chief.post(`/v1/account-requests/${other.id}/decision`, no), 200);
  const open = { ...wanted, kind: 'CREATE', username: 'zhao.min' };
  expectStatus(await admin.post('/v1/account-requests', open), 201);

  const limit = { approvalLimitFen: 100_000_000_00, reason: '本院决定' };
  const land = { subject: 'DEPARTMENT', change: 'CREATE', code: 'LAND', name: '自然资源局', reason: '新增成员单位' };
  const { id: changeId } = expectStatus(await admin.post('/v1/directory-changes', land), 201).body;
  expectStatus(await chief.post(`/v1/directory-changes/${changeId}/decision`, APPROVE), 200);
  const { id: limitId } = expectStatus(await admin.post('/v1/court-limits', limit), 201).body;
  expectStatus(await chief.post(`/v1/court-limits/${limitId}/decision`, APPROVE), 200);
  const ladder = { steps: [{ step: 'D-7', offsetDays: -8 }], reason: '本院决定' };
  expectStatus(await admin.put('/v1/escalation-policies', ladder, { 'if-match': '*' }), 200);

  const [principal] = await test.deps.sql`select id from users where username = 'president'`;
  const [deputy] = await test.deps.sql`select id from users where username = 'chief'`;
  const days = { fromOn: '2023-09-28', toOn: '2023-12-27', reason: '年休假' };
  const absence = { principalId: principal?.['id'], deputyId: deputy?.['id'], roles: ['PRESIDENT'], ...days };
  const delegated = await president.post('/v1/delegations', absence);
  const { id: delegationId } = expectStatus(delegated, 201).body;
  expectStatus(await security.post(`/v1/delegations/${delegationId}/decision`, APPROVE), 200);

  const rate = { announcedOn: '2023-09-28', lpr1Y: '3.00', lpr5Y: '3.50', source: '同业拆借中心' };
  expectStatus(await admin.post('/v1/lending-rates', rate), 201);
  const year = { year: 2027, notice: '国办发明电〔2026〕1号', offDays: ['2027-01-01'], makeupWorkdays: [] };
  expectStatus(await admin.post('/v1/holidays', { ...year, source: '国务院办公厅' }), 201);
  expectStatus(await admin.post('/v1/job-runs', { job: 'remind' }), 202);
  const key = { name: '接口', scopes: ['cases:read'], currentPassword: 'reprieve' };
  expectStatus(await clerk.post('/v1/me/api-keys', key), 201);
  expectStatus(await finance.post('/v1/me/api-keys', { ...key, name: '旧接口' }), 201);
}
