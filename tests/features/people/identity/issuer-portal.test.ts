import t from 'tap';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { PUBLIC_URL, type Person, startIssuer, type TestIssuer } from '../../../support/issuer.js';
import { codeOf, enrol } from '../../../support/second-factor.js';
import { expectStatus, signInAll } from '../../../support/story.js';
import { createVisitor, type Page, type Visitor } from '../../../support/visitor.js';
import { addAccount } from './accounts.js';

const WANG: Person = { subject: 'wang-01' };
const WITH_FACTOR: Person = { ...WANG, amr: ['pwd', 'mfa'] };

async function setIssuer(t: { teardown(work: () => unknown): void }) {
  const issuer = await startIssuer(t);
  const test = await createTestApp(t, { env: issuer.env });
  const link = (userId: string, { subject }: Person = WANG) =>
    test.deps.sql`insert into user_identities values (${userId}, ${issuer.url}, ${subject}, now())`;
  return { issuer, test, link };
}

/** Goes to the issuer and comes back. @returns the address of coming back, and its answer */
async function walk(
  visitor: Visitor,
  issuer: TestIssuer,
  person: Person,
  purpose = 'SIGN_IN',
): Promise<{ path: string; page: Page }> {
  const leaving = await visitor.get(`/sign-in/issuer?purpose=${purpose}`);
  const back = await issuer.authorize(String(leaving.headers['location']), person);
  const path = `${back.pathname}${back.search}`;
  return { path, page: await visitor.get(path) };
}

const placeOf = (page: Page) => page.headers['location'];
const addOfficer = (test: TestApp, username: string) =>
  addAccount(test, { username, roles: ['OFFICER'], courtCode: '浙0702', isReal: true });

t.test('an account approved with its identity is taken into use by signing in at the issuer', async (t) => {
  const { issuer, test } = await setIssuer(t);
  const { admin } = await signInAll(test);
  const security = await test.as('security');
  const identity = { issuer: issuer.url, subject: WANG.subject };
  const wanted = {
    kind: 'CREATE',
    username: 'wang.li',
    displayName: '王丽',
    roles: ['OFFICER'],
    reason: '新任',
    identity,
  };
  const asked = expectStatus(await admin.post('/v1/account-requests', wanted), 201).body;
  t.match(asked.wanted, { identity });
  const visitor = createVisitor(test.app);
  const early = await walk(visitor, issuer, WITH_FACTOR);
  t.equal(early.page.status, 401, 'not before it is approved');
  t.match(early.page.html, /未关联本系统账户/);
  const decided = await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' });
  const { userId } = expectStatus(decided, 200).body;
  t.match((await admin.get(`/v1/users/${userId}`)).body, { status: 'INVITED', identity });

  t.match((await visitor.get('/sign-in')).html, /href="\/sign-in\/issuer"[^>]*>[^<]*统一身份认证/);
  const leaving = new URL(String(placeOf(await visitor.get('/sign-in/issuer'))));
  t.match(Object.fromEntries(leaving.searchParams), {
    response_type: 'code',
    code_challenge_method: 'S256',
    code_challenge: /^[\w-]{43}$/,
    state: /./,
    nonce: /./,
    redirect_uri: `${PUBLIC_URL}/sign-in/issuer/callback`,
  });
  const { page } = await walk(visitor, issuer, WITH_FACTOR);
  t.equal(page.status, 303);
  t.match(
    await visitor.get('/'),
    { status: 303, headers: { location: '/console' } },
    'the issuer has seen both factors',
  );
  t.match((await visitor.get('/console')).html, /王丽/);
  t.match((await admin.get(`/v1/users/${userId}`)).body, { status: 'ACTIVE' });
  const password = await test.stranger.post('/v1/auth/token', { username: 'wang.li', password: 'reprieve' });
  expectStatus(password, 401);

  const taken = { ...wanted, username: 'zhao.yi' };
  const second = expectStatus(await admin.post('/v1/account-requests', taken), 201).body;
  const refused = await security.post(`/v1/account-requests/${second.id}/decision`, { decision: 'APPROVE' });
  t.match(expectStatus(refused, 409).body, { code: 'identity-taken' });
  const change = { kind: 'CHANGE', userId, roles: ['OFFICER'], reason: '改用密码', identity: null };
  const third = expectStatus(await admin.post('/v1/account-requests', change), 201).body;
  t.match(third, { before: { identity }, wanted: { identity: null } });
  expectStatus(await security.post(`/v1/account-requests/${third.id}/decision`, { decision: 'APPROVE' }), 200);
  t.match(await visitor.get('/console'), { status: 303 }, 'other rights end what was signed in');
  t.equal((await walk(createVisitor(test.app), issuer, WITH_FACTOR)).page.status, 401);
});

