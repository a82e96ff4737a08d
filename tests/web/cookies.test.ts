import t from 'tap';
import { createTestApp } from '../support/app.js';
import { createVisitor } from '../support/visitor.js';

t.test('a page that nobody has signed in to stores nothing', async (t) => {
  const test = await createTestApp(t);
  const count = async () => (await test.deps.sql`select count(*)::int as count from sessions`)[0]?.['count'];
  const visitor = createVisitor(test.app);
  for (const url of ['/', '/sign-in', '/sign-in', '/invitation?token=none', '/nothing']) await visitor.get(url);
  await visitor.submit('/sign-in', { username: 'clerk', password: 'wrong' });
  t.equal(await count(), 0, 'nor does a sign-in that fails');
  t.equal((await visitor.signIn('clerk')).status, 303);
  t.equal(await count(), 1);
});

t.test('a form is taken with the token of its own reader only', async (t) => {
  const test = await createTestApp(t);
  const [reader, another] = [createVisitor(test.app), createVisitor(test.app)];
  const tokenOf = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const before = tokenOf((await reader.get('/sign-in')).html);
  t.equal((await reader.submit('/sign-in', { username: 'clerk', password: 'reprieve' }, 'made-up')).status, 403);
  await reader.signIn('clerk');
  t.equal((await reader.submit('/sign-out', {}, before)).status, 403, 'of the page before the sign-in');
  await another.signIn('judge');
  const foreign = tokenOf((await another.get('/account')).html);
  t.equal((await reader.submit('/sign-out', {}, foreign)).status, 403, 'of somebody else');
  const cookieOfAnother = another.cookies.get('reprieve_form') ?? '';
  const planted = await test.app.inject({
    method: 'POST',
    url: '/sign-out',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: `reprieve_session=${reader.cookies.get('reprieve_session')}; reprieve_form=${cookieOfAnother}`,
    },
    payload: new URLSearchParams({ _csrf: foreign }).toString(),
  });
  t.equal(planted.statusCode, 403, 'of somebody else with his cookie planted');
  await reader.get('/account');
  t.equal((await reader.submit('/sign-out', {})).status, 303, 'its own');
});

t.test('over TLS cookies belong to this very host', async (t) => {
  const test = await createTestApp(t, { env: { TRUST_PROXY: '1' } });
  const https = { 'x-forwarded-proto': 'https' };
  const first = await test.app.inject({ url: '/sign-in', headers: https });
  const [form] = first.cookies;
  t.match(form, { name: '__Host-reprieve_form', secure: true, path: '/', httpOnly: true });
  t.equal(form?.domain, undefined);
  const token = /name="_csrf" value="([^"]+)"/.exec(first.body)?.[1] ?? '';
  const payload = new URLSearchParams({ _csrf: token, username: 'clerk', password: 'reprieve' }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const headers = { ...https, ...type, cookie: `__Host-reprieve_form=${form?.value}` };
  const signedIn = await test.app.inject({ method: 'POST', url: '/sign-in', headers, payload });
  t.equal(signedIn.statusCode, 303);
  const session = signedIn.cookies.find(({ name }) => name.includes('session'));
  t.match(session, { name: '__Host-reprieve_session', secure: true, path: '/', httpOnly: true });
  const open = (cookie: string) => test.app.inject({ url: '/account', headers: { ...https, cookie } });
  t.equal((await open(`__Host-reprieve_session=${session?.value}`)).statusCode, 200);
  t.equal((await open(`reprieve_session=${session?.value}`)).statusCode, 303, 'a planted name opens nothing');
  const language = await test.app.inject({ url: '/language?to=en&back=/', headers: https });
  t.match(language.cookies[0], { name: '__Host-reprieve_language', secure: true });
});
