import t from 'tap';
import { readStored } from '../../../database/stored.js';
import { addressOf, listOperations } from '../../../plugins/operations.js';
import { setStage } from '../../../plugins/stage.js';
import type { Caller } from '../../../support/app.js';
import { expectStatus, FILING } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';
import { buildFiling } from './filings.js';

/** People of the intermediate court 浙07, to which 浙0702 and 浙0703 belong,. */
async function setCourts(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test } = stage;
  const there = await test.as('clerk-0703');
  const second = expectStatus(await there.post('/v1/cases', buildFiling(1, { caseNumber: '（2023）浙0703执1号' })), 201)
    .body.id;
  const add = (role: string, courtCode: string) =>
    addAccount(test, { username: `${role.toLowerCase()}-${courtCode}`, roles: [role], courtCode });
  return {
    ...stage,
    second,
    supervisor: await add('BUREAU_CHIEF', '浙07'),
    president: await add('PRESIDENT', '浙07'),
    officer: await add('OFFICER', '浙07'),
    auditor: await add('AUDITOR', '浙07'),
    neighbour: await add('BUREAU_CHIEF', '浙0783'),
    high: await add('PRESIDENT', '浙'),
  };
}

const idsOf = (answer: { body: { items: { id: string }[] } }) => answer.body.items.map(({ id }) => id).toSorted();

t.test('contract 2: a court sees the lists of the courts below it only by role', async (t) => {
  const { test, caseId, second, supervisor, president, officer, auditor, neighbour, high } = await setCourts(t);
  const both = [caseId, second].toSorted();
  const rows: readonly [string, Caller, readonly string[]][] = [
    ['the chief of the intermediate court', supervisor, both],
    ['its president', president, both],
    ['the president of the high court, two levels above', high, both],
    ['an officer of the intermediate court', officer, []],
    ['its auditor, who checks his own court', auditor, []],
    ['the chief of another basic court', neighbour, []],
    ['the chief of one of the basic courts', await test.as('chief'), [caseId]],
  ];
  for (const [reason, reader, expected] of rows) {
    t.same(idsOf(expectStatus(await reader.get('/v1/cases'), 200)), expected, reason);
    expectStatus(await reader.get(`/v1/cases/${caseId}`), expected.includes(caseId) ? 200 : 404);
  }
  const one = await supervisor.get(`/v1/cases?courtCode=${encodeURIComponent('浙0703')}`);
  t.same(idsOf(expectStatus(one, 200)), [second], 'one court of several by the filter');
  const alien = await supervisor.get(`/v1/cases?courtCode=${encodeURIComponent('浙0783')}`);
  t.same(idsOf(expectStatus(alien, 200)), [], 'a filter opens nothing');
  const pages = [];
  let cursor = '';
  do {
    const page = expectStatus(await supervisor.get(`/v1/cases?limit=1${cursor && `&cursor=${cursor}`}`), 200).body;
    pages.push(...page.items.map(({ id }: { id: string }) => id));
    cursor = page.nextCursor ?? '';
  } while (cursor);
  t.same(pages.toSorted(), both, 'pages go over courts');
});

t.test('contract 2: whoever supervises reads every part of a case below, and changes none', async (t) => {
  const { test, caseId, planId, paymentId, seizureId, supervisor } = await setCourts(t);
  const ids: Readonly<Record<string, string>> = { caseId, planId, paymentId, seizureId };
  const ofCases = (await listOperations(test)).filter(({ method, path, text }) => {
    const names = path.match(/\{\w+\}/g) ?? [];
    const isWhole = !text.parameters?.some(
      (one: { in: string; required: boolean }) => one.in === 'query' && one.required,
    );
    return (
      method === 'get' && isWhole && names.length === 1 && names.every((name) => ids[name.slice(1, -1)] !== undefined)
    );
  });
  const before = await readStored(test.deps.sql);
  let [reads, acts] = [0, 0];
  for (const { path } of ofCases) {
    const answer = await supervisor.get(addressOf(path, ids));
    t.equal(answer.status, 200, `GET ${path}: ${answer.body?.detail ?? ''}`);
    reads += 1;
  }
  t.ok(reads > 10, `${reads} reading calls`);
  t.same(await readStored(test.deps.sql), before, 'reading changes nothing');
  const bodies: readonly [string, object][] = [
    [
      `/v1/cases/${caseId}/claim-corrections`,
      { costsFen: 1, ground: 'CORRECTION_RULING', reason: '补正', evidence: '裁定书' },
    ],
    [`/v1/cases/${caseId}/unmask`, { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: '监督检查工作' }],
    [`/v1/cases/${caseId}/assignments`, { officerId: supervisor.id, reason: '监督' }],
    [`/v1/cases/${caseId}/recusals`, { ground: '监督', userId: supervisor.id }],
    [`/v1/payments/${paymentId}/approval`, {}],
    [`/v1/payments/${paymentId}/reversal`, { reason: '监督' }],
    [`/v1/plans/${planId}/amendments`, { reason: '监督', n: 3 }],
  ];
  for (const [url, body] of bodies) {
    const answer = await supervisor.post(url, body, { 'idempotency-key': `supervise-${acts}` });
    t.ok(answer.status === 403 || answer.status === 400, `${url}: ${answer.status}`);
    acts += answer.status === 403 ? 1 : 0;
  }
  t.ok(acts >= 5, `${acts} acts refused by right`);
  t.same(await readStored(test.deps.sql), before, 'and no refused act changes anything');
  const search = {
    field: 'COLLECTION_ACCOUNT_NUMBER',
    value: FILING.collectionAccount.number,
    purpose: '监督检查工作',
  };
  t.same(
    (await supervisor.post('/v1/case-searches', search)).body.items,
    [],
    'a search by number stays in the own court',
  );
});

t.test('CP-06: what a supervisor takes out stands in the chain of the case', async (t) => {
  const { caseId, people, supervisor } = await setCourts(t);
  const answer = await supervisor.get(`/v1/cases/${caseId}/statement?format=xlsx`);
  expectStatus(answer, 200);
  const [last] = (await people.judge.get(`/v1/cases/${caseId}/timeline`)).body.items;
  t.match(last, { type: 'STATEMENT_EXPORTED', actor: { name: 'bureau_chief-浙07' } });
});
