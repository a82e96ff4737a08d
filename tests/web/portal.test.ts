import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { PUBLIC_FOLDER } from '../../src/web/assets.js';
import { createTestApp } from '../support/app.js';
import { expectStatus } from '../support/story.js';
import { createVisitor } from '../support/visitor.js';

const FIRST_VIEW_BYTES_MAX = 100_000;

t.test('a stranger sees the sign-in page in Chinese, or in the language the browser asks for', async (t) => {
  const { app } = await createTestApp(t);
  const visitor = createVisitor(app);
  const plain = await visitor.get('/');
  t.equal(plain.status, 200);
  t.match(plain.html, /<html lang="zh-CN">/);
  t.match(plain.html, /clerk-0703/, 'sample accounts are named');
  t.match((await visitor.get('/', { 'accept-language': '*' })).html, /<html lang="zh-CN">/);
  t.match((await visitor.get('/', { 'accept-language': 'en-GB,zh;q=0.5' })).html, /<html lang="en">/);
  const chosen = await visitor.get('/language?to=en&back=https://elsewhere.example/');
  t.match(chosen, { status: 303, headers: { location: '/' } }, 'no link leads elsewhere');
  t.match((await visitor.get('/')).html, /<html lang="en">/, 'the choice is kept');
  t.match(await visitor.get('/enterprise'), { status: 303, headers: { location: '/sign-in' } });
});

t.test('the enterprise sees what is paid, what is next, when, how much, and its notices', async (t) => {
  const { app } = await createTestApp(t, { sampleData: 'load' });
  const visitor = createVisitor(app);
  t.match(await visitor.signIn('enterprise'), { status: 303, headers: { location: '/enterprise' } });
  const { status, html } = await visitor.get('/enterprise');
  t.equal(status, 200);
  for (const shown of [
    '（2023）浙0702执1234号',
    '正常',
    '履行中',
    '339,320.40 元',
    '2024年7月1日(周一)',
    '还有 28 天',
    '2,749,217.91 元',
    '8 / 11 期',
  ]) {
    t.ok(html.includes(shown), shown);
  }
  t.match(html, /第 8 期应于 2024年5月31日/, 'its notices');
  t.match(html, /336,363\.63/, 'the schedule');
  t.match(html, /活封 · 可以使用/);
  t.notMatch(html, /<script(?![^>]*src=)/, 'no inline script');
  t.notMatch(html, /\sstyle="/, 'no inline style');
  const css = readFileSync(`${PUBLIC_FOLDER}reprieve.css`);
  const bytes = gzipSync(html).length + gzipSync(css).length;
  t.ok(bytes <= FIRST_VIEW_BYTES_MAX, `${bytes} bytes over the wire`);
});

t.test('each role finds its pages and no other', async (t) => {
  const { app } = await createTestApp(t, { sampleData: 'load' });
  const clerk = createVisitor(app);
  t.match(await clerk.signIn('clerk'), { status: 303, headers: { location: '/console' } });
  const list = await clerk.get('/console?state=BREACHED');
  t.match(list.html, /金华市恒泰服装有限公司/);
  t.notMatch(list.html, /绿景园林/, 'the filter holds');
  const [, href = ''] = /href="(\/console\/cases\/[^"]+)"/.exec(list.html) ?? [];
  const page = await clerk.get(href);
  t.match(page.html, /违约/);
  t.match(page.html, /办理过程/);
  t.equal((await clerk.get('/enterprise')).status, 403);
  t.equal((await clerk.get('/console/clock')).status, 403);
  t.equal((await clerk.get('/console/cases/not-an-id')).status, 404);

  const stranger = createVisitor(app);
  await stranger.signIn('enterprise');
  const other = await stranger.get(href.replace('/console', '/enterprise'));
  t.equal(other.status, 404, "another's case is not found");
  t.match(other.html, /not-found/, 'the code stands below');
  t.equal((await stranger.get('/console')).status, 403);

  const applicant = createVisitor(app);
  await applicant.signIn('applicant');
  const side = await applicant.get('/applicant');
  t.match(side.html, /2,749,217\.91 元/);
  t.notMatch(side.html, /付到哪里/, 'the applicant is paid and does not pay');
});

