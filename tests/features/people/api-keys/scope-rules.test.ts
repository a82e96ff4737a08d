import t from 'tap';
import { ACTS_OF_PERSONS, opens, SCOPED_TAGS, SCOPES } from '../../../../src/features/people/api-keys/scope-rules.js';
import { listOperations } from '../../../plugins/operations.js';
import { createTestApp } from '../../../support/app.js';

t.test('which scopes open a call', async (t) => {
  const call = (method: string, tag: string, operationId = 'some') => ({ operationId, method, tags: [tag] });
  const rows: readonly [string, readonly string[], ReturnType<typeof call>, boolean][] = [
    ['reading with read', ['cases:read'], call('GET', 'cases'), true],
    ['reading with write', ['cases:write'], call('GET', 'cases'), true],
    ['writing with write', ['payments:write'], call('POST', 'payments'), true],
    ['changing with write', ['cases:write'], call('PATCH', 'cases'), true],
    ['computing with read', ['calculations:read'], call('POST', 'calculations'), true],
    ['writing with read', ['payments:read'], call('POST', 'payments'), false],
    ['another part', ['cases:write'], call('GET', 'payments'), false],
    ['no scope', [], call('GET', 'cases'), false],
    ['a decision', ['payments:write'], call('POST', 'payments', 'decidePayment'), false],
    ['the own account', SCOPES, call('GET', 'self'), false],
    ['accounts', SCOPES, call('POST', 'accounts'), false],
    ['job runs', SCOPES, call('POST', 'operations'), false],
    ['an unknown route', SCOPES, { operationId: '', method: 'GET', tags: [] }, false],
  ];
  for (const [reason, scopes, kind, expected] of rows) t.equal(opens(scopes, kind), expected, reason);
});

t.test('the acts of persons and the parts of the API are those that exist', async (t) => {
  const operations = await listOperations(await createTestApp(t, { sampleData: 'none' }));
  const ids = operations.map(({ text }) => text.operationId);
  for (const act of ACTS_OF_PERSONS) t.ok(ids.includes(act), act);
  const tags = new Set(operations.flatMap(({ text }) => text.tags));
  for (const tag of SCOPED_TAGS) t.ok(tags.has(tag), tag);
  t.same([...tags].filter((tag) => !SCOPED_TAGS.includes(tag as never)).sort(), ['accounts', 'operations', 'self']);
});
