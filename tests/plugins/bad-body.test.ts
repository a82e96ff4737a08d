import { Readable } from 'node:stream';
import type { InjectOptions } from 'fastify';
import t from 'tap';
import type { ProblemCode } from '../../src/shared/problems.js';
import type { TestAnswer } from '../support/app.js';
import { createTestApp } from '../support/app.js';
import { FILING, signInAll } from '../support/story.js';
import { checkRefused, refusal, type RefusedRow } from './refusals.js';
import { freshKey, setStage } from './stage.js';

interface Sent {
  readonly payload?: InjectOptions['payload'] & {};
  readonly headers?: Record<string, string>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const MEBIBYTE = 1024 * 1024;
const json = (payload: string): Sent => ({ payload, headers: JSON_TYPE });
const typed = (type: string): Sent => ({ payload: JSON.stringify(FILING), headers: { 'content-type': type } });
const padded = (bytes: number) => `{"padding":"${'x'.repeat(bytes - 14)}"}`;
const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);
const missing = ['/applicants', '/caseNumber', '/claim', '/enforcementBasis', '/enterprise', '/filedOn'];

const BODIES: readonly RefusedRow<Sent>[] = [
  ['2 MB', json(padded(2_000_000)), refusal('body-too-large')],
  ['2 MB that are no JSON', json('x'.repeat(2_000_000)), refusal('body-too-large')],
  [
    '2 MB that come without a length',
    { payload: Readable.from(['{"a":"', 'x'.repeat(2_000_000), '"}']), headers: JSON_TYPE },
    refusal('body-too-large'),
  ],
  ['one byte more than 1 MiB', json(padded(MEBIBYTE + 1)), refusal('body-too-large')],
  ['1 MiB is read, and is no case', json(padded(MEBIBYTE)), invalid('/padding', ...missing)],
  ['plain text', typed('text/plain'), refusal('media-type-unsupported')],
  ['a form', typed('application/x-www-form-urlencoded'), refusal('media-type-unsupported')],
  ['an upload', typed('multipart/form-data; boundary=x'), refusal('media-type-unsupported')],
  ['XML', typed('application/xml'), refusal('media-type-unsupported')],
  ['a type that only begins like JSON', typed('application/jsonp'), refusal('media-type-unsupported')],
  ['a type that is none', typed('json'), refusal('media-type-unsupported')],
  ['no type', { payload: Buffer.from(JSON.stringify(FILING)) }, refusal('media-type-unsupported')],
  ['a cut-off object', json('{"caseNumber":"'), refusal('malformed-json')],
  ['a comma too many', json('{"a":1,}'), refusal('malformed-json')],
  ['single quotes', json("{'a':1}"), refusal('malformed-json')],
  ['NaN', json('{"claim":NaN}'), refusal('malformed-json')],
  ['two values', json('{} {}'), refusal('malformed-json')],
  ['a field __proto__', json('{"__proto__":{"roles":["ADMIN"]}}'), refusal('malformed-json')],
  ['a field constructor.prototype', json('{"constructor":{"prototype":{}}}'), refusal('malformed-json')],
  ['an empty body of type JSON', json(''), refusal('malformed-json')],
  ['blanks', json('  \n'), refusal('malformed-json')],
  [
    'bytes that are no UTF-8',
    { payload: Buffer.from([0x7b, 0x22, 0xff, 0xfe]), headers: JSON_TYPE },
    refusal('malformed-json'),
  ],
  [
    'a name in GBK',
    {
      payload: Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xbd, 0xf0, 0xbb, 0xaa]), Buffer.from('"}')]),
      headers: JSON_TYPE,
    },
    refusal('malformed-json'),
  ],
  [
    'half of a character at the end of a text',
    {
      payload: Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe9, 0x87]), Buffer.from('"}')]),
      headers: JSON_TYPE,
    },
    refusal('malformed-json'),
  ],
  ['a charset of its own', typed('application/json; charset=gbk'), refusal('media-type-unsupported')],
  ['another charset of its own', typed('application/json;charset="iso-8859-1"'), refusal('media-type-unsupported')],
  [
    'UTF-8 by name, and no case',
    { payload: '{}', headers: { 'content-type': 'application/json; Charset="utf-8"' } },
    invalid(...missing),
  ],
  ['UTF-8 with a mark in front, and no case', json('\ufeff{}'), invalid(...missing)],
  ['nothing at all', {}, invalid(...missing)],
  ['an empty object', json('{}'), invalid(...missing)],
  ['an array instead of an object', json('[]'), invalid('')],
  ['null', json('null'), invalid('')],
  ['a text', json('"case"'), invalid('')],
  ['a number', json('1e999'), invalid('')],
  ['lists in lists, 50,000 deep', json('['.repeat(50_000) + ']'.repeat(50_000)), invalid('')],
  [
    'objects in objects, 50,000 deep',
    json('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)),
    invalid('/a', ...missing),
  ],
];

