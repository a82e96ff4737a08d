import pino from 'pino';
import t from 'tap';
import { verifyEverything } from '../../../../src/features/operations/audit/verification.js';
import { createAccessBuffer } from '../../../../src/features/people/trail/access-buffer.js';
import type { AccessEntry } from '../../../../src/features/people/trail/access-log.js';
import { newId } from '../../../../src/shared/ids.js';
import { createTestApp } from '../../../support/app.js';
import { expectStatus, FILING } from '../../../support/story.js';

const entry = (act: string, rest: Partial<AccessEntry> = {}): AccessEntry => ({
  readAt: new Date(),
  actor: { id: newId(), name: '王书记员', courtCode: null },
  act,
  object: '/v1/cases',
  fromAddress: '::1',
  requestId: newId(),
  ...rest,
});

t.test('an entry that cannot be written is told and given up, and all others are written', async (t) => {
  const test = await createTestApp(t);
  const said: string[] = [];
  const buffer = createAccessBuffer(test.deps.db, pino({ level: 'error' }, { write: (line) => said.push(line) }));
  const bad = [
    entry('not an id', { caseId: 'none' }),
    entry('court too long', { courtCode: 'a court of nowhere' }),
    entry('no moment', { readAt: new Date(Number.NaN) }),
    entry('half a character', { detail: { text: '\ud842' } }),
  ];
  // The first, the last, and two neighbours in between.
  const good = Array.from({ length: 7 }, (_, index) => entry(`good ${index}`));
  for (const one of [bad[0], good[0], good[1], bad[1], bad[2], ...good.slice(2), bad[3]]) if (one) buffer.note(one);
  await buffer.flush();
  const written = await test.deps.sql<{ act: string }[]>`
    select act from access_log where act like 'good%' or act in ${test.deps.sql(bad.map(({ act }) => act))}
    order by batch, position`;
  t.same(
    written.map(({ act }) => act),
    good.map(({ act }) => act),
    'each once, in their order',
  );
  t.same(
    said.map((line) => JSON.parse(line).act),
    bad.map(({ act }) => act),
    'the operator learns of each of the others',
  );
  buffer.note(entry('good later'));
  await buffer.flush();
  const [later] = await test.deps.sql`select 1 from access_log where act = 'good later'`;
  t.ok(later, 'nothing bad waits at the head');
  t.match(await verifyEverything(await test.jobContext(), test.deps.auditKeys, {}), { result: 'WHOLE' });
});

t.test('what is longer than its column is cut by code points before it is covered by a digest', async (t) => {
  const test = await createTestApp(t);
  const buffer = createAccessBuffer(test.deps.db, test.deps.logger);
  buffer.note({
    ...entry('𠮷'.repeat(70)),
    actor: { id: 'i'.repeat(80), name: `${'王'.repeat(99)}𠮷${'王'.repeat(20)}`, courtCode: null },
    object: `/${'𠮷'.repeat(600)}\u0000`,
    fromAddress: 'a'.repeat(200),
    requestId: 'r'.repeat(99),
    purpose: '\ud842'.repeat(501),
  });
  await buffer.flush();
  const [row] = await test.deps.sql`
    select length(act) as act, actor_name as name, length(object) as object, length(from_address) as address,
      length(request_id) as request, length(purpose) as purpose
    from access_log where act like '𠮷%'`;
  t.match(row, { act: 64, name: `${'王'.repeat(99)}𠮷`, object: 500, address: 64, request: 64, purpose: 500 });
  t.match(await verifyEverything(await test.jobContext(), test.deps.auditKeys, {}), { result: 'WHOLE' });
});

t.test('a name with a character beyond the basic plane where it is cut stops no filing by key', async (t) => {
  const test = await createTestApp(t);
  // 96 characters fit beside the mark of a key: the cut falls between the halves of the 96th.
  const name = `${'王'.repeat(95)}𠮷王王王`;
  await test.owner`update users set display_name = ${name} where username = 'clerk'`;
  const clerk = await test.as('clerk');
  const key = await clerk.post('/v1/me/api-keys', {
    name: 'filing',
    scopes: ['cases:write'],
    currentPassword: 'reprieve',
  });
  const authorization = `Bearer ${expectStatus(key, 201).body.key}`;
  const filed = expectStatus(await test.stranger.post('/v1/cases', FILING, { authorization }), 201);
  expectStatus(await test.stranger.get(`/v1/cases/${filed.body.id}`, { authorization }), 200);
  const [event] = await test.deps.sql`select actor_name as name from case_events where case_id = ${filed.body.id}`;
  t.equal(event?.['name'], `${'王'.repeat(95)}𠮷·API`);
  await test.app.close();
  const [read] = await test.deps.sql`select actor_name as name from access_log where act = 'readCase'`;
  t.equal(read?.['name'], `${'王'.repeat(95)}𠮷·API`, 'and no log');
});
