import t from 'tap';
import { enterPayment, setStage } from '../../../plugins/stage.js';
import type { TestApp } from '../../../support/app.js';
import { createTestApp } from '../../../support/app.js';
import { codeOf, enrol } from '../../../support/second-factor.js';
import { expectStatus, FILING, type People } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';
import { addAccount } from '../identity/accounts.js';

const PASSWORD = { currentPassword: 'reprieve' };
const BANK = { name: '银行流水接口', scopes: ['cases:read', 'payments:write'], ...PASSWORD };

async function makeKey(caller: Pick<People['clerk'], 'post'>, wanted: object = BANK) {
  return expectStatus(await caller.post('/v1/me/api-keys', wanted), 201).body as { id: string; key: string };
}

/** Calls with a key as bearer token. */
function machineOf({ stranger }: TestApp, key: string) {
  const bearer = { authorization: `Bearer ${key}` };
  return {
    get: (url: string) => stranger.get(url, bearer),
    post: (url: string, body: unknown, headers: object = {}) => stranger.post(url, body, { ...bearer, ...headers }),
  };
}

t.test('a machine acts for a person, within the scopes of its key', async (t) => {
  const { test, people, caseId, paymentId } = await setStage(t);
  const made = await people.clerk.post('/v1/me/api-keys', BANK);
  const { id, key, ...view } = expectStatus(made, 201).body;
  t.match(key, /^rpv_[\w-]{43}$/);
  t.match(view, { name: BANK.name, scopes: BANK.scopes, lastUsedAt: null, revokedAt: null });
  t.match(made.headers, { 'cache-control': 'no-store', location: `/v1/me/api-keys/${id}` });
  const [stored] = await test.deps.sql`select key_hash from api_keys`;
  t.notOk(key.includes(String(stored?.['key_hash'])), 'the key itself is not kept');
  const machine = machineOf(test, key);
  t.equal(expectStatus(await machine.get(`/v1/cases/${caseId}`), 200).body.id, caseId);
  const entered = await enterPayment(machine as never, caseId);
  const [event] = await test.deps
    .sql`select actor_name, actor_id from case_events where type = 'PAYMENT_ENTERED' order by seq desc limit 1`;
  t.equal(event?.['actor_name'], '王书记员·API', 'the record says that a machine did it');
  t.match((await people.clerk.get(`/v1/payments/${entered}`)).body, {
    enteredBy: { name: '王书记员' },
    status: 'ENTERED',
  });
  const refused: readonly [string, () => Promise<{ status: number; body: { code: string } }>][] = [
    ['another part of the API', () => machine.get(`/v1/cases/${caseId}/consents`)],
    ['writing with a scope to read', () => machine.post('/v1/cases', FILING)],
    ['accounts', () => machine.get('/v1/users')],
    ['the own account', () => machine.get('/v1/me')],
    ['keys', () => machine.post('/v1/me/api-keys', BANK)],
    ['something unknown', () => machine.get('/v1/nothing')],
  ];
  for (const [reason, act] of refused) {
    const { status, body } = await act();
    t.match({ status, code: body.code }, { status: 403, code: 'scope-missing' }, reason);
  }
  const mark = (await people.clerk.get(`/v1/me/api-keys/${id}`)).body.lastUsedAt;
  t.ok(Math.abs(Date.parse(mark) - Date.now()) < 60_000, 'last use is shown');
  t.ok(paymentId);
});

t.test('CP-01: no key decides, and four eyes are those of persons', async (t) => {
  const { test, people, caseId, paymentId, planId } = await setStage(t);
  const all = ['payments:write', 'plans:write', 'relief:write', 'cases:write', 'reference:write'];
  const finance = machineOf(test, (await makeKey(people.finance, { ...BANK, scopes: all })).key);
  const judge = machineOf(test, (await makeKey(people.judge, { ...BANK, scopes: all })).key);
  const decisions: readonly [string, typeof finance, object][] = [
    [`/v1/payments/${paymentId}/approval`, finance, {}],
    [`/v1/payments/${paymentId}/reversal`, finance, { reason: '退款' }],
    [`/v1/plans/${planId}/activation`, judge, {}],
    [`/v1/cases/${caseId}/unmask`, judge, { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: '核对账户' }],
    [`/v1/cases/${caseId}/consents`, judge, {}],
  ];
  for (const [url, machine, body] of decisions) {
    t.match(expectStatus(await machine.post(url, body), 403).body, { code: 'scope-missing' }, url);
  }
  const { key } = await makeKey(people.finance, { ...BANK, scopes: ['payments:write'] });
  const own = await machineOf(test, key).post(`/v1/cases/${caseId}/payments`, {}, { 'idempotency-key': 'x' });
  t.notMatch(own.body, { code: 'scope-missing' });
});

