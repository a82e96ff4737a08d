import t from 'tap';
import { freshKey, PAYMENT, setStage } from '../../../plugins/stage.js';
import { expectStatus } from '../../../support/story.js';
import { createVisitor } from '../../../support/visitor.js';
import { buildFiling } from '../../dossier/cases/filings.js';
import { addAccount, idOf } from '../identity/accounts.js';

const APPROVE = { decision: 'APPROVE' };
const DAYS = { fromOn: '2023-09-28', toOn: '2023-10-07', reason: '年休假' };

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test } = stage;
  const add = (username: string, roles: string[], courtCode = '浙0702') =>
    addAccount(test, { username, roles, courtCode });
  const clerkId = await idOf(test, 'clerk');
  const absent = { 'acting-for': clerkId };
  return {
    ...stage,
    add,
    clerkId,
    /** Headers of a request in the office of the clerk. */
    absent,
    colleague: await add('colleague', ['OFFICER']),
    chief: await test.as('chief'),
    president: await test.as('president'),
    security: await test.as('security'),
    auditor: await test.as('auditor'),
    at: (day: string) => test.owner`update installations set simulated_on = ${day}`,
  };
}
type Court = Awaited<ReturnType<typeof setCourt>>;

/** The clerk is away, and the colleague acts. */
async function delegate({ people, colleague, chief }: Court, toOn = DAYS.toOn) {
  const body = { ...DAYS, toOn, deputyId: colleague.id, roles: ['OFFICER'] };
  const { id } = expectStatus(await people.clerk.post('/v1/delegations', body), 201).body;
  return expectStatus(await chief.post(`/v1/delegations/${id}/decision`, APPROVE), 200).body;
}

t.test(
  'CP-01: a colleague acts in the office of somebody absent, on the days that a third person approved',
  async (t) => {
    const court = await setCourt(t);
    const { test, caseId, people, colleague, chief, clerkId, absent, at } = court;
    expectStatus(await colleague.get('/v1/cases', absent), 403);
    const body = { ...DAYS, deputyId: colleague.id, roles: ['OFFICER'], fromOn: '2023-10-01' };
    const made = await people.clerk.post('/v1/delegations', body);
    const { id } = expectStatus(made, 201).body;
    t.match(made.body, {
      principal: { id: clerkId, name: '王书记员' },
      deputy: { id: colleague.id, name: 'colleague' },
      ...{ status: 'ENTERED', inForce: false, decidedBy: null, endedAt: null },
    });
    t.match(made.headers, { etag: '"v1"', location: `/v1/delegations/${id}` });
    expectStatus(await colleague.get('/v1/cases', absent), 403);
    expectStatus(await chief.post(`/v1/delegations/${id}/decision`, APPROVE), 200);
    t.match(expectStatus(await colleague.get('/v1/cases', absent), 403).body, { code: 'not-permitted' }, 'not yet');

    await at('2023-10-01');
    t.match(expectStatus(await colleague.get('/v1/me', absent), 200).body, {
      id: colleague.id,
      displayName: 'colleague（代王书记员）',
      roles: ['OFFICER'],
      actsFor: { id: clerkId, name: '王书记员' },
    });
    const filed = expectStatus(await colleague.post('/v1/cases', buildFiling(3), absent), 201).body;
    t.match(filed.officer, { id: clerkId }, 'the case is in the charge of the office, not of the deputy');
    const [event] = (await chief.get(`/v1/cases/${filed.id}/timeline`)).body.items;
    t.match(event, { actor: { name: 'colleague（代王书记员）' }, data: { actsForId: clerkId } });
    const [row] = await test.deps.sql`select actor_id from case_events where case_id = ${filed.id}`;
    t.equal(row?.['actor_id'], colleague.id, 'and the one who acted stands there');
    const own = expectStatus(await colleague.post('/v1/cases', buildFiling(4)), 201).body;
    t.match(own.officer, { id: colleague.id }, 'without the header he acts as himself');

    await at('2023-10-07');
    expectStatus(await colleague.get(`/v1/cases/${caseId}`, absent), 200);
    await at('2023-10-08');
    t.match(
      expectStatus(await colleague.get(`/v1/cases/${caseId}`, absent), 403).body,
      { code: 'not-permitted' },
      'over',
    );
  },
);

