import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import t from 'tap';
import { compareKeptRoots, exportRoots } from '../../../../src/features/operations/audit/kept-roots.js';
import { readAuditKeys } from '../../../../src/features/operations/audit/keys.js';
import { describeVerification } from '../../../../src/features/operations/audit/report.js';
import { applyRetention } from '../../../../src/features/operations/audit/retention.js';
import { makeRoot } from '../../../../src/features/operations/audit/roots.js';
import { verifyEverything } from '../../../../src/features/operations/audit/verification.js';
import { verifyCases } from '../../../../src/features/operations/audit/verify-cases.js';
import { createAccessBuffer } from '../../../../src/features/people/trail/access-buffer.js';
import { recordAccess } from '../../../../src/features/people/trail/access-log.js';
import { checkRefused, refusal, refusalOf } from '../../../plugins/refusals.js';
import type { createTestApp, TestApp } from '../../../support/app.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus, FILING } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

const VERIFICATION = '/v1/audit/verification';
const NOBODY = '018f0000-0000-7000-8000-000000000000';
const CHAIN_TABLES = ['case_events', 'audit_anchors', 'audit_roots', 'access_log', 'access_batches'];

/**
 * Lets the owner of the tables do what the application cannot, looks at what is found, and puts everything back: each
 * tampering begins with whole chains.
 */
async function whileTampered<T>(test: TestApp, statements: readonly string[], look: () => Promise<T>): Promise<T> {
  const sql = test.owner;
  const kept = [...CHAIN_TABLES, 'cases'];
  for (const table of kept) await sql.unsafe(`create table kept_${table} as select * from ${table}`);
  for (const table of CHAIN_TABLES) await sql.unsafe(`alter table ${table} disable trigger user`);
  for (const statement of statements) await sql.unsafe(statement);
  try {
    return await look();
  } finally {
    for (const table of [...CHAIN_TABLES].filter((name) => name !== 'audit_roots'))
      await sql.unsafe(`delete from ${table}`);
    await sql.unsafe('delete from audit_roots');
    for (const table of ['audit_roots', ...CHAIN_TABLES.filter((name) => name !== 'audit_roots')])
      await sql.unsafe(`insert into ${table} select * from kept_${table}`);
    await sql.unsafe(
      `update cases c set chain_length = k.chain_length, chain_head = k.chain_head from kept_cases k where k.id = c.id`,
    );
    for (const table of CHAIN_TABLES) await sql.unsafe(`alter table ${table} enable trigger user`);
    for (const table of kept) await sql.unsafe(`drop table kept_${table}`);
  }
}

/** The reference case and another, a root over both, and reads on record. */
async function setAudit(t: Parameters<typeof createTestApp>[0]) {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  const other = expectStatus(await people.clerk.post('/v1/cases', buildFiling(7)), 201).body.id as string;
  const ctx = await test.jobContext();
  await recordAccess(ctx, { act: 'first', object: '/v1/cases', caseId });
  await makeRoot(ctx, test.deps.auditKeys, ctx.today);
  await recordAccess(ctx, { act: 'second', object: '/v1/cases', caseId });
  return { test, people, caseId, other, ctx };
}

