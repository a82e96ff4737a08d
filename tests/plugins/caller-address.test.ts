import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Fastify from 'fastify';
import t from 'tap';
import { readConfig } from '../../src/config.js';
import { callerAddress, trustedHops } from '../../src/plugins/caller-address.js';
import { createTestApp } from '../support/app.js';
import { PROJECT_DIRECTORY } from '../support/services.js';
import { expectStatus } from '../support/story.js';

const trustOf = (text: string) => readConfig({ TRUST_PROXY: text }).TRUST_PROXY;

/** The address that a server with this setting finds. */
async function ask(trust: string, peer: string, forwarded?: string): Promise<string> {
  const app = Fastify({ trustProxy: trustedHops(trustOf(trust)) });
  await app.register(callerAddress);
  app.get('/', async (request) => request.address);
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const reply = await app.inject({ url: '/', remoteAddress: peer, headers });
  await app.close();
  return reply.body;
}

t.test('TRUST_PROXY is a number of hops or a list of networks', async (t) => {
  t.same(trustOf('0'), { hops: 0 });
  t.same(trustOf('false'), { hops: 0 });
  t.same(trustOf('2'), { hops: 2 });
  t.same(trustOf('10.0.0.0/8, fd00::/8'), {
    networks: [
      { address: '10.0.0.0', prefix: 8, family: 'ipv4' },
      { address: 'fd00::', prefix: 8, family: 'ipv6' },
    ],
  });
  t.same(trustOf('192.0.2.1'), { networks: [{ address: '192.0.2.1', prefix: 32, family: 'ipv4' }] });
  t.throws(() => trustOf('true'), /TRUST_PROXY: `true` would believe whatever a caller writes/);
  const wrong = ['10', '-1', '1.5', 'yes', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '::/129', '0.0.0.0/0', '::/0'];
  for (const text of [...wrong, 'proxy.example', '10.0.0.0/8,,', 'fe80::1%eth0']) {
    t.throws(() => trustOf(text), /TRUST_PROXY: write a number/, text);
  }
});

t.test('the caller is the last whom the trusted proxies name, and always an address', async (t) => {
  const CASES: readonly (readonly [trust: string, peer: string, forwarded: string | undefined, wanted: string])[] = [
    ['0', '10.0.0.1', '203.0.113.9', '10.0.0.1'],
    ['1', '10.0.0.1', undefined, '10.0.0.1'],
    ['1', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['1', '10.0.0.1', '198.51.100.7, 203.0.113.9', '203.0.113.9'],
    ['2', '10.0.0.1', '198.51.100.7, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['10.0.0.0/8', '10.0.0.1', '198.51.100.7, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['10.0.0.0/8', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['10.0.0.0/8', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['fd00::/8', 'fd00::1', '2001:DB8::0:9', '2001:db8::9'],
    ['1', '10.0.0.1', 'I-am-the-judge', '10.0.0.1'],
    ['1', '10.0.0.1', 'x'.repeat(5_000), '10.0.0.1'],
    ['1', '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1'],
    ['10.0.0.0/8', '10.0.0.1', '203.0.113.9, I-am-the-judge', '10.0.0.1'],
  ];
  for (const [trust, peer, forwarded, wanted] of CASES) {
    t.equal(await ask(trust, peer, forwarded), wanted, `${trust}: ${peer} ${(forwarded ?? '').slice(0, 60)}`);
  }
});

t.test('the record keeps no address that somebody made up', async (t) => {
  const test = await createTestApp(t, { env: { TRUST_PROXY: '1' } });
  const clerk = await test.as('clerk');
  for (const forwarded of ['I-am-the-judge', 'y'.repeat(3_000), '203.0.113.9']) {
    expectStatus(await clerk.get('/v1/cases', { 'x-forwarded-for': forwarded }), 200);
    const attempt = { username: 'judge', password: 'wrong' };
    const refused = await test.stranger.post('/v1/auth/token', attempt, { 'x-forwarded-for': forwarded });
    t.equal(refused.status, 401, forwarded.slice(0, 20));
  }
  await test.app.close();
  const rows = await test.deps.sql<{ address: string }[]>`
    select from_address as address from access_log where act = 'listCases' order by read_at`;
  t.same(
    rows.map(({ address }) => address),
    ['127.0.0.1', '127.0.0.1', '203.0.113.9'],
  );
});

t.test('nothing asks the framework for the address', async (t) => {
  const source = path.join(PROJECT_DIRECTORY, 'src');
  const asking = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('caller-address.ts'))
    .filter((file) => /request\.ips?\b|\{[^}\n]*\bip\b[^}\n]*\}/.test(readFileSync(path.join(source, file), 'utf8')));
  t.same(asking, []);
});