t.test(
  'CP-01: four eyes stay four: neither the deputy nor the absent person decides on what was entered so',
  async (t) => {
    const court = await setCourt(t);
    const { test, caseId, people, colleague, security, clerkId, absent, add } = court;
    await delegate(court);
    const entered = await colleague.post(`/v1/cases/${caseId}/payments`, PAYMENT, { ...absent, ...freshKey() });
    const { id } = expectStatus(entered, 201).body;
    t.match(entered.body, { enteredBy: { id: colleague.id }, enteredFor: { id: clerkId, name: '王书记员' } });
    // All three may decide on money, by roles that they hold besides.
    const deciding = ['OFFICER', 'BUREAU_CHIEF'];
    await test.owner`update users set roles = ${deciding} where id in (${colleague.id}, ${clerkId})`;
    for (const userId of [colleague.id, clerkId]) test.app.forgetActor(userId);
    const approval = `/v1/payments/${id}/approval`;
    for (const [reason, caller] of [
      ['the deputy', colleague],
      ['the absent person, back again', people.clerk],
    ] as const) {
      t.match(expectStatus(await caller.post(approval, {}), 403).body, { code: 'four-eyes' }, reason);
    }
    const other = await add('other', ['BUREAU_CHIEF']);
    const forClerk = { ...DAYS, principalId: clerkId, deputyId: other.id, roles: ['BUREAU_CHIEF'] };
    const second = expectStatus(await other.post('/v1/delegations', forClerk), 201).body;
    expectStatus(await security.post(`/v1/delegations/${second.id}/decision`, APPROVE), 200);
    const inOffice = await other.post(approval, {}, absent);
    t.match(expectStatus(inOffice, 403).body, { code: 'four-eyes' }, 'a second deputy in the office that entered it');
    const approved = expectStatus(await other.post(approval, {}), 200).body;
    t.match(approved.decisions, [{ decision: 'APPROVED', by: 'other', for: null }], 'as himself he is a second person');
    const reversal = `/v1/payments/${id}/reversal`;
    t.match(expectStatus(await colleague.post(reversal, { reason: '退' }), 403).body, { code: 'four-eyes' });
  },
);

t.test('CP-01: a decision in the office of the chief names both, and not on what the deputy entered', async (t) => {
  const court = await setCourt(t);
  const { test, people, paymentId, colleague, chief, security, caseId } = court;
  const chiefId = await idOf(test, 'chief');
  const body = { ...DAYS, deputyId: colleague.id, roles: ['BUREAU_CHIEF'] };
  const { id } = expectStatus(await chief.post('/v1/delegations', body), 201).body;
  expectStatus(await security.post(`/v1/delegations/${id}/decision`, APPROVE), 200);
  const office = { 'acting-for': chiefId };
  const approved = await colleague.post(`/v1/payments/${paymentId}/approval`, {}, office);
  t.match(expectStatus(approved, 200).body.decisions, [{ by: 'colleague', for: '周局长' }]);
  const acts = await test.deps.sql`select type, data from case_events where actor_id = ${colleague.id}`;
  t.ok(acts.length > 0);
  for (const { type, data } of acts) t.match(data, { actsForId: chiefId }, `${type} names the office`);
  const own = await colleague.post(`/v1/cases/${caseId}/payments`, { ...PAYMENT, reference: 'x' }, freshKey());
  const refused = await colleague.post(`/v1/payments/${expectStatus(own, 201).body.id}/approval`, {}, office);
  t.match(expectStatus(refused, 403).body, { code: 'four-eyes' });
  const entry = await colleague.post(`/v1/cases/${caseId}/payments`, PAYMENT, { ...office, ...freshKey() });
  t.match(expectStatus(entry, 403).body, { code: 'not-permitted' }, 'with the office of the chief alone nobody enters');
  expectStatus(await people.judge.get('/v1/cases', office), 403);
});

