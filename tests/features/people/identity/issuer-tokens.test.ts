import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import t from 'tap';
import { readConfig } from '../../../../src/config.js';
import { createTestApp } from '../../../support/app.js';
import { AUDIENCE, type Person, startIssuer } from '../../../support/issuer.js';
import { enrol } from '../../../support/second-factor.js';
import { expectStatus, signInAll } from '../../../support/story.js';
import { addAccount, idOf } from './accounts.js';

const WANG: Person = { subject: 'wang-01' };
const WITH_FACTOR: Person = { ...WANG, amr: ['pwd', 'mfa'] };

async function setIssuer(t: { teardown(work: () => unknown): void }, more: Record<string, string> = {}) {
  const issuer = await startIssuer(t);
  const test = await createTestApp(t, { env: { ...issuer.env, ...more } });
  return {
    issuer,
    test,
    link: (userId: string, subject = WANG.subject) =>
      test.deps.sql`insert into user_identities values (${userId}, ${issuer.url}, ${subject}, now())`,
    /**
     * Moves the end of all sessions back: a token carries whole seconds, and the present one still counts as before.
     */
    endedEarlier: async (userId: string) => {
      await test.owner`update users set sessions_ended_at = now() - interval '2 seconds' where id = ${userId}`;
      test.app.forgetActor(userId);
    },
    get: (url: string, token: string) => test.stranger.get(url, { authorization: `Bearer ${token}` }),
  };
}

t.test('an access token of the issuer acts as the account that goes with its subject', async (t) => {
  const { issuer, test, link, get } = await setIssuer(t);
  await link(await idOf(test, 'judge'));
  const token = await issuer.accessToken(WANG);
  t.match(expectStatus(await get('/v1/me', token), 200).body, {
    username: 'judge',
    roles: ['JUDGE'],
    identity: { issuer: issuer.url, subject: WANG.subject },
  });
  expectStatus(await get('/v1/cases', token), 200);
  expectStatus(await get('/v1/users', token), 403);
  const stranger = await issuer.accessToken({ subject: 'nobody-here' });
  t.match(expectStatus(await get('/v1/me', stranger), 401).body, { code: 'not-signed-in' }, 'no account goes with it');
  await test.deps.sql`delete from user_identities`;
  expectStatus(await get('/v1/me', token), 401);
});

t.test('what was not signed by the issuer for this API opens nothing', async (t) => {
  const { issuer, test, link, get } = await setIssuer(t);
  await link(await idOf(test, 'judge'));
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const claims = { sub: WANG.subject, iss: issuer.url, aud: AUDIENCE };
  const now = Math.floor(Date.now() / 1000);
  const forge = (header: object, key: Parameters<SignJWT['sign']>[0], change: object = {}) =>
    new SignJWT({ ...claims, iat: now, exp: now + 600, ...change })
      .setProtectedHeader({ alg: 'RS256', kid: 'test', typ: 'at+jwt', ...header })
      .sign(key);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const genuine = await issuer.accessToken(WANG);
  const [head = '', , signature = ''] = genuine.split('.');
  const rows: readonly [string, string][] = [
    ['an ID token, which is for a client', await issuer.idToken(WANG)],
    ['a token for another API', await issuer.accessToken(WANG, 'urn:another:api')],
    ['signed by somebody else under the same key name', await forge({}, privateKey)],
    ['under a key that the issuer does not have', await forge({ kid: 'mine' }, privateKey)],
    ['with the issuer named, by a secret', await forge({ alg: 'HS256' }, new TextEncoder().encode('x'.repeat(32)))],
    [
      'by the public key as a secret',
      await forge({ alg: 'HS256' }, new TextEncoder().encode(JSON.stringify(await exportJWK(privateKey)))),
    ],
    ['without a signature', `${part({ alg: 'none' })}.${part({ ...claims, iat: now, exp: now + 600 })}.`],
    ['with another content', `${head}.${part({ ...claims, sub: 'other', iat: now, exp: now + 600 })}.${signature}`],
    ['cut short', genuine.slice(0, -4)],
    ['of another issuer', await forge({}, privateKey, { iss: 'https://elsewhere.example' })],
    ['nothing at all', 'x.y.z'],
  ];
  for (const [reason, token] of rows) {
    t.match(expectStatus(await get('/v1/me', token), 401).body, { code: 'not-signed-in' }, reason);
  }
  expectStatus(await get('/v1/me', genuine), 200);
});