t.test('a key never opens more than its person', async (t) => {
  const { test, people } = await setStage(t);
  const there = expectStatus(await (await test.as('clerk-0703')).get('/v1/cases'), 200);
  t.same(there.body.items, []);
  const { key } = await makeKey(await test.as('clerk-0703'), { ...BANK, scopes: ['cases:write'] });
  const machine = machineOf(test, key);
  t.same((await machine.get('/v1/cases')).body.items, [], 'reach is that of the person');
  t.match(expectStatus(await machine.post('/v1/cases', buildFiling(1)), 409).body, { code: 'case-number-other-court' });
  const enterprise = machineOf(test, (await makeKey(people.enterprise, { ...BANK, scopes: ['cases:write'] })).key);
  t.match(expectStatus(await enterprise.post('/v1/cases', buildFiling(1)), 403).body, { code: 'not-permitted' });
});

t.test('a key ends by revocation, by time and with its person', async (t) => {
  const test = await createTestApp(t);
  const [clerk, judge, security] = await Promise.all(['clerk', 'judge', 'security'].map((name) => test.as(name)));
  if (!clerk || !judge || !security) throw new Error('no callers');
  const { id, key } = await makeKey(clerk);
  const machine = machineOf(test, key);
  t.equal((await machine.get('/v1/cases')).status, 200);
  expectStatus(await judge.get(`/v1/me/api-keys/${id}`), 404);
  expectStatus(await judge.post(`/v1/me/api-keys/${id}/revocation`), 404);
  const revoked = expectStatus(await clerk.post(`/v1/me/api-keys/${id}/revocation`), 200);
  t.ok(revoked.body.revokedAt);
  t.equal(revoked.headers['etag'], '"v2"');
  t.equal((await machine.get('/v1/cases')).status, 401);
  expectStatus(await clerk.post(`/v1/me/api-keys/${id}/revocation`), 200);

  const second = await makeKey(clerk);
  await test.owner`update api_keys set created_at = now() - interval '3 days', expires_at = now() - interval '1 second'
    where id = ${second.id}`;
  t.equal((await machineOf(test, second.key).get('/v1/cases')).status, 401, 'past its time');
  const third = await makeKey(clerk);
  const [user] = await test.deps.sql`select id from users where username = 'clerk'`;
  expectStatus(await security.post(`/v1/users/${user?.['id']}/deactivation`, { reason: '调离' }), 200);
  t.equal((await machineOf(test, third.key).get('/v1/cases')).status, 401, 'the person is gone');
  await test.owner`update users set status = 'ACTIVE' where username = 'clerk'`;
  test.app.forgetActor(String(user?.['id']));
  t.equal((await machineOf(test, third.key).get('/v1/cases')).status, 401, 'and the key does not come back with him');
  for (const wrong of ['rpv_', `rpv_${'A'.repeat(43)}`, `${key}x`]) {
    t.equal((await machineOf(test, wrong).get('/v1/cases')).status, 401, wrong);
  }
});

