import t from 'tap';
import { payeeNumberPlace } from '../../../../src/features/dossier/disclosure/payee-number.js';
import { resealFields } from '../../../../src/features/operations/resealing/reseal.js';
import { RUN_FINISHED_CHANNEL } from '../../../../src/features/operations/runs/runs.js';
import { createFieldCipher } from '../../../../src/platform/field-cipher.js';
import { makeKeyringText, readFieldKeys } from '../../../../src/platform/field-keys.js';
import { newId } from '../../../../src/shared/ids.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { expectStatus, FILING, type People, signInAll } from '../../../support/story.js';
import { addAccount } from '../../people/identity/accounts.js';
import { buildFiling } from '../cases/filings.js';

const NUMBER = FILING.collectionAccount.number;
const IDENTITY = '330702188001010011';
const PHONE = '138 0013 8000';
const PURPOSE = '核对执行款账户';
const PERSON = { name: '李某', kind: 'INDIVIDUAL', identityNumber: ` ${IDENTITY} `, phone: PHONE };

const NOTHING = { accountNumbers: 0, phones: 0, identityNumbers: 0, codeSecrets: 0, payeeNumbers: 0, askedNumbers: 0 };

/** A case of an individual with identity number and phone; the enterprise is that of the sample account. */
async function setPeople(t: { teardown(work: () => unknown): void }, env: Record<string, string> = {}) {
  const test = await createTestApp(t, { env });
  const others = { chief: await test.as('chief'), president: await test.as('president') };
  const people = { ...(await signInAll(test)), ...others, secretariat: await test.as('secretariat') };
  const filed = expectStatus(await people.clerk.post('/v1/cases', { ...FILING, applicants: [PERSON] }), 201).body;
  return { test, people, filed, caseId: filed.id as string, personId: filed.applicants[0].id as string };
}

async function eventsOf({ deps }: TestApp, caseId: string, type: string) {
  return deps.sql`select data, actor_name from case_events where case_id = ${caseId} and type = ${type} order by seq`;
}

t.test('CP-05: nothing sensitive stands in the database, not even in the answers kept for repeats', async (t) => {
  const { test, people, caseId } = await setPeople(t);
  const key = { 'idempotency-key': 'one' };
  const second = buildFiling(1, {
    applicants: [{ ...PERSON, phone: '0579-82345678' }],
    caseNumber: '（2023）浙0702执9号',
  });
  expectStatus(await people.clerk.post('/v1/cases', second, key), 201);
  const account = {
    collectionAccount: { ...FILING.collectionAccount, number: '6222-0212-0300-7777' },
    reason: '账户变更',
  };
  expectStatus(await people.clerk.patch(`/v1/cases/${caseId}`, account, { ...key, 'if-match': '*' }), 422);
  const two = { 'if-match': '*', 'idempotency-key': 'two' };
  const { id: changeId } = expectStatus(await people.clerk.patch(`/v1/cases/${caseId}`, account, two), 202).body;
  const decided = await people.chief.post(`/v1/collection-account-changes/${changeId}/decision`, {
    decision: 'APPROVE',
  });
  t.match(expectStatus(decided, 200).body, { number: '***************7777' });
  expectStatus(
    await people.clerk.post(`/v1/cases/${caseId}/unmask`, { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: PURPOSE }),
    200,
  );
  expectStatus(await people.clerk.post('/v1/case-searches', { field: 'PHONE', value: PHONE, purpose: PURPOSE }), 200);
  const tables = await test.owner<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  t.ok(tables.length > 30);
  for (const { name } of tables) {
    const rows = await test.owner.unsafe(`select t::text as row from "${name}" t`);
    const text = rows.map(({ row }) => String(row)).join('\n');
    for (const secret of [
      NUMBER,
      IDENTITY,
      PHONE,
      '13800138000',
      '6222-0212-0300-7777',
      '6222021203007777',
      '82345678',
    ]) {
      t.notOk(text.includes(secret), `${name} does not hold ${secret}`);
    }
  }
});