t.test('CP-08: an account that needs a second factor wants it confirmed in the token', async (t) => {
  const { issuer, test, link, get, endedEarlier } = await setIssuer(t);
  const officer = await addAccount(test, {
    username: 'officer',
    roles: ['OFFICER'],
    courtCode: '浙0702',
    isReal: true,
  });
  await link(officer.id);
  const [without, withFactor] = [await issuer.accessToken(WANG), await issuer.accessToken(WITH_FACTOR)];
  t.match(expectStatus(await get('/v1/cases', without), 403).body, { code: 'second-factor-missing' });
  expectStatus(await get('/v1/cases', withFactor), 200);
  await enrol(officer, 'reprieve');
  expectStatus(await get('/v1/cases', withFactor), 401);
  await endedEarlier(officer.id);
  t.match(expectStatus(await get('/v1/cases', await issuer.accessToken(WANG)), 403).body, {
    code: 'second-factor-missing',
  });
  expectStatus(await get('/v1/cases', await issuer.accessToken(WITH_FACTOR)), 200);
  const always = await setIssuer(t, { OIDC_SECOND_FACTOR: 'always' });
  const judge = await addAccount(always.test, {
    username: 'judge-2',
    roles: ['JUDGE'],
    courtCode: '浙0702',
    isReal: true,
  });
  await always.link(judge.id);
  expectStatus(await always.get('/v1/cases', await always.issuer.accessToken(WANG)), 200);
});

t.test('signing out everywhere and a deactivation end the tokens of the issuer too', async (t) => {
  const { issuer, test, link, get, endedEarlier } = await setIssuer(t);
  const { admin } = await signInAll(test);
  const user = await addAccount(test, { username: 'monitor-2', roles: ['MONITOR'], courtCode: '浙0702', isReal: true });
  await link(user.id);
  const token = await issuer.accessToken(WANG);
  expectStatus(await get('/v1/me', token), 200);
  expectStatus(await user.post('/v1/me/sign-out', {}), 200);
  expectStatus(await get('/v1/me', token), 401);
  await endedEarlier(user.id);
  const next = await issuer.accessToken(WANG);
  expectStatus(await get('/v1/me', next), 200);
  const gone = await admin.post(`/v1/users/${user.id}/deactivation`, { reason: '调离' }, { 'if-match': '*' });
  expectStatus(gone, 200);
  expectStatus(await get('/v1/me', next), 401);
});

t.test('while the issuer does not answer, its tokens wait and our own go on', async (t) => {
  const { issuer, test, link, get } = await setIssuer(t);
  await link(await idOf(test, 'judge'));
  const token = await issuer.accessToken(WANG);
  await issuer.stop();
  const answer = expectStatus(await get('/v1/me', token), 503);
  t.match(answer, { body: { code: 'issuer-unreachable' }, headers: { 'retry-after': '5' } });
  expectStatus(await (await test.as('judge')).get('/v1/me'), 200);
  expectStatus(await get('/v1/me', 'x.y.z'), 401);
});

t.test('settings that do not go together stop the start, and say which', async (t) => {
  const whole = {
    OIDC_ISSUER: 'https://id.example',
    OIDC_CLIENT_ID: 'portal',
    OIDC_AUDIENCE: 'api',
    PUBLIC_URL: 'https://reprieve.example',
  };
  const rows: readonly [string, Record<string, string>, RegExp | undefined][] = [
    ['all of it', {}, undefined],
    ['for the API alone', { OIDC_CLIENT_ID: '', PUBLIC_URL: '' }, undefined],
    ['for the portal alone', { OIDC_AUDIENCE: '' }, undefined],
    ['for neither', { OIDC_AUDIENCE: '', OIDC_CLIENT_ID: '' }, /OIDC_ISSUER: give/],
    ['no address to come back to', { PUBLIC_URL: '' }, /PUBLIC_URL: needed/],
    ['ID tokens would open the API', { OIDC_AUDIENCE: 'portal' }, /OIDC_AUDIENCE: has to differ/],
    ['over plain HTTP', { OIDC_ISSUER: 'http://id.example' }, /https/],
    ['on this machine', { OIDC_ISSUER: 'http://127.0.0.1:9000' }, undefined],
    ['no address', { OIDC_ISSUER: 'id.example' }, /OIDC_ISSUER/],
  ];
  for (const [reason, change, fault] of rows) {
    const read = () => readConfig({ ...whole, ...change });
    if (fault) t.throws(read, fault, reason);
    else t.doesNotThrow(read, reason);
  }
});
