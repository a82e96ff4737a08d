import t from 'tap';
import { addAccount, idOf } from '../features/people/identity/accounts.js';
import { createTestApp } from '../support/app.js';
import { expectStatus, FILING } from '../support/story.js';

t.test('a process hears at once when another one changes an account', async (t) => {
  const test = await createTestApp(t);
  const officer = await addAccount(test, { username: 'officer', roles: ['OFFICER'], courtCode: '浙0702' });
  const enterprise = await test.as('enterprise');
  const { id: partyId } = (await enterprise.get('/v1/me')).body.parties[0];
  const filed = expectStatus(await officer.post('/v1/cases', FILING), 201).body;
  expectStatus(await enterprise.get(`/v1/cases/${filed.id}`), 200);

  // The app has asked for the same channel before, over the same connection, and is told first.
  let tell: (userId: string) => void = () => undefined;
  await test.deps.sql.listen('reprieve_actors', (userId) => tell(userId));
  const change = async (work: () => Promise<unknown>) => {
    const told = new Promise<string>((resolve) => (tell = resolve));
    await work();
    return told;
  };
  const userId = await idOf(test, 'enterprise');
  t.equal(await change(() => test.owner`delete from user_parties where user_id = ${userId}`), userId);
  expectStatus(await enterprise.get(`/v1/cases/${filed.id}`), 404);
  t.equal(await change(() => test.owner`insert into user_parties values (${userId}, ${partyId})`), userId);
  expectStatus(await enterprise.get(`/v1/cases/${filed.id}`), 200);

  expectStatus(await officer.get('/v1/me'), 200);
  await change(() => test.owner`update users set roles = '{JUDGE}' where id = ${officer.id}`);
  t.match((await officer.get('/v1/me')).body, { roles: ['JUDGE'] });
  await change(() => test.owner`update users set status = 'DEACTIVATED' where id = ${officer.id}`);
  expectStatus(await officer.get('/v1/me'), 401);
});
