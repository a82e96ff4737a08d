import t from 'tap';
import { refusal, refusalOf } from '../../../plugins/refusals.js';
import { createTestApp } from '../../../support/app.js';
import { RELIEF } from '../../../support/reviews.js';
import { expectStatus, FILING, signInAll } from '../../../support/story.js';
import { addAccount } from '../identity/accounts.js';

const APPROVE = { decision: 'APPROVE' };
const LAND = { subject: 'DEPARTMENT', change: 'CREATE', code: 'LAND', name: '自然资源局', reason: '新增成员单位' };
const ZONE = { subject: 'COURT', change: 'CREATE', code: '浙0791', name: '金华开发区人民法院', reason: '新设法院' };
const ACCOUNT = {
  kind: 'CREATE',
  displayName: '联络员',
  roles: ['DEPARTMENT'],
  departmentCode: 'LAND',
  reason: '新任',
};

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t);
  const callers = { ...(await signInAll(test)), chief: await test.as('chief'), security: await test.as('security') };
  /** Puts a change into force. */
  const change = async (body: object) => {
    const { id } = expectStatus(await callers.admin.post('/v1/directory-changes', body), 201).body;
    return expectStatus(await callers.security.post(`/v1/directory-changes/${id}/decision`, APPROVE), 200).body;
  };
  return { test, ...callers, change };
}

t.test('CP-01: a department is asked for by one, taken in by another, and answers from then on', async (t) => {
  const { test, admin, chief, security, clerk, finance, auditor, enterprise } = await setCourt(t);
  for (const caller of [clerk, finance, chief, security, enterprise]) {
    t.same(refusalOf(await caller.post('/v1/directory-changes', LAND)), refusal('not-permitted'));
  }
  const account = { ...ACCOUNT, username: 'dept-land' };
  const unknown = await admin.post('/v1/account-requests', account);
  t.same(refusalOf(unknown), refusal('department-unknown', '/departmentCode'), 'nobody answers for what is not there');
  const made = expectStatus(await admin.post('/v1/directory-changes', LAND), 201);
  const url = `/v1/directory-changes/${made.body.id}`;
  t.match(made, {
    headers: { location: url, etag: '"v1"' },
    body: { ...LAND, status: 'ENTERED', courtCode: '浙0702' },
  });
  t.same(refusalOf(await admin.post('/v1/directory-changes', LAND)), refusal('entry-waits'));
  t.equal((await clerk.get('/v1/departments/LAND')).status, 404, 'not before it is decided');
  t.same(refusalOf(await admin.post(`${url}/decision`, APPROVE)), refusal('not-permitted'));
  t.same(refusalOf(await security.post(`${url}/decision`, { decision: 'REJECT' })), refusal('invalid-body', '/reason'));
  const there = await addAccount(test, { username: 'sec-0703', roles: ['SECURITY_ADMIN'], courtCode: '浙0703' });
  expectStatus(await there.post(`${url}/decision`, APPROVE), 404);
  t.match(expectStatus(await chief.post(`${url}/decision`, APPROVE), 200).body, { status: 'APPROVED' });
  t.same(refusalOf(await security.post(`${url}/decision`, APPROVE)), refusal('entry-already-decided'));
  t.match((await clerk.get('/v1/departments/LAND')).body, { courtCode: '浙0702', name: LAND.name, closedOn: null });
  t.same(refusalOf(await admin.post('/v1/directory-changes', LAND)), refusal('code-taken'));
  expectStatus(await admin.post('/v1/account-requests', account), 201);
  const codes = (await clerk.get('/v1/departments')).body.items.map((one: { code: string }) => one.code);
  t.same(codes, ['HOUSING', 'INDUSTRY', 'LAND', 'TAX']);
  t.same((await enterprise.get('/v1/departments')).body.items, [], 'people of a party have no court');
  t.equal((await there.get('/v1/departments/LAND')).status, 404, 'of another court');
  t.equal((await auditor.get('/v1/directory-changes?status=APPROVED')).body.items.length, 1);
  t.equal((await auditor.get('/v1/directory-changes?status=ENTERED')).body.items.length, 0);
  const [noted] = await test.deps.sql`select detail from access_log where act = 'decideDirectoryChange'`;
  t.match(noted?.['detail'], { decision: 'APPROVE', code: 'LAND', name: LAND.name });
});

t.test('the same person never decides on his own entry, but may take it back', async (t) => {
  const { test, chief } = await setCourt(t);
  const both = await addAccount(test, { username: 'both', roles: ['ADMIN', 'SECURITY_ADMIN'], courtCode: '浙0702' });
  const { id } = expectStatus(await both.post('/v1/directory-changes', LAND), 201).body;
  const url = `/v1/directory-changes/${id}/decision`;
  t.same(refusalOf(await both.post(url, APPROVE)), refusal('four-eyes'));
  expectStatus(await both.post(url, { decision: 'REJECT', reason: '录入有误' }), 200);
  t.same(refusalOf(await chief.post(url, APPROVE)), refusal('entry-already-decided'));
  t.equal((await chief.get('/v1/departments/LAND')).status, 404);
});