t.test('verification names the first broken link: where, and what differs', async (t) => {
  const { test, people, caseId, other, ctx } = await setAudit(t);
  const { auditor } = people;
  const check = async (body: object = {}) => expectStatus(await auditor.post(VERIFICATION, body), 200).body;
  const whole = await check();
  t.match(whole, {
    result: 'WHOLE',
    firstBroken: null,
    nextCursor: null,
    checked: { cases: 2, accessBatches: Number, roots: 1 },
  });
  t.match(whole.lastRoot, { seq: 1, rootOn: '2023-09-28', hash: /^[\da-f]{64}$/ });
  const [{ length, caseNumber }] = (await test.deps.sql`
    select chain_length as length, case_number as "caseNumber" from cases where id = ${caseId}`) as unknown as [
    { length: number; caseNumber: string },
  ];
  t.ok(length > 5);
  const ours = `case_id = '${caseId}'`;
  const cut = (to: number) => [
    `delete from case_events where ${ours} and seq > ${to}`,
    `update cases set chain_length = ${to}, chain_head = (select hash from case_events where ${ours} and seq = ${to})
      where id = '${caseId}'`,
  ];
  const link = { chain: 'CASE', courtCode: '浙0702', caseId, caseNumber };
  const rows: readonly (readonly [why: string, statements: readonly string[], found: object])[] = [
    [
      'data of an event',
      [`update case_events set data = '{"amountFen":1}' where ${ours} and seq = 3`],
      { ...link, seq: 3, fault: 'CONTENT_CHANGED' },
    ],
    [
      'who did it',
      [`update case_events set actor_name = 'x' where ${ours} and seq = 2`],
      { ...link, seq: 2, fault: 'CONTENT_CHANGED' },
    ],
    [
      'when',
      [`update case_events set occurred_at = occurred_at + interval '1 ms' where ${ours} and seq = 4`],
      { ...link, seq: 4, fault: 'CONTENT_CHANGED' },
    ],
    [
      'a link',
      [`update case_events set previous_hash = repeat('0', 64) where ${ours} and seq = 5`],
      { ...link, seq: 5, fault: 'LINK_BROKEN', found: '0'.repeat(64) },
    ],
    [
      'an event in the middle gone',
      [`delete from case_events where ${ours} and seq = 2`],
      { ...link, seq: 2, fault: 'MISSING', found: 'event 3' },
    ],
    [
      'all events gone',
      [`delete from case_events where ${ours}`],
      { ...link, seq: 1, fault: 'MISSING', found: '0 events' },
    ],
    [
      'the last event gone',
      [`delete from case_events where ${ours} and seq = ${length}`],
      { ...link, seq: length, fault: 'MISSING', found: `${length - 1} events` },
    ],
    [
      'the tail gone and the head made to fit: only the signed root knows',
      cut(3),
      { ...link, seq: 4, fault: 'MISSING', expected: `${length} events (root 1)`, found: '3 events' },
    ],
    [
      'the head of the case',
      [`update cases set chain_head = repeat('0', 64) where id = '${caseId}'`],
      { ...link, seq: length, fault: 'HEAD_DIFFERS', expected: '0'.repeat(64) },
    ],
    [
      'a head under a root',
      [
        `update audit_anchors set chain_length = 2,
        chain_head = (select hash from case_events where ${ours} and seq = 2) where ${ours}`,
      ],
      { chain: 'ROOTS', seq: 1, fault: 'ROOT_DIFFERS' },
    ],
    [
      'tail, head and the head under the root: the rows tell of what is gone',
      [...cut(3), `delete from audit_anchors where ${ours}`],
      { ...link, fault: 'ROW_CHANGED' },
    ],
    [
      'the date of a root',
      ["update audit_roots set root_on = '2023-09-27'"],
      { chain: 'ROOTS', seq: 1, fault: 'CONTENT_CHANGED' },
    ],
    [
      'the signature of a root',
      ["update audit_roots set signature = repeat('A', 86)"],
      { chain: 'ROOTS', seq: 1, fault: 'SIGNATURE_INVALID' },
    ],
    [
      'an unknown key',
      ["update audit_roots set key_id = 'none'"],
      { chain: 'ROOTS', seq: 1, fault: 'CONTENT_CHANGED' },
    ],
    [
      'what was read',
      ["update access_log set object = '/v1/other' where act = 'first'"],
      { chain: 'ACCESS_LOG', fault: 'CONTENT_CHANGED' },
    ],
    [
      'who read it',
      ["update access_log set actor_name = 'x' where act = 'second'"],
      { chain: 'ACCESS_LOG', fault: 'CONTENT_CHANGED' },
    ],
    [
      'an entry gone',
      ["delete from access_log where act = 'second'"],
      { chain: 'ACCESS_LOG', fault: 'MISSING', expected: '1 entries', found: '0 entries' },
    ],
    ['a batch gone', ['delete from access_batches where seq = 1'], { chain: 'ACCESS_LOG', seq: 1, fault: 'MISSING' }],
    [
      'all batches gone: only the signed root knows',
      ['delete from access_batches', 'delete from access_log'],
      { chain: 'ACCESS_LOG', fault: 'MISSING', expected: /\(root 1\)$/ },
    ],
  ];
  for (const [why, statements, found] of rows) {
    const answer = await whileTampered(test, statements, () => check());
    t.match(answer, { result: 'BROKEN', firstBroken: found }, why);
    t.not(answer.firstBroken.expected, answer.firstBroken.found, `${why}: says what differs`);
  }
  t.match(await check(), { result: 'WHOLE' }, 'and all is whole again');

  const changed = [`update case_events set data = '{}' where case_id = '${other}' and seq = 1`];
  await whileTampered(test, changed, async () => {
    t.match(
      await check({ caseId }),
      { result: 'WHOLE', checked: { cases: 1, roots: 0 } },
      'one case is looked at alone',
    );
    t.match(await check({ caseId: other }), { result: 'BROKEN', firstBroken: { caseId: other, seq: 1 } });
    t.match(
      await check({ to: '2023-09-27' }),
      { result: 'WHOLE', checked: { cases: 0 } },
      'no case has events so early',
    );
    t.match(await check({ from: '2023-09-28', to: '2023-09-28' }), {
      result: 'BROKEN',
      firstBroken: { caseId: other },
    });
    const report = await verifyEverything(await test.jobContext(), test.deps.auditKeys, {});
    t.match(
      describeVerification(report).join('\n'),
      /^BROKEN at case （.*号 \(浙0702 [\da-f-]{36}\), event 1: its content/,
    );
  });

  const stretch = await verifyCases(ctx, {}, undefined, () => true);
  t.match(stretch, { cases: 1, next: { courtCode: '浙0702' } }, 'out of time after each case');
  const rest = await verifyCases(ctx, {}, stretch.next, () => false);
  t.equal(rest.cases, 1, 'and goes on where it stopped');
  t.equal(rest.next, undefined);
});

