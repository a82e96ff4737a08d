import { spawnSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { nodeArguments } from '../../../support/compiled-files.js';
import { codeOf, enrol } from '../../../support/second-factor.js';
import { PROJECT_DIRECTORY } from '../../../support/services.js';
import { expectStatus } from '../../../support/story.js';
import { createVisitor } from '../../../support/visitor.js';
import { addAccount } from '../identity/accounts.js';

const CURRENT = { currentPassword: 'reprieve' };
const NAME = 'zhang.min';

async function setOfficer(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t);
  const user = await addAccount(test, { username: NAME, roles: ['OFFICER'], courtCode: '浙0702', isReal: true });
  return { test, user };
}

const signIn = ({ stranger }: TestApp, more: object = {}) =>
  stranger.post('/v1/auth/token', { username: NAME, password: 'reprieve', ...more });

t.test('CP-08: people of a court do nothing without a second factor but set one up', async (t) => {
  const { test, user } = await setOfficer(t);
  expectStatus(await signIn(test), 200);
  t.match((await user.get('/v1/me')).body, { secondFactor: 'REQUIRED' });
  for (const url of ['/v1/notices', '/v1/business-date', '/v1/nothing', '/v1/men', '/v1/users/me']) {
    t.match(expectStatus(await user.get(url), 403).body, { code: 'second-factor-missing' }, url);
  }
  t.match((await user.get('/v1/cases')).body, { code: 'second-factor-missing' });
  t.match((await user.post('/v1/cases', {})).body, { code: 'second-factor-missing' }, 'before the body is looked at');
  const secret = await enrol(user, 'reprieve');
  t.equal((await user.get('/v1/me')).status, 401, 'what was signed in without it has ended');
  const { accessToken } = expectStatus(await signIn(test, { code: codeOf(secret, 1) }), 200).body;
  const bearer = { authorization: `Bearer ${accessToken}` };
  t.match((await test.stranger.get('/v1/me', bearer)).body, { secondFactor: 'ACTIVE' });
  t.equal((await test.stranger.get('/v1/cases', bearer)).status, 200);
  for (const roles of [['JUDGE'], ['FINANCE'], ['AUDITOR'], ['ADMIN'], ['SECURITY_ADMIN'], ['SECRETARIAT']]) {
    const one = await addAccount(test, { username: `real-${roles[0]}`, roles, courtCode: '浙0702', isReal: true });
    t.match((await one.get('/v1/cases')).body, { code: 'second-factor-missing' }, `${roles}`);
  }
  for (const roles of [['DEPARTMENT'], ['MONITOR'], ['ENTERPRISE']]) {
    const one = await addAccount(test, { username: `real-${roles[0]}`, roles, isReal: true });
    t.match((await one.get('/v1/me')).body, { secondFactor: 'NONE' }, `${roles[0]} may do without`);
    t.equal((await one.get('/v1/cases')).status, 200);
  }
  t.match((await (await test.as('clerk')).get('/v1/me')).body, { secondFactor: 'NONE' }, 'sample accounts are exempt');
});

t.test('a code opens once, at its time, and only beside the right password', async (t) => {
  const { test, user } = await setOfficer(t);
  const secret = await enrol(user, 'reprieve');
  t.match(expectStatus(await signIn(test), 401).body, { code: 'second-factor-required' });
  t.match(expectStatus(await signIn(test, { password: 'wrong' }), 401).body, { code: 'sign-in-failed' });
  const code = codeOf(secret, 1);
  t.match(
    expectStatus(await signIn(test, { password: 'wrong', code }), 401).body,
    { code: 'sign-in-failed' },
    'a right code beside a wrong password says nothing',
  );
  const at = await Promise.all([signIn(test, { code }), signIn(test, { code }), signIn(test, { code })]);
  t.same(at.map(({ status }) => status).sort(), [200, 401, 401], 'once, also when three come at once');
  await test.owner`delete from sign_in_attempts`;
  for (const wrong of [codeOf(secret), codeOf(secret, -40), codeOf(secret, 40), '000', 'abcdef']) {
    t.match(expectStatus(await signIn(test, { code: wrong }), 401).body, { code: 'sign-in-failed' }, wrong);
  }
  t.equal((await signIn(test, { code: codeOf(secret, 1) })).status, 429, 'wrong codes lock like wrong passwords');
  await test.owner`delete from sign_in_attempts`;
  await test.owner`update users set totp_last_step = null`;
  t.equal((await signIn(test, { code: codeOf(secret) })).status, 200, 'and a right one opens again');
});

