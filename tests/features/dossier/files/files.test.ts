import { createHash } from 'node:crypto';
import t from 'tap';
import { LOOSE_FILES_MAX } from '../../../../src/features/dossier/files/service.js';
import { setStage } from '../../../plugins/stage.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { expectStatus, FILING, PLAN, signInAll } from '../../../support/story.js';
import { FORM, pdfOf, toForm, upload } from '../../../support/uploads.js';
import { addAccount } from '../../people/identity/accounts.js';

const digestOf = (algorithm: string, bytes: Buffer, encoding: 'hex' | 'base64' = 'hex') =>
  createHash(algorithm).update(bytes).digest(encoding);

async function eventsOf({ deps }: TestApp, caseId: string, type: string) {
  return deps.sql`select data from case_events where case_id = ${caseId} and type = ${type} order by seq`;
}

t.test('EV-01: a file is digested on receipt and comes back byte for byte', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const bytes = pdfOf('执行和解笔录');
  const made = expectStatus(await upload(clerk, { name: '笔录.pdf', type: 'image/png', bytes }), 201);
  const { id, ...rest } = made.body;
  t.match(rest, {
    sha256: digestOf('sha256', bytes),
    sm3: digestOf('sm3', bytes),
    size: bytes.length,
    mediaType: 'application/pdf',
    name: '笔录.pdf',
    uploadedBy: { name: '王书记员' },
  });
  t.match(made.headers, { location: `/v1/files/${id}`, etag: '"v1"' });
  const known = await clerk.get(`/v1/files/${id}`);
  t.same(expectStatus(known, 200).body, made.body);
  t.equal(known.headers['etag'], '"v1"');
  const sent = expectStatus(await clerk.get(`/v1/files/${id}/content`, { 'accept-encoding': 'gzip' }), 200);
  t.same(sent.bytes, bytes);
  const plainName = `filename="${rest.sha256.slice(0, 16)}.pdf"`;
  t.match(sent.headers, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; ${plainName}; filename*=UTF-8''${encodeURIComponent('笔录')}.pdf`,
    'content-digest': `sha-256=:${digestOf('sha256', bytes, 'base64')}:`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  const text = Buffer.from('字'.repeat(5_000));
  const note = expectStatus(await upload(clerk, { name: '记录', bytes: text, type: 'text/html' }), 201).body;
  t.match(note, { mediaType: 'text/plain', name: '记录.txt' });
  const read = await clerk.get(`/v1/files/${note.id}/content`, { 'accept-encoding': 'gzip' });
  t.equal(read.headers['content-encoding'], undefined, 'the digest is of what is sent, so nothing packs it');
  t.same(read.bytes, text);
});

t.test('EV-01: the same content is stored once, under each name that it came with', async (t) => {
  const test = await createTestApp(t);
  const { clerk, enterprise } = await signInAll(test);
  const one = { name: 'a.pdf', bytes: pdfOf('same') };
  const ids = await Promise.all([clerk, enterprise, clerk].map(async (caller) => (await upload(caller, one)).body.id));
  t.equal(new Set(ids).size, 3);
  const [row] = await test.deps
    .sql`select (select count(*)::int from files) as files, count(*)::int as contents from file_contents`;
  t.same({ ...row }, { files: 3, contents: 1 });
  const key = { 'idempotency-key': 'once' };
  const first = expectStatus(await upload(clerk, one, key), 201);
  const again = expectStatus(await upload(clerk, one, key), 201);
  t.same(again.body, first.body);
  t.equal(again.headers['idempotency-replayed'], 'true');
  t.match((await upload(clerk, { name: 'a.pdf', bytes: pdfOf('other') }, key)).body, {
    code: 'idempotency-key-reused',
  });
});

t.test('what is not taken, and leaves nothing behind', async (t) => {
  const test = await createTestApp(t);
  const { clerk, admin, auditor } = await signInAll(test);
  const file = { name: 'a.pdf', bytes: pdfOf('a') };
  const post = (body: Buffer, headers: Record<string, string> = FORM) => clerk.post('/v1/files', body, headers);
  const whole = toForm([file]);
  const refusals: readonly [string, () => ReturnType<typeof post>, number, object][] = [
    ['no file', () => post(toForm([])), 400, { errors: [{ pointer: '/file' }] }],
    ['another field', () => post(toForm([{ ...file, field: 'paper' }])), 400, { errors: [{ pointer: '/paper' }] }],
    ['two files', () => post(toForm([file, file])), 400, { errors: [{ pointer: '/file', detail: /one file/ }] }],
    [
      'a value beside it',
      () => post(toForm([file, { field: 'note', bytes: 'x' }])),
      400,
      { errors: [{ pointer: '/note' }] },
    ],
    ['cut off', () => post(whole.subarray(0, -20)), 400, { code: 'malformed-form' }],
    ['no boundary', () => post(whole, { 'content-type': 'multipart/form-data' }), 400, { code: 'malformed-form' }],
    [
      'another boundary',
      () => post(whole, { 'content-type': 'multipart/form-data; boundary=x' }),
      400,
      { code: 'malformed-form' },
    ],
    ['empty', () => upload(clerk, { ...file, bytes: '' }), 400, { errors: [{ pointer: '/file', detail: /empty/ }] }],
    [
      'JSON that calls something a file',
      () => post(Buffer.from('{"file":{"name":"a","bytes":[1]}}'), { 'content-type': 'application/json' }),
      400,
      { errors: [{ pointer: '/file', detail: /multipart/ }] },
    ],
    [
      'JSON',
      () => post(Buffer.from('{}'), { 'content-type': 'application/json' }),
      400,
      { errors: [{ pointer: '/file' }] },
    ],
    ['plain', () => post(Buffer.from('a'), { 'content-type': 'text/plain' }), 415, { code: 'media-type-unsupported' }],
    ['a page', () => upload(clerk, { ...file, bytes: '<html>' }), 415, { code: 'file-type-refused', detail: /pdf/ }],
    [
      'a program',
      () => upload(clerk, { ...file, bytes: 'MZ'.padEnd(200, '\u0000') }),
      415,
      { code: 'file-type-refused' },
    ],
    [
      'too large',
      () => upload(clerk, { ...file, bytes: Buffer.alloc(20 * 1024 * 1024 + 1, 'a') }),
      413,
      { code: 'body-too-large' },
    ],
    [
      'far too large',
      () => upload(clerk, { ...file, bytes: Buffer.alloc(22 * 1024 * 1024, 'a') }),
      413,
      { code: 'body-too-large' },
    ],
    ['the administrator', () => upload(admin, file), 403, { code: 'not-permitted' }],
    ['the auditor', () => upload(auditor, file), 403, { code: 'not-permitted' }],
    ['a stranger', () => upload(test.stranger, file), 401, { code: 'not-signed-in' }],
  ];
  for (const [reason, act, status, problem] of refusals) {
    const answer = await act();
    t.match(expectStatus(answer, status).body, problem, reason);
  }
  t.same(await test.deps.sql`select 1 from file_contents`, []);
  const largest = await upload(clerk, {
    ...file,
    bytes: Buffer.concat([pdfOf('a'), Buffer.alloc(20 * 1024 * 1024 - pdfOf('a').length, 'a')]),
  });
  t.equal(expectStatus(largest, 201).body.size, 20 * 1024 * 1024, 'the largest is taken');
  expectStatus(await clerk.post('/v1/cases', toForm([file]), FORM), 415);
});

t.test('RFC 9530: a body that is not what its digest says is refused, whatever it is', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const part = { name: 'a.pdf', bytes: pdfOf('a') };
  const form = toForm([part]);
  const sha = (algorithm: string, bytes: Buffer) =>
    `sha-${algorithm}=:${digestOf(`sha${algorithm}`, bytes, 'base64')}:`;
  const send = (digest: string) => upload(clerk, part, { 'content-digest': digest });
  for (const digest of [
    sha('256', form),
    `${sha('512', form)}, ${sha('256', form)}`,
    `unixsum=:MTI=:, ${sha('256', form)}`,
    'unixsum=:MTI=:',
  ]) {
    expectStatus(await send(digest), 201);
  }
  for (const digest of [
    sha('256', Buffer.from('other')),
    `${sha('256', form)}, ${sha('512', Buffer.from(''))}`,
    'sha-256=abc',
    '',
    sha('256', pdfOf('a')),
  ]) {
    t.match(expectStatus(await send(digest), 400).body, { code: 'content-digest-differs' }, digest);
  }
  const unread = { 'content-type': 'text/plain', 'content-digest': sha('256', Buffer.from('other')) };
  expectStatus(await test.stranger.post('/v1/auth/token', 'a body that nobody reads', unread), 415);
  const body = JSON.stringify(FILING);
  const file = (text: string, digest: string) =>
    clerk.post('/v1/cases', text, { 'content-type': 'application/json', 'content-digest': digest });
  t.match(expectStatus(await file(body, sha('256', Buffer.from('{}'))), 400).body, { code: 'content-digest-differs' });
  t.same((await clerk.get('/v1/cases')).body.items, [], 'and nothing is filed');
  expectStatus(await file(body, sha('256', Buffer.from(body))), 201);
});

t.test('a file is read by who sent it, and as evidence by whoever reaches the case', async (t) => {
  const { test, people, caseId, applicantId } = await setStage(t);
  const there = await test.as('clerk-0703');
  const { clerk, enterprise, applicant, auditor, judge } = people;
  const { id } = expectStatus(await upload(applicant), 201).body;
  const urls = [`/v1/files/${id}`, `/v1/files/${id}/content`];
  for (const url of urls) {
    for (const caller of [clerk, enterprise, auditor, there]) expectStatus(await caller.get(url), 404);
    expectStatus(await applicant.get(url), 200);
  }
  const consent = { applicantId, scope: 'RELIEF', method: 'PORTAL', givenOn: '2023-09-28', fileIds: [id] };
  t.match(
    expectStatus(await clerk.post(`/v1/cases/${caseId}/consents`, consent), 409).body,
    { code: 'file-unknown', errors: [{ pointer: '/fileIds/0' }] },
    "nobody names another's upload",
  );
  const given = expectStatus(await applicant.post(`/v1/cases/${caseId}/consents`, consent), 201).body;
  t.same(given.fileIds, [id]);
  for (const url of urls) {
    for (const caller of [clerk, enterprise, auditor, judge]) expectStatus(await caller.get(url), 200);
    expectStatus(await there.get(url), 404);
  }
  const listed = expectStatus(await clerk.get(`/v1/cases/${caseId}/files`), 200).body;
  t.match(listed, { items: [{ id, name: '笔录.pdf' }], nextCursor: null });
  const [event] = (await eventsOf(test, caseId, 'CONSENT_RECORDED')).slice(-1);
  t.match(event?.['data'], { files: [{ fileId: id, sha256: listed.items[0].sha256, sm3: listed.items[0].sm3 }] });
  const taken = await eventsOf(test, caseId, 'FILE_EXPORTED');
  t.equal(taken.length, 4, 'each taking out of the case is in its chain, one’s own loose upload is not');
  t.match(taken[0]?.['data'], { fileId: id, name: '笔录.pdf', sha256: listed.items[0].sha256 });
});

t.test('contract 3: files stand for evidence wherever somebody records a word', async (t) => {
  const { test, people, caseId, planId, applicantId, enterpriseId, directId } = await setStage(t);
  const { clerk } = people;
  const other = await addAccount(test, { username: 'other', roles: ['OFFICER'], courtCode: '浙0702' });
  const fileOf = async () => expectStatus(await upload(clerk), 201).body.id as string;
  const [a, b] = [await fileOf(), await fileOf()];
  const consent = { applicantId, scope: 'RELIEF', method: 'SIGNED_RECORD', givenOn: '2023-09-28' };
  const without = await clerk.post(`/v1/cases/${caseId}/consents`, { ...consent, fileIds: [] });
  t.match(expectStatus(without, 400).body, { code: 'evidence-required', errors: [{ pointer: '/evidence' }] });
  const twice = await clerk.post(`/v1/cases/${caseId}/consents`, { ...consent, fileIds: [a, a] });
  t.match(expectStatus(twice, 400).body, { errors: [{ pointer: '/fileIds', detail: /twice/ }] });
  const given = await clerk.post(`/v1/cases/${caseId}/consents`, { ...consent, fileIds: [b, a] });
  t.match(expectStatus(given, 201).body, { fileIds: [b, a], evidence: null });
  t.same((await clerk.get(`/v1/cases/${caseId}/consents`)).body.items.at(-1).fileIds, [b, a]);

  const { principalFen: _balance, ...terms } = PLAN;
  const amended = { ...terms, reason: '变更', effectiveOn: '2023-09-29' };
  const draft = expectStatus(await clerk.post(`/v1/plans/${planId}/amendments`, amended), 201).body;
  const word = { party: 'ENTERPRISE', partyId: enterpriseId, method: 'SIGNED_RECORD', confirmedOn: '2023-09-28' };
  const url = `/v1/plans/${draft.id}/confirmations`;
  t.match(expectStatus(await clerk.post(url, word), 400).body, { code: 'evidence-required' });
  t.same(expectStatus(await clerk.post(url, { ...word, fileIds: [a] }), 200).body.confirmations[0].fileIds, [a]);

  const confirmation = `/v1/payments/${directId}/confirmation`;
  t.match(expectStatus(await other.post(confirmation, {}), 400).body, { code: 'evidence-required' });
  const confirmed = expectStatus(await other.post(confirmation, { fileIds: [a] }), 200).body;
  t.match(confirmed.decisions, [{ decision: 'CONFIRMED', reason: null, fileIds: [a] }]);

  const correction = { costsFen: 1, ground: 'CORRECTION_RULING', reason: '补正', evidence: '裁定书', fileIds: [b] };
  const corrected = expectStatus(await clerk.post(`/v1/cases/${caseId}/claim-corrections`, correction), 201).body;
  t.same(corrected.fileIds, [b]);
  t.match((await eventsOf(test, caseId, 'CLAIM_CORRECTION_ENTERED'))[0]?.['data'], { files: [{ fileId: b }] });

  const { items } = (await clerk.get(`/v1/cases/${caseId}/files`)).body;
  t.same(
    items.map((one: { id: string }) => one.id),
    [a, b].sort(),
    'each once',
  );
  const page = (await clerk.get(`/v1/cases/${caseId}/files?limit=1`)).body;
  const next = (await clerk.get(`/v1/cases/${caseId}/files?limit=1&cursor=${page.nextCursor}`)).body;
  t.same([...page.items, ...next.items], items);
  const again = { ...consent, scope: 'SETTLEMENT', fileIds: [a] };
  expectStatus(await other.post(`/v1/cases/${caseId}/consents`, again), 201);
});

t.test('a refused act attaches nothing', async (t) => {
  const { test, people, caseId, applicantId } = await setStage(t);
  const { id } = expectStatus(await upload(people.clerk), 201).body;
  const consent = { applicantId, scope: 'RELIEF', method: 'SIGNED_RECORD', givenOn: '2023-10-28', fileIds: [id] };
  t.match((await people.clerk.post(`/v1/cases/${caseId}/consents`, consent)).body, { code: 'given-in-future' });
  t.same(await test.deps.sql`select 1 from case_files`, []);
});

t.test('uploads that nothing names are limited in number', async (t) => {
  const test = await createTestApp(t);
  const { clerk, enterprise } = await signInAll(test);
  const { id } = expectStatus(await upload(clerk), 201).body;
  await test.owner`
    insert into files (id, sha256, name, media_type, uploaded_by, created_at)
    select gen_random_uuid(), sha256, name, media_type, uploaded_by, created_at
    from files, generate_series(2, ${LOOSE_FILES_MAX}) where id = ${id}`;
  const refused = expectStatus(await upload(clerk), 429);
  t.match(refused.body, { code: 'too-many-requests' });
  t.ok(refused.headers['retry-after']);
  expectStatus(await upload(enterprise), 201);
});
