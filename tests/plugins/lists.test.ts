import t from 'tap';
import { createCursorSigner } from '../../src/platform/cursor.js';
import { buildFiling } from '../features/dossier/cases/filings.js';
import { type Caller, createTestApp } from '../support/app.js';
import { correctClaim } from '../support/corrections.js';
import { expectStatus, PLAN, SEIZURE, signInAll } from '../support/story.js';
import { listOperations } from './operations.js';
import { refusal, refusalOf } from './refusals.js';
import { enterPayment, setStage } from './stage.js';

const PAGES_MAX = 200;

/** What tells one item of a list from another. */
const nameOf = (item: Record<string, unknown>) => String(item['id'] ?? item['seq']);

/** Reads a list page by page; names of the items in order. */
async function readPages(caller: Caller, url: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { body } = expectStatus(await caller.get(`${url}?limit=${limit}${cursor}`), 200);
    found.push(...body.items.map(nameOf));
    if (body.nextCursor === null) return found;
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
  throw new Error(`${url} has no end`);
}

t.test('each list of a case gives its items once, in one order, whatever the size of a page', async (t) => {
  const { test, people, caseId } = await setStage(t);
  const { clerk, applicant, admin } = people;
  for (let amountFen = 1; amountFen <= 6; amountFen += 1) await enterPayment(clerk, caseId, { amountFen });
  for (const serialNumber of ['1', '2', '3']) {
    const [asset] = SEIZURE.assets;
    expectStatus(
      await clerk.post(`/v1/cases/${caseId}/seizures`, { ...SEIZURE, assets: [{ ...asset, serialNumber }] }),
      201,
    );
  }
  for (const n of [2, 3, 4]) expectStatus(await clerk.post(`/v1/cases/${caseId}/plans`, { ...PLAN, n }), 201);
  const { id } = (await clerk.get(`/v1/cases/${caseId}`)).body.applicants[0];
  for (const scope of ['RELIEF', 'SETTLEMENT']) {
    const consent = { applicantId: id, scope, method: 'PORTAL', givenOn: '2023-09-28' };
    expectStatus(await applicant.post(`/v1/cases/${caseId}/consents`, consent), 201);
  }
  for (const costsFen of [1, 2, 3]) await correctClaim(people, caseId, { costsFen });
  for (let run = 0; run < 5; run += 1) expectStatus(await admin.post('/v1/job-runs', { job: 'remind' }), 202);
  await test.closeDays('2023-11-20');

  const lists: readonly (readonly [Caller, string, number])[] = [
    [clerk, `/v1/cases/${caseId}/payments`, 8],
    [clerk, `/v1/cases/${caseId}/seizures`, 4],
    [clerk, `/v1/cases/${caseId}/plans`, 4],
    [clerk, `/v1/cases/${caseId}/consents`, 3],
    [clerk, `/v1/cases/${caseId}/claim-corrections`, 3],
    [clerk, `/v1/cases/${caseId}/escalation`, 9],
    [clerk, `/v1/cases/${caseId}/timeline`, 20],
    [clerk, '/v1/notices', 3],
    [people.enterprise, '/v1/notices', 5],
    [admin, '/v1/job-runs', 5],
  ];
  for (const [caller, url, atLeast] of lists) {
    const whole = expectStatus(await caller.get(`${url}?limit=200`), 200).body;
    t.same(Object.keys(whole).sort(), ['items', 'nextCursor'], url);
    t.equal(whole.nextCursor, null);
    t.ok(whole.items.length >= atLeast, `${url} has ${whole.items.length} items`);
    t.equal(new Set(whole.items.map(nameOf)).size, whole.items.length);
    for (const limit of [1, 2, 3, whole.items.length]) {
      t.same(await readPages(caller, url, limit), whole.items.map(nameOf), `${url} by ${limit}`);
    }
  }
});

t.test('a list of 50 and more gives 50 unless asked otherwise', async (t) => {
  const { people, caseId } = await setStage(t);
  for (let amountFen = 1; amountFen <= 55; amountFen += 1) await enterPayment(people.clerk, caseId, { amountFen });
  const { body } = await people.clerk.get(`/v1/cases/${caseId}/payments`);
  t.equal(body.items.length, 50);
  t.type(body.nextCursor, 'string');
  t.equal((await readPages(people.clerk, `/v1/cases/${caseId}/payments`, 50)).length, 57);
});

