import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { createTestApp } from '../support/app.js';
import { PROJECT_DIRECTORY } from '../support/services.js';
import { listOperations, type Operation } from './operations.js';

/** Routes of the running app under /v1, as OpenAPI writes them, read off the router's own tree. */
function listRoutes(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    if (segment === '') return [];
    above.length = indent.length / 4;
    above.push(segment === '/' && above.length === 0 ? '/' : segment);
    const url = above.join('').replace(/:(\w+)/g, '{$1}');
    if (!url.startsWith('/v1/')) return [];
    const named = methods.split(', ').filter((method) => method !== '' && method !== 'HEAD');
    return named.map((method) => `${method} ${url}`);
  });
}

/** Places of a document where an object says nothing at all: a schema `{}` allows everything. */
function findEmpty(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && Object.keys(value).length === 0) return [at];
  return Object.entries(value).flatMap(([key, inner]) => findEmpty(inner, `${at}/${key}`));
}

interface TextSchema {
  readonly type?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: unknown;
}

/** Every named text of an operation, whole or one of several forms: parameters and fields of bodies and answers. */
function listTexts(value: unknown, name = ''): { name: string; schema: TextSchema }[] {
  if (typeof value !== 'object' || value === null) return [];
  const schema: TextSchema = value;
  const isText = [schema.type].flat().includes('string') && schema.enum === undefined;
  const own = isText && name !== '' ? [{ name, schema }] : [];
  const inner = Object.entries(value).flatMap(([key, part]) => {
    if (key === 'properties') return Object.entries(part).flatMap(([field, form]) => listTexts(form, field));
    if (key === 'parameters' && Array.isArray(part)) return part.flatMap((one) => listTexts(one.schema, one.name));
    return ['anyOf', 'oneOf', 'allOf', 'items'].includes(key) ? listTexts(part, name) : listTexts(part);
  });
  // The forms of a choice are the elements of a list.
  return Array.isArray(value) ? value.flatMap((one) => listTexts(one, name)) : [...own, ...inner];
}

/** Names of days; `from` and `to` are days as well, but for the words of a changed term. */
const DAY_NAME = /(On|Date|Dates)$|^(date|asOf|fixedAt|horizon|payOutBy|doubledFrom|offDays|makeupWorkdays|from|to)$/;
const MOMENT_NAME = /(?<!fixed)At$|^at$/;
const ID_NAME = /^id$|[a-z]Ids?$/;
/** Ids that are none of ours: given by the caller, or the name of a thing that has a form of its own. */
const OTHER_IDS = [
  'listAuditEvents id',
  'listAuditEvents requestId',
  'listAuditRoots keyId',
  'verifyAudit keyId',
  'calculateJudgmentLedger applicantId',
  'calculateMultiDebtAllocation id',
];
const OTHER_WORDS = ['readDifference from', 'readDifference to'];

/** Schema of the body of an operation; a form has one as well. */
function bodyOf({ requestBody }: Operation['text']) {
  return (requestBody?.content['application/json'] ?? requestBody?.content['multipart/form-data'])?.schema;
}

/** The forms that a body may have, of which one may have forms again. */
function formsOf(schema: Operation['text'] | undefined): Operation['text'][] {
  const forms = schema?.oneOf ?? schema?.anyOf;
  if (forms) return forms.flatMap(formsOf);
  return schema === undefined ? [] : [schema];
}

