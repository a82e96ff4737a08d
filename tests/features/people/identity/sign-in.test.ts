import { setTimeout as wait } from 'node:timers/promises';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import t from 'tap';
import { hashPassword, isPasswordRight } from '../../../../src/features/people/identity/passwords.js';
import { createTokenIssuer } from '../../../../src/features/people/identity/tokens.js';
import { checkRefused, refusal, refusalOf, type RefusedRow } from '../../../plugins/refusals.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { expectStatus } from '../../../support/story.js';
import { addAccount } from './accounts.js';

const FAILED = refusal('sign-in-failed');

/** Signs in from an address of its own. */
async function signIn({ app }: TestApp, username: string, password: string, remoteAddress = '198.51.100.1') {
  const reply = await app.inject({
    method: 'POST',
    url: '/v1/auth/token',
    payload: { username, password },
    remoteAddress,
  });
  return { status: reply.statusCode, headers: reply.headers, bytes: reply.rawPayload, body: reply.json() };
}

async function callWith({ app }: TestApp, token: string): Promise<number> {
  const reply = await app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } });
  return reply.statusCode;
}

t.test('a right name and password give a token for an hour', async (t) => {
  const test = await createTestApp(t);
  const answer = expectStatus(await signIn(test, 'clerk', 'reprieve'), 200);
  t.match(answer.body, { accessToken: /^[\w-]+\.[\w-]+\.[\w-]+$/, tokenType: 'Bearer', expiresIn: 3600 });
  t.equal(await callWith(test, answer.body.accessToken), 200);
  const { body } = await (await test.as('enterprise')).get('/v1/me');
  t.match(body, { username: 'enterprise', roles: ['ENTERPRISE'], courtCode: null, parties: [{ name: /绿景/ }] });
  t.notOk(JSON.stringify(body).includes('argon2'), 'the account says nothing of its password');
});

t.test('a wrong password and an unknown name get the same answer', async (t) => {
  const test = await createTestApp(t);
  await test.deps.sql`update users set status = 'DEACTIVATED' where username = 'monitor'`;
  const known = await signIn(test, 'clerk', 'wrong');
  const unknown = await signIn(test, 'nobody', 'wrong');
  const gone = await signIn(test, 'monitor', 'reprieve');
  for (const answer of [known, unknown, gone]) t.same(refusalOf(answer), FAILED);
  const { instance: _own, ...problem } = known.body;
  for (const { body } of [unknown, gone]) {
    const { instance: _other, ...same } = body;
    t.same(same, problem, 'word for word');
  }
  t.same(Object.keys(unknown.headers).sort(), Object.keys(known.headers).sort());
  t.equal(await isPasswordRight(undefined, 'no account has this password'), false, 'the decoy opens nothing');
});

t.test('a sign-in that is none is refused before anybody is looked for', async (t) => {
  const test = await createTestApp(t);
  const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);
  const rows: readonly RefusedRow<object>[] = [
    ['no password', { username: 'clerk' }, invalid('/password')],
    ['an empty password', { username: 'clerk', password: '' }, invalid('/password')],
    ['a password of 201 letters', { username: 'clerk', password: 'p'.repeat(201) }, invalid('/password')],
    ['a name of 101 letters', { username: 'c'.repeat(101), password: 'p' }, invalid('/username')],
    ['a name that is a list', { username: ['clerk'], password: 'reprieve' }, invalid('/username')],
    ['a name with U+0000', { username: 'clerk\u0000', password: 'reprieve' }, invalid('/username')],
    ['an unknown field', { username: 'clerk', password: 'reprieve', admin: true }, invalid('/admin')],
  ];
  await checkRefused(t, test.deps.sql, rows, (body) => test.stranger.post('/v1/auth/token', body));
  for (const name of ["clerk' or '1'='1", 'cl erk', 'clerk%', '金']) {
    t.same(refusalOf(await signIn(test, name, 'reprieve')), FAILED, `${name} is nobody`);
  }
  t.equal((await signIn(test, ' clerk\u3000', 'reprieve')).status, 200, 'blanks around a name are no part of it');
});

