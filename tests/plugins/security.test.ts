import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import t from 'tap';
import { createTestApp } from '../support/app.js';
import { PROJECT_DIRECTORY, testServices } from '../support/services.js';
import { refusal, refusalOf } from './refusals.js';

t.test('every answer carries the headers that keep a browser out of harm', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  for (const url of ['/v1/me', '/v1/cases/none', '/nothing', '/openapi.json', '/readyz']) {
    const { headers } = await clerk.get(url);
    const policy = String(headers['content-security-policy']);
    t.match(policy, /default-src 'none'/, url);
    t.match(policy, /frame-ancestors 'none'/);
    t.notMatch(policy, /unsafe-inline|unsafe-eval|https?:|\*/);
    t.equal(headers['x-content-type-options'], 'nosniff');
    t.match(headers['referrer-policy'], /same-origin|no-referrer/);
    t.equal(headers['x-frame-options'], 'DENY');
    t.equal(headers['x-powered-by'], undefined);
  }
  const signedIn = await test.stranger.post('/v1/auth/token', { username: 'clerk', password: 'reprieve' });
  t.equal(signedIn.headers['cache-control'], 'no-store', 'a token is not kept on the way');
  for (const url of ['/v1/me', '/v1/cases', '/v1/cases/none', '/v1/business-date', '/v1/nothing']) {
    t.equal((await clerk.get(url)).headers['cache-control'], 'no-store', `${url} is not kept either`);
  }
});

t.test('over TLS a browser is told to stay there, and over plain HTTP it is told nothing', async (t) => {
  const behind = await createTestApp(t, { env: { TRUST_PROXY: '1' } });
  const plain = await createTestApp(t);
  const ask = async ({ app }: typeof plain, proto: string) =>
    (await app.inject({ url: '/sign-in', headers: { 'x-forwarded-proto': proto } })).headers;
  t.match((await ask(behind, 'https'))['strict-transport-security'], /^max-age=31536000/);
  t.match((await ask(behind, 'https'))['set-cookie'], /^__Host-\w+=.*;\s*Secure/);
  t.equal((await ask(behind, 'http'))['strict-transport-security'], undefined);
  t.equal(
    (await ask(plain, 'https'))['strict-transport-security'],
    undefined,
    'a header of nobody we trust says nothing',
  );
});

t.test('a caller and an address have so many requests a second, and no more', async (t) => {
  const test = await createTestApp(t, { env: { RATE_LIMIT_PER_CALLER: '3', RATE_LIMIT_PER_ADDRESS: '5' } });
  const clerk = await test.as('clerk');
  const judge = await test.as('judge');
  const answers = await Promise.all(Array.from({ length: 12 }, () => clerk.get('/v1/me')));
  const refused = answers.filter((answer) => answer.status === 429);
  // Twelve requests at once may touch two seconds.
  t.ok(refused.length >= 6, `${refused.length} of 12 are refused`);
  for (const answer of refused) {
    t.same(refusalOf(answer), refusal('too-many-requests'));
    t.match(answer.headers, { 'retry-after': /^[1-9]\d*$/ });
  }
  t.equal((await judge.get('/v1/me')).status, 200, 'another caller is not held up');

  const strangers = await Promise.all(Array.from({ length: 16 }, () => test.stranger.post('/v1/auth/token', {})));
  t.ok(strangers.filter((answer) => answer.status === 429).length >= 6, 'nor may an address ask without end');
  t.ok(strangers.every((answer) => [400, 429].includes(answer.status)));
  const probes = await Promise.all(Array.from({ length: 16 }, () => test.stranger.get('/readyz')));
  t.ok(
    probes.every((answer) => answer.status === 200),
    'probes are not counted',
  );
});

t.test('/docs refers to nothing outside', async (t) => {
  const test = await createTestApp(t);
  const page = await test.stranger.get('/docs/');
  t.equal(page.status, 200);
  const references = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target = '']) => target);
  t.ok(references.length >= 4);
  for (const target of references) {
    t.match(target, /^\.\//);
    t.equal((await test.stranger.get(new URL(target, 'http://host/docs/').pathname)).status, 200, target);
  }
  t.notMatch(page.body, /<script(?![^>]*\ssrc=)[^>]*>/, 'no script inside the page');
  t.notMatch(page.body, /\son\w+=|<style/, 'no handlers and styles inside the page');
  const policy = String(page.headers['content-security-policy']);
  t.notMatch(policy, /https?:|validator\.swagger\.io|upgrade-insecure-requests|script-src[^;]*unsafe/, policy);
});

const { chromiumPath } = testServices();
t.test(
  '/docs shows the operations in a browser, under its policy',
  { skip: chromiumPath === undefined && 'no browser' },
  async (t) => {
    const test = await createTestApp(t);
    const address = await test.app.listen({ port: 0, host: '127.0.0.1' });
    const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    t.teardown(() => browser.close());
    const text = (await test.stranger.get('/openapi.json')).body;
    // The page draws what is in sight only: high enough, it shows all.
    const page = await browser.newPage({ viewport: { width: 1280, height: 15_000 } });
    const faults: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => (message.type() === 'error' ? faults.push(message.text()) : undefined));
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${address}/docs/`);
    for (const path of Object.keys(text.paths))
      await page.waitForSelector(`.opblock-summary-path[data-path="${path}"]`);
    t.pass('every path is there');
    t.same(faults, [], 'the policy refuses nothing that the page needs');
    t.same(
      asked.filter((url) => !url.startsWith(address) && !url.startsWith('data:')),
      [],
      'nothing is asked for elsewhere',
    );
  },
);

t.test('no secret stands in the text of the program', async (t) => {
  const text = readFileSync(path.join(PROJECT_DIRECTORY, 'src', 'config.ts'), 'utf8');
  t.notMatch(text, /(secret|key|token)\w*:\s*z[^,]*default\('/i);
});
