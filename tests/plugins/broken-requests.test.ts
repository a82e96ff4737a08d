import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { answerBrokenRequest, routableUrl } from '../../src/plugins/broken-requests.js';
import type { ProblemCode } from '../../src/shared/problems.js';
import { createTestApp, type TestAnswer } from '../support/app.js';
import { refusal, refusalOf } from './refusals.js';

/** An answer of which only the bytes are known. */
function readAnswer(bytes: string): TestAnswer {
  const [head = '', body = ''] = bytes.split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(': ')));
  const json = /json/.test(String(headers['content-type'])) ? JSON.parse(body) : body;
  return { status: Number(status.split(' ')[1]), headers, bytes: Buffer.from(bytes), body: json };
}

/** Paths that no route takes as they stand, with what a signed-in caller and a stranger are answered. */
const PATHS: readonly (readonly [path: string, code: ProblemCode, toStranger: ProblemCode, ...pointers: string[]])[] = [
  [`/v1/cases/${'a'.repeat(300)}`, 'invalid-path', 'not-signed-in', '/caseId'],
  [`/v1/cases/${'a'.repeat(9_000)}`, 'invalid-path', 'not-signed-in', '/caseId'],
  ['/v1/cases/%zz', 'invalid-path', 'not-signed-in', '/caseId'],
  ['/v1/cases/%', 'invalid-path', 'not-signed-in', '/caseId'],
  ['/v1/cases/%ff', 'invalid-path', 'not-signed-in', '/caseId'],
  ['/v1/cases/%ed%a0%80', 'invalid-path', 'not-signed-in', '/caseId'],
  ['/v1/cases/%C0%AE?limit=1', 'invalid-path', 'not-signed-in', '/caseId'],
  [`/v1/${'a'.repeat(300)}`, 'not-found', 'not-signed-in'],
  ['/v1/%zz/cases', 'not-found', 'not-signed-in'],
  ['/%zz', 'not-found', 'not-found'],
  [`/${'a'.repeat(300)}`, 'not-found', 'not-found'],
];

t.test('a path that no route takes is refused like any other, after sign-in', async (t) => {
  const { as, stranger } = await createTestApp(t);
  const clerk = await as('clerk');
  for (const [path, code, toStranger, ...pointers] of PATHS) {
    t.same(refusalOf(await clerk.get(path)), refusal(code, ...pointers), path.slice(0, 40));
    t.same(refusalOf(await clerk.post(path, {})), refusal(code === 'invalid-path' ? 'not-found' : code), 'by POST');
    t.same(refusalOf(await stranger.get(path)), refusal(toStranger), `${path.slice(0, 40)} of a stranger`);
  }
  t.equal((await stranger.get('/livez?x=%zz')).status, 200, 'a query is not part of the way');
});

t.test('only what cannot be decoded is taken letter by letter', async (t) => {
  for (const url of ['/', '/v1/cases?a=%zz', '/a%20b', '/%E4%B8%AD', '/a%2Fb?c=d?e']) t.equal(routableUrl(url), url);
  t.equal(routableUrl('/%zz?a=%20?b'), '/%25zz?a=%20?b');
  t.equal(routableUrl('/%E4%B8%AD%'), '/%25E4%25B8%25AD%25');
});

/** What is sent over the wire, and what comes back. */
const BYTES: readonly (readonly [string, string, ProblemCode | 200])[] = [
  ['no HTTP', 'hello\r\n\r\n', 'request-malformed'],
  ['a method nobody knows', 'BREW /v1/cases HTTP/1.1\r\nHost: x\r\n\r\n', 'request-malformed'],
  ['a header that is none', 'GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n', 'request-malformed'],
  ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 'headers-too-large'],
  ['a path without end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 'headers-too-large'],
  ['no host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 200],
  [
    'an expectation that nobody knows',
    'GET /livez HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nConnection: close\r\n\r\n',
    200,
  ],
  [
    'a length that is none',
    'POST /v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'request-malformed',
  ],
];

t.test('what is no request is answered by a problem, and the connection ends', async (t) => {
  const { app } = await createTestApp(t);
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  for (const [what, sent, expected] of BYTES) {
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(sent);
    const answer = readAnswer(await text(socket));
    if (expected === 200) t.equal(answer.status, 200, what);
    else t.same(refusalOf(answer), refusal(expected), what);
  }
});

t.test('a request that does not arrive in time is told so, and nobody writes to who has gone', async (t) => {
  const written: Buffer[] = [];
  const socket = new Socket();
  socket.write = (bytes: Buffer) => written.push(bytes) > 0;
  Object.defineProperty(socket, 'writable', { value: true });
  answerBrokenRequest(Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  t.same(refusalOf(readAnswer(Buffer.concat(written).toString())), refusal('request-too-slow'));
  answerBrokenRequest(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), socket);
  socket.destroy();
  answerBrokenRequest(new Error('anything'), socket);
  t.equal(written.length, 1);
});
