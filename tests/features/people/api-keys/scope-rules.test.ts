import t from 'tap';
import { opens } from '../../../../src/features/people/api-keys/scope-rules.js';
import type { ActRow } from '../../../../src/features/people/permissions/act-row.js';
import { ACTS } from '../../../../src/features/people/permissions/acts.js';
import { SCOPED_TAGS, SCOPES } from '../../../../src/tables/api-keys.js';
import { listOperations } from '../../../plugins/operations.js';
import { createTestApp } from '../../../support/app.js';

t.test('which scopes open a call', async (t) => {
  const call = (method: string, tag: string, machine = true) => ({ machine, method, tags: [tag] });
  const rows: readonly [string, readonly string[], ReturnType<typeof call>, boolean][] = [
    ['reading with read', ['cases:read'], call('GET', 'cases'), true],
    ['reading with write', ['cases:write'], call('GET', 'cases'), true],
    ['writing with write', ['payments:write'], call('POST', 'payments'), true],
    ['changing with write', ['cases:write'], call('PATCH', 'cases'), true],
    ['computing with read', ['calculations:read'], call('POST', 'calculations'), true],
    ['writing with read', ['payments:read'], call('POST', 'payments'), false],
    ['another part', ['cases:write'], call('GET', 'payments'), false],
    ['no scope', [], call('GET', 'cases'), false],
    ['a decision', ['payments:write'], call('POST', 'payments', ACTS.decidePayment.machine === true), false],
    ['the own account', SCOPES, call('GET', 'self'), false],
    ['accounts', SCOPES, call('POST', 'accounts'), false],
    ['job runs', SCOPES, call('POST', 'operations'), false],
    ['an unknown route', SCOPES, { machine: false, method: 'GET', tags: [] }, false],
  ];
  for (const [reason, scopes, kind, expected] of rows) t.equal(opens(scopes, kind), expected, reason);
});

t.test('what is open to machines, and the parts of the API are those that exist', async (t) => {
  const operations = await listOperations(await createTestApp(t, { sampleData: 'none' }));
  for (const { text } of operations) {
    const row: ActRow | undefined = new Map(Object.entries(ACTS)).get(text.operationId);
    if (row?.machine) t.ok(SCOPED_TAGS.includes(text.tags[0]), `${text.operationId} is of a part that has scopes`);
    else t.notOk(text.tags[0] === 'calculations', text.operationId);
  }
  const tags = new Set(operations.flatMap(({ text }) => text.tags));
  for (const tag of SCOPED_TAGS) t.ok(tags.has(tag), tag);
  t.same([...tags].filter((tag) => !SCOPED_TAGS.includes(tag as never)).sort(), ['accounts', 'operations', 'self']);
});

t.test('what machines may change is a short list', async (t) => {
  const operations = await listOperations(await createTestApp(t, { sampleData: 'none' }));
  const rows = new Map<string, ActRow>(Object.entries(ACTS));
  const writing = operations
    .filter(({ method, text }) => method !== 'get' && text.tags[0] !== 'calculations')
    .map(({ text }) => String(text.operationId))
    .filter((id) => rows.get(id)?.machine);
  t.same(writing.sort(), ['draftPlan', 'fileCase', 'recordPayment', 'supposePlan', 'uploadFile', 'verifyAudit']);
  for (const act of ['changeCase', 'correctClaim', 'exportAuditEvents', 'listAuditEvents', 'searchCases'] as const) {
    t.notOk(rows.get(act)?.machine, act);
  }
});
