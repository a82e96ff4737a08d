import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { toProblem } from '../../src/plugins/problem-details.js';
import { Problem, type ProblemCode, PROBLEMS, problemType } from '../../src/shared/problems.js';
import { createTestApp } from '../support/app.js';
import { PROJECT_DIRECTORY } from '../support/services.js';
import { refusal, refusalOf } from './refusals.js';

const CODES = Object.keys(PROBLEMS) as ProblemCode[];
/** In the catalogue, and not given by anything yet: an unknown method on a known path is 404 like an unknown path. */
const RESERVED: readonly ProblemCode[] = ['method-not-allowed'];
const CATALOGUE = ['problems.ts', 'problems-of-days.ts'].map((file) => path.join('src', 'shared', file));

function readSources(): { file: string; text: string }[] {
  return ['src', 'jobs'].flatMap((folder) =>
    readdirSync(path.join(PROJECT_DIRECTORY, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => path.join(folder, file))
      .filter((file) => !CATALOGUE.includes(file))
      .map((file) => ({ file, text: readFileSync(path.join(PROJECT_DIRECTORY, file), 'utf8') })),
  );
}

t.test('the catalogue of problems', async (t) => {
  await t.test('has each code once, in kebab-case, with titles in both languages', async (t) => {
    const text = CATALOGUE.map((file) => readFileSync(path.join(PROJECT_DIRECTORY, file), 'utf8')).join('');
    for (const code of CODES) {
      const { status, title, titleZh } = PROBLEMS[code];
      t.match(code, /^[a-z]+(-[a-z]+)*$/);
      t.ok(
        [400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 422, 428, 429, 431, 500, 503].includes(status),
        `${code}: ${status}`,
      );
      t.match(title, /^[A-Z].*[^.]$/, code);
      t.match(titleZh, /\p{Script=Han}/u, code);
      t.equal([...text.matchAll(new RegExp(`^ {2}'?${code}'?:`, 'gm'))].length, 1, `${code} stands there once`);
    }
    const titles = CODES.map((code) => PROBLEMS[code].title);
    t.equal(new Set(titles).size, titles.length, 'no title for two problems');
  });

  await t.test('has a type for each that ends in its code', async (t) => {
    for (const code of CODES) t.equal(new URL(problemType(code)).pathname.split('/').at(-1), code);
  });

  await t.test('has no code that nothing uses', async (t) => {
    const sources = readSources();
    const unused = CODES.filter((code) => !sources.some(({ text }) => text.includes(`'${code}'`)));
    t.same(unused, RESERVED);
  });

  await t.test('has each code that a Problem is made with', async (t) => {
    for (const { file, text } of readSources()) {
      for (const [, code = ''] of text.matchAll(/new Problem\('([^']+)'/g)) t.ok(code in PROBLEMS, `${file}: ${code}`);
    }
  });
});

t.test('a fault tells nothing of its inside', async (t) => {
  const faults: readonly unknown[] = [
    new Error('password=secret'),
    new TypeError('x is not a function'),
    Object.assign(new Error('boom'), { statusCode: 500 }),
    Object.assign(new Error('boom'), { statusCode: 502 }),
    'a text',
    null,
    undefined,
  ];
  for (const fault of faults) {
    const problem = toProblem(fault);
    t.same([problem.status, problem.code], [500, 'internal-error'], String(fault));
    t.notMatch(problem.detail, /secret|function|boom/);
  }
  for (const statusCode of [406, 411, 414, 417]) {
    const problem = toProblem(Object.assign(new Error('boom'), { statusCode }));
    t.equal(problem.code, 'request-malformed', `${statusCode} of the framework is no fault of ours`);
  }
  const ours = new Problem('case-closed');
  t.equal(toProblem(ours), ours, 'a refusal stays what it is');
});

t.test('a refusal never lists more than a hundred faults', async (t) => {
  const test = await createTestApp(t);
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, index]));
  const answer = await (await test.as('clerk')).post('/v1/cases', many);
  t.equal(answer.status, 400);
  t.equal(answer.body.errors.length, 100);
  t.match(answer.body.detail, /^50\d\d value/);
});

t.test('what is not there is a problem too', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  for (const url of ['/v1', '/v1/nothing', '/v2/cases', '/nothing', '/openapi.yaml']) {
    t.same(refusalOf(await clerk.get(url)), refusal('not-found'), url);
  }
  t.same(refusalOf(await test.stranger.get('/nothing')), refusal('not-found'), 'outside /v1 for everybody');
  t.same(
    refusalOf(await test.stranger.get('/v1/nothing')),
    refusal('not-signed-in'),
    'under /v1 nobody learns what is there',
  );
  t.match((await clerk.get('/v1/nothing')).headers, { 'cache-control': 'no-store' });
});
