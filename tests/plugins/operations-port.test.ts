import t from 'tap';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.js';
import { findFreePort } from '../../src/platform/free-port.js';
import { prepareApiText } from '../../src/plugins/openapi.js';
import { listenForOperators } from '../../src/plugins/operations-port.js';
import { createTestApp } from '../support/app.js';
import { refusal, refusalOf } from './refusals.js';

const TEXTS = ['/docs/', '/docs/json', '/docs/yaml', '/openapi.json'];

t.test('metrics and documentation can be closed', async (t) => {
  const { stranger } = await createTestApp(t, { env: { METRICS_ON: 'off', DOCS_ON: 'off' } });
  for (const path of ['/metrics', ...TEXTS]) t.same(refusalOf(await stranger.get(path)), refusal('not-found'), path);
  t.equal((await stranger.get('/livez')).status, 200);
});

t.test('they can be moved to a port of their own, which shows nothing else', async (t) => {
  const port = await findFreePort();
  const env = { METRICS_ON: 'operations', DOCS_ON: 'operations', OPERATIONS_PORT: String(port) };
  const { app, deps } = await createTestApp(t, { env });
  await prepareApiText(app);
  const main = await app.listen({ port: 0, host: '127.0.0.1' });
  await listenForOperators(app, deps.config);
  const apart = `http://127.0.0.1:${port}`;
  for (const path of ['/metrics', ...TEXTS]) {
    t.equal((await fetch(`${main}${path}`)).status, 404, `${path} at the API`);
    t.equal((await fetch(`${apart}${path}`)).status, 200, `${path} at the operators`);
  }
  for (const path of ['/livez', '/readyz']) {
    t.equal((await fetch(`${main}${path}`)).status, 200);
    t.equal((await fetch(`${apart}${path}`)).status, 200, `${path} is on both`);
  }
  for (const path of ['/', '/sign-in', '/v1/cases', '/v1/public/x', '/nosuch']) {
    const answer = await fetch(`${apart}${path}`);
    t.equal(answer.status, 404, `${path} is not for the operators`);
    t.match(answer.headers.get('content-type'), /problem\+json/);
  }
  t.equal((await fetch(`${main}/v1/cases`)).status, 401);
  await app.close();
  await t.rejects(fetch(`${apart}/livez`), 'the port closes with the app');
});

t.test('the settings say what does not go together', async (t) => {
  t.throws(() => readConfig({ METRICS_ON: 'operations' }), /OPERATIONS_PORT: needed/);
  t.throws(() => readConfig({ OPERATIONS_PORT: '8080' }), /OPERATIONS_PORT: has to differ/);
  t.equal(readConfig({ OPERATIONS_PORT: '9090', DOCS_ON: 'operations' }).OPERATIONS_PORT, 9090);
});

t.test('the text of the API is made once, packed once, and known by its tag', async (t) => {
  const { app, stranger } = await createTestApp(t);
  let made = 0;
  const { swagger } = app;
  Object.assign(app, {
    swagger: (...given: readonly unknown[]): unknown => {
      made += 1;
      return Reflect.apply(swagger, app, given);
    },
  });
  for (const path of ['/docs/yaml', '/docs/json', '/openapi.json']) {
    const first = await stranger.get(path, { 'accept-encoding': 'identity' });
    const second = await stranger.get(path, { 'accept-encoding': 'identity' });
    t.equal(first.status, 200, path);
    t.same(first.bytes, second.bytes);
    const tag = String(first.headers['etag']);
    for (const sent of [tag, `W/${tag}`, `"other", ${tag}`]) {
      t.equal((await stranger.get(path, { 'if-none-match': sent })).status, 304);
    }
    for (const [accept, encoding] of [
      ['gzip, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
    ] as const) {
      const packed = await stranger.get(path, { 'accept-encoding': accept });
      t.equal(packed.headers['content-encoding'], encoding);
      t.ok(packed.bytes.length < first.bytes.length / 4, 'it is small');
    }
  }
  t.equal(made, 2, 'once as JSON, once as YAML');
  const { body } = await stranger.get('/openapi.json');
  t.match(body, { openapi: '3.1.0' });
  const yaml = await stranger.get('/docs/yaml');
  t.same(parse(yaml.bytes.toString()), body, 'both say the same');
});