t.test('after five wrong passwords a name waits, at that address only', async (t) => {
  const test = await createTestApp(t);
  const locked = refusal('too-many-requests');
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    t.same(refusalOf(await signIn(test, 'clerk', `wrong ${attempt}`)), FAILED, `wrong password ${attempt}`);
  }
  const sixth = await signIn(test, 'clerk', 'wrong 6');
  t.same(refusalOf(sixth), locked);
  const seconds = Number(sixth.headers['retry-after']);
  t.ok(seconds > 0 && seconds <= 30, `come again in ${seconds} s`);
  t.same(refusalOf(await signIn(test, 'clerk', 'reprieve')), locked, 'the right password has to wait as well');
  t.equal((await signIn(test, 'judge', 'reprieve')).status, 200, 'another name at that address does not');
  t.equal((await signIn(test, 'clerk', 'reprieve', '198.51.100.2')).status, 200, 'nor that name at another address');

  await t.test('and longer after each further one', async (t) => {
    const lock = () => test.deps.sql`update sign_in_attempts set locked_until = now() - interval '1 second'`;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await lock();
      t.same(refusalOf(await signIn(test, 'clerk', 'wrong')), FAILED, 'after the wait one more attempt');
      waits.push(Number((await signIn(test, 'clerk', 'wrong')).headers['retry-after']));
    }
    t.ok((waits[1] ?? 0) > (waits[0] ?? 0) && (waits[2] ?? 0) > (waits[1] ?? 0), waits.join(', '));
  });

  await t.test('until the right password comes', async (t) => {
    await test.deps.sql`update sign_in_attempts set locked_until = now() - interval '1 second'`;
    t.equal((await signIn(test, 'clerk', 'reprieve')).status, 200);
    for (let attempt = 1; attempt <= 4; attempt += 1) await signIn(test, 'clerk', 'wrong');
    t.equal((await signIn(test, 'clerk', 'reprieve')).status, 200, 'four wrong ones are forgiven again');
  });

  await t.test('or until a quarter of an hour was quiet', async (t) => {
    for (let attempt = 1; attempt <= 4; attempt += 1) await signIn(test, 'president', 'wrong');
    await test.deps.sql`update sign_in_attempts set last_tried_at = now() - interval '16 minutes'`;
    t.same(refusalOf(await signIn(test, 'president', 'wrong')), FAILED);
    t.equal((await signIn(test, 'president', 'reprieve')).status, 200, 'the count began anew');
  });
});

t.test('unknown names lock like known ones, so that nobody learns which exist', async (t) => {
  const test = await createTestApp(t);
  for (let attempt = 1; attempt <= 5; attempt += 1) await signIn(test, 'nobody', 'wrong');
  t.same(refusalOf(await signIn(test, 'nobody', 'wrong')), refusal('too-many-requests'));
});

t.test('an address with many failures locks out nobody who knows his password', async (t) => {
  const test = await createTestApp(t);
  await test.deps.sql`
    insert into sign_in_attempts (subject, network, failures, last_tried_at)
    values ('account:somebody', '198.51.100.9', 50, now())`;
  t.same(refusalOf(await signIn(test, 'nobody', 'x', '198.51.100.9')), FAILED, 'one try');
  t.same(refusalOf(await signIn(test, 'nobody', 'y', '198.51.100.9')), refusal('too-many-requests'), 'and no more');
  t.equal((await signIn(test, 'judge', 'reprieve', '198.51.100.9')).status, 200);
  t.same(refusalOf(await signIn(test, 'judge', 'x', '198.51.100.9')), FAILED);
  t.equal((await signIn(test, 'judge', 'reprieve', '198.51.100.9')).status, 200, 'who is known there has five');
});

t.test('of many tries at once no more than five are checked', async (t) => {
  const test = await createTestApp(t);
  const answers = await Promise.all(Array.from({ length: 200 }, (_, no) => signIn(test, 'clerk', `wrong ${no}`)));
  t.equal(answers.filter(({ status }) => status === 401).length, 5);
  t.equal(answers.filter(({ status }) => status === 429).length, 195);
  const [row] = await test.deps.sql`select failures from sign_in_attempts where subject = 'account:clerk'`;
  t.equal(row?.['failures'], 5);
});

t.test('tries at a real account count together, from wherever they come', async (t) => {
  const test = await createTestApp(t);
  await addAccount(test, { username: 'zhang.min', roles: ['MONITOR'], courtCode: '浙0702', isReal: true });
  const many = await Promise.all(
    Array.from({ length: 60 }, (_, no) => signIn(test, no % 2 ? 'zhang.min' : 'Zhang.Min', 'wrong', `203.0.113.${no}`)),
  );
  t.equal(many.filter(({ status }) => status === 401).length, 5);
  t.same(refusalOf(await signIn(test, 'zhang.min', 'reprieve', '192.0.2.77')), refusal('too-many-requests'));

  await addAccount(test, { username: 'li.wei', roles: ['MONITOR'], courtCode: '浙0702', isReal: true });
  const oneHome = (no: number) => `2001:db8:1:2::${no.toString(16)}`;
  const home = await Promise.all(Array.from({ length: 40 }, (_, no) => signIn(test, 'li.wei', 'wrong', oneHome(no))));
  t.equal(home.filter(({ status }) => status === 401).length, 5, 'a /64 is one');
  t.equal((await signIn(test, 'li.wei', 'reprieve', '192.0.2.77')).status, 200, 'and locks out nobody elsewhere');
});