t.test('CP-03: how much of a value each role sees', async (t) => {
  const { test, people, caseId, personId } = await setPeople(t);
  const person = await addAccount(test, { username: 'person', roles: ['APPLICANT'], partyId: personId });
  const mask = { bank: '工行金华婺城支行', name: '金华市婺城区人民法院执行款专户', number: '***************3456' };
  const seen = { identityNumber: '330702********0011', phone: '138******8000' };
  const none = { identityNumber: null, phone: null };
  const rows: readonly [string, Pick<People['clerk'], 'get'>, unknown, unknown][] = [
    ['officer', people.clerk, mask, seen],
    ['judge', people.judge, mask, seen],
    ['chief', people.chief, mask, seen],
    ['president', people.president, mask, seen],
    ['finance', people.finance, mask, seen],
    ['auditor', people.auditor, mask, seen],
    ['secretariat', people.secretariat, null, none],
    ['the enterprise has to pay', people.enterprise, { ...mask, number: NUMBER }, none],
    ['the person himself', person, mask, seen],
  ];
  for (const [who, caller, account, ofPerson] of rows) {
    const { body } = expectStatus(await caller.get(`/v1/cases/${caseId}`), 200);
    t.same(body.collectionAccount, account, who);
    t.match(body.applicants[0], ofPerson as object, who);
    t.match(body.enterprise, none, who);
    const listed = (await caller.get('/v1/cases')).body.items.find((one: { id: string }) => one.id === caseId);
    t.same(listed, body, `${who}: the list says the same`);
  }
});

t.test('CP-05: a value is shown whole for a purpose, on record before it leaves', async (t) => {
  const { test, people, caseId, personId } = await setPeople(t);
  const url = `/v1/cases/${caseId}/unmask`;
  const before = expectStatus(await people.clerk.get(`/v1/cases/${caseId}`), 200);
  const asks = [
    { field: 'COLLECTION_ACCOUNT_NUMBER', value: NUMBER, partyId: null },
    { field: 'IDENTITY_NUMBER', value: IDENTITY, partyId: personId },
    { field: 'PHONE', value: PHONE, partyId: personId },
  ];
  for (const [index, { field, value, partyId }] of asks.entries()) {
    const answer = await people.judge.post(url, { field, purpose: PURPOSE, ...(partyId === null ? {} : { partyId }) });
    t.same(expectStatus(answer, 200).body, { field, partyId, disbursementId: null, value, remainingToday: 49 - index });
    t.equal(answer.headers['cache-control'], 'no-store');
  }
  t.same(
    (await eventsOf(test, caseId, 'FIELD_UNMASKED')).map(({ data, actor_name: name }) => ({ ...data, name })),
    asks.map(({ field, partyId }) => ({ field, partyId, purpose: PURPOSE, name: '陈法官' })),
  );
  const after = expectStatus(await people.clerk.get(`/v1/cases/${caseId}`), 200);
  t.equal(after.headers['etag'], before.headers['etag'], 'reading changes no version');
  const inside = (await people.clerk.get(`/v1/cases/${caseId}/timeline`)).body.items[0];
  t.match(inside, { type: 'FIELD_UNMASKED', data: { field: 'PHONE', purpose: PURPOSE } });
  const outside = (await people.enterprise.get(`/v1/cases/${caseId}/timeline`)).body.items[0];
  t.match(outside, { type: 'FIELD_UNMASKED', data: { field: 'PHONE' }, actor: { name: '' } });
  t.notOk('purpose' in outside.data, 'why stays inside the court');
});

t.test('CP-05: what is not shown, and that a refusal leaves no trace', async (t) => {
  const { test, people, caseId, filed, personId } = await setPeople(t);
  const there = await test.as('clerk-0703');
  const url = `/v1/cases/${caseId}/unmask`;
  const account = { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: PURPOSE };
  const person = { field: 'IDENTITY_NUMBER', partyId: personId, purpose: PURPOSE };
  const refusals: readonly [string, Pick<People['clerk'], 'post'>, object, number, object][] = [
    ['the secretariat', people.secretariat, account, 403, { code: 'not-permitted' }],
    ['the enterprise', people.enterprise, person, 403, { code: 'not-permitted' }],
    ['the administrator', people.admin, account, 404, { code: 'not-found' }],
    ['another court', there, account, 404, { code: 'not-found' }],
    ['no purpose', people.clerk, { ...account, purpose: undefined }, 400, { errors: [{ pointer: '/purpose' }] }],
    [
      'a purpose of blanks',
      people.clerk,
      { ...account, purpose: '      ' },
      400,
      { errors: [{ pointer: '/purpose' }] },
    ],
    ['no such field', people.clerk, { ...account, field: 'NAME' }, 400, { errors: [{ pointer: '/field' }] }],
    ['no party', people.clerk, { ...person, partyId: undefined }, 400, { errors: [{ pointer: '/partyId' }] }],
    ['a party beside the account', people.clerk, { ...account, partyId: personId }, 400, { code: 'invalid-body' }],
    ['a party of no case', people.clerk, { ...person, partyId: caseId }, 404, { code: 'not-found' }],
    ['an enterprise has none', people.clerk, { ...person, partyId: filed.enterprise.id }, 404, { code: 'not-found' }],
  ];
  for (const [reason, caller, body, status, problem] of refusals) {
    t.match(expectStatus(await caller.post(url, body), status).body, problem, reason);
  }
  t.same(await eventsOf(test, caseId, 'FIELD_UNMASKED'), []);
  t.same(await test.deps.sql`select * from unmask_counts`, [], 'and counts for nothing');
});