t.test('a root is made once a day, over what has grown, signed by a key of this installation', async (t) => {
  const { test, people, caseId, ctx } = await setAudit(t);
  const keys = test.deps.auditKeys;
  t.same(await makeRoot(ctx, keys, ctx.today), { roots: 0, anchors: 0 }, 'twice a day changes nothing');
  t.same(await makeRoot(ctx, keys, '2023-09-29'), { roots: 1, anchors: 0 }, 'nothing has grown');
  expectStatus(
    await people.clerk.patch(
      `/v1/cases/${caseId}`,
      { collectionAccount: FILING.collectionAccount, reason: '账户变更' },
      { 'if-match': '*' },
    ),
    202,
  );
  t.same(await makeRoot(ctx, keys, '2023-09-30'), { roots: 1, anchors: 1 }, 'one case has');
  const { items } = expectStatus(await people.auditor.get('/v1/audit-roots'), 200).body;
  t.match(items, [{ seq: 3, rootOn: '2023-09-30', anchors: 1 }, { seq: 2 }, { seq: 1, previousHash: '0'.repeat(64) }]);
  t.equal(items[0].previousHash, items[1].hash, 'chained');
  const publicKey = keys.trusted.get(items[0].keyId);
  if (!publicKey) throw new Error('no key');
  t.ok(verify(null, Buffer.from(items[0].hash, 'hex'), publicKey, Buffer.from(items[0].signature, 'base64url')));

  const pem = (kind: 'ed25519' | 'x25519') => {
    const { privateKey } = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  };
  const own = readAuditKeys({ AUDIT_KEY: pem('ed25519').replaceAll('\n', '\\n'), SAMPLE_DATA: 'none' } as never, {
    kind: 'system',
  });
  t.not(own.signing?.id, keys.signing?.id);
  t.match(await verifyEverything(await test.jobContext(), own, {}), {
    result: 'BROKEN',
    firstBroken: { chain: 'ROOTS', seq: 1, fault: 'SIGNATURE_INVALID' },
  });
  t.throws(() => readAuditKeys({ AUDIT_KEY: pem('x25519') } as never, { kind: 'system' }), /Ed25519/);
  const none = readAuditKeys({ SAMPLE_DATA: 'none' } as never, { kind: 'system' });
  t.equal(none.signing, undefined, 'real data have no key that everybody knows');
  await t.rejects(makeRoot(ctx, none, '2023-10-01'), /AUDIT_KEY_FILE/);
  t.equal(createPublicKey(pem('ed25519')).asymmetricKeyType, 'ed25519');
});

t.test('roots that are kept outside tell of a history made anew', async (t) => {
  const { test, ctx } = await setAudit(t);
  await makeRoot(ctx, test.deps.auditKeys, '2023-09-30');
  const exportAll = async (after: number) => {
    const lines: string[] = [];
    for await (const line of exportRoots(ctx.db, after)) lines.push(line);
    return lines;
  };
  const kept = await exportAll(0);
  t.equal(kept.length, 2);
  t.same(await exportAll(1), kept.slice(1), 'what is kept already is left out');
  t.same(await exportAll(2), []);
  const compare = (lines: readonly string[]) => compareKeptRoots(ctx.db, lines.join(''));
  t.equal(await compare(kept), undefined);
  t.equal(await compare([]), undefined);
  await whileTampered(test, ["update audit_roots set hash = repeat('0', 64) where seq = 2"], async () => {
    t.match(await compare(kept), { chain: 'ROOTS', seq: 2, fault: 'ROOT_DIFFERS', found: '0'.repeat(64) });
  });
  const cutOff = ['delete from audit_anchors where root_seq = 2', 'delete from audit_roots where seq = 2'];
  await whileTampered(test, cutOff, async () => {
    t.match(await verifyEverything(ctx, test.deps.auditKeys, {}), { result: 'WHOLE' }, 'inside nothing is missed');
    t.match(await compare(kept), { chain: 'ROOTS', seq: 2, fault: 'MISSING' });
  });
  await t.rejects(compare(['{"seq":1}\n']), /^Line 1 is no root/);
  await t.rejects(compare([...kept, 'x\n']), /^Line 3 is no root/);
});