t.test('a token that is not ours is refused', async (t) => {
  const test = await createTestApp(t);
  const { sql, installation } = test.deps;
  const [user] = await sql<{ id: string }[]>`select id from users where username = 'clerk'`;
  const id = user?.id ?? '';
  const ours = await importJWK(installation.tokenKey, 'EdDSA');
  const { privateKey: foreign } = await generateKeyPair('EdDSA');
  const { privateKey: rsa } = await generateKeyPair('RS256');
  const hour = 3600_000;
  const build = (at: number, audience = 'reprieve-api', issuer = 'reprieve', subject: string = id, sv: unknown = 1) =>
    new SignJWT({ sv })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(new Date(at))
      .setExpirationTime(new Date(at + hour));
  const now = Date.now();
  t.equal(await callWith(test, await build(now).sign(ours)), 200, 'the same, signed with our key, is accepted');

  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { sub: id, iss: 'reprieve', aud: 'reprieve-api', exp: Math.floor(now / 1000) + 3600, sv: 1 };
  const right = await build(now).sign(ours);
  const [header = '', , signature = ''] = right.split('.');
  const publicKey = Buffer.from(String(installation.tokenKey.x), 'base64url');
  const tokens: readonly (readonly [string, string])[] = [
    ['signed with another key', await build(now).sign(foreign)],
    ['expired', await build(now - 2 * hour).sign(ours)],
    ['of an earlier sign-in epoch', await build(now, 'reprieve-api', 'reprieve', id, 0).sign(ours)],
    ['of no epoch', await build(now, 'reprieve-api', 'reprieve', id, null).sign(ours)],
    ['of an epoch that is no number', await build(now, 'reprieve-api', 'reprieve', id, [1, 1]).sign(ours)],
    ['of another audience', await build(now, 'other').sign(ours)],
    ['of another issuer', await build(now, 'reprieve-api', 'other').sign(ours)],
    [
      'of a user that does not exist',
      await build(now, 'reprieve-api', 'reprieve', '018f0000-0000-7000-8000-000000000000').sign(ours),
    ],
    ['without a signature, alg none', `${encode({ alg: 'none' })}.${encode(claims)}.`],
    [
      'signed with our public key as if it were a secret',
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(publicKey),
    ],
    ['of a foreign algorithm', await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(rsa)],
    ['with other claims under our signature', `${header}.${encode({ ...claims, sub: 'other' })}.${signature}`],
    [
      'without an end',
      await new SignJWT({ sub: id, iss: 'reprieve', aud: 'reprieve-api', sv: 1 })
        .setProtectedHeader({ alg: 'EdDSA' })
        .sign(ours),
    ],
    ['cut off', right.slice(0, -5)],
    ['with something after it', `${right}x`],
    ['empty', ''],
  ];
  for (const [reason, token] of tokens) t.equal(await callWith(test, token), 401, reason);
  t.equal(await callWith(test, right), 200);
});

t.test('a token ends after its hour, also when it was in use all the time', async (t) => {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const key: JWK = await exportJWK(privateKey);
  let now = new Date('2023-09-28T08:00:00Z');
  const issuer = await createTokenIssuer(key, () => now);
  const token = await issuer.issue({ userId: 'user-1', sessionVersion: 3 });
  for (const [minutes, expected] of [
    [0, 'user-1'],
    [59, 'user-1'],
    [60, undefined],
    [59, 'user-1'],
    [61, undefined],
  ] as const) {
    now = new Date(Date.parse('2023-09-28T08:00:00Z') + minutes * 60_000);
    t.match(
      await issuer.verify(token),
      expected && { userId: expected, sessionVersion: 3 },
      `after ${minutes} minutes`,
    );
  }
});

t.test('whoever is deactivated, or loses a role, is out within a second or two', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  t.equal((await clerk.get('/v1/me')).status, 200);

  async function until(change: () => Promise<boolean>): Promise<number> {
    const start = Date.now();
    while (!(await change())) {
      if (Date.now() - start > 5_000) throw new Error('still as before');
      await wait(20);
    }
    return Date.now() - start;
  }

  await test.deps.sql`update users set roles = '{AUDITOR}' where username = 'clerk'`;
  const roles = await until(async () => (await clerk.get('/v1/me')).body.roles[0] === 'AUDITOR');
  t.ok(roles < 2_500, `the role took ${roles} ms`);
  await test.deps.sql`update users set status = 'DEACTIVATED' where username = 'clerk'`;
  const out = await until(async () => (await clerk.get('/v1/me')).status === 401);
  t.ok(out < 2_500, `the account took ${out} ms`);
  t.same(refusalOf(await clerk.get('/v1/cases')), refusal('not-signed-in'));
  t.same(refusalOf(await signIn(test, 'clerk', 'reprieve')), FAILED, 'and cannot sign in again');
});

t.test('passwords are kept as argon2id hashes, each with a salt of its own', async (t) => {
  const test = await createTestApp(t);
  const rows = await test.deps.sql<{ passwordHash: string }[]>`select password_hash as "passwordHash" from users`;
  t.equal(rows.length, 16);
  for (const { passwordHash } of rows)
    t.match(passwordHash, /^\$argon2id\$v=19\$m=(19456|[2-9]\d{4}|\d{6,}),t=[2-9],p=\d\$/);
  const [one, other] = await Promise.all([hashPassword('same'), hashPassword('same')]);
  t.not(one, other);
  t.ok((await isPasswordRight(one, 'same')) && (await isPasswordRight(other, 'same')));
  t.notOk(await isPasswordRight(one, 'Same'));
});