t.test('CP-08: what the issuer has not asked for, the account asks for itself', async (t) => {
  const { issuer, test, link } = await setIssuer(t);
  const user = await addOfficer(test, 'officer');
  await link(user.id);
  const visitor = createVisitor(test.app);
  t.equal((await walk(visitor, issuer, WANG)).page.status, 303);
  t.match(
    await visitor.get('/console'),
    { status: 303, headers: { location: '/account' } },
    'there is no second factor yet',
  );
  const secret = await enrol(user, 'reprieve');

  const next = createVisitor(test.app);
  const { page } = await walk(next, issuer, WANG);
  t.equal(placeOf(page), '/sign-in/code');
  t.match(
    await next.get('/console'),
    { status: 303, headers: { location: '/sign-in' } },
    'not signed in before the code',
  );
  await next.get('/sign-in/code');
  const wrong = await next.submit('/sign-in/code', { code: '000000' });
  t.equal(wrong.status, 401);
  t.match(wrong.html, /id="code"/);
  t.equal(placeOf(await next.submit('/sign-in/code', { code: codeOf(secret, 1) })), '/');
  t.equal((await next.get('/console')).status, 200);

  const third = createVisitor(test.app);
  await walk(third, issuer, WANG);
  await third.get('/sign-in/code');
  t.equal((await third.submit('/sign-in/code', { code: codeOf(secret, 1) })).status, 401, 'a code opens once');
  for (let tries = 0; tries < 4; tries += 1) await third.submit('/sign-in/code', { code: '000000' });
  const locked = await third.submit('/sign-in/code', { code: '000000' });
  t.match(locked, { status: 429, headers: { 'retry-after': /^\d+$/ } });
  t.equal(
    (await walk(third, issuer, WITH_FACTOR)).page.headers['location'],
    '/',
    'both factors there need no code here',
  );
  t.equal((await createVisitor(test.app).get('/sign-in/code')).status, 303, 'nobody types a code without a sign-in');
});

t.test('an answer opens one session, the one that asked, once', async (t) => {
  const { issuer, test, link } = await setIssuer(t);
  const user = await addOfficer(test, 'officer');
  await link(user.id);
  const visitor = createVisitor(test.app);
  const before = visitor.cookies.get('reprieve_session');
  const { path, page } = await walk(visitor, issuer, WITH_FACTOR);
  t.equal(page.status, 303);
  t.not(visitor.cookies.get('reprieve_session'), before, 'with a session of a new name');
  t.equal((await visitor.get(path)).status, 401, 'a second time it opens nothing');
  const victim = createVisitor(test.app);
  t.equal((await victim.get(path)).status, 401, 'nor for somebody who asked for nothing');
  await victim.get('/sign-in/issuer');
  t.equal((await victim.get(path)).status, 401, 'nor for somebody who asked for himself');
  t.match(await victim.get('/console'), { status: 303 });

  const other = createVisitor(test.app);
  const leaving = await other.get('/sign-in/issuer');
  const back = await issuer.authorize(String(placeOf(leaving)), WITH_FACTOR);
  back.searchParams.set('state', 'x'.repeat(43));
  t.equal((await other.get(`${back.pathname}${back.search}`)).status, 401, 'with another state');

  await other.get('/sign-in/issuer');
  const refusal = await other.get('/sign-in/issuer/callback?error=access_denied');
  t.equal(refusal.status, 401);
  t.match(refusal.html, /统一身份认证未确认登录/);
  for (const search of ['', '?code=x', '?code=x&state=', `?code=${'x'.repeat(3000)}`]) {
    await other.get('/sign-in/issuer');
    t.equal((await other.get(`/sign-in/issuer/callback${search}`)).status, 401, search.slice(0, 20));
  }
  await test.deps.sql`update users set status = 'DEACTIVATED' where id = ${user.id}`;
  const gone = await walk(createVisitor(test.app), issuer, WITH_FACTOR);
  t.equal(gone.page.status, 401);
  t.match(gone.page.html, /未关联本系统账户/, 'an account out of use is as good as none');
});