t.test(
  'reads go to the access log within a second, and those that must not be lost in their transaction',
  async (t) => {
    const { test, people, caseId, ctx } = await setAudit(t);
    const buffer = createAccessBuffer(test.deps.db, test.deps.logger);
    const entry = {
      readAt: new Date(),
      actor: { id: NOBODY, name: 'x', courtCode: null },
      act: 'noted',
      object: 'x'.repeat(600),
      fromAddress: '::1',
      requestId: 'r',
    };
    for (let count = 0; count < 3; count += 1) buffer.note({ ...entry, caseId });
    await Promise.all([buffer.flush(), buffer.flush()]);
    const rows = await test.deps.sql`
    select l.court_code as "courtCode", length(l.object) as length, b.entries
    from access_log l join access_batches b on b.seq = l.batch
    where act = 'noted'`;
    t.same(
      [...rows],
      Array.from({ length: 3 }, () => ({ courtCode: '浙0702', length: 500, entries: 3 })),
      'one batch, once',
    );

    const failing = recordAccess(ctx, { act: 'lost', object: '/', caseId: 'no id' });
    await t.rejects(failing, 'what cannot be recorded does not go through');

    await people.clerk.get(`/v1/cases/${caseId}/ledger`);
    await people.enterprise.get(`/v1/cases/${caseId}`);
    await people.clerk.get(`/v1/cases/${NOBODY}`);
    await people.clerk.get('/v1/me');
    await test.app.close();
    const read = await test.deps.sql`
    select act, actor_name as name, case_id as "caseId", from_address as address from access_log
    where from_address <> '' and act not in ('noted', 'listNotices') order by recorded_at, batch, position`;
    const last = read.slice(-3);
    t.match(last, [
      { act: 'readLedger', caseId, address: '127.0.0.1' },
      { act: 'readCase', caseId, address: '127.0.0.1' },
      { act: 'refuse', caseId: NOBODY, address: '127.0.0.1' },
    ]);
    t.match(await verifyEverything(await test.jobContext(), test.deps.auditKeys, {}), { result: 'WHOLE' });
  },
);