t.test('forms need a token of ours, and a session that was planted is worth nothing', async (t) => {
  const { app } = await createTestApp(t);
  const visitor = createVisitor(app);
  await visitor.get('/sign-in');
  const planted = visitor.cookies.get('reprieve_session');
  t.match(await visitor.submit('/sign-in', { username: 'clerk', password: 'reprieve' }, 'forged'), {
    status: 403,
    html: /form-expired/,
  });
  const wrong = await visitor.submit('/sign-in', { username: 'clerk', password: 'wrong' });
  t.match(wrong, { status: 401, html: /用户名、密码或验证码错误/ });
  t.match(await visitor.signIn('clerk'), { status: 303 });
  t.not(visitor.cookies.get('reprieve_session'), planted, 'the session id changes at sign-in');
  t.match((await visitor.get('/console')).headers, {
    'cache-control': 'no-store',
    'content-security-policy': /script-src 'self'/,
  });
  t.match(await visitor.submit('/sign-out', {}), { status: 303, headers: { location: '/sign-in' } });
  t.match(await visitor.get('/console'), { status: 303, headers: { location: '/sign-in' } });
});

t.test('a notice is read by a form, and only by those it is for', async (t) => {
  const test = await createTestApp(t, { sampleData: 'load' });
  const visitor = createVisitor(test.app);
  await visitor.signIn('enterprise');
  const before = await visitor.get('/notices');
  const [, action = ''] = /action="(\/notices\/[^"]+\/reading)"/.exec(before.html) ?? [];
  const count = Number(/class="count">(\d+)</.exec(before.html)?.[1]);
  t.match(await visitor.submit(action, { back: '/notices' }), { status: 303, headers: { location: '/notices' } });
  t.equal(Number(/class="count">(\d+)</.exec((await visitor.get('/notices')).html)?.[1]), count - 1);
  const other = createVisitor(test.app);
  await other.signIn('applicant');
  await other.get('/notices');
  t.equal((await other.submit(action, { back: '/notices' })).status, 404);
});

t.test('the administrator moves the clock, and the closes run', async (t) => {
  const test = await createTestApp(t, { sampleData: 'load', queue: 'postgres' });
  const admin = createVisitor(test.app);
  t.match(await admin.signIn('admin'), { status: 303, headers: { location: '/console/clock' } });
  t.match((await admin.get('/console/clock')).html, /2024年6月3日/);
  t.match(await admin.submit('/console/clock', { date: '2024-06-01' }), { status: 409, html: /业务日期只能前移/ });
  t.match(await admin.submit('/console/clock', { date: 'tomorrow' }), { status: 400 });
  t.match(await admin.submit('/console/clock', { date: '2024-06-05' }), { status: 303 });
  t.match((await admin.get('/console/clock')).html, /2024年6月5日/);
  const clerk = await test.as('clerk');
  const { body } = expectStatus(await clerk.get('/v1/cases?limit=1'), 200);
  t.equal(body.items[0].lastClosedOn, '2024-06-04');
});

t.test('names of people are text, whatever they hold', async (t) => {
  const { app, deps } = await createTestApp(t);
  await deps.sql`update users set display_name = '<script>alert(1)</script>' where username = 'clerk'`;
  const visitor = createVisitor(app);
  await visitor.signIn('clerk');
  const { html } = await visitor.get('/console');
  t.notMatch(html, /<script>alert/);
  t.match(html, /&lt;script>/);
});

t.test('the auditor verifies, lists and exports on a page of its own', async (t) => {
  const { app } = await createTestApp(t, { sampleData: 'load' });
  const auditor = createVisitor(app);
  await auditor.signIn('auditor');
  const page = await auditor.get('/console/audit');
  t.equal(page.status, 200);
  t.match(page.html, /href="\/console\/audit"/, 'the frame leads there');
  t.match(page.html, /PAYMENT_APPROVED|CASE_FILED|STEP_RECORDED/);
  const verified = await auditor.submit('/console/audit', { from: '', to: '' });
  t.match(verified, { status: 200, html: /完整:未发现断链/ });
  t.match(await auditor.submit('/console/audit', { from: '2024-02-01', to: '2024-01-01' }), {
    status: 400,
    html: /请求内容有误/,
  });
  t.match((await auditor.get('/console/audit?log=ACCESS&type=none')).html, /没有符合条件的记录/);
  const file = await auditor.get('/console/audit/export?log=EVENTS&type=&from=&to=&format=csv&purpose=check');
  t.match(file, { status: 200, headers: { 'content-disposition': /^attachment/ } });
  t.match(await auditor.get('/console/audit/export?log=EVENTS&format=csv&purpose='), { status: 400 });
  await auditor.get('/language?to=en&back=/console/audit');
  t.match((await auditor.get('/console/audit')).html, /Who read what/);
  const clerk = createVisitor(app);
  await clerk.signIn('clerk');
  t.match(await clerk.get('/console/audit'), { status: 403 });
  t.match(await clerk.get('/console/audit/export?purpose=check'), { status: 403 });
});
