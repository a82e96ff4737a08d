import t from 'tap';
import { createStrangerTally } from '../../../../src/features/people/trail/stranger-tally.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { expectStatus, FILING } from '../../../support/story.js';
import { createVisitor } from '../../../support/visitor.js';
import { addAccount } from '../identity/accounts.js';

const readLog = ({ owner }: TestApp, act: string) => owner<Record<string, unknown>[]>`
  select actor_name as name, court_code as court, object, from_address as address, detail from access_log
  where act = ${act} order by batch, position`;

/** The log of a test app stands when the app is closed: what is only buffered is written then. */
async function closing(test: TestApp) {
  await test.app.close();
  return test;
}

t.test('CP-04: sign-ins, good and bad, their locks and their ends are on record', async (t) => {
  const test = await createTestApp(t);
  const sign = (password: string, username = 'clerk') => test.stranger.post('/v1/auth/token', { username, password });
  const before = (await readLog(test, 'signIn')).length;
  expectStatus(await sign('reprieve'), 200);
  const good = (await readLog(test, 'signIn')).slice(before);
  t.match(good, [{ name: '王书记员', court: '浙0702', address: /./, detail: { username: 'clerk', way: 'API' } }]);
  for (let wrong = 0; wrong < 5; wrong += 1) expectStatus(await sign(`wrong ${wrong}`), 401);
  expectStatus(await sign('reprieve'), 429);
  expectStatus(await sign('my password in the wrong field', 'my other password'), 401);
  const bad = await readLog(test, 'refuseSignIn');
  t.equal(bad.length, 5, 'those that were checked; of a name that nobody has nothing is kept but a count');
  t.match(bad[3], { detail: { username: 'clerk', lockedUntil: null } });
  t.match(bad[4], { detail: { username: 'clerk', lockedUntil: /^20/ } }, 'the one that locks says until when');
  t.notMatch(JSON.stringify(await test.owner`select * from access_log`), /wrong \d|wrong field|other password/);

  const visitor = createVisitor(test.app);
  await visitor.signIn('judge');
  await visitor.get('/console');
  t.match((await readLog(test, 'signIn')).at(-1), { detail: { username: 'judge', way: 'PORTAL' } });
  await visitor.submit('/sign-out', {});
  t.match(await readLog(test, 'signOut'), [{ detail: { username: 'judge' }, address: /./ }]);
});

t.test('refusals of people who are signed in are on record one by one, of strangers by address and kind', async (t) => {
  const test = await createTestApp(t);
  const [clerk, judge, there] = [await test.as('clerk'), await test.as('judge'), await test.as('clerk-0703')];
  const { id, enterprise } = expectStatus(await clerk.post('/v1/cases', FILING), 201).body;
  const firm = await addAccount(test, { username: 'firm', roles: ['ENTERPRISE'], partyId: enterprise.id });
  await test.owner`update users set managing_court_code = '浙0702' where username = 'firm'`;
  expectStatus(await judge.post('/v1/cases', { ...FILING, caseNumber: '（2023）浙0702执7777号' }), 403);
  expectStatus(await there.get(`/v1/cases/${id}`), 404);
  expectStatus(await there.get('/v1/nothing-at-all'), 404);
  expectStatus(await firm.get('/v1/users'), 403);
  for (let time = 0; time < 7; time += 1) expectStatus(await test.stranger.get('/v1/cases'), 401);
  const bearer = { authorization: 'Bearer none' };
  expectStatus(await test.stranger.get(`/v1/cases/${id}`, bearer), 401);
  const auditor = await test.as('auditor');
  await closing(test);
  const one = await readLog(test, 'refuse');
  t.match(one, [
    { court: null, object: '/v1/cases', detail: { act: 'fileCase', kind: '403 not-permitted' } },
    { court: '浙0702', object: `/v1/cases/${id}`, detail: { act: 'readCase', kind: '404 not-found' } },
    { name: 'firm', court: '浙0702', detail: { act: 'listUsers', kind: '403 not-permitted' } },
  ]);
  t.equal(one.length, 3, 'an address that leads nowhere is a slip');
  const counted = await readLog(test, 'refuseStranger');
  const sum = counted.reduce((total, { detail }) => total + Number(Object(detail).count), 0);
  t.equal(sum, 8);
  t.ok(counted.length <= 2, 'one for a minute, however many there were');
  t.match(counted[0], { name: 'stranger', object: '401 not-signed-in', address: /./ });
  t.ok(auditor);
});

t.test('an auditor reads them, with what strangers were refused', async (t) => {
  const test = await createTestApp(t);
  const auditor = await test.as('auditor');
  expectStatus(await test.stranger.post('/v1/auth/token', { username: 'clerk', password: 'reprieve' }), 200);
  const moment = new Date();
  await test.owner`select make_access_month(now())`;
  await test.owner`
    insert into access_log (recorded_at, batch, position, read_at, actor_id, actor_name, act, object, from_address,
      request_id, detail)
    values (now(), 999, 0, ${moment}, 'stranger', 'stranger', 'refuseStranger', '401 not-signed-in', '198.51.100.7',
      'r', '{"count":3}')`;
  for (const type of ['signIn', 'refuseStranger']) {
    const { items } = expectStatus(await auditor.get(`/v1/audit-events?log=ACCESS&type=${type}`), 200).body;
    t.ok(items.length > 0, type);
    t.match(items[0], { type, fromAddress: /./ });
  }
  const file = await auditor.get('/v1/audit-events/export?log=ACCESS&type=signIn&format=csv&purpose=检查');
  t.match(String(file.body), /signIn/, 'and takes them out');
});

t.test('refusals of strangers: one entry for each address, kind and minute', (t) => {
  let now = new Date('2026-01-01T10:00:30Z');
  const noted: { object: string; fromAddress: string; detail?: object | undefined; readAt: Date }[] = [];
  const tally = createStrangerTally(
    (entry) => noted.push(entry),
    () => now,
  );
  for (let time = 0; time < 3; time += 1) tally.count('198.51.100.1', '401 not-signed-in');
  tally.count('198.51.100.1', '404 not-found');
  tally.count('2001:db8::1', '404 not-found');
  tally.count('2001:db8::2', '404 not-found');
  tally.settle();
  t.same(noted, [], 'the minute is not over');
  now = new Date('2026-01-01T10:01:10Z');
  tally.count('198.51.100.1', '404 not-found');
  tally.settle();
  t.match(noted, [
    { object: '401 not-signed-in', fromAddress: '198.51.100.1', detail: { count: 3 } },
    { object: '404 not-found', fromAddress: '198.51.100.1', detail: { count: 1 } },
    { object: '404 not-found', fromAddress: /^2001:db8:/, detail: { count: 2 } },
  ]);
  t.equal(noted.length, 3);
  t.same(noted[0]?.readAt, new Date('2026-01-01T10:00:00Z'));
  tally.settle(true);
  t.equal(noted.length, 4, 'the end of the process settles what is left');
  for (let host = 0; host < 3_000; host += 1) tally.count(`10.0.${host >> 8}.${host & 255}`, '401 not-signed-in');
  tally.settle(true);
  t.equal(noted.length, 4 + 1_001, 'and nobody fills the log from many addresses');
  t.match(noted.at(-1), { fromAddress: '', detail: { count: 2_000 } });
  t.end();
});