t.test('a department is renamed and closed; what it was asked stays under its name', async (t) => {
  const { test, clerk, admin, change } = await setCourt(t);
  await change({ ...LAND, change: 'RENAME', code: 'TAX', name: '税务局第一分局' });
  t.match((await clerk.get('/v1/departments/TAX')).body, { name: '税务局第一分局' });
  const close = { subject: 'DEPARTMENT', change: 'CLOSE', code: 'TAX', reason: '机构调整' };
  t.same(
    refusalOf(await admin.post('/v1/directory-changes', { ...close, name: '税' })),
    refusal('invalid-body', '/name'),
  );
  await change(close);
  t.match((await clerk.get('/v1/departments/TAX')).body, { closedOn: '2023-09-28' });
  t.same(refusalOf(await admin.post('/v1/directory-changes', close)), refusal('directory-unlisted'), 'once');
  const { id } = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  expectStatus(await clerk.post(`/v1/cases/${id}/relief-requests`, RELIEF), 201);
  const asked = { departments: [{ departmentCode: 'TAX', question: '欠税?' }] };
  t.same(
    refusalOf(await clerk.post(`/v1/cases/${id}/joint-reviews`, asked)),
    refusal('department-unknown', '/departments/0/departmentCode'),
  );
  const wanted = { ...ACCOUNT, username: 'dept-tax-2', departmentCode: 'TAX' };
  t.same(refusalOf(await admin.post('/v1/account-requests', wanted)), refusal('department-unknown', '/departmentCode'));
  const [row] = await test.deps.sql`select count(*)::int as count from departments where code = 'TAX'`;
  t.equal(row?.['count'], 1);
});

t.test('ID-03: a court is taken in below a listed one, and a closed one files no more cases', async (t) => {
  const { test, clerk, admin, change } = await setCourt(t);
  const other = { ...FILING, caseNumber: '（2023）浙0791执1号' };
  const rows = [
    ['a code that is none', { ...ZONE, code: '浙079' }, refusal('invalid-body', '/code')],
    ['below a court that is not listed', { ...ZONE, code: '沪0101' }, refusal('court-not-listed')],
    ['there already', { ...ZONE, code: '浙0702' }, refusal('code-taken')],
    [
      'unknown, to be closed',
      { subject: 'COURT', change: 'CLOSE', code: '浙0791', reason: '撤销' },
      refusal('directory-unlisted'),
    ],
  ] as const;
  for (const [reason, body, expected] of rows) {
    t.same(refusalOf(await admin.post('/v1/directory-changes', body)), expected, reason);
  }
  await change(ZONE);
  t.match((await clerk.get(`/v1/courts/${encodeURIComponent('浙0791')}`)).body, {
    ...{ name: ZONE.name, level: 'BASIC', parentCode: '浙07', closedOn: null },
  });
  const theirs = await addAccount(test, { username: 'clerk-0791', roles: ['OFFICER'], courtCode: '浙0791' });
  expectStatus(await theirs.post('/v1/cases', other), 201);
  await change({ subject: 'COURT', change: 'CLOSE', code: '浙0791', reason: '撤销' });
  const refused = await theirs.post('/v1/cases', { ...other, caseNumber: '（2023）浙0791执2号' });
  t.same(refusalOf(refused), refusal('court-not-listed'));
  t.equal((await theirs.get('/v1/cases')).body.items.length, 1, 'what is there goes on');
  t.equal((await clerk.get('/v1/courts/nowhere')).status, 404);
  const names = (await clerk.get('/v1/courts?limit=2')).body;
  t.equal(names.items.length, 2);
  t.equal((await clerk.get(`/v1/courts?limit=100&cursor=${names.nextCursor}`)).body.items.length, 10);
});

t.test('a name is given once, whoever decides first', async (t) => {
  const { admin, chief, security } = await setCourt(t);
  const ids: string[] = [];
  for (const code of ['LAND', 'SOIL']) {
    ids.push(expectStatus(await admin.post('/v1/directory-changes', { ...LAND, code }), 201).body.id);
  }
  const [one = '', other = ''] = ids;
  expectStatus(await chief.post(`/v1/directory-changes/${one}/decision`, APPROVE), 200);
  t.same(refusalOf(await security.post(`/v1/directory-changes/${other}/decision`, APPROVE)), refusal('code-taken'));
  t.match((await chief.get(`/v1/directory-changes/${other}`)).body, { status: 'ENTERED' });
});
