import t from 'tap';
import { createTestApp } from '../support/app.js';
import { createVisitor } from '../support/visitor.js';

const QUARTER = 15 * 60_000;

async function setVisitor(t: { teardown(work: () => unknown): void }) {
  const test = await createTestApp(t);
  const visitor = createVisitor(test.app);
  await visitor.signIn('clerk');
  return {
    test,
    visitor,
    nameOf: () => visitor.cookies.get('reprieve_session') ?? '',
    /** Lets the present name of the session be this old. */
    grow: (ms: number) => test.owner`
      update sessions set data = data || jsonb_build_object('rotatedAt', ${Date.now() - ms}::bigint)
      where not data ? 'replaced'`,
    /** A request that was under way with a name. */
    askAs: (name: string, url = '/console') =>
      test.app.inject({ url, headers: { cookie: `reprieve_session=${encodeURIComponent(name)}` } }),
    expire: (id: string) => test.owner`update sessions set expires_at = now() - interval '1 second' where id = ${id}`,
  };
}

t.test('CP-08: a session in use gets another name each quarter of an hour, and goes on', async (t) => {
  const { test, visitor, nameOf, grow, askAs } = await setVisitor(t);
  const first = nameOf();
  await visitor.get('/console');
  t.equal(nameOf(), first, 'not before');
  await grow(QUARTER - 5_000);
  await visitor.get('/console');
  t.equal(nameOf(), first);
  await grow(QUARTER);
  const form = await visitor.get('/account');
  t.equal(form.status, 200);
  const second = nameOf();
  t.not(second, first);
  t.equal((await visitor.get('/console')).status, 200);
  t.equal(nameOf(), second);

  const late = await askAs(first);
  t.equal(late.statusCode, 200, 'what was under way with the former name is answered');
  t.notOk(
    late.cookies.some(({ name }) => name === 'reprieve_session'),
    'and brings it back to no browser',
  );
  const [row] = await test.deps.sql`select expires_at from sessions where data ? 'replaced'`;
  const endsAt = new Date(row?.['expires_at']).getTime();
  t.ok(endsAt < Date.now() + 31_000, 'for half a minute, however often it is used');
  const page = await visitor.get('/account');
  t.equal(page.html.match(/action="\/account\/sessions\/end"/g)?.length, 1, 'it is one session, not two');
});

t.test('a form that was open before goes on, the former name ends, and a stolen one is worth nothing', async (t) => {
  const { test, visitor, nameOf, grow, askAs, expire } = await setVisitor(t);
  const first = nameOf();
  await visitor.get('/account');
  await grow(QUARTER);
  await visitor.get('/console');
  const [row] = await test.deps.sql`select id from sessions where data ? 'replaced'`;
  await expire(String(row?.['id']));
  t.match(await askAs(first), { statusCode: 303, headers: { location: '/sign-in' } });
  t.match(await visitor.submit('/sign-out', {}), { status: 303 }, 'the token of the form still holds');
  t.match(await visitor.get('/console'), { status: 303 });
  t.same(await test.deps.sql`select 1 from sessions where data ? 'userId' and not data ? 'replaced'`, []);
});

t.test('signing out everywhere ends the former name too', async (t) => {
  const { test, visitor, nameOf, grow, askAs } = await setVisitor(t);
  const first = nameOf();
  await grow(QUARTER);
  await visitor.get('/console');
  const clerk = await test.as('clerk');
  await clerk.post('/v1/me/sign-out', {});
  t.match(await askAs(first), { statusCode: 303, headers: { location: '/sign-in' } });
  t.match(await visitor.get('/console'), { status: 303 });
});