t.test('CP-02: in the office of somebody recused the case does not exist, nor for a recused deputy', async (t) => {
  const court = await setCourt(t);
  const { caseId, planId, colleague, chief, clerkId, absent } = court;
  await delegate(court);
  const url = `/v1/cases/${caseId}`;
  const recused = await chief.post(`${url}/recusals`, { userId: clerkId, ground: '与当事人有利害关系' });
  expectStatus(await colleague.get(url, absent), 404);
  expectStatus(await colleague.get(`/v1/plans/${planId}/schedule`, absent), 404);
  expectStatus(await colleague.get(url), 200);
  expectStatus(await chief.post(`${url}/recusals/${recused.body.id}/lifting`, { reason: '查明无关' }), 200);
  expectStatus(await colleague.post(`${url}/recusals`, { ground: '与当事人有利害关系' }), 201);
  expectStatus(await colleague.get(url, absent), 404);
});

t.test('a repeat of an answer is given to whoever still reaches the case, and to no other', async (t) => {
  const court = await setCourt(t);
  const { caseId, colleague, chief, absent, test } = court;
  await delegate(court);
  const url = `/v1/cases/${caseId}`;
  const again = async (key: string, path: string, body: object) =>
    colleague.post(path, body, { ...absent, 'idempotency-key': key });
  const payment = {
    amountFen: 100,
    receivedOn: '2023-09-28',
    channel: 'CASE_SUB_ACCOUNT',
    bankTransactionNo: 'K-1',
    payerName: '绿景园林',
  };
  const booked = await again('booked', `${url}/payments`, payment);
  expectStatus(booked, 201);
  const refused = await again('refused', `${url}/payments`, { ...payment, amountFen: 101 });
  t.match(expectStatus(refused, 409).body, { code: 'payment-already-booked' });
  t.equal(expectStatus(await again('booked', `${url}/payments`, payment), 201).headers['idempotency-replayed'], 'true');
  for (const [path, body] of [
    [`${url}/payments`, { ...payment, amountFen: 102 }],
    [`${url}/recusals`, { ground: '与当事人有利害关系' }],
  ] as const) {
    t.match(expectStatus(await again('booked', path, body), 422).body, { code: 'idempotency-key-reused' }, path);
  }
  const { id } = expectStatus(
    await chief.post(`${url}/recusals`, { userId: colleague.id, ground: '与当事人有利害关系' }),
    201,
  ).body;
  expectStatus(await again('booked', `${url}/payments`, payment), 404);
  expectStatus(await again('refused', `${url}/payments`, { ...payment, amountFen: 101 }), 404);
  expectStatus(await chief.post(`${url}/recusals/${id}/lifting`, { reason: '查明无关' }), 200);
  const back = await again('booked', `${url}/payments`, payment);
  t.same([back.status, back.body.id], [201, booked.body.id], 'the first answer is kept for when he does again');
  t.equal((await test.deps.sql`select 1 from payments where bank_transaction_no = 'K-1'`).length, 1);
});

t.test(
  'what the close tells the officer in charge reaches the deputy too, and the inbox of the office is read',
  async (t) => {
    const court = await setCourt(t);
    const { test, people, colleague, absent } = court;
    await delegate(court, '2023-11-02');
    await test.closeDays('2023-11-01');
    const kinds = async (notices: Promise<{ body: { items: { kind: string }[] } }>) =>
      (await notices).body.items.map(({ kind }) => kind);
    const own = await kinds(people.clerk.get('/v1/notices'));
    t.ok(own.includes('OVERDUE'), `the officer in charge hears of it: ${own.join(' ')}`);
    t.same(await kinds(colleague.get('/v1/notices')), own, 'so does the deputy');
    t.same(await kinds(colleague.get('/v1/notices', absent)), own, 'who reads the inbox of the office as well');
    await test.closeDays('2023-11-03');
    const later = await kinds(people.clerk.get('/v1/notices'));
    t.ok(later.length > own.length);
    t.same(await kinds(colleague.get('/v1/notices')), own, 'after the last day nothing more');
  },
);