t.test('what a key may not be, and who has repeats of what', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  const refusals: readonly [string, object, string][] = [
    ['a wrong password', { ...BANK, currentPassword: 'wrong' }, '/currentPassword'],
    ['no scope', { ...BANK, scopes: [] }, '/scopes'],
    ['a scope twice', { ...BANK, scopes: ['cases:read', 'cases:read'] }, '/scopes'],
    ['a scope of accounts', { ...BANK, scopes: ['accounts:write'] }, '/scopes/0'],
    ['a life of years', { ...BANK, days: 367 }, '/days'],
    ['no name', { ...BANK, name: ' ' }, '/name'],
  ];
  for (const [reason, body, pointer] of refusals) {
    t.match(expectStatus(await clerk.post('/v1/me/api-keys', body), 400).body, { errors: [{ pointer }] }, reason);
  }
  t.same((await clerk.get('/v1/me/api-keys')).body, { items: [], nextCursor: null });
  const scopes = ['cases:write'];
  const [one, two] = [await makeKey(clerk, { ...BANK, scopes }), await makeKey(clerk, { ...BANK, scopes })];
  const key = { 'idempotency-key': 'same' };
  const first = expectStatus(await machineOf(test, one.key).post('/v1/cases', buildFiling(1), key), 201);
  const again = expectStatus(await machineOf(test, one.key).post('/v1/cases', buildFiling(1), key), 201);
  t.equal(again.headers['idempotency-replayed'], 'true');
  t.equal(again.body.id, first.body.id);
  t.match(
    (await machineOf(test, two.key).post('/v1/cases', buildFiling(1), key)).body,
    { code: 'case-number-taken' },
    'an Idempotency-Key belongs to its key',
  );
  for (let made = 2; made < 20; made += 1) await makeKey(clerk);
  t.match(expectStatus(await clerk.post('/v1/me/api-keys', BANK), 409).body, { code: 'too-many-keys' });
  t.equal((await clerk.get('/v1/me/api-keys')).body.items.length, 20);
});

t.test('a key ends with whatever ends what its person has signed in', async (t) => {
  const test = await createTestApp(t);
  const NAME = 'zhang.min';
  const user = await addAccount(test, { username: NAME, roles: ['MONITOR'], courtCode: '浙0702', isReal: true });
  const ends: readonly [string, () => Promise<unknown>][] = [
    [
      'another password',
      async () => {
        const body = { currentPassword: 'reprieve', password: 'three little ducks' };
        expectStatus(await user.post('/v1/me/password', body), 200);
        await test.owner`update users set password_hash = other.password_hash
          from users other where other.username = 'clerk' and users.username = ${NAME}`;
      },
    ],
    ['a sign-out everywhere', async () => expectStatus(await (await test.as(NAME)).post('/v1/me/sign-out'), 200)],
    ['a second factor', async () => enrol(await test.as(NAME), 'reprieve')],
  ];
  for (const [reason, end] of ends) {
    const { id, key } = await makeKey(await test.as(NAME));
    t.equal((await machineOf(test, key).get('/v1/cases')).status, 200, reason);
    await end();
    t.equal((await machineOf(test, key).get('/v1/cases')).status, 401, reason);
    const seen = expectStatus(await (await test.as(NAME)).get(`/v1/me/api-keys/${id}`), 200);
    t.ok(seen.body.revokedAt, 'and is seen to have ended');
    t.equal(seen.headers['etag'], '"v2"');
  }
});

t.test('a key is made with both factors, and with none of them missing', async (t) => {
  const test = await createTestApp(t);
  const NAME = 'zhang.min';
  const officer = await addAccount(test, { username: NAME, roles: ['OFFICER'], courtCode: '浙0702', isReal: true });
  t.match(expectStatus(await officer.post('/v1/me/api-keys', BANK), 403).body, { code: 'second-factor-missing' });
  const secret = await enrol(officer, 'reprieve');
  const anew = await test.as(NAME);
  const pointer = '/code';
  for (const body of [BANK, { ...BANK, code: codeOf(secret, 40) }, { ...BANK, code: codeOf(secret) }]) {
    t.match(expectStatus(await anew.post('/v1/me/api-keys', body), 400).body, { errors: [{ pointer }] });
  }
  const right = { ...BANK, code: codeOf(secret, 1) };
  expectStatus(await anew.post('/v1/me/api-keys', { ...right, currentPassword: 'wrong' }), 400);
  expectStatus(await anew.post('/v1/me/api-keys', right), 201);
  expectStatus(await anew.post('/v1/me/api-keys', right), 400);
  t.equal((await test.deps.sql`select 1 from api_keys`).length, 1, 'a code makes one key');
});

t.test('twenty keys are twenty, however many are asked for at once', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  await makeKey(clerk);
  await test.owner`insert into api_keys (id, user_id, name, key_hash, session_version, scopes, created_at, expires_at)
    select gen_random_uuid(), user_id, name, 'other-' || n, session_version, scopes, created_at, expires_at
    from api_keys, generate_series(1, 16) n`;
  // Five, since no more passwords of one person are checked at once.
  const answers = await Promise.all(Array.from({ length: 5 }, () => clerk.post('/v1/me/api-keys', BANK)));
  t.same(answers.map(({ status }) => status).sort(), [201, 201, 201, 409, 409]);
});
