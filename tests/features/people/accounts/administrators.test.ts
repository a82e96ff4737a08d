import t from 'tap';
import { createAdministrator } from '../../../../src/features/people/accounts/administrators.js';
import { createTestApp } from '../../../support/app.js';

const WANTED = { username: 'root.admin', displayName: '管理员', courtCode: '浙0702', password: 'a long enough phrase' };

t.test('the first administrator of a database is made once, and signs in', async (t) => {
  const test = await createTestApp(t, { sampleData: 'none' });
  const { db, sql } = test.deps;
  const rows: readonly (readonly [string, object, RegExp])[] = [
    ['a name of two letters', { username: 'ab' }, /user name/],
    ['a name with a blank', { username: 'a b c' }, /user name/],
    ['a short password', { password: 'elevenchars' }, /12 characters/],
    ['a password that holds the name', { password: 'xx Root.Admin xx' }, /user name/],
    ['a court that is not listed', { courtCode: '浙9999' }, /浙9999/],
  ];
  for (const [reason, change, message] of rows) {
    await t.rejects(createAdministrator(db, { ...WANTED, ...change }), { message }, reason);
  }
  t.same(await sql`select * from users`, [], 'nothing is stored');
  const made = await Promise.allSettled(
    [1, 2, 3].map((n) => createAdministrator(db, { ...WANTED, username: `admin-${n}` })),
  );
  t.equal(made.filter((one) => one.status === 'fulfilled').length, 1, 'also when three ask at once');
  await t.rejects(createAdministrator(db, WANTED), { message: /administrator already/ });
  const [user] = await sql<{ username: string }[]>`select username from users`;
  const answer = await test.stranger.post('/v1/auth/token', { username: user?.username, password: WANTED.password });
  t.equal(answer.status, 200);
});

t.test('an administrator of the sample accounts does not count', async (t) => {
  const test = await createTestApp(t);
  await createAdministrator(test.deps.db, WANTED);
  t.equal(
    (await test.stranger.post('/v1/auth/token', { username: WANTED.username, password: WANTED.password })).status,
    200,
  );
  await t.rejects(createAdministrator(test.deps.db, { ...WANTED, username: 'clerk' }), { message: /taken/ });
});