t.test('who may ask, decide and end; what is refused stores nothing', async (t) => {
  const court = await setCourt(t);
  const { test, people, colleague, chief, president, security, auditor, clerkId, add, at, absent } = court;
  const there = await idOf(test, 'clerk-0703');
  const body = { ...DAYS, deputyId: colleague.id, roles: ['OFFICER'] };
  const forClerk = { ...body, principalId: clerkId };
  const refusals: readonly [string, { post: typeof chief.post }, object, number, object][] = [
    [
      'a colleague for another',
      colleague,
      { ...forClerk, deputyId: clerkId, principalId: await idOf(test, 'judge') },
      403,
      {},
    ],
    ['the administrator', people.admin, forClerk, 403, {}],
    ['the auditor', auditor, body, 403, {}],
    ['the enterprise', people.enterprise, body, 403, {}],
    ['to another court', people.clerk, { ...body, deputyId: there }, 409, { code: 'user-unsuitable' }],
    ['for another court', president, { ...body, principalId: there }, 409, { code: 'user-unsuitable' }],
    [
      'to a party',
      people.clerk,
      { ...body, deputyId: await idOf(test, 'enterprise') },
      409,
      { code: 'user-unsuitable' },
    ],
    ['to nobody', people.clerk, { ...body, deputyId: clerkId.replace(/.$/, '0') }, 409, { code: 'user-unsuitable' }],
    ['without days', people.clerk, { deputyId: colleague.id, roles: ['OFFICER'], reason: 'x' }, 400, {}],
    ['for yesterday', people.clerk, { ...body, fromOn: '2023-09-27' }, 400, { errors: [{ pointer: '/fromOn' }] }],
    [
      'an office twice',
      people.clerk,
      { ...body, roles: ['OFFICER', 'OFFICER'] },
      400,
      { errors: [{ pointer: '/roles' }] },
    ],
    ['an office not held', people.clerk, { ...body, roles: ['JUDGE'] }, 400, { errors: [{ pointer: '/roles' }] }],
  ];
  for (const [reason, caller, sent, status, expected] of refusals) {
    t.match(expectStatus(await caller.post('/v1/delegations', sent), status).body, expected, reason);
  }
  t.same(await test.deps.sql`select 1 from delegations`, []);

  const asked = expectStatus(await president.post('/v1/delegations', forClerk), 201).body;
  const url = `/v1/delegations/${asked.id}`;
  t.match(expectStatus(await people.clerk.post('/v1/delegations', body), 409).body, { code: 'delegation-overlaps' });
  expectStatus(await people.judge.get(url), 404);
  for (const reader of [people.clerk, colleague, chief, security, auditor]) expectStatus(await reader.get(url), 200);
  for (const caller of [people.clerk, colleague, president, auditor]) {
    t.match(expectStatus(await caller.post(`${url}/decision`, APPROVE), 403).body, { code: 'not-permitted' });
  }
  t.match(expectStatus(await chief.post(`${url}/decision`, { decision: 'REJECT' }), 400).body, {
    errors: [{ pointer: '/reason' }],
  });
  const elsewhere = await add('sec-0703', ['SECURITY_ADMIN'], '浙0703');
  expectStatus(await elsewhere.post(`${url}/decision`, APPROVE), 404);
  const both = await add('chief-2', ['BUREAU_CHIEF']);
  const own = expectStatus(
    await both.post('/v1/delegations', {
      ...body,
      principalId: await idOf(test, 'judge'),
      roles: ['JUDGE'],
      deputyId: await idOf(test, 'chief'),
    }),
    201,
  ).body;
  t.match(
    expectStatus(await both.post(`/v1/delegations/${own.id}/decision`, APPROVE), 403).body,
    { code: 'four-eyes' },
    'the one who asked',
  );
  t.match(
    expectStatus(await chief.post(`/v1/delegations/${own.id}/decision`, APPROVE), 403).body,
    { code: 'four-eyes' },
    'the deputy',
  );
  expectStatus(await security.post(`/v1/delegations/${own.id}/decision`, APPROVE), 200);

  expectStatus(await chief.post(`${url}/decision`, APPROVE), 200);
  t.match(expectStatus(await chief.post(`${url}/decision`, APPROVE), 409).body, { code: 'entry-already-decided' });
  t.match((await colleague.get('/v1/delegations?inForce=true')).body.items, [{ id: asked.id, inForce: true }]);
  const passedOn = await colleague.post('/v1/delegations', { ...body, deputyId: both.id }, absent);
  t.match(expectStatus(passedOn, 403).body, { code: 'not-permitted' }, 'what was delegated is not passed on');
  const password = { currentPassword: 'reprieve', password: 'three little ducks' };
  expectStatus(await colleague.post('/v1/me/password', password, absent), 403);

  expectStatus(await people.judge.post(`${url}/end`, { reason: '返岗' }), 404);
  expectStatus(await auditor.post(`${url}/end`, { reason: '返岗' }), 403);
  expectStatus(await colleague.get('/v1/cases', absent), 200);
  const ended = expectStatus(await people.clerk.post(`${url}/end`, { reason: '提前返岗' }), 200);
  t.match(ended.body, { inForce: false, endedBy: { id: clerkId }, endReason: '提前返岗' });
  t.equal(ended.headers['etag'], '"v3"');
  expectStatus(await colleague.get('/v1/cases', absent), 403);
  t.match(expectStatus(await people.clerk.post(`${url}/end`, { reason: '再' }), 409).body, { code: 'delegation-over' });
  expectStatus(await people.clerk.post('/v1/delegations', body), 201);
  await at('2023-12-01');
  t.match(expectStatus(await chief.post(`/v1/delegations/${own.id}/end`, { reason: '迟' }), 409).body, {
    code: 'delegation-over',
  });
  const [log] = await test.deps.sql`select purpose from access_log where act = 'endDelegation'`;
  t.equal(log?.['purpose'], DAYS.reason);
});

