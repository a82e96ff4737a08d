import t from 'tap';
import { findWeakness } from '../../../../src/features/people/identity/passwords.js';
import { createTestApp } from '../../../support/app.js';
import { expectStatus } from '../../../support/story.js';
import { createVisitor } from '../../../support/visitor.js';
import { addAccount } from '../identity/accounts.js';

const PASSWORD = 'three little ducks';

async function setUser(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t);
  const user = await addAccount(test, { username: 'zhang.min', roles: ['MONITOR'], courtCode: '浙0702', isReal: true });
  return { test, user };
}

t.test('CP-08: which passwords will do', async (t) => {
  const rows: readonly [string, string | undefined][] = [
    [PASSWORD, undefined],
    ['喜欢在夏天的院子里数星星', undefined],
    ['9f$Kq!27xLmZ', undefined],
    ['elevenchars', 'needs at least 12 characters'],
    ['my ZHANG.min password', 'must not contain the user name'],
    ['aaaaaaaaaaaaaa', 'needs at least 5 different characters'],
    ['abababababab', 'needs at least 5 different characters'],
    ['123456789012', 'is one of those that are tried first'],
    ['987654321098', 'is one of those that are tried first'],
    ['abcdefghijklmn', 'is one of those that are tried first'],
    ['Password123456!', 'is one of those that are tried first'],
    ['Admin@1234567', 'is one of those that are tried first'],
    ['qwertyuiop123', 'is one of those that are tried first'],
  ];
  for (const [password, expected] of rows) t.equal(findWeakness(password, 'zhang.min'), expected, password);
});

t.test('a new password ends everything that was signed in with the old one', async (t) => {
  const { test, user } = await setUser(t);
  const visitor = createVisitor(test.app);
  await visitor.get('/sign-in');
  await visitor.submit('/sign-in', { username: 'zhang.min', password: 'reprieve' });
  t.equal((await visitor.get('/account')).status, 200);
  const change = { currentPassword: 'reprieve', password: PASSWORD };
  const refusals: readonly [string, object, string][] = [
    ['a wrong password', { ...change, currentPassword: 'wrong' }, '/currentPassword'],
    ['a weak one', { ...change, password: 'short' }, '/password'],
    ['nothing', { currentPassword: 'reprieve' }, '/password'],
  ];
  for (const [reason, body, pointer] of refusals) {
    t.match(expectStatus(await user.post('/v1/me/password', body), 400).body, { errors: [{ pointer }] }, reason);
  }
  t.equal((await user.get('/v1/me')).status, 200);
  const done = await user.post('/v1/me/password', change, { 'idempotency-key': 'once' });
  t.same(expectStatus(done, 200).body, { ended: 1 });
  t.equal((await user.get('/v1/me')).status, 401, 'the token too');
  t.match(await visitor.get('/account'), { status: 303 });
  t.equal((await test.stranger.post('/v1/auth/token', { username: 'zhang.min', password: 'reprieve' })).status, 401);
  t.equal((await test.stranger.post('/v1/auth/token', { username: 'zhang.min', password: PASSWORD })).status, 200);
  t.same(await test.deps.sql`select 1 from idempotency_keys`, [], 'nothing of it is kept for repeats');
  const sample = await test.as('clerk');
  t.match(expectStatus(await sample.post('/v1/me/password', change), 409).body, { code: 'own-rights' });
});

t.test('wrong passwords make the change wait, as they do at sign-in', async (t) => {
  const { user } = await setUser(t);
  const wrong = { currentPassword: 'wrong', password: PASSWORD };
  for (let attempt = 1; attempt <= 5; attempt += 1) expectStatus(await user.post('/v1/me/password', wrong), 400);
  const locked = expectStatus(await user.post('/v1/me/password', { ...wrong, currentPassword: 'reprieve' }), 429);
  t.ok(Number(locked.headers['retry-after']) > 0);
});

t.test('a person sees the own sessions, and ends one or all', async (t) => {
  const { test, user } = await setUser(t);
  const visitors = [createVisitor(test.app), createVisitor(test.app), createVisitor(test.app)];
  for (const [index, visitor] of visitors.entries()) {
    await visitor.get('/sign-in');
    await visitor.submit('/sign-in', { username: index === 2 ? 'clerk' : 'zhang.min', password: 'reprieve' });
  }
  const { items } = expectStatus(await user.get('/v1/me/sessions'), 200).body;
  t.equal(items.length, 2, 'the own ones only');
  for (const one of items) {
    t.match(one, { id: /^[0-9a-f]{24}$/, signedInAt: /Z$/, lastSeenAt: /Z$/, endsAt: /Z$/ });
    for (const visitor of visitors) {
      t.notOk(visitor.cookies.get('reprieve_session')?.includes(one.id), 'the name is not the cookie');
    }
  }
  const clerk = await test.as('clerk');
  expectStatus(await clerk.post(`/v1/me/sessions/${items[0].id}/end`), 404);
  expectStatus(await user.post(`/v1/me/sessions/nonsense/end`), 400);
  t.same(expectStatus(await user.post(`/v1/me/sessions/${items[0].id}/end`), 200).body, { ended: 1 });
  const still = await Promise.all(visitors.map(async (visitor) => (await visitor.get('/account')).status));
  t.same(still.slice(0, 2).sort(), [200, 303]);
  t.equal(still[2], 200);
  t.same(expectStatus(await user.post('/v1/me/sign-out'), 200).body, { ended: 1 });
  t.equal((await user.get('/v1/me')).status, 401);
  t.equal((await visitors[2]?.get('/account'))?.status, 200, 'nobody else is signed out');
});