t.test('CP-05: a person reads so many values in a day and no more, however many ask at once', async (t) => {
  const { test, people, caseId } = await setPeople(t, { UNMASK_PER_DAY: '3' });
  const ask = (caller: People['clerk']) =>
    caller.post(`/v1/cases/${caseId}/unmask`, { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: PURPOSE });
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(people.clerk)));
  const shown = answers.filter(({ status }) => status === 200);
  t.same(shown.map(({ body }) => body.remainingToday).sort(), [0, 1, 2]);
  for (const { status, body, headers } of answers.filter((one) => one.status !== 200)) {
    t.match({ status, code: body.code }, { status: 429, code: 'unmask-limit-reached' });
    t.ok(Number(headers['retry-after']) > 0 && Number(headers['retry-after']) <= 86_400, 'until midnight');
  }
  t.equal((await eventsOf(test, caseId, 'FIELD_UNMASKED')).length, 3);
  t.equal((await ask(people.judge)).status, 200, 'each person for himself');
  await test.deps.sql`update unmask_counts set counted_on = counted_on - 1`;
  t.equal((await ask(people.clerk)).body.remainingToday, 2, 'a new day');
});

t.test('a case is found by a sensitive value, which stands nowhere in the log', async (t) => {
  const { test, people, caseId, filed, personId } = await setPeople(t);
  const there = await test.as('clerk-0703');
  const second = buildFiling(2, { applicants: [PERSON, { ...FILING.applicants[0] }], collectionAccount: undefined });
  const again = expectStatus(await people.clerk.post('/v1/cases', second), 201).body;
  t.equal(again.applicants[0].id, personId, 'a known identity number is that person');
  const search = async (field: string, value: string, caller: Pick<People['clerk'], 'post'> = people.clerk) => {
    const answer = expectStatus(await caller.post('/v1/case-searches', { field, value, purpose: PURPOSE }), 200);
    return answer.body.items.map((one: { id: string }) => one.id).sort();
  };
  t.same(await search('IDENTITY_NUMBER', IDENTITY), [caseId, again.id].sort());
  t.same(await search('IDENTITY_NUMBER', IDENTITY.toLowerCase()), [caseId, again.id].sort());
  t.same(await search('PHONE', '13800138000'), [caseId, again.id].sort(), 'blanks make no difference');
  for (const written of ['+86 138 0013 8000', '0086-138-0013-8000', '１３８００１３８０００', '8613800138000']) {
    t.same(await search('PHONE', written), [caseId, again.id].sort(), `so is ${written}`);
  }
  const fullWidth = IDENTITY.replace(/./g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
  t.same(await search('IDENTITY_NUMBER', fullWidth), [caseId, again.id].sort(), 'nor does full width');
  t.same(await search('IDENTITY_NUMBER', IDENTITY.replace(/.{6}/, '$& ')), [caseId, again.id].sort());
  t.same(await search('COLLECTION_ACCOUNT_NUMBER', '１２０８０２００１９２００１２３４５６'), [caseId]);
  t.same(await search('COLLECTION_ACCOUNT_NUMBER', '1208-0200 19200123456'), [caseId]);
  t.same(await search('COLLECTION_ACCOUNT_NUMBER', NUMBER.slice(0, -1)), [], 'a part finds nothing');
  t.same(await search('PHONE', NUMBER), [], 'fields are kept apart');
  t.same(await search('IDENTITY_NUMBER', IDENTITY, there), [], 'nothing beyond reach');
  const { body } = await people.clerk.post('/v1/case-searches', { field: 'PHONE', value: PHONE, purpose: PURPOSE });
  t.same(
    body.items.find((one: { id: string }) => one.id === caseId),
    (await people.clerk.get(`/v1/cases/${caseId}`)).body,
    'what is found is masked as ever',
  );
  const log = await test.deps.sql`select * from access_log where act = 'searchCases'`;
  t.equal(log.length, 15);
  t.match(log[0], { object: '/v1/case-searches', purpose: PURPOSE, detail: { field: 'IDENTITY_NUMBER', found: 2 } });
  for (const caller of [people.enterprise, people.secretariat, people.admin]) {
    const answer = await caller.post('/v1/case-searches', { field: 'PHONE', value: PHONE, purpose: PURPOSE });
    t.match(expectStatus(answer, 403).body, { code: 'not-permitted' });
  }
  t.equal(filed.applicants[0].name, '李某');
});

t.test('CP-05: whoever tries values until one is found is stopped like whoever reads them', async (t) => {
  const test = await createTestApp(t, { env: { UNMASK_PER_DAY: '3' } });
  const { clerk, judge } = await signInAll(test);
  const ask = (caller: Pick<People['clerk'], 'post'>, no: number) =>
    caller.post('/v1/case-searches', { field: 'PHONE', value: `1380013${no}`, purpose: PURPOSE });
  const answers = await Promise.all(Array.from({ length: 12 }, (_, no) => ask(clerk, 1000 + no)));
  t.equal(answers.filter(({ status }) => status === 200).length, 3, 'however many at once');
  const refused = answers.find(({ status }) => status !== 200);
  t.match(refused, { status: 429, body: { code: 'unmask-limit-reached' }, headers: { 'retry-after': /^[1-9]\d*$/ } });
  t.equal((await ask(judge, 1000)).status, 200, 'each person for himself');
  t.equal((await test.deps.sql`select 1 from access_log where act = 'searchCases'`).length, 4, 'each is on record');
});

t.test('ID-07: a wrong number is refused at its place and never repeated', async (t) => {
  const { clerk } = await signInAll(await createTestApp(t));
  const file = (applicants: object[]) => clerk.post('/v1/cases', { ...FILING, applicants });
  const wrong = '330702188001010012';
  const refusals: readonly [string, object[], string, RegExp][] = [
    ['check character', [{ ...PERSON, identityNumber: wrong }], '/applicants/0/identityNumber', /check character/],
    ['not born yet', [{ ...PERSON, identityNumber: '330702209901010011' }], '/applicants/0/identityNumber', /birth/],
    [
      'the same person twice',
      [PERSON, { ...PERSON, identityNumber: IDENTITY }],
      '/applicants/1/identityNumber',
      /named twice/,
    ],
    [
      'of an organisation',
      [{ ...FILING.applicants[0], identityNumber: IDENTITY }],
      '/applicants/0/identityNumber',
      /has no identity number/,
    ],
    ['a phone of letters', [{ ...PERSON, phone: 'call me' }], '/applicants/0/phone', /digits/],
  ];
  for (const [reason, applicants, pointer, detail] of refusals) {
    const { body } = expectStatus(await file(applicants), 400);
    t.match(body.errors, [{ pointer, detail }], reason);
    t.notMatch(JSON.stringify(body), /3307021880|3307022099/, `${reason}: not repeated`);
  }
  const masked = { ...FILING, collectionAccount: { ...FILING.collectionAccount, number: '***3456' } };
  t.match((await clerk.post('/v1/cases', masked)).body.errors, [
    { pointer: '/collectionAccount/number', detail: /masked/ },
  ]);
});

t.test('CP-05: a job seals anew with the current key, and goes past what does not open', async (t) => {
  const { test, people, caseId, personId } = await setPeople(t);
  const other = expectStatus(await people.clerk.post('/v1/cases', buildFiling(3)), 201).body.id;
  const ctx = await test.jobContext();
  const settings = { FIELD_KEYS_FILE: undefined, SAMPLE_DATA: 'accounts' } as const;
  const text = makeKeyringText('AES-256-GCM', '2026-11-28');
  const fields = createFieldCipher(readFieldKeys({ ...settings, FIELD_KEYS: text }, true));
  const rotated = { ...ctx, fields };

  const real = await addAccount(test, { username: 'real', roles: ['JUDGE'], courtCode: '浙0702', isReal: true });
  const { secret } = expectStatus(await real.post('/v1/me/second-factor', { currentPassword: 'reprieve' }), 200).body;
  const payout = newId();
  const sealed = ctx.fields.seal(payeeNumberPlace(payout), '6222021203000088888');
  await test.owner`
    insert into disbursements (court_code, id, case_id, kind, applicant_id, amount_fen, payee_bank, payee_name,
      payee_number, reason,
      entered_by, created_at)
    values ('浙0702', ${payout}, ${caseId}, 'APPLICANT', ${personId}, 1, '农行', '李某', ${sealed}, '发放',
      ${real.id}, now())`;
  const wish = { collectionAccount: FILING.collectionAccount, reason: '账户变更' };
  expectStatus(await people.clerk.patch(`/v1/cases/${caseId}`, wish, { 'if-match': '*' }), 202);
  t.same((await resealFields(ctx)).counts, NOTHING, 'nothing to do yet');
  const [original] = await test.owner`select collection_number from cases where id = ${other}`;
  const broken = `${String(original?.['collection_number']).slice(0, -4)}AAAA`;
  await test.owner`update cases set collection_number = ${broken} where id = ${other}`;
  const report = await resealFields(rotated);
  t.same(report.counts, {
    accountNumbers: 1,
    phones: 1,
    identityNumbers: 1,
    codeSecrets: 1,
    payeeNumbers: 1,
    askedNumbers: 1,
  });
  t.match(report.failures, [{ place: `cases.collection_number:${other}`, error: /does not open/ }]);
  t.same((await resealFields(rotated)).counts, NOTHING, 'once');
  const [row] = await test.owner`
    select c.collection_number, p.identity_number, cp.phone, c.version from cases c, parties p, case_parties cp
    where c.id = ${caseId} and p.id = ${personId} and cp.case_id = c.id and cp.phone is not null`;
  for (const column of ['collection_number', 'identity_number', 'phone']) {
    t.ok(String(row?.[column]).startsWith(fields.currentPrefix ?? '-'), column);
  }
  t.equal(row?.['version'], 2, 'filed, asked for another account, and not changed by the job');
  const [user] = await test.owner`select totp_secret from users where id = ${real.id}`;
  const only = createFieldCipher(readFieldKeys({ ...settings, FIELD_KEYS: text }, false));
  t.equal(
    only.open(`cases.collection_number:${caseId}`, String(row?.['collection_number'])),
    NUMBER,
    'the earlier key may go',
  );
  t.equal(only.open(`users.totp_secret:${real.id}`, String(user?.['totp_secret'])), secret);
  const [paid] = await test.owner`select payee_number from disbursements where id = ${payout}`;
  t.equal(only.open(payeeNumberPlace(payout), String(paid?.['payee_number'])), '6222021203000088888');
});

t.test('CP-05: a number that an earlier version stored in the open is sealed after the start', async (t) => {
  const test = await createTestApp(t, { queue: 'postgres' });
  const people = await signInAll(test);
  const { id } = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  await test.workers?.close();
  await test.owner`
    update cases set collection_number_unsealed = ${NUMBER}, collection_number = null, collection_number_index = null`;
  const finished = new Promise<void>((resolve) => {
    void test.deps.sql.listen(
      RUN_FINISHED_CHANNEL,
      () => resolve(),
      () => void test.startWorkers(),
    );
  });
  await finished;
  const [row] = await test.owner`select collection_number, collection_number_unsealed from cases where id = ${id}`;
  t.equal(row?.['collection_number_unsealed'], null);
  t.match((await people.enterprise.get(`/v1/cases/${id}`)).body.collectionAccount, { number: NUMBER });
});

t.test('an installation without keys refuses what needs them, and files the rest', async (t) => {
  const { test, people } = await setPeople(t);
  const none = { ...(await test.jobContext()), fields: createFieldCipher(undefined) };
  t.same((await resealFields(none)).counts, NOTHING);
  Object.assign(test.deps, { fields: createFieldCipher(undefined) });
  const before = await test.deps.sql`select count(*)::int as cases from cases`;
  t.match(expectStatus(await people.clerk.post('/v1/cases', buildFiling(4)), 503).body, { code: 'field-keys-missing' });
  const search = { field: 'PHONE', value: PHONE, purpose: PURPOSE };
  t.match(expectStatus(await people.clerk.post('/v1/case-searches', search), 503).body, { code: 'field-keys-missing' });
  t.same(await test.deps.sql`select count(*)::int as cases from cases`, before);
  expectStatus(await people.clerk.post('/v1/cases', buildFiling(5, { collectionAccount: undefined })), 201);
});