t.test('the list of cases', async (t) => {
  const test = await createTestApp(t);
  const { clerk, enterprise } = await signInAll(test);
  const filedOn = (serial: number) => `2023-09-${String(1 + (serial % 4)).padStart(2, '0')}`;
  const file = async (serial: number, day = filedOn(serial)) =>
    expectStatus(await clerk.post('/v1/cases', buildFiling(serial, { filedOn: day })), 201).body;
  const filed: { id: string; filedOn: string }[] = [];
  for (let serial = 1; serial <= 11; serial += 1) filed.push(await file(serial));
  const newestFirst = [...filed].sort((a, b) => (a.filedOn + a.id < b.filedOn + b.id ? 1 : -1)).map((one) => one.id);

  await t.test('is sorted by filing day and id, newest or oldest first', async (t) => {
    t.same(await readPages(clerk, '/v1/cases', 3), newestFirst);
    const { body } = await clerk.get('/v1/cases?sort=filedOn&limit=200');
    t.same(body.items.map(nameOf), [...newestFirst].reverse());
  });

  await t.test('stays stable while cases are added', async (t) => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; ; page += 1) {
      const { body } = expectStatus(await clerk.get(`/v1/cases?limit=3${cursor}`), 200);
      seen.push(...body.items.map(nameOf));
      // One sorts in front of what was read, one behind it.
      await file(100 + page, '2023-09-27');
      await file(200 + page, '2023-08-01');
      if (body.nextCursor === null || page > 20) break;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
      if (page === 3) break;
    }
    t.equal(new Set(seen).size, seen.length, 'nothing twice');
    t.same(seen.slice(0, newestFirst.length), newestFirst, 'and nothing left out');
  });

  await t.test('is filtered', async (t) => {
    const exact = `/v1/cases?caseNumber=${encodeURIComponent('(2023)浙0702执5003号')}`;
    t.same((await clerk.get(exact)).body.items.map(nameOf), [filed[2]?.id], 'by a case number, however it is written');
    t.equal((await clerk.get('/v1/cases?state=FILED&limit=200')).body.items.length >= 11, true);
    t.same((await clerk.get('/v1/cases?state=CLOSED')).body.items, []);
    t.same((await clerk.get('/v1/cases?colour=RED')).body.items, []);
    t.same((await enterprise.get('/v1/cases')).body.items, [], 'to the cases of the caller');
  });

  await t.test('takes only its own cursors', async (t) => {
    const { nextCursor } = (await clerk.get('/v1/cases?limit=2')).body;
    const [body = '', signature = ''] = nextCursor.split('.');
    const other = body.startsWith('A') ? `B${body.slice(1)}` : `A${body.slice(1)}`;
    const refused = refusal('invalid-cursor', '/cursor');
    const cursors: readonly (readonly [string, string])[] = [
      ['another position', `${other}.${signature}`],
      ['another signature', `${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`],
      ['a signature that is cut off', `${body}.${signature.slice(0, -4)}`],
      ['no signature', body],
      ['an empty signature', `${body}.`],
      ['only a signature', `.${signature}`],
      ['a position of our own making', `${Buffer.from('["2023-09-01","x"]').toString('base64url')}.${signature}`],
      [
        'the key of another installation',
        createCursorSigner(Buffer.alloc(32)).sign('cases:{"sort":"-filedOn"}', ['2023-09-01', newestFirst[0] ?? '']),
      ],
    ];
    for (const [reason, cursor] of cursors) {
      t.same(refusalOf(await clerk.get(`/v1/cases?limit=2&cursor=${encodeURIComponent(cursor)}`)), refused, reason);
    }
    const at = `cursor=${encodeURIComponent(nextCursor)}`;
    for (const query of [`sort=filedOn&${at}`, `state=FILED&${at}`, `colour=GREEN&${at}`]) {
      t.same(refusalOf(await clerk.get(`/v1/cases?${query}`)), refused, `of other filters: ${query}`);
    }
    t.same(refusalOf(await clerk.get(`/v1/notices?${at}`)), refused, 'of another list');
    t.same(refusalOf(await clerk.get(`/v1/cases/${filed[0]?.id}/timeline?${at}`)), refused, 'of the list of one case');
    t.equal((await clerk.get(`/v1/cases?limit=5&${at}`)).status, 200, 'the size of a page may change');
  });
});

t.test('every list of the contract takes limit and cursor and answers items and nextCursor', async (t) => {
  const operations = (await listOperations(await createTestApp(t))).filter(({ method }) => method === 'get');
  const lists = operations.filter(({ text }) => {
    const schema = text.responses['200']?.content?.['application/json']?.schema;
    return schema?.properties?.items !== undefined || schema?.type === 'array';
  });
  t.ok(lists.length >= 9);
  for (const { path, text } of lists) {
    const { schema } = text.responses['200'].content['application/json'];
    t.same(Object.keys(schema.properties).sort(), ['items', 'nextCursor'], path);
    const query = (text.parameters ?? []).filter((one: { in: string }) => one.in === 'query');
    const limit = query.find((one: { name: string }) => one.name === 'limit');
    t.match(limit?.schema, { minimum: 1, maximum: 200, default: 50 }, path);
    t.ok(
      query.some((one: { name: string }) => one.name === 'cursor'),
      path,
    );
  }
});
