import t from 'tap';
import { createTestApp } from '../../../../support/app.js';
import { expectStatus, FILING, pay, signInAll } from '../../../../support/story.js';

const MAY = { announcedOn: '2026-05-20', lpr1Y: '2.90', lpr5Y: '3.40', source: '全国银行间同业拆借中心' };

t.test('an announcement is entered by one person and released by another', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-06-10' });
  const [admin, chief, security, clerk, enterprise] = await Promise.all(
    (['admin', 'chief', 'security', 'clerk', 'enterprise'] as const).map((name) => test.as(name)),
  );
  if (!admin || !chief || !security || !clerk || !enterprise) throw new Error('a sample account is missing');
  const entered = expectStatus(await admin.post('/v1/lending-rates', MAY), 201);
  const path = `/v1/lending-rates/${entered.body.id}`;
  t.match(entered, { headers: { location: path, etag: '"v1"' }, body: { ...MAY, status: 'ENTERED', decidedAt: null } });
  t.match(await admin.post('/v1/lending-rates', MAY), { status: 409, body: { code: 'entry-waits' } });
  t.equal((await enterprise.get(path)).status, 404, 'what waits is not shown to parties');
  t.match(await security.get(path), { status: 200, headers: { etag: '"v1"' } });

  const release = `${path}/release`;
  t.match(await admin.post(release, {}), { status: 403, body: { code: 'four-eyes' } });
  t.match(await clerk.post(release, {}), { status: 403, body: { code: 'not-permitted' } });
  t.match(await chief.post(release, {}, { 'if-match': '"v2"' }), { status: 412, body: { code: 'stale-version' } });
  const key = { 'idempotency-key': 'release-may' };
  const released = expectStatus(await chief.post(release, {}, key), 200);
  t.match(released, { headers: { etag: '"v2"' }, body: { status: 'RELEASED', decidedBy: { name: '周局长' } } });
  const again = expectStatus(await chief.post(release, {}, key), 200);
  t.same(again.body, released.body, 'the same request again gives the same answer');
  t.match(await security.post(release, {}), { status: 409, body: { code: 'entry-already-decided' } });

  const page = expectStatus(await enterprise.get('/v1/lending-rates?limit=2'), 200).body;
  t.same(
    page.items.map((one: { announcedOn: string }) => one.announcedOn),
    ['2026-05-20', '2026-04-20'],
    'newest first',
  );
  const next = expectStatus(await enterprise.get(`/v1/lending-rates?limit=1&cursor=${page.nextCursor}`), 200).body;
  t.match(next.items, [{ announcedOn: '2026-03-20', lpr1Y: '3.00', status: 'RELEASED', enteredBy: null }]);
});

t.test('a rate counts from its release, in this process at once', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-06-10' });
  const [admin, chief] = await Promise.all([test.as('admin'), test.as('chief')]);
  const body = {
    principalFen: 100000000,
    from: '2026-05-20',
    to: '2026-05-29',
    rate: { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' },
    yearBasis: 365,
    paymentDay: 'INCLUDE',
  };
  const compute = async () => expectStatus(await admin.post('/v1/calculations/general-interest', body), 200).body;
  t.match((await compute()).segments, [{ ratePercent: '3' }]);
  const { id } = expectStatus(await admin.post('/v1/lending-rates', MAY), 201).body;
  t.match((await compute()).segments, [{ ratePercent: '3' }], 'what waits does not count');
  expectStatus(await chief.post(`/v1/lending-rates/${id}/release`, {}), 200);
  t.match((await compute()).segments, [{ ratePercent: '2.9' }]);

  const corrected = expectStatus(await admin.post('/v1/lending-rates', { ...MAY, lpr1Y: '2.95' }), 201).body;
  t.equal(
    (await admin.post(`/v1/lending-rates/${corrected.id}/release`, { decision: 'REJECT', reason: '录错' })).status,
    200,
  );
  t.match((await compute()).segments, [{ ratePercent: '2.9' }], 'the one who entered it may take it back');
  const right = expectStatus(await admin.post('/v1/lending-rates', { ...MAY, lpr1Y: '2.95' }), 201).body;
  expectStatus(await chief.post(`/v1/lending-rates/${right.id}/release`, {}), 200);
  t.match((await compute()).segments, [{ ratePercent: '2.95' }]);
  const { body: list } = await admin.get('/v1/lending-rates?limit=3');
  t.same(
    list.items.map((one: { lpr1Y: string; status: string }) => `${one.lpr1Y} ${one.status}`),
    ['2.95 RELEASED', '2.95 REJECTED', '2.90 SUPERSEDED'],
    'nothing is lost',
  );
});

