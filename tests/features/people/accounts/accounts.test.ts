import t from 'tap';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { codeOf, enrol } from '../../../support/second-factor.js';
import { expectStatus, FILING, signInAll } from '../../../support/story.js';
import { createVisitor } from '../../../support/visitor.js';
import { buildFiling } from '../../dossier/cases/filings.js';
import { addAccount, idOf } from '../identity/accounts.js';

const PASSWORD = 'three little ducks';
const ENTERPRISE = { unifiedSocialCreditCode: FILING.enterprise.unifiedSocialCreditCode };
const LI = {
  kind: 'CREATE',
  username: 'li.wei',
  displayName: '李伟',
  roles: ['OFFICER'],
  reason: '新任书记员',
};

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t);
  const people = { ...(await signInAll(test)), security: await test.as('security'), chief: await test.as('chief') };
  return { test, people, ...people };
}

type Court = Awaited<ReturnType<typeof setCourt>>;

/**
 * Signs in an account of a court for the first time and sets up its second factor. @returns the headers of a
 * signed-in caller
 */
async function signInWithFactor({ test }: Court, username: string) {
  const first = expectStatus(await signIn(test, username), 200).body;
  const post = (url: string, body: unknown) =>
    test.stranger.post(url, body, { authorization: `Bearer ${first.accessToken}` });
  const secret = await enrol({ post }, PASSWORD);
  const code = codeOf(secret, 1);
  const { accessToken } = expectStatus(
    await test.stranger.post('/v1/auth/token', { username, password: PASSWORD, code }),
    200,
  ).body;
  return { authorization: `Bearer ${accessToken}` };
}

/** An account asked for, approved and taken into use. */
async function makeAccount({ test, admin, security }: Court, wanted: object = LI) {
  const asked = expectStatus(await admin.post('/v1/account-requests', wanted), 201).body;
  const decided = await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' });
  const { userId } = expectStatus(decided, 200).body;
  const link = expectStatus(await security.post(`/v1/users/${userId}/invitation`), 200).body;
  expectStatus(await test.stranger.post('/v1/auth/invitations', { token: link.token, password: PASSWORD }), 200);
  return { userId: userId as string, requestId: asked.id as string, link };
}