t.test('a body that is no request is refused, and nothing is stored,', async (t) => {
  const { app, deps, as } = await createTestApp(t);
  await as('clerk');
  const { accessToken } = (
    await app.inject({ method: 'POST', url: '/v1/auth/token', payload: { username: 'clerk', password: 'reprieve' } })
  ).json();

  async function send({ payload, headers }: Sent, more: Record<string, string>): Promise<TestAnswer> {
    const sent = { method: 'POST' as const, url: '/v1/cases', headers: { ...headers, ...more } };
    const reply = await app.inject(payload === undefined ? sent : { ...sent, payload });
    return { status: reply.statusCode, headers: reply.headers, bytes: reply.rawPayload, body: reply.json() };
  }

  await t.test('whatever is wrong with it', (t) =>
    checkRefused(t, deps.sql, BODIES, (sent) => send(sent, { authorization: `Bearer ${accessToken}` })),
  );

  await t.test('also with an Idempotency-Key, which stays unused', (t) => {
    const rows = BODIES.filter(([, { payload }]) => !(payload instanceof Readable));
    return checkRefused(t, deps.sql, rows, (sent) =>
      send(sent, { authorization: `Bearer ${accessToken}`, 'idempotency-key': 'one' }),
    );
  });

  await t.test('and a stranger learns nothing but that he has to sign in', (t) => {
    const rows = BODIES.filter(([, { payload }]) => !(payload instanceof Readable)).map(
      ([reason, sent]) => [reason, sent, refusal('not-signed-in')] as const,
    );
    return checkRefused(t, deps.sql, rows, (sent) => send(sent, { authorization: 'Bearer none' }));
  });
});

t.test('a body of 2 MB gets its answer over a real connection, and the server goes on', async (t) => {
  const { app } = await createTestApp(t);
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const signIn = (body: string) => fetch(`${address}/v1/auth/token`, { method: 'POST', headers: JSON_TYPE, body });
  const refused = await signIn(padded(2_000_000));
  t.equal(refused.status, 413);
  t.match(refused.headers.get('content-type'), /^application\/problem\+json/);
  t.match(await refused.json(), { code: 'body-too-large' });
  t.equal((await signIn(JSON.stringify({ username: 'clerk', password: 'reprieve' }))).status, 200);
});