t.test('an office lost, a person gone, a machine: no longer a deputy', async (t) => {
  const court = await setCourt(t);
  const { test, colleague, clerkId, absent, people } = court;
  await delegate(court);
  const key = expectStatus(
    await colleague.post('/v1/me/api-keys', { name: '接口', scopes: ['cases:read'], currentPassword: 'reprieve' }),
    201,
  ).body.key;
  const byKey = { authorization: `Bearer ${key}` };
  expectStatus(await test.stranger.get('/v1/cases', byKey), 200);
  t.match(expectStatus(await test.stranger.get('/v1/cases', { ...byKey, ...absent }), 403).body, {
    code: 'not-permitted',
  });
  for (const text of ['', 'x', clerkId.toUpperCase().slice(0, 30), `${clerkId}'`]) {
    expectStatus(await colleague.get('/v1/cases', { 'acting-for': text }), 403);
  }
  expectStatus(await people.judge.get('/v1/cases', absent), 403);
  await test.owner`update users set roles = '{JUDGE}' where id = ${clerkId}`;
  expectStatus(await colleague.get('/v1/cases', absent), 403);
  await test.owner`update users set roles = '{OFFICER}' where id = ${clerkId}`;
  expectStatus(await colleague.get('/v1/cases', absent), 200);
  await test.owner`update users set status = 'DEACTIVATED' where id = ${clerkId}`;
  expectStatus(await colleague.get('/v1/cases', absent), 403);
});

t.test('in the portal the deputy chooses the office, until the delegation ends', async (t) => {
  const court = await setCourt(t);
  const { test, people } = court;
  const { id } = await delegate(court);
  const visitor = createVisitor(test.app);
  await visitor.signIn('colleague');
  t.match((await visitor.get('/account')).html, /代理同事行使职权/);
  t.match(await visitor.submit('/account/office', { office: court.clerkId }), { status: 303 });
  t.match((await visitor.get('/console')).html, /colleague（代王书记员）/);
  await visitor.get('/account');
  t.match(await visitor.submit('/account/office', { office: court.colleague.id }), { status: 403 });
  expectStatus(await people.clerk.post(`/v1/delegations/${id}/end`, { reason: '提前返岗' }), 200);
  const after = await visitor.get('/console');
  t.equal(after.status, 200);
  t.notMatch(after.html, /代王书记员/);
});