t.test('the OpenAPI text', async (t) => {
  const test = await createTestApp(t);
  const answer = await test.stranger.get('/openapi.json');
  const document = answer.body;
  const operations = await listOperations(test);

  await t.test('is OpenAPI 3.1, open to everybody, without a server prefix', async (t) => {
    t.equal(answer.status, 200);
    t.match(document, { openapi: /^3\.1\./, info: { title: 'Reprieve', version: String }, servers: [{ url: '/' }] });
    t.ok(Object.keys(document.paths).every((url) => url.startsWith('/v1/')));
  });

  await t.test('names each route under /v1, and no other', async (t) => {
    const routes = listRoutes(test.app.printRoutes({ commonPrefix: false }));
    t.ok(routes.includes('PATCH /v1/cases/{caseId}') && routes.includes('POST /v1/payments/{paymentId}/approval'));
    t.same(
      operations.map(({ method, path: url }) => `${method.toUpperCase()} ${url}`).sort(),
      [...new Set(routes)].sort(),
    );
  });

  await t.test('says of each operation what it is called and what it is about', async (t) => {
    const tags = new Set(document.tags.map((tag: { name: string }) => tag.name));
    const names = operations.map(({ text }) => text.operationId);
    t.equal(new Set(names).size, names.length, 'each name once');
    for (const { method, path: url, text } of operations) {
      t.match(text.operationId, /^[a-z][A-Za-z]+$/, `${method} ${url}`);
      t.match(text.summary, /^[A-Z].*[^.]$/, `${method} ${url}: ${text.summary}`);
      t.ok(text.tags.length === 1 && tags.has(text.tags[0]), `${method} ${url}: ${text.tags}`);
    }
  });

  await t.test('has no schema that allows everything', async (t) => t.same(findEmpty(document, ''), []));

  await t.test('gives each answer a schema, refusals that of the problem', async (t) => {
    for (const { method, path: url, text } of operations) {
      const [status = '', ...more] = Object.keys(text.responses).filter((one) => /^2/.test(one));
      t.match(status, method === 'get' ? /^200$/ : /^20[012]$/, `${method} ${url}`);
      t.same(more, []);
      const { content } = text.responses[status];
      const files = content['text/csv'] ?? content['application/pdf'] ?? content['application/octet-stream'];
      const { schema } = content['application/json'] ?? files;
      t.ok(schema.format === 'binary' || schema.type === 'object' || schema.oneOf || schema.anyOf, `${method} ${url}`);
      t.same(text.responses['4XX'], { $ref: '#/components/responses/Problem' });
      if (method !== 'get') t.ok(bodyOf(text), `${method} ${url}`);
    }
    t.ok(document.components.schemas.Problem.required.includes('code'));
  });

  await t.test('refuses unknown fields of each body', async (t) => {
    for (const { path: url, text } of operations) {
      for (const form of formsOf(bodyOf(text))) t.equal(form.additionalProperties, false, url);
    }
  });

  await t.test('asks for a token everywhere but at sign-in', async (t) => {
    t.same(document.security, [{ bearer: [] }]);
    const open = operations.filter(({ text }) => text.security !== undefined);
    t.ok(open.every(({ path: url, text }) => /^\/v1\/(auth|public)\//.test(url) && text.security.length === 0));
    t.ok(open.some(({ path: url }) => url === '/v1/auth/token'));
  });

  await t.test('keeps names: money ends in Fen and is an integer, days and moments are texts', async (t) => {
    const seen: string[] = [];
    (function walk(value: unknown): void {
      if (typeof value !== 'object' || value === null) return;
      const { properties } = value as { properties?: Record<string, { type?: unknown; anyOf?: { type?: unknown }[] }> };
      for (const [name, schema] of Object.entries(properties ?? {})) {
        const types = [schema.type, ...(schema.anyOf ?? []).map((one) => one.type)].flat().filter(Boolean);
        if (/^[a-z].*Fen$/.test(name) && !name.startsWith('principals')) {
          seen.push(name);
          t.ok(types.includes('integer') || types.includes('object') || types.includes('array'), `${name}: ${types}`);
        }
        if (/(On|At)$/.test(name)) t.notOk(types.includes('number') || types.includes('integer'), name);
      }
      Object.values(value).forEach(walk);
    })(document.paths);
    t.ok(seen.length > 50);
  });

  await t.test('gives each day, moment, id and digest the form it has', async (t) => {
    const faults = operations.flatMap(({ text }) =>
      listTexts(text).flatMap(({ name, schema }) => {
        const place = `${text.operationId} ${name}`;
        const formless = schema.format === undefined && schema.pattern === undefined;
        if (MOMENT_NAME.test(name) && schema.format !== 'date-time') return [`${place}: a moment`];
        if (DAY_NAME.test(name) && schema.format !== 'date') return [`${place}: a day`];
        if (ID_NAME.test(name) && schema.format !== 'uuid' && schema.pattern === undefined) return [`${place}: an id`];
        return /^(sha256|sm3)$|(Sm3|Digest|[hH]ash)$/.test(name) && formless ? [`${place}: a digest`] : [];
      }),
    );
    const known = new Set(faults.map((fault) => fault.replace(/:.*/, '')));
    const allowed = [...OTHER_IDS, ...OTHER_WORDS];
    t.same(
      faults.filter((fault) => !allowed.includes(fault.replace(/:.*/, ''))),
      [],
    );
    t.same(
      allowed.filter((place) => !known.has(place)),
      [],
      'no exception outlives its reason',
    );
  });
});

t.test('no route is written in one place and left out of its plugin', async (t) => {
  const { app } = await createTestApp(t);
  const tree = listRoutes(app.printRoutes({ commonPrefix: false }));
  const folder = path.join(PROJECT_DIRECTORY, 'src', 'features');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('routes.ts'),
  );
  for (const file of sources) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, method = '', url = ''] of text.matchAll(/app\.(get|post|patch|put|delete)\(\s*'([^']+)'/g)) {
      t.ok(tree.includes(`${method.toUpperCase()} ${url.replace(/:(\w+)/g, '{$1}')}`), `${method} ${url}`);
    }
  }
});