t.test('of many codes at once no more than five are checked', async (t) => {
  const { test, user } = await setOfficer(t);
  const count = (answers: readonly { status: number }[], wanted: number) =>
    answers.filter(({ status }) => status === wanted).length;
  const many = <Answer>(ask: () => Promise<Answer>) => Promise.all(Array.from({ length: 200 }, ask));

  await t.test('while a factor is set up', async (t) => {
    const { secret } = expectStatus(await user.post('/v1/me/second-factor', CURRENT), 200).body;
    const code = codeOf(secret, -40);
    const answers = await many(() => user.post('/v1/me/second-factor/confirmation', { code }));
    t.equal(count(answers, 400), 5);
    t.equal(count(answers, 429), 195);
    await test.owner`delete from sign_in_attempts`;
  });

  await t.test('at sign-in, and a right one has to wait with them', async (t) => {
    const secret = await enrol(user, 'reprieve');
    await test.owner`delete from sign_in_attempts`;
    const answers = await many(() => signIn(test, { code: '000' }));
    t.equal(count(answers, 401), 5);
    t.equal(count(answers, 429), 195);
    t.equal((await signIn(test, { code: codeOf(secret, 1) })).status, 429);
    await test.owner`update sign_in_attempts set locked_until = now() - interval '1 second'`;
    t.equal((await signIn(test, { code: codeOf(secret, 1) })).status, 200, 'until the wait is over');
  });

  await t.test('a right password without a code uses up no try', async (t) => {
    const answers = await many(() => signIn(test));
    t.equal(count(answers, 401) + count(answers, 429), 200);
    const [row] = await test.owner`select failures from sign_in_attempts where subject = ${`account:${NAME}`}`;
    t.equal(row?.['failures'], 0);
    t.match(expectStatus(await signIn(test), 401).body, { code: 'second-factor-required' });
  });
});

t.test('setting one up: refusals, a second try, and never twice', async (t) => {
  const { test, user } = await setOfficer(t);
  const begin = (body: object) => user.post('/v1/me/second-factor', body);
  const confirm = (code: string) => user.post('/v1/me/second-factor/confirmation', { code });
  t.match(expectStatus(await begin({ currentPassword: 'wrong' }), 400).body, {
    errors: [{ pointer: '/currentPassword' }],
  });
  t.match(expectStatus(await confirm('123456'), 400).body, { errors: [{ pointer: '/code' }] }, 'none was begun');
  const first = expectStatus(await begin(CURRENT), 200);
  t.match(first.body, { secret: /^[A-Z2-7]{32}$/, uri: /^otpauth:\/\/totp\/Reprieve:zhang\.min\?/ });
  t.equal(first.headers['cache-control'], 'no-store');
  const [stored] = await test.owner`select totp_secret from users where username = ${NAME}`;
  t.match(stored?.['totp_secret'], /^f1\.sample\./, 'sealed');
  t.equal((await user.get('/v1/me')).body.secondFactor, 'REQUIRED', 'it counts only when a code has confirmed it');
  const second = expectStatus(await begin(CURRENT), 200).body;
  t.not(second.secret, first.body.secret);
  t.match(expectStatus(await confirm(codeOf(first.body.secret)), 400).body, { errors: [{ pointer: '/code' }] });
  t.match(expectStatus(await confirm('12345'), 400).body, { errors: [{ pointer: '/code', detail: /six digits/ }] });
  expectStatus(await confirm(codeOf(second.secret)), 200);
  const again = await test.as(NAME);
  t.match(expectStatus(await again.post('/v1/me/second-factor', CURRENT), 409).body, { code: 'second-factor-active' });
  const sample = await test.as('clerk');
  t.match(expectStatus(await sample.post('/v1/me/second-factor', CURRENT), 409).body, { code: 'own-rights' });
});

t.test('wrong codes make the confirmation wait', async (t) => {
  const { user } = await setOfficer(t);
  const { secret } = (await user.post('/v1/me/second-factor', CURRENT)).body;
  const confirm = (code: string) => user.post('/v1/me/second-factor/confirmation', { code });
  for (let attempt = 0; attempt < 5; attempt += 1) expectStatus(await confirm(codeOf(secret, 50 + attempt)), 400);
  t.ok(Number(expectStatus(await confirm(codeOf(secret)), 429).headers['retry-after']) > 0);
});