t.test('payments that were allocated by the last known rate are allocated anew', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-06-10' });
  const people = await signInAll(test);
  const chief = await test.as('chief');
  const filed = expectStatus(await people.clerk.post('/v1/cases', FILING), 201).body;
  const paymentId = await pay(people, filed.id, 100_000_000, '2026-06-09');
  const read = async () => {
    const { body: payment } = await people.clerk.get(`/v1/payments/${paymentId}`);
    const { body: ledger } = await people.clerk.get(`/v1/cases/${filed.id}/ledger?basis=ORIGINAL`);
    const booked = payment.allocations.find((one: { bucket: string }) => one.bucket === 'GENERAL_INTEREST').amountFen;
    return { booked, computed: ledger.original.entries[0].allocation.GENERAL_INTEREST, marks: ledger.original.marks };
  };
  const before = await read();
  t.equal(before.booked, before.computed);
  t.same(before.marks, ['provisional']);
  const { id } = expectStatus(await people.admin.post('/v1/lending-rates', MAY), 201).body;
  expectStatus(await chief.post(`/v1/lending-rates/${id}/release`, {}), 200);
  const after = await read();
  t.equal(after.booked, after.computed, 'what is stored equals what is computed');
  // 21 days from 20 May to 9 June on 3,700,000 yuan, 0.10 percent less; each of the two sums is rounded by itself.
  t.equal(before.booked - after.booked, 21287);
  const { body: timeline } = await people.clerk.get(`/v1/cases/${filed.id}/timeline?limit=1`);
  t.match(timeline.items, [{ type: 'ALLOCATIONS_REDONE', actor: { kind: 'SYSTEM' }, data: { from: '2026-05-20' } }]);
  const events = timeline.items[0].seq;
  await test.closeDays('2026-06-11');
  const { body: later } = await people.clerk.get(`/v1/cases/${filed.id}/timeline?limit=1`);
  t.equal(later.items[0].seq, events, 'the daily close finds nothing left to do');
});

t.test('what is wrong with an announcement is said field by field', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-06-10' });
  const [admin, clerk] = await Promise.all([test.as('admin'), test.as('clerk')]);
  t.equal((await test.stranger.get('/v1/lending-rates')).status, 401);
  t.equal((await test.stranger.post('/v1/lending-rates', MAY)).status, 401);
  t.match(await clerk.post('/v1/lending-rates', MAY), { status: 403, body: { code: 'not-permitted' } });
  const wrong: [string, object, string][] = [
    ['no number', { lpr1Y: 'three' }, '/lpr1Y'],
    ['a number instead of a decimal string', { lpr1Y: 3 }, '/lpr1Y'],
    ['below zero', { lpr5Y: '-0.1' }, '/lpr5Y'],
    ['no day', { announcedOn: '2026-02-30' }, '/announcedOn'],
    ['before the first announcement', { announcedOn: '2019-08-19' }, '/announcedOn'],
    ['an unknown field', { rate: '3' }, '/rate'],
  ];
  for (const [reason, change, pointer] of wrong) {
    const answer = await admin.post('/v1/lending-rates', { ...MAY, ...change });
    t.match(answer, { status: 400, body: { code: 'invalid-body', errors: [{ pointer }] } }, reason);
  }
  const future = { ...MAY, announcedOn: '2026-06-22' };
  t.match(await admin.post('/v1/lending-rates', future), { status: 400, body: { code: 'announced-in-future' } });
  const nobody = '/v1/lending-rates/018f0000-0000-7000-8000-000000000000';
  t.equal((await admin.get(nobody)).status, 404);
  t.equal((await (await test.as('chief')).post(`${nobody}/release`, {})).status, 404);
  t.equal((await admin.get('/v1/lending-rates/7')).status, 400);
});

t.test('two who enter the same announcement at once leave one entry', async (t) => {
  const test = await createTestApp(t, { clockStart: '2026-06-10' });
  const admin = await test.as('admin');
  const answers = await Promise.all([1, 2, 3, 4].map(() => admin.post('/v1/lending-rates', MAY)));
  t.same(
    answers.map((one) => one.status).sort((a, b) => a - b),
    [201, 409, 409, 409],
  );
});
