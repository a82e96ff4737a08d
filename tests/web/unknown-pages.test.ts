import t from 'tap';
import { refusal, refusalOf } from '../plugins/refusals.js';
import { createTestApp } from '../support/app.js';
import { createVisitor } from '../support/visitor.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

t.test('a browser gets a page in its language for an address that leads nowhere', async (t) => {
  const { app, deps } = await createTestApp(t);
  const visitor = createVisitor(app);
  for (const url of [
    '/nosuch',
    '/console/nosuch',
    '/public/nosuch.css',
    '/docs/nosuch',
    '/%zz',
    `/${'a'.repeat(300)}`,
  ]) {
    const page = await visitor.get(url, BROWSER);
    t.match(page, { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } }, url.slice(0, 20));
    t.match(page.html, /<html lang="zh-CN">[^]*未找到[^]*not-found/);
    t.match(page.headers, { 'cache-control': 'no-store', 'content-security-policy': /default-src 'none'/ });
  }
  t.match(
    (await visitor.get('/nosuch', { ...BROWSER, 'accept-language': 'en' })).html,
    /<html lang="en">[^]*Not found/,
  );
  t.same(await deps.sql`select * from sessions`, [], 'and nothing is stored for a stranger');
  await visitor.signIn('clerk');
  t.match((await visitor.get('/nosuch', BROWSER)).html, /王书记员/, 'with the frame of whoever is signed in');
});

t.test('a program gets a problem, and under /v1 everybody does', async (t) => {
  const { stranger } = await createTestApp(t);
  for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.5', 'text/html;q=0', 'image/png']) {
    t.same(refusalOf(await stranger.get('/nosuch', { accept })), refusal('not-found'), accept);
  }
  t.same(refusalOf(await stranger.post('/nosuch', {})), refusal('not-found'));
  t.same(refusalOf(await stranger.get('/v1/nosuch', BROWSER)), refusal('not-signed-in'));
  t.same(refusalOf(await stranger.get('/v1', BROWSER)), refusal('not-found'));
  t.same(refusalOf(await stranger.get('/v1/auth/nosuch/', BROWSER)), refusal('not-found'));
});

t.test('an address with a slash too many leads to the one without', async (t) => {
  const { app } = await createTestApp(t);
  const visitor = createVisitor(app);
  const rows = [
    ['/sign-in/', '/sign-in'],
    ['/console//', '/console'],
    ['/console/?state=BREACHED', '/console?state=BREACHED'],
    ['//evil.example/', '/'],
    ['/%5cevil.example/', '/%5cevil.example'],
  ] as const;
  for (const [from, to] of rows) {
    t.match(await visitor.get(from, BROWSER), { status: 308, headers: { location: to } }, from);
  }
  t.match(await visitor.get('/sign-in', BROWSER), { status: 200 });
});

t.test('a browser that asks too often is told so on a page', async (t) => {
  const { app } = await createTestApp(t, { env: { RATE_LIMIT_PER_ADDRESS: '1' } });
  const visitor = createVisitor(app);
  const pages = [];
  // More than two windows of a second can't pass in these.
  for (let index = 0; index < 20; index += 1) pages.push(await visitor.get('/sign-in', BROWSER));
  const refused = pages.find(({ status }) => status === 429);
  t.match(refused?.html, /<html lang="zh-CN">[^]*请求过于频繁/);
});