t.test('a lost device: two people take the factor away, and a link sets another password', async (t) => {
  const { test, user } = await setOfficer(t);
  await enrol(user, 'reprieve');
  const [admin, security] = [await test.as('admin'), await test.as('security')];
  const url = `/v1/users/${user.id}`;
  const wanted = { kind: 'RESET_FACTOR', userId: user.id, reason: '遗失' };
  t.match((await security.get(url)).body, { hasSecondFactor: true });
  for (const name of ['chief', 'clerk']) {
    expectStatus(await (await test.as(name)).post('/v1/account-requests', wanted), 403);
  }
  const asked = expectStatus(await admin.post('/v1/account-requests', wanted), 201).body;
  t.match((await security.get(url)).body, { hasSecondFactor: true }, 'asking changes nothing');
  expectStatus(await admin.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' }), 403);
  expectStatus(await security.post(`/v1/account-requests/${asked.id}/decision`, { decision: 'APPROVE' }), 200);
  t.match((await security.get(url)).body, { hasSecondFactor: false, status: 'INVITED' });
  t.match(expectStatus(await admin.post('/v1/account-requests', wanted), 409).body, { code: 'account-state-forbids' });
  expectStatus(await signIn(test), 401);
  const { token } = expectStatus(await security.post(`${url}/invitation`), 200).body;
  const password = 'three little ducks';
  expectStatus(await test.stranger.post('/v1/auth/invitations', { token, password }), 200);
  expectStatus(await signIn(test, { password }), 200);
  t.match(
    (await (await test.as(NAME)).get('/v1/cases')).body,
    { code: 'second-factor-missing' },
    'and sets up another',
  );
});

t.test('from the command line, when nobody else is left to do it', async (t) => {
  const { test, user } = await setOfficer(t);
  await enrol(user, 'reprieve');
  const run = (username: string) =>
    spawnSync(
      process.execPath,
      [...nodeArguments('src/reprieve.ts'), 'reset-second-factor', '--username', username, '--reason', '遗失'],
      {
        cwd: path.resolve(PROJECT_DIRECTORY),
        encoding: 'utf8',
        env: { ...process.env, DATABASE_URL: test.databaseUrl, SAMPLE_DATA: 'accounts', CLOCK: 'simulated' },
      },
    );
  t.match(run(NAME), { status: 0, stdout: /zhang\.min sets up another/ });
  t.match(run(NAME), { status: 1, stderr: /no account zhang\.min with a second factor/ });
  expectStatus(await signIn(test), 200);
  const [row] = await test.deps.sql`select actor_name, purpose from access_log where act = 'resetSecondFactor'`;
  t.match({ ...row }, { actor_name: 'command line', purpose: '遗失' });
});

t.test('the pages: a newcomer is led to the own account, sets it up, and signs in with a code', async (t) => {
  const { test } = await setOfficer(t);
  const visitor = createVisitor(test.app);
  await visitor.get('/sign-in');
  const sign = (more: Record<string, string> = {}) =>
    visitor.submit('/sign-in', { username: NAME, password: 'reprieve', ...more });
  t.match(await sign(), { status: 303, headers: { location: '/account' } });
  for (const url of ['/console', '/notices', '/console/audit']) {
    t.match(await visitor.get(url), { status: 303, headers: { location: '/account' } }, url);
  }
  const page = await visitor.get('/account');
  t.match(page, { status: 200, html: /须先启用动态验证码/ });
  t.notMatch(page.html, /href="\/notices"/);
  t.match(await visitor.submit('/account/second-factor', { 'enrol-password': 'wrong' }), {
    status: 400,
    html: /当前密码不正确/,
  });
  t.match(await visitor.submit('/account/second-factor', { 'enrol-password': 'reprieve' }), { status: 303 });
  const shown = await visitor.get('/account');
  t.match(shown.html, /<img class="qr" src="data:image\/svg\+xml,/);
  const secret = (/class="secret">([A-Z2-7 ]+)</.exec(shown.html)?.[1] ?? '').replaceAll(' ', '');
  t.match(secret, /^[A-Z2-7]{32}$/);
  t.match(await visitor.submit('/account/second-factor/confirmation', { code: '000000' }), {
    status: 400,
    html: /验证码不正确/,
  });
  const code = codeOf(secret, -1);
  t.match(
    await visitor.submit('/account/second-factor/confirmation', { code: `${code.slice(0, 3)} ${code.slice(3)}` }),
    {
      status: 200,
      html: /请重新登录/,
    },
  );
  t.match(await visitor.get('/account'), { status: 303, headers: { location: '/sign-in' } });
  await visitor.get('/sign-in');
  const asked = await sign();
  t.match(asked, { status: 401, html: /id="code"/ });
  t.match(await sign({ code: '000000' }), { status: 401, html: /id="code"/ });
  t.match(await sign({ code: codeOf(secret, 1) }), { status: 303, headers: { location: '/console' } });
  t.match(await visitor.get('/account'), { status: 200, html: /已启用/ });
  const differ = { currentPassword: 'reprieve', password: 'three little ducks', repeated: 'other' };
  t.match(await visitor.submit('/account/password', differ), { status: 400, html: /两次输入的密码不同/ });
  const weak = { ...differ, password: 'short', repeated: 'short' };
  t.match(await visitor.submit('/account/password', weak), { status: 400, html: /密码过于简单/ });
  const wrong = { ...differ, currentPassword: 'wrong', repeated: differ.password };
  t.match(await visitor.submit('/account/password', wrong), { status: 400, html: /当前密码不正确/ });
  t.match(await visitor.submit('/account/password', { ...differ, repeated: differ.password }), {
    status: 200,
    html: /请重新登录/,
  });
});

t.test('the pages of a sample account offer no change, and end sessions', async (t) => {
  const test = await createTestApp(t);
  const [one, two] = [createVisitor(test.app), createVisitor(test.app)];
  for (const visitor of [one, two]) await visitor.signIn('enterprise');
  const page = await one.get('/account', { 'accept-language': 'en' });
  t.match(page, { status: 200, html: /Where you are signed in/ });
  t.notMatch(page.html, /name="currentPassword"|name="enrol-password"/);
  const ids = [...page.html.matchAll(/name="session" value="([0-9a-f]{24})"/g)].map(([, id]) => id ?? '');
  t.equal(ids.length, 2);
  for (const session of ids) await one.submit('/account/sessions/end', { session });
  t.match(await two.get('/account'), { status: 303, headers: { location: '/sign-in' } });
});