/** A link for a forgotten password: asked for by one, decided and handed over by another. */
async function giveLink({ admin, security }: Pick<Court, 'admin' | 'security'>, userId: string) {
  const wanted = { kind: 'GIVE_LINK', userId, reason: '遗忘密码' };
  const asked = expectStatus(await admin.post('/v1/account-requests', wanted), 201).body;
  expectStatus(await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' }), 200);
  return expectStatus(await security.post(`/v1/users/${userId}/invitation`), 200).body;
}

const signIn = ({ stranger }: TestApp, username: string, password = PASSWORD) =>
  stranger.post('/v1/auth/token', { username, password });

t.test('CP-01: an account is asked for, approved by a second person, and taken into use by its own', async (t) => {
  const court = await setCourt(t);
  const { test, admin, security, auditor } = court;
  const asked = await admin.post('/v1/account-requests', LI);
  t.match(expectStatus(asked, 201).body, {
    status: 'ENTERED',
    userId: null,
    wanted: { username: 'li.wei', roles: ['OFFICER'], courtCode: '浙0702', partyIds: [] },
    before: null,
    enteredBy: { name: '系统管理员' },
    decidedBy: null,
  });
  t.match(asked.headers, { etag: '"v1"', location: `/v1/account-requests/${asked.body.id}` });
  t.equal((await signIn(test, 'li.wei')).status, 401, 'there is no such account yet');
  const url = `/v1/account-requests/${asked.body.id}`;
  const decided = await security.post(`${url}/decision`, { decision: 'APPROVE' });
  const { userId } = expectStatus(decided, 200).body;
  t.match(decided.body, { status: 'APPROVED', decidedBy: { name: '安全管理员' } });
  t.equal((await security.get(url)).headers['etag'], '"v2"');
  t.match((await admin.get(`/v1/users/${userId}`)).body, { status: 'INVITED', username: 'li.wei', version: 1 });
  t.equal((await signIn(test, 'li.wei', '')).status, 400);
  t.equal((await signIn(test, 'li.wei', 'anything at all')).status, 401, 'no password opens it before it has one');

  expectStatus(await admin.post(`/v1/users/${userId}/invitation`), 403);
  const link = await security.post(`/v1/users/${userId}/invitation`);
  t.equal(expectStatus(link, 200).headers['cache-control'], 'no-store');
  const [stored] = await test.owner`select token_hash from invitations`;
  t.not(stored?.['token_hash'], link.body.token, 'only its digest is kept');
  const weak = await test.stranger.post('/v1/auth/invitations', { token: link.body.token, password: 'li.wei li.wei' });
  t.match(expectStatus(weak, 400).body, { errors: [{ pointer: '/password', detail: /user name/ }] });
  const taken = await test.stranger.post('/v1/auth/invitations', { token: link.body.token, password: PASSWORD });
  t.same(expectStatus(taken, 200).body, { username: 'li.wei' });
  const again = await test.stranger.post('/v1/auth/invitations', { token: link.body.token, password: PASSWORD });
  t.match(expectStatus(again, 401).body, { code: 'invitation-invalid' }, 'once');
  const bearer = await signInWithFactor(court, 'li.wei');
  const me = await test.stranger.get('/v1/me', bearer);
  t.match(me.body, { username: 'li.wei', roles: ['OFFICER'], courtCode: '浙0702' });
  const filed = await test.stranger.post('/v1/cases', FILING, bearer);
  t.match(expectStatus(filed, 201).body.officer, { name: '李伟' });
  const log = (await auditor.get('/v1/audit-events?log=ACCESS&limit=200')).body.items;
  const acts = log.map(({ type }: { type: string }) => type);
  t.ok(acts.includes('decideAccountRequest') && acts.includes('inviteUser'), 'acts on accounts are on record');
});

t.test('CP-01: who may not ask, decide or invite', async (t) => {
  const court = await setCourt(t);
  const { test, people, admin, security, chief } = court;
  const there = await addAccount(test, { username: 'admin-0703', roles: ['ADMIN'], courtCode: '浙0703' });
  const securityThere = await addAccount(test, {
    username: 'sec-0703',
    roles: ['SECURITY_ADMIN'],
    courtCode: '浙0703',
  });
  for (const caller of [people.clerk, people.judge, people.auditor, people.enterprise, security, chief]) {
    t.match(expectStatus(await caller.post('/v1/account-requests', LI), 403).body, { code: 'not-permitted' });
  }
  const asked = expectStatus(await admin.post('/v1/account-requests', LI), 201).body;
  const url = `/v1/account-requests/${asked.id}`;
  const approve = { decision: 'APPROVE' };
  t.match(expectStatus(await admin.post(`${url}/decision`, approve), 403).body, { code: 'not-permitted' });
  t.match(expectStatus(await people.judge.post(`${url}/decision`, approve), 403).body, { code: 'not-permitted' });
  expectStatus(await securityThere.post(`${url}/decision`, approve), 404);
  expectStatus(await there.get(url), 404);
  t.match(expectStatus(await security.post(`${url}/decision`, { decision: 'REJECT' }), 400).body, {
    errors: [{ pointer: '/reason' }],
  });
  const rejected = await chief.post(`${url}/decision`, { decision: 'REJECT', reason: '岗位已满' });
  t.match(expectStatus(rejected, 200).body, { status: 'REJECTED', userId: null, decisionReason: '岗位已满' });
  t.match(expectStatus(await security.post(`${url}/decision`, approve), 409).body, { code: 'entry-already-decided' });
  t.same(await test.deps.sql`select 1 from users where username = 'li.wei'`, [], 'no account came of it');

  const { userId } = await makeAccount(court);
  expectStatus(await securityThere.post(`/v1/users/${userId}/invitation`), 404);
  expectStatus(await there.get(`/v1/users/${userId}`), 404);
  t.match(expectStatus(await admin.post(`/v1/users/${userId}/invitation`), 403).body, { code: 'not-permitted' });
  t.match(expectStatus(await security.post(`/v1/users/${userId}/invitation`), 409).body, { code: 'link-not-granted' });
  expectStatus(await people.clerk.post(`/v1/users/${userId}/invitation`), 403);
  const names = (await admin.get('/v1/users?limit=200')).body.items.map((one: { username: string }) => one.username);
  t.ok(names.includes('li.wei') && names.includes('enterprise') && !names.includes('clerk-0703'));
  expectStatus(await people.clerk.get('/v1/users'), 403);
  expectStatus(await people.clerk.get('/v1/account-requests'), 403);
});

t.test('CP-01: even one who is both cannot approve what he asked for, nor his own rights', async (t) => {
  const { test, admin } = await setCourt(t);
  const both = await addAccount(test, { username: 'both', roles: ['ADMIN', 'SECURITY_ADMIN'], courtCode: '浙0702' });
  const asked = expectStatus(await both.post('/v1/account-requests', LI), 201).body;
  const own = await both.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(own, 403).body, { code: 'four-eyes' });
  const self = { kind: 'CHANGE', userId: both.id, roles: ['PRESIDENT'], reason: '升任' };
  t.match(expectStatus(await both.post('/v1/account-requests', self), 409).body, { code: 'own-rights' });
  const other = expectStatus(await admin.post('/v1/account-requests', self), 201).body;
  const approved = await both.post(`/v1/account-requests/${other.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(approved, 409).body, { code: 'own-rights' });
  t.match(expectStatus(await both.post(`/v1/users/${both.id}/invitation`), 409).body, { code: 'own-rights' });
});

t.test('what a request may not want', async (t) => {
  const court = await setCourt(t);
  const { test, admin, security, clerk } = court;
  expectStatus(await clerk.post('/v1/cases', FILING), 201);
  const party = { ...LI, username: 'wang.fang', roles: ['ENTERPRISE'], parties: [ENTERPRISE] };
  const refusals: readonly [string, object, number, object][] = [
    ['a name of two letters', { ...LI, username: 'li' }, 400, { errors: [{ pointer: '/username' }] }],
    ['no role', { ...LI, roles: [] }, 400, { errors: [{ pointer: '/roles' }] }],
    ['a role twice', { ...LI, roles: ['OFFICER', 'OFFICER'] }, 400, { errors: [{ pointer: '/roles' }] }],
    ['an unknown role', { ...LI, roles: ['KING'] }, 400, { errors: [{ pointer: '/roles/0' }] }],
    ['no reason', { ...LI, reason: ' ' }, 400, { errors: [{ pointer: '/reason' }] }],
    ['two administrators in one', { ...LI, roles: ['ADMIN', 'AUDITOR'] }, 400, { errors: [{ pointer: '/roles' }] }],
    ['a party of an officer', { ...LI, parties: [ENTERPRISE] }, 400, { errors: [{ pointer: '/parties' }] }],
    ['no party', { ...party, parties: [] }, 400, { errors: [{ pointer: '/parties' }] }],
    ['a party twice', { ...party, parties: [ENTERPRISE, ENTERPRISE] }, 400, { errors: [{ pointer: '/parties/1' }] }],
    [
      'a party of no case',
      { ...party, parties: [{ partyId: test.deps.installation.instanceId }] },
      409,
      { code: 'party-of-no-case' },
    ],
    [
      'a department without a name',
      { ...LI, roles: ['DEPARTMENT'] },
      400,
      { errors: [{ pointer: '/departmentCode' }] },
    ],
    ['a taken name', { ...LI, username: 'clerk' }, 409, { code: 'username-taken' }],
    [
      'no such account',
      { kind: 'REACTIVATE', userId: test.deps.installation.instanceId, reason: 'x' },
      404,
      { code: 'not-found' },
    ],
    ['another kind', { ...LI, kind: 'DELETE' }, 400, { errors: [{ pointer: '/kind' }] }],
  ];
  for (const [reason, body, status, problem] of refusals) {
    t.match(expectStatus(await admin.post('/v1/account-requests', body), status).body, problem, reason);
  }
  t.same(await test.deps.sql`select 1 from account_requests`, []);
  const [first, second] = await Promise.all([LI, LI].map((body) => admin.post('/v1/account-requests', body)));
  t.same([first?.status, second?.status].sort(), [201, 409], 'one request for a name waits');
  const waiting = first?.status === 201 ? first : second;
  await test.owner`update users set username = 'li.wei' where username = 'monitor'`;
  const late = await security.post(`/v1/account-requests/${waiting?.body.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(late, 409).body, { code: 'username-taken' }, 'also when it was taken meanwhile');
});

t.test('an account of a party reaches the cases of its parties, and other rights end what was signed in', async (t) => {
  const court = await setCourt(t);
  const { test, clerk, admin, security } = court;
  const filed = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const wanted = { ...LI, username: 'wang.fang', roles: ['ENTERPRISE'], parties: [ENTERPRISE] };
  const { userId } = await makeAccount(court, wanted);
  const { accessToken } = expectStatus(await signIn(test, 'wang.fang'), 200).body;
  const bearer = { authorization: `Bearer ${accessToken}` };
  t.same(
    (await test.stranger.get('/v1/cases', bearer)).body.items.map((one: { id: string }) => one.id),
    [filed.id],
  );
  const change = {
    kind: 'CHANGE',
    userId,
    roles: ['APPLICANT'],
    parties: [{ partyId: filed.applicants[0].id }],
    reason: '误登记',
  };
  const asked = expectStatus(await admin.post('/v1/account-requests', change), 201).body;
  t.match(asked, {
    before: { roles: ['ENTERPRISE'], partyIds: [filed.enterprise.id] },
    wanted: { roles: ['APPLICANT'], partyIds: [filed.applicants[0].id], displayName: '李伟' },
  });
  t.equal((await test.stranger.get('/v1/me', bearer)).status, 200, 'asking changes nothing');
  expectStatus(await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' }), 200);
  t.equal((await test.stranger.get('/v1/me', bearer)).status, 401, 'at once');
  const next = expectStatus(await signIn(test, 'wang.fang'), 200).body;
  const me = (await test.stranger.get('/v1/me', { authorization: `Bearer ${next.accessToken}` })).body;
  t.match(me, { roles: ['APPLICANT'], parties: [{ id: filed.applicants[0].id }] });
});

t.test('CP-08: a deactivated account is out at once, everywhere, and comes back only through two people', async (t) => {
  const court = await setCourt(t);
  const { test, admin, security } = court;
  const { userId } = await makeAccount(court);
  const visitor = createVisitor(test.app);
  await visitor.get('/sign-in');
  t.match(await visitor.submit('/sign-in', { username: 'li.wei', password: PASSWORD }), { status: 303 });
  t.equal((await visitor.get('/account')).status, 200);
  const { accessToken } = expectStatus(await signIn(test, 'li.wei'), 200).body;
  const bearer = { authorization: `Bearer ${accessToken}` };
  t.equal((await test.stranger.get('/v1/me', bearer)).status, 200);
  const pending = await giveLink(court, userId);

  const url = `/v1/users/${userId}/deactivation`;
  t.match(expectStatus(await admin.post(url, {}), 400).body, { errors: [{ pointer: '/reason' }] });
  t.match(expectStatus(await admin.post(url, { reason: '调离' }, { 'if-match': '"v9"' }), 412).body, {
    code: 'stale-version',
  });
  t.match(expectStatus(await admin.post(url, { reason: '调离' }), 200).body, { status: 'DEACTIVATED' });
  t.equal((await test.stranger.get('/v1/me', bearer)).status, 401);
  t.match(await visitor.get('/account'), { status: 303, headers: { location: '/sign-in' } });
  t.equal((await signIn(test, 'li.wei')).status, 401);
  const link = await test.stranger.post('/v1/auth/invitations', { token: pending.token, password: PASSWORD });
  t.equal(link.status, 401, 'a link from before opens nothing');
  t.match(expectStatus(await admin.post(url, { reason: '调离' }), 409).body, { code: 'account-state-forbids' });
  t.match((await security.post(`/v1/users/${userId}/invitation`)).body, { code: 'account-state-forbids' });
  const change = { kind: 'CHANGE', userId, roles: ['JUDGE'], reason: '升任' };
  t.match(expectStatus(await admin.post('/v1/account-requests', change), 409).body, { code: 'account-state-forbids' });

  const back = { kind: 'REACTIVATE', userId, reason: '调回' };
  const asked = expectStatus(await admin.post('/v1/account-requests', back), 201).body;
  t.equal((await signIn(test, 'li.wei')).status, 401);
  expectStatus(await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' }), 200);
  t.equal((await signIn(test, 'li.wei')).status, 401, 'the old password is gone');
  const anew = expectStatus(await security.post(`/v1/users/${userId}/invitation`), 200).body;
  expectStatus(await test.stranger.post('/v1/auth/invitations', { token: anew.token, password: PASSWORD }), 200);
  t.equal((await signIn(test, 'li.wei')).status, 200);
  t.equal((await test.stranger.get('/v1/me', bearer)).status, 401, 'and old tokens stay ended');
});

t.test('a court keeps one who asks and one who approves', async (t) => {
  const { test, admin, security, chief } = await setCourt(t);
  const reason = { reason: '清理' };
  for (const username of ['admin', 'security']) {
    const answer = await security.post(`/v1/users/${await idOf(test, username)}/deactivation`, reason);
    t.match(expectStatus(answer, 409).body, { code: 'last-administrator' }, username);
  }
  const change = { kind: 'CHANGE', userId: await idOf(test, 'security'), roles: ['PRESIDENT'], reason: '升任' };
  const asked = expectStatus(await admin.post('/v1/account-requests', change), 201).body;
  const decided = await chief.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(decided, 409).body, { code: 'last-administrator' }, 'nor is the last one made something else');
  await addAccount(test, { username: 'admin-2', roles: ['ADMIN'], courtCode: '浙0702' });
  expectStatus(await security.post(`/v1/users/${await idOf(test, 'admin-2')}/deactivation`, reason), 200);
  t.equal((await admin.get('/v1/users')).status, 200);
});

t.test('a link sets a password once, for a while, and a new one ends it', async (t) => {
  const court = await setCourt(t);
  const { test } = court;
  const { userId } = await makeAccount(court);
  const [one, two] = [await giveLink(court, userId), await giveLink(court, userId)];
  const take = (token: string, password = 'four larger geese') =>
    test.stranger.post('/v1/auth/invitations', { token, password });
  t.match(expectStatus(await take(one.token), 401).body, { code: 'invitation-invalid' }, 'replaced');
  await test.owner`update invitations set expires_at = now() - interval '1 second'`;
  t.match(expectStatus(await take(two.token), 401).body, { code: 'invitation-invalid' }, 'past its time');
  const three = await giveLink(court, userId);
  const taken = await Promise.all([take(three.token), take(three.token), take(three.token)]);
  t.same(taken.map(({ status }) => status).sort(), [200, 401, 401], 'three at once');
  t.equal((await signIn(test, 'li.wei')).status, 401, 'the old password is gone');
  t.equal((await signIn(test, 'li.wei', 'four larger geese')).status, 200);
  for (let wrong = 0; wrong < 20; wrong += 1) await take(`guess-${wrong}`);
  const next = await giveLink(court, userId);
  expectStatus(await take('guess'), 401);
  t.equal((await take(next.token)).status, 200, 'wrong links lock out nobody at the same address');
});

t.test('the page behind the link', async (t) => {
  const court = await setCourt(t);
  const { test } = court;
  const { userId } = await makeAccount(court);
  const { path, token } = await giveLink(court, userId);
  const visitor = createVisitor(test.app);
  const page = await visitor.get(path);
  t.match(page, { status: 200, html: /设置密码/ });
  t.ok(page.html.includes(`value="${token}"`) && page.html.includes('autocomplete="new-password"'));
  const send = (fields: object) =>
    visitor.submit('/invitation', { token, password: PASSWORD, repeated: PASSWORD, ...fields });
  t.match(await send({ repeated: 'other' }), { status: 400, html: /两次输入的密码不同/ });
  t.match(await send({ password: 'short', repeated: 'short' }), { status: 400, html: /密码过于简单/ });
  t.match(await send({ token: 'forged' }), { status: 401, html: /链接无效/ });
  t.match(await visitor.submit('/invitation', { token, password: PASSWORD, repeated: PASSWORD }, 'forged'), {
    status: 403,
  });
  t.match(await send({}), { status: 200, html: /密码已设置/ });
  t.match(await visitor.submit('/sign-in', { username: 'li.wei', password: PASSWORD }), { status: 303 });
  t.match(await createVisitor(test.app).get('/invitation?token=%3Cscript%3E', { 'accept-language': 'en' }), {
    status: 200,
    html: /Set the password/,
  });
});

t.test('nobody alone gets into the account of another, whatever he administers', async (t) => {
  const court = await setCourt(t);
  const { test, admin, security, clerk, chief } = court;
  const presidentId = await idOf(test, 'president');
  const url = `/v1/users/${presidentId}/invitation`;
  const link = { kind: 'GIVE_LINK', userId: presidentId, reason: '遗忘' };
  for (const kind of ['REACTIVATE', 'CHANGE', 'CREATE']) {
    const body = { kind, userId: presidentId, reason: '遗忘', ...(kind === 'CHANGE' ? { roles: ['PRESIDENT'] } : {}) };
    const wanted = kind === 'CREATE' ? LI : body;
    expectStatus(await security.post('/v1/account-requests', wanted), 403);
  }
  for (const caller of [clerk, chief]) expectStatus(await caller.post('/v1/account-requests', link), 403);
  t.match((await security.post(url)).body, { code: 'link-not-granted' });
  expectStatus(await security.post(`/v1/users/${presidentId}/second-factor-reset`, { reason: '遗失' }), 404);

  const asked = expectStatus(await security.post('/v1/account-requests', link), 201).body;
  const decision = `/v1/account-requests/${asked.id}/decision`;
  t.match(expectStatus(await security.post(decision, { decision: 'APPROVE' }), 403).body, { code: 'four-eyes' });
  expectStatus(await admin.post(decision, { decision: 'APPROVE' }), 403);
  t.match((await chief.post(url)).body, { code: 'link-not-granted' }, 'not decided');
  const other = await addAccount(test, { username: 'security-2', roles: ['SECURITY_ADMIN'], courtCode: '浙0702' });
  expectStatus(await chief.post(decision, { decision: 'APPROVE' }), 200);
  for (const caller of [security, other]) {
    t.match((await caller.post(url)).body, { code: 'link-not-granted' }, 'not who decided');
  }
  expectStatus(await admin.post(url), 403);
  const made = await Promise.all([chief.post(url), chief.post(url), chief.post(url)]);
  t.same(made.map(({ status }) => status).sort(), [200, 409, 409], 'shown once, also to three at once');
  const rows = await test.deps.sql<{ act: string }[]>`
    select act from access_log
    where object = ${`/v1/users/${presidentId}`} and act in ('decideAccountRequest', 'inviteUser')`;
  t.same(rows.map(({ act }) => act).sort(), ['decideAccountRequest', 'inviteUser']);

  const own = { kind: 'GIVE_LINK', userId: await idOf(test, 'chief'), reason: '遗忘' };
  const ofChief = expectStatus(await admin.post('/v1/account-requests', own), 201).body;
  const byChief = await chief.post(`/v1/account-requests/${ofChief.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(byChief, 409).body, { code: 'own-rights' }, 'nobody decides on a way into his own account');
});

t.test('whose account it is and the chief are told of a link and of a reset factor', async (t) => {
  const court = await setCourt(t);
  const { test, admin, security, chief, clerk } = court;
  const list = async (caller: Pick<typeof chief, 'get'>) =>
    expectStatus(await caller.get('/v1/me/account-notices'), 200).body.items;
  const { userId } = await makeAccount(court);
  t.same(await list(chief), [], 'a new account is no news');
  const refused = { kind: 'GIVE_LINK', userId, reason: '遗忘' };
  const { id } = expectStatus(await security.post('/v1/account-requests', refused), 201).body;
  expectStatus(
    await chief.post(`/v1/account-requests/${id}/decision`, { decision: 'REJECT', reason: '本人在岗' }),
    200,
  );
  t.same(await list(chief), [], 'nor is a no');
  const { token } = await giveLink(court, userId);
  expectStatus(await test.stranger.post('/v1/auth/invitations', { token, password: PASSWORD }), 200);
  const told = {
    kind: 'LINK_GIVEN',
    about: { id: userId, name: '李伟' },
    askedBy: { name: '系统管理员' },
    readAt: null,
  };
  t.match(await list(chief), [{ ...told, decidedBy: { name: '安全管理员' } }]);
  t.same([await list(admin), await list(clerk)], [[], []], 'nobody else');
  const bearer = await signInWithFactor(court, 'li.wei');
  const li = {
    get: (url: string) => test.stranger.get(url, bearer),
    post: (url: string, body?: unknown) => test.stranger.post(url, body, bearer),
  };
  const [own] = await list(li);
  t.match(own, told);
  const [ofChief] = await list(chief);
  expectStatus(await li.post(`/v1/me/account-notices/${ofChief.id}/reading`), 404);

  const visitor = createVisitor(test.app);
  await visitor.signIn('chief');
  const page = await visitor.get('/notices');
  t.match(page.html, /已批准为账户“李伟”发放设置密码的一次性链接/);
  await visitor.submit(`/notices/of-accounts/${ofChief.id}/reading`, {});
  t.notMatch((await visitor.get('/notices')).html, /一次性链接/);
  t.ok((await list(chief))[0].readAt);
  const read = expectStatus(await li.post(`/v1/me/account-notices/${own.id}/reading`), 200);
  t.ok(read.body.readAt);
  t.equal(read.headers['etag'], '"v2"');

  const lost = { kind: 'RESET_FACTOR', userId, reason: '遗失' };
  const asked = expectStatus(await security.post('/v1/account-requests', lost), 201).body;
  expectStatus(await chief.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' }), 200);
  t.match(await list(chief), [{ kind: 'FACTOR_RESET', askedBy: { name: '安全管理员' } }, { kind: 'LINK_GIVEN' }]);
});

t.test('one account never stands for both sides of a case', async (t) => {
  const court = await setCourt(t);
  const { clerk, admin, security } = court;
  const filed = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const parties = [{ partyId: filed.enterprise.id }, { partyId: filed.applicants[0].id }];
  const both = { ...LI, roles: ['ENTERPRISE', 'APPLICANT'], parties };
  t.match(expectStatus(await admin.post('/v1/account-requests', both), 409).body, {
    code: 'parties-opposed',
    errors: [{ pointer: '/parties' }],
  });
  const other = buildFiling(1);
  const elsewhere = expectStatus(await clerk.post('/v1/cases', other), 201).body;
  const apart = [parties[0], { partyId: elsewhere.applicants[0].id }];
  const asked = expectStatus(await admin.post('/v1/account-requests', { ...both, parties: apart }), 201).body;
  const against = buildFiling(2, { enterprise: FILING.enterprise, applicants: other.applicants });
  const { id } = expectStatus(await clerk.post('/v1/cases', against), 201).body;
  const late = await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(late, 409).body, { code: 'parties-opposed' }, `since case ${id}`);
});

t.test('names of accounts differ by more than case and width, and open however they are written', async (t) => {
  const court = await setCourt(t);
  const { test, admin, security } = court;
  t.match(expectStatus(await admin.post('/v1/account-requests', { ...LI, username: 'Clerk' }), 409).body, {
    code: 'username-taken',
  });
  const asked = expectStatus(await admin.post('/v1/account-requests', LI), 201).body;
  t.match(expectStatus(await admin.post('/v1/account-requests', { ...LI, username: 'LI.WEI' }), 409).body, {
    code: 'entry-waits',
  });
  await test.owner`update users set username = 'Li.Wei' where username = 'monitor'`;
  const late = await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(late, 409).body, { code: 'username-taken' });
  for (const name of ['CLERK', 'ｃｌｅｒｋ', 'Ｃlerk']) {
    await t.rejects(test.owner`update users set username = ${name} where username = 'judge'`, /users_username_unique/);
    expectStatus(await signIn(test, name, 'reprieve'), 200);
  }
});