t.test('the auditor lists and exports, which is logged itself; nobody else does', async (t) => {
  const { test, people, caseId } = await setAudit(t);
  const { auditor } = people;
  const pages: string[] = [];
  let cursor = '';
  do {
    const { body } = expectStatus(await auditor.get(`/v1/audit-events?limit=4${cursor}`), 200);
    pages.push(...body.items.map((item: { caseId: string; seq: number }) => `${item.caseId} ${item.seq}`));
    cursor = body.nextCursor === null ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '');
  const [row] = await test.deps.sql`select count(*)::int as count from case_events`;
  t.equal(pages.length, row?.['count']);
  t.equal(new Set(pages).size, pages.length, 'each event once');

  const count = async (query: string) =>
    expectStatus(await auditor.get(`/v1/audit-events?${query}`), 200).body.items.length;
  t.equal(await count(`caseId=${NOBODY}`), 0);
  t.equal(await count('to=2023-09-27'), 0);
  t.equal(await count(`caseId=${caseId}&type=CASE_FILED`), 1);
  t.ok((await count(`log=ACCESS&caseId=${caseId}&type=first`)) === 1);
  t.equal(await count('log=ACCESS&to=2020-01-01'), 0);

  const url = '/v1/audit-events/export?purpose=年度检查&format=';
  const csv = expectStatus(await auditor.get(`${url}csv&caseId=${caseId}`), 200);
  t.match(csv.headers, { 'content-type': /^text\/csv/, 'content-disposition': /^attachment/ });
  const lines = csv.bytes.toString().trim().split('\n');
  t.match(lines[0], /^log,courtCode,caseId,caseNumber,seq/);
  t.ok(
    lines.slice(1).every((line) => /\(auditor\),\d{4}-/.test(line)),
    'each line says who took it out, and when',
  );
  const jsonl = expectStatus(await auditor.get(`${url}jsonl&log=ACCESS&type=exportAuditEvents`), 200).bytes.toString();
  t.match(JSON.parse(jsonl.trim()), {
    log: 'ACCESS',
    caseId,
    purpose: '年度检查',
    data: { format: 'csv', entries: lines.length - 1 },
  });

  const { sql } = test.deps;
  const calls = ['/v1/audit-events', `${url}csv`, '/v1/audit-roots'];
  for (const name of ['clerk', 'judge', 'finance', 'enterprise', 'applicant', 'admin'] as const) {
    for (const call of calls)
      t.same(refusalOf(await people[name].get(call)), refusal('not-permitted'), `${name} ${call}`);
    t.same(refusalOf(await people[name].post(VERIFICATION, {})), refusal('not-permitted'), name);
  }
  for (const call of calls) t.same(refusalOf(await test.stranger.get(call)), refusal('not-signed-in'));
  const queries: [string, string, ReturnType<typeof refusal>][] = [
    ['no purpose', '/v1/audit-events/export', refusal('invalid-query', '/purpose')],
    ['an unknown log', '/v1/audit-events?log=ALL', refusal('invalid-query', '/log')],
    ['a day that does not exist', '/v1/audit-events?from=2023-02-30', refusal('invalid-query', '/from')],
    ['a cursor of another filter', '/v1/audit-events?cursor=a.b', refusal('invalid-cursor', '/cursor')],
  ];
  await checkRefused(t, sql, queries, (call) => auditor.get(call));
  const bodies: [string, object, ReturnType<typeof refusal>][] = [
    ['the end before the beginning', { from: '2023-09-29', to: '2023-09-28' }, refusal('invalid-body', '/to')],
    ['a case that is not there', { caseId: NOBODY }, refusal('not-found')],
    ['an unknown field', { all: true }, refusal('invalid-body', '/all')],
    ['a cursor of another scope', { cursor: 'a.b' }, refusal('invalid-cursor', '/cursor')],
  ];
  await checkRefused(t, sql, bodies, (body) => auditor.post(VERIFICATION, body));
});

t.test('nothing younger than six months goes, and what goes leaves its digests', async (t) => {
  const { test, ctx } = await setAudit(t);
  const { sql } = test.deps;
  const old = new Date(Date.UTC(new Date().getUTCFullYear() - 4, 0, 15));
  const month = old.toISOString().slice(0, 10).replace('-15', '-01');
  const now = Date.now;
  // The batch of four years ago comes first in its chain, so the chain is begun anew.
  const owner = test.owner;
  for (const table of ['access_log', 'access_batches', 'audit_anchors', 'audit_roots'])
    await owner.unsafe(
      `alter table ${table} disable trigger user; delete from ${table}; alter table ${table} enable trigger user`,
    );
  Date.now = () => old.getTime();
  t.teardown(() => (Date.now = now));
  await recordAccess(ctx, { act: 'old', object: '/v1/cases' });
  Date.now = now;
  await recordAccess(ctx, { act: 'new', object: '/v1/cases' });
  await makeRoot(ctx, test.deps.auditKeys, ctx.today);

  for (const before of ['now()::date', "(now() - interval '5 months')::date", "'2999-01-01'::date"]) {
    await t.rejects(
      sql.unsafe(`select remove_access_months(${before})`),
      { code: '23001', constraint_name: 'access_log_six_months' },
      before,
    );
  }
  await t.rejects(applyRetention(ctx, 5), 'nor does the job ask for less');
  await t.rejects(
    owner`insert into access_removals values (date_trunc('month', now() - interval '5 months')::date,
      0, null, null, now())`,
    { code: '23514', constraint_name: 'access_removals_six_months' },
    'not even the record of it can be made',
  );
  t.match(await applyRetention(ctx, 60), { accessMonths: 0 }, 'younger than was asked for');
  await sql`insert into idempotency_keys (owner, key, request_digest, created_at)
    values ('x', 'old', '', now() - interval '9 days'), ('x', 'new', '', now() - interval '6 days')`;
  t.match(await applyRetention(ctx, 36), { accessMonths: 1, idempotencyKeys: 1 });
  t.match(await applyRetention(ctx, 36), { accessMonths: 0, idempotencyKeys: 0 }, 'safe to repeat');
  t.same(await sql`select act from access_log`, [{ act: 'new' }]);
  t.match(await sql`select month::text, entries, first_batch::int as first from access_removals`, [
    { month, entries: 1, first: 1 },
  ]);
  t.match(await verifyEverything(ctx, test.deps.auditKeys, {}), {
    result: 'WHOLE',
    checked: { accessBatches: 2, roots: 1 },
  });
});