t.test('a person links the own account after the own password, and takes the link away', async (t) => {
  const { issuer, test } = await setIssuer(t);
  const user = await addAccount(test, { username: 'monitor-2', roles: ['MONITOR'], courtCode: '浙0702', isReal: true });
  const visitor = createVisitor(test.app);
  await visitor.signIn('monitor-2');
  t.equal((await visitor.get('/sign-in/issuer?purpose=LINK')).status, 403, 'not without the password');
  t.match((await visitor.get('/account')).html, /尚未关联统一身份/);
  const wrong = await visitor.submit('/account/link', { 'link-password': 'guess' });
  t.equal(wrong.status, 400);
  t.match(wrong.html, /密码/);
  await visitor.get('/account');
  t.match(await visitor.submit('/account/link', { 'link-password': 'reprieve' }), { status: 303 });
  t.match((await visitor.get('/account')).html, /href="\/sign-in\/issuer\?purpose=LINK"/);
  t.equal(placeOf((await walk(visitor, issuer, WANG, 'LINK')).page), '/account');
  t.match((await user.get('/v1/me')).body, { identity: { issuer: issuer.url, subject: WANG.subject } });
  t.equal((await visitor.get('/sign-in/issuer?purpose=LINK')).status, 403, 'one password, one link');
  t.match((await walk(createVisitor(test.app), issuer, WANG)).page, { status: 303 });

  const second = await addAccount(test, {
    username: 'monitor-3',
    roles: ['MONITOR'],
    courtCode: '浙0702',
    isReal: true,
  });
  const other = createVisitor(test.app);
  await other.signIn('monitor-3');
  await other.get('/account');
  await other.submit('/account/link', { 'link-password': 'reprieve' });
  t.equal((await walk(other, issuer, WANG, 'LINK')).page.status, 409, 'an identity goes with one account');
  t.match((await second.get('/v1/me')).body, { identity: null });

  await visitor.get('/account');
  const ended = await visitor.submit('/account/unlink', { 'link-password': 'reprieve' });
  t.equal(ended.status, 200);
  t.match(await visitor.get('/account'), { status: 303 });
  t.equal((await walk(createVisitor(test.app), issuer, WANG)).page.status, 401);
  const acts = await test.deps.sql`select act from access_log where act like '%Identity' order by batch`;
  t.same(
    acts.map(({ act }) => act),
    ['linkIdentity', 'unlinkIdentity'],
  );
  const sample = createVisitor(test.app);
  await sample.signIn('clerk');
  t.notMatch((await sample.get('/account')).html, /统一身份/, 'sample accounts stay as everybody knows them');
});

t.test('without an issuer, and while it does not answer, passwords go on', async (t) => {
  const plain = await createTestApp(t);
  const visitor = createVisitor(plain.app);
  t.notMatch((await visitor.get('/sign-in')).html, /sign-in\/issuer/);
  t.equal((await visitor.get('/sign-in/issuer')).status, 404);

  const { issuer, test, link } = await setIssuer(t);
  const user = await addOfficer(test, 'officer');
  await link(user.id);
  const away = createVisitor(test.app);
  const leaving = await away.get('/sign-in/issuer');
  const back = await issuer.authorize(String(placeOf(leaving)), WITH_FACTOR);
  await issuer.stop();
  const page = await away.get(`${back.pathname}${back.search}`);
  t.equal(page.status, 503);
  t.match(page.html, /统一身份认证暂时无法连接/);
  t.match(await away.signIn('clerk'), { status: 303 });
});
