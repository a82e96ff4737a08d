import t from 'tap';
import { setStage } from '../../../plugins/stage.js';
import { expectStatus, FILING } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';
import { buildFiling } from '../cases/filings.js';

const GROUND = { ground: '与被执行人法定代表人系近亲属' };

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test } = stage;
  const idOf = async (username: string) =>
    String((await test.deps.sql`select id from users where username = ${username}`)[0]?.['id']);
  const colleague = await addAccount(test, { username: 'colleague', roles: ['OFFICER'], courtCode: '浙0702' });
  return { ...stage, idOf, colleague, chief: await test.as('chief'), president: await test.as('president') };
}

t.test('CP-02: for whoever is recused the case does not exist, in any call', async (t) => {
  const { test, people, caseId, planId, paymentId, seizureId, chief, idOf } = await setCourt(t);
  const { clerk, finance } = people;
  const other = expectStatus(await clerk.post('/v1/cases', buildFiling(1)), 201).body.id;
  const url = `/v1/cases/${caseId}`;
  await test.closeDays('2023-11-01');
  t.ok((await clerk.get('/v1/notices')).body.items.length > 0, 'the officer in charge has notices of the case');
  const made = expectStatus(await chief.post(`${url}/recusals`, { ...GROUND, userId: await idOf('clerk') }), 201);
  t.match(made.body, {
    user: { name: '王书记员' },
    ...GROUND,
    recordedBy: { name: '周局长' },
    vacant: ['OFFICER'],
    liftedAt: null,
  });
  t.match(made.headers, { etag: '"v1"', location: `${url}/recusals/${made.body.id}` });
  const paths = [
    '',
    '/timeline',
    '/ledger',
    '/payments',
    '/seizures',
    '/plans',
    '/consents',
    '/files',
    '/statement',
    '/recusals',
  ];
  for (const path of paths) expectStatus(await clerk.get(`${url}${path}`), 404);
  for (const path of [
    `/v1/plans/${planId}`,
    `/v1/plans/${planId}/schedule`,
    `/v1/payments/${paymentId}`,
    `/v1/seizures/${seizureId}`,
  ]) {
    expectStatus(await clerk.get(path), 404);
  }
  const account = { collectionAccount: FILING.collectionAccount, reason: '账户变更' };
  expectStatus(await clerk.patch(url, account, { 'if-match': '*' }), 404);
  const search = { field: 'COLLECTION_ACCOUNT_NUMBER', value: FILING.collectionAccount.number, purpose: '查找案件' };
  const found = (await clerk.post('/v1/case-searches', search)).body.items.map((one: { id: string }) => one.id);
  t.same(found, [other]);
  t.same(
    (await clerk.get('/v1/cases')).body.items.map((one: { id: string }) => one.id),
    [other],
    'and no list shows it',
  );
  t.same((await clerk.get('/v1/notices')).body.items, [], 'nor does a notice tell of it');
  expectStatus(await finance.get(url), 200);
  expectStatus(await people.enterprise.get(url), 200);
  t.same((await test.deps.sql`select version from cases where id = ${caseId}`)[0]?.['version'] > 0, true);
});

t.test('CP-02: oneself, or the chief for another; nobody else', async (t) => {
  const { test, people, caseId, chief, president, colleague, idOf } = await setCourt(t);
  const url = `/v1/cases/${caseId}/recusals`;
  const there = await test.as('clerk-0703');
  const clerkId = await idOf('clerk');
  const refusals: readonly [string, { post: typeof chief.post }, object, number, string][] = [
    ['a colleague', colleague, { ...GROUND, userId: clerkId }, 403, 'not-permitted'],
    ['the judge', people.judge, { ...GROUND, userId: clerkId }, 403, 'not-permitted'],
    ['the enterprise', people.enterprise, GROUND, 403, 'not-permitted'],
    ['another court', there, GROUND, 404, 'not-found'],
    ['the administrator', people.admin, GROUND, 404, 'not-found'],
    ['no ground', chief, { userId: clerkId }, 400, 'invalid-body'],
    ['somebody of another court', chief, { ...GROUND, userId: await idOf('clerk-0703') }, 409, 'user-unsuitable'],
    ['a party', chief, { ...GROUND, userId: await idOf('enterprise') }, 409, 'user-unsuitable'],
    ['nobody', chief, { ...GROUND, userId: caseId }, 409, 'user-unsuitable'],
  ];
  for (const [reason, caller, body, status, code] of refusals) {
    t.match(expectStatus(await caller.post(url, body), status).body, { code }, reason);
  }
  t.same(await test.deps.sql`select 1 from recusals`, []);
  const own = expectStatus(await colleague.post(url, GROUND), 201).body;
  t.match(own, { user: { name: 'colleague' }, vacant: [] });
  expectStatus(await colleague.get(`/v1/cases/${caseId}`), 404);
  const again = await chief.post(url, { ...GROUND, userId: colleague.id });
  t.match(expectStatus(again, 409).body, { code: 'already-recused' });
  expectStatus(await colleague.post(`${url}/${own.id}/lifting`, { reason: '无' }), 404);
  t.match(expectStatus(await people.judge.post(`${url}/${own.id}/lifting`, { reason: '无' }), 403).body, {
    code: 'not-permitted',
  });
  t.match(expectStatus(await president.post(`${url}/${own.id}/lifting`, {}), 400).body, {
    errors: [{ pointer: '/reason' }],
  });
  const lifted = expectStatus(await president.post(`${url}/${own.id}/lifting`, { reason: '查明无关' }), 200);
  t.match(lifted.body, { liftedBy: { name: '吴院长' }, liftReason: '查明无关' });
  t.equal(lifted.headers['etag'], '"v2"');
  t.match(expectStatus(await president.post(`${url}/${own.id}/lifting`, { reason: '再' }), 409).body, {
    code: 'recusal-lifted',
  });
  expectStatus(await colleague.get(`/v1/cases/${caseId}`), 200);
  const second = expectStatus(await colleague.post(url, GROUND), 201).body;
  const { items } = expectStatus(await chief.get(url), 200).body;
  t.same(
    items.map((one: { id: string }) => one.id),
    [own.id, second.id],
    'what was lifted stays on record',
  );
  expectStatus(await people.enterprise.get(url), 403);
});