/** What is asked for in path and query, by the clerk of the reference case. */
const ADDRESSES: readonly (readonly [string, string, ProblemCode, string?])[] = [
  ['a case id that is no UUID', '/v1/cases/1234', 'invalid-path', '/caseId'],
  ['a plan id that is no UUID', '/v1/plans/x', 'invalid-path', '/planId'],
  ['a payment id that is no UUID', "/v1/payments/'", 'invalid-path', '/paymentId'],
  ['a seizure id that is no UUID', '/v1/seizures/%F0%9F%98%80', 'invalid-path', '/seizureId'],
  ['a notice id that is no UUID', '/v1/notices/%00', 'invalid-path', '/noticeId'],
  ['an id with a digit too many', '/v1/cases/018f0000-0000-7000-8000-0000000000000', 'invalid-path', '/caseId'],
  ['a case that does not exist', '/v1/cases/018f0000-0000-7000-8000-000000000000', 'not-found'],
  ['a plan that does not exist', '/v1/plans/018f0000-0000-7000-8000-000000000000/schedule', 'not-found'],
  ['a limit of 0', '/v1/cases?limit=0', 'invalid-query', '/limit'],
  ['a limit of 201', '/v1/cases?limit=201', 'invalid-query', '/limit'],
  ['a negative limit', '/v1/cases?limit=-1', 'invalid-query', '/limit'],
  ['a fractional limit', '/v1/cases?limit=1.5', 'invalid-query', '/limit'],
  ['a limit in words', '/v1/cases?limit=abc', 'invalid-query', '/limit'],
  ['an empty limit', '/v1/cases?limit=', 'invalid-query', '/limit'],
  ['two limits', '/v1/cases?limit=1&limit=2', 'invalid-query', '/limit'],
  ['a limit beyond numbers', '/v1/cases?limit=1e999', 'invalid-query', '/limit'],
  ['an unknown field', '/v1/cases?colour=RED&page=2', 'invalid-query', '/page'],
  ['a colour that does not exist', '/v1/cases?colour=BLUE', 'invalid-query', '/colour'],
  ['a state that does not exist', '/v1/cases?state=OPEN', 'invalid-query', '/state'],
  ['a sort that does not exist', '/v1/cases?sort=name', 'invalid-query', '/sort'],
  ['a case number that is none', '/v1/cases?caseNumber=1234', 'invalid-query', '/caseNumber'],
  ['a cursor of nobody', '/v1/cases?cursor=abc', 'invalid-cursor', '/cursor'],
  ['an empty cursor', '/v1/cases?cursor=', 'invalid-cursor', '/cursor'],
  ['a cursor without end', `/v1/cases?cursor=${'a'.repeat(401)}`, 'invalid-query', '/cursor'],
  ['a day that does not exist', '/v1/plans/{planId}/schedule?asOf=2023-02-30', 'invalid-query', '/asOf'],
  ['a ledger of no day', '/v1/cases/{caseId}/ledger?asOf=today', 'invalid-query', '/asOf'],
  ['a ledger on no basis', '/v1/cases/{caseId}/ledger?basis=WISH', 'invalid-query', '/basis'],
  ['a flag that is none', '/v1/notices?unread=yes', 'invalid-query', '/unread'],
  ['an unknown field of a schedule', '/v1/plans/{planId}/schedule?limit=5', 'invalid-query', '/limit'],
  ['a path that does not exist', '/v1/no/such/thing', 'not-found'],
  ['a thing that cannot be had so', '/v1/plans/{planId}/activation', 'not-found'],
];

t.test('a wrong path or query is refused with its pointer', async (t) => {
  const stage = await setStage(t);
  const rows = ADDRESSES.map(([reason, url, code, pointer]): RefusedRow<string> => {
    const address = url.replace('{planId}', stage.planId).replace('{caseId}', stage.caseId);
    return [reason, address, pointer === undefined ? refusal(code) : refusal(code, pointer)];
  });
  await checkRefused(t, stage.test.deps.sql, rows, (url) => stage.people.clerk.get(url));
  for (const [reason, url] of rows) {
    const answer = await stage.test.stranger.get(url);
    t.match(answer, { status: 401, body: { code: 'not-signed-in' } }, `${reason}: a stranger gets 401 first`);
    t.match(answer.headers, { 'www-authenticate': /^Bearer / });
  }
});

t.test('an act on a thing that is not there is refused before anything else', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const id = '018f0000-0000-7000-8000-000000000000';
  const acts: readonly (readonly [string, object])[] = [
    [
      `/v1/cases/${id}/consents`,
      { applicantId: id, scope: 'RELIEF', method: 'PORTAL', givenOn: '2023-09-28', evidence: 'x' },
    ],
    [`/v1/plans/${id}/activation`, {}],
    [`/v1/payments/${id}/approval`, {}],
    [`/v1/payments/${id}/reversal`, { reason: 'x' }],
    [`/v1/payments/${id}/confirmation`, {}],
    [`/v1/notices/${id}/reading`, {}],
  ];
  await checkRefused(
    t,
    test.deps.sql,
    acts.map(([url, body]): RefusedRow<readonly [string, object]> => [url, [url, body], refusal('not-found')]),
    ([url, body]) => people.clerk.post(url, body, freshKey()),
  );
});