t.test('parties learn that somebody was recused, and not why', async (t) => {
  const { people, caseId, chief, idOf } = await setCourt(t);
  const url = `/v1/cases/${caseId}`;
  const before = (await people.judge.get(url)).headers['etag'];
  expectStatus(await chief.post(`${url}/recusals`, { ...GROUND, userId: await idOf('finance') }), 201);
  t.equal((await people.judge.get(url)).headers['etag'], before, 'the case itself has not changed');
  const inside = (await people.judge.get(`${url}/timeline`)).body.items[0];
  t.match(inside, { type: 'RECUSAL_RECORDED', data: { name: '徐会计', ...GROUND }, actor: { name: '周局长' } });
  const outside = (await people.enterprise.get(`${url}/timeline`)).body.items[0];
  t.match(outside, { type: 'RECUSAL_RECORDED', actor: { name: '' } });
  t.same(outside.data, {});
});

t.test('a case is given to another officer and judge, who get its notices', async (t) => {
  const { test, people, caseId, chief, colleague, idOf } = await setCourt(t);
  const url = `/v1/cases/${caseId}/assignments`;
  const reason = { reason: '工作调整' };
  const refusals: readonly [string, { post: typeof chief.post }, object, number, string][] = [
    ['the officer himself', people.clerk, { ...reason, officerId: colleague.id }, 403, 'not-permitted'],
    ['nobody named', chief, reason, 400, 'invalid-body'],
    ['no reason', chief, { officerId: colleague.id }, 400, 'invalid-body'],
    ['a judge as officer', chief, { ...reason, officerId: await idOf('judge') }, 409, 'user-unsuitable'],
    ['an officer as judge', chief, { ...reason, judgeId: colleague.id }, 409, 'user-unsuitable'],
    ['another court', chief, { ...reason, officerId: await idOf('clerk-0703') }, 409, 'user-unsuitable'],
  ];
  for (const [why, caller, body, status, code] of refusals) {
    t.match(expectStatus(await caller.post(url, body), status).body, { code }, why);
  }
  const stale = await chief.post(url, { ...reason, officerId: colleague.id }, { 'if-match': '"v1"' });
  t.match(expectStatus(stale, 412).body, { code: 'stale-version' });
  expectStatus(await colleague.post(`/v1/cases/${caseId}/recusals`, GROUND), 201);
  t.match(expectStatus(await chief.post(url, { ...reason, officerId: colleague.id }), 409).body, {
    code: 'user-unsuitable',
  });

  const next = await addAccount(test, { username: 'next', roles: ['OFFICER'], courtCode: '浙0702' });
  const given = await chief.post(url, { ...reason, officerId: next.id, judgeId: await idOf('judge') });
  t.match(expectStatus(given, 200).body, { officer: { name: 'next' }, judge: { name: '陈法官' } });
  t.match((await people.judge.get(`/v1/cases/${caseId}/timeline`)).body.items[0], {
    type: 'CASE_ASSIGNED',
    data: { to: { officerId: next.id }, reason: '工作调整' },
  });
  await test.closeDays('2023-11-02');
  const notices = (await next.get('/v1/notices')).body.items;
  t.ok(notices.length > 0, 'the court hears through the new officer');
});
