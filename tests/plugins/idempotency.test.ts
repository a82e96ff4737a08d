import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import t from 'tap';
import { readStored } from '../database/stored.js';
import type { Caller, TestAnswer, TestApp } from '../support/app.js';
import { expectStatus, FILING, PLAN } from '../support/story.js';
import { refusal, refusalOf } from './refusals.js';
import { freshKey, PAYMENT, setStage, type Stage } from './stage.js';

const key = (text: string) => ({ 'idempotency-key': text });
const isReplayed = (answer: TestAnswer) => answer.headers['idempotency-replayed'] === 'true';

async function countPayments({ test, caseId }: Stage): Promise<number> {
  const [row] = await test.deps.sql`select count(*)::int as count from payments where case_id = ${caseId}`;
  return row?.['count'];
}

async function listKeys(test: TestApp): Promise<string[]> {
  const rows = await test.deps.sql<{ key: string }[]>`select key from idempotency_keys order by key`;
  return rows.map((row) => row.key).filter((one) => !one.startsWith('test-') && !one.startsWith('story-'));
}

/** A plan of another case, to which nobody has consented yet, and the consent that it waits for. */
async function draftElsewhere({ people }: Stage) {
  const filing = { ...FILING, caseNumber: '（2023）浙0702执8888号' };
  const filed = expectStatus(await people.clerk.post('/v1/cases', filing), 201).body;
  const { id } = expectStatus(await people.clerk.post(`/v1/cases/${filed.id}/plans`, PLAN), 201).body;
  const word = { method: 'SIGNED_RECORD', givenOn: '2023-09-28', evidence: '执行和解笔录' };
  const consent = { ...word, applicantId: filed.applicants[0].id, scope: 'SETTLEMENT' };
  return { id, caseId: filed.id, consent };
}

/** Looks until the condition holds; fails after a while. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 8_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not come true in time');
    await wait(10);
  }
}

/** Another connection to the database of a test. */
function connect(t: { teardown(work: () => unknown): void }, test: TestApp): postgres.Sql {
  const sql = postgres(test.databaseUrl, { max: 1, onnotice: () => undefined });
  t.teardown(() => sql.end({ timeout: 1 }));
  return sql;
}

t.test('a repeat with the same key gives the first answer and books nothing', async (t) => {
  const stage = await setStage(t);
  const { test, people, caseId } = stage;
  const url = `/v1/cases/${caseId}/payments`;
  const first = expectStatus(await people.clerk.post(url, PAYMENT, key('one')), 201);
  t.notOk(isReplayed(first));
  const before = await readStored(test.deps.sql);
  const reordered = Object.fromEntries(Object.entries(PAYMENT).reverse());
  for (const [reason, body] of [
    ['the same body', PAYMENT],
    ['the same body with its fields in another order', reordered],
  ] as const) {
    const again = await people.clerk.post(url, body, key('one'));
    t.equal(again.status, 201, reason);
    t.ok(isReplayed(again));
    t.same(again.body, first.body);
    for (const name of ['location', 'etag', 'content-type']) t.equal(again.headers[name], first.headers[name], name);
  }
  t.same(await readStored(test.deps.sql), before, 'nothing is stored');

  await t.test('also after a new sign-in: the key belongs to the person', async (t) => {
    const again = await (await test.as('clerk')).post(url, PAYMENT, key('one'));
    t.same([again.status, isReplayed(again), again.body.id], [201, true, first.body.id]);
  });

  await t.test('also when the thing has changed since', async (t) => {
    expectStatus(await people.finance.post(`/v1/payments/${first.body.id}/approval`, {}), 200);
    const again = await people.clerk.post(url, PAYMENT, key('one'));
    t.equal(again.body.status, 'ENTERED', 'the first answer, word for word');
  });

  await t.test('but another body, path or method under that key is refused', async (t) => {
    const reused = refusal('idempotency-key-reused');
    const wrong = { ...PAYMENT, amountFen: PAYMENT.amountFen + 1 };
    t.same(refusalOf(await people.clerk.post(url, wrong, key('one'))), reused, 'another sum');
    t.same(
      refusalOf(await people.clerk.post(url, { ...PAYMENT, bankTransactionNo: '1' }, key('one'))),
      reused,
      'one field more',
    );
    t.same(refusalOf(await people.clerk.post('/v1/cases', FILING, key('one'))), reused, 'another path');
    const account = { collectionAccount: FILING.collectionAccount, reason: '账户变更' };
    const patched = await people.clerk.patch(`/v1/cases/${caseId}`, account, { ...key('one'), 'if-match': '*' });
    t.same(refusalOf(patched), reused, 'another method');
  });

  await t.test('and the key of another caller is another key', async (t) => {
    await test.deps.sql`update users set roles = '{OFFICER}' where username = 'secretariat'`;
    const other = await (await test.as('secretariat')).post(url, PAYMENT, key('one'));
    t.same([other.status, isReplayed(other)], [201, false]);
    t.not(other.body.id, first.body.id);
  });
});

t.test('each POST that changes something takes a key, and replays its answer', async (t) => {
  const { test, people, caseId, planId, paymentId, directId, noticeId, applicantId } = await setStage(t);
  const { clerk, finance, applicant, enterprise, admin } = people;
  const consent = { applicantId, scope: 'RELIEF', method: 'PORTAL', givenOn: '2023-09-28' };
  const correction = { costsFen: 1, ground: 'CORRECTION_RULING', reason: '补正', evidence: '裁定书' };
  const plan = {
    principalFen: 1000,
    n: 1,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2023-10-31',
    dueDay: 31,
    signedOn: '2023-09-28',
  };
  const acts: readonly (readonly [string, Caller, string, object, number])[] = [
    ['filing', clerk, '/v1/cases', { ...FILING, caseNumber: '（2023）浙0702执77号' }, 201],
    ['a consent', applicant, `/v1/cases/${caseId}/consents`, consent, 201],
    ['a draft', clerk, `/v1/cases/${caseId}/plans`, plan, 201],
    ['a correction', clerk, `/v1/cases/${caseId}/claim-corrections`, correction, 201],
    ['an approval', finance, `/v1/payments/${paymentId}/approval`, {}, 200],
    ['a confirmation', applicant, `/v1/payments/${directId}/confirmation`, {}, 200],
    ['a reversal', finance, `/v1/payments/${paymentId}/reversal`, { reason: '退款' }, 200],
    ['a reading', enterprise, `/v1/notices/${noticeId}/reading`, {}, 200],
    ['a job run', admin, '/v1/job-runs', { job: 'remind' }, 202],
  ];
  for (const [reason, caller, url, body, status] of acts) {
    const first = await caller.post(url, body, key(reason.replaceAll(' ', '-')));
    t.same([first.status, isReplayed(first)], [status, false], reason);
    const before = await readStored(test.deps.sql);
    const again = await caller.post(url, body, key(reason.replaceAll(' ', '-')));
    t.same([again.status, isReplayed(again), again.body], [status, true, first.body], `${reason}, again`);
    t.same(await readStored(test.deps.sql), before, `${reason}: nothing is stored`);
  }
  t.same(
    refusalOf(await people.judge.post(`/v1/plans/${planId}/activation`, {}, key('late'))),
    refusal('plan-already-active'),
  );
});

t.test('a refusal by rule is kept for its key, everything else leaves the key unused', async (t) => {
  const stage = await setStage(t);
  const { test, people, caseId } = stage;
  const url = `/v1/cases/${caseId}/payments`;
  const plan = await draftElsewhere(stage);
  const activate = (named: string) => people.judge.post(`/v1/plans/${plan.id}/activation`, {}, key(named));
  const first = await activate('early');
  t.same(refusalOf(first), refusal('consent-missing'));
  expectStatus(await people.clerk.post(`/v1/cases/${plan.caseId}/consents`, plan.consent), 201);
  const again = await activate('early');
  t.same(
    [again.status, isReplayed(again), again.body],
    [409, true, first.body],
    'although another answer is right now',
  );
  t.match(again.headers['content-type'], /^application\/problem\+json/);
  t.same(refusalOf(await activate('late')), refusal('plan-not-confirmed'), 'a new key is a new request');

  const before = await listKeys(test);
  const unknown = '018f0000-0000-7000-8000-000000000000';
  const refused: readonly (readonly [string, () => Promise<TestAnswer>, ReturnType<typeof refusal>])[] = [
    [
      '400',
      () => people.clerk.post(url, { ...PAYMENT, amountFen: 0 }, key('k')),
      refusal('invalid-body', '/amountFen'),
    ],
    ['401', () => test.stranger.post(url, PAYMENT, key('k')), refusal('not-signed-in')],
    ['403', () => people.finance.post(url, PAYMENT, key('k')), refusal('not-permitted')],
    ['404', () => people.clerk.post(`/v1/cases/${unknown}/payments`, PAYMENT, key('k')), refusal('not-found')],
    [
      '412',
      () =>
        people.clerk.patch(
          `/v1/cases/${caseId}`,
          { collectionAccount: FILING.collectionAccount, reason: '账户变更' },
          { ...key('k'), 'if-match': '"v0"' },
        ),
      refusal('stale-version'),
    ],
  ];
  for (const [reason, send, expected] of refused) {
    t.same(refusalOf(await send()), expected, reason);
    t.same(await listKeys(test), before, `${reason}: the key is unused`);
  }
  const used = await people.clerk.post(url, PAYMENT, key('k'));
  t.same([used.status, isReplayed(used)], [201, false], 'so that it can be used');
});

t.test('of equal requests at the same moment one does the work', async (t) => {
  const stage = await setStage(t);
  const { test, people, caseId } = stage;
  const before = await countPayments(stage);
  const sends = Array.from({ length: 8 }, () =>
    people.clerk.post(`/v1/cases/${caseId}/payments`, PAYMENT, key('eight')),
  );
  const answers = await Promise.all(sends);
  t.same(
    answers.map((answer) => answer.status),
    Array.from({ length: 8 }, () => 201),
  );
  t.equal(answers.filter(isReplayed).length, 7, 'seven answers are repeats');
  t.equal(new Set(answers.map((answer) => answer.body.id)).size, 1, 'of one payment');
  t.equal(await countPayments(stage), before + 1);

  const plan = await draftElsewhere(stage);
  const refused = await Promise.all(
    Array.from({ length: 4 }, () => people.judge.post(`/v1/plans/${plan.id}/activation`, {}, key('four'))),
  );
  t.same(
    refused.map((answer) => answer.body.code),
    Array.from({ length: 4 }, () => 'consent-missing'),
  );

  const mixed = await Promise.all(
    [1, 2, 3, 4].map((amountFen) =>
      people.clerk.post(`/v1/cases/${caseId}/payments`, { ...PAYMENT, amountFen }, key('mixed')),
    ),
  );
  t.same(mixed.map((answer) => answer.status).sort(), [201, 422, 422, 422], 'one body wins the key');
  const approvals = await Promise.all(
    Array.from({ length: 8 }, () =>
      people.finance.post(`/v1/payments/${stage.paymentId}/approval`, {}, key('approval')),
    ),
  );
  t.same([...new Set(approvals.map((answer) => answer.status))], [200]);
  const [row] = await test.deps.sql`select count(*)::int as count from payment_decisions`;
  t.equal(row?.['count'], 1);
});

t.test('work that fails leaves the key unused, and nothing behind', async (t) => {
  const stage = await setStage(t);
  const { test, people, caseId } = stage;
  const { sql } = test.deps;
  const send = () => people.clerk.post(`/v1/cases/${caseId}/payments`, PAYMENT, key('crash'));

  await t.test('when the transaction breaks at its end', async (t) => {
    // Triggers are the owner's to make.
    await test.owner.unsafe(`
      create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
      create constraint trigger payments_break after insert on payments
        deferrable initially deferred for each row execute function break_it()`);
    const before = await readStored(sql);
    t.same(refusalOf(await send()), refusal('internal-error'));
    t.same(await readStored(sql), before);
    await test.owner.unsafe('drop trigger payments_break on payments');
  });

  await t.test('when PostgreSQL ends its statement in the middle', async (t) => {
    const other = connect(t, test);
    const before = await readStored(sql);
    await other`begin`;
    await other`select from cases where id = ${caseId} for update`;
    const answer = send();
    let waiting: number | undefined;
    await until(async () => {
      const [row] = await sql<{ pid: number }[]>`
        select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query ilike '%for update%'`;
      waiting = row?.pid;
      return waiting !== undefined;
    });
    await sql`select pg_cancel_backend(${waiting ?? 0})`;
    t.match(refusalOf(await answer), { status: 503, code: 'overloaded' });
    await other`rollback`;
    t.same(await readStored(sql), before);
  });

  const done = await send();
  t.same([done.status, isReplayed(done)], [201, false], 'the same key then does the work');
});

t.test('a second request waits for the first, at most ten seconds', async (t) => {
  const stage = await setStage(t);
  const { test, people, caseId } = stage;
  const other = connect(t, test);
  const [clerk] = await other<{ id: string }[]>`select id from users where username = 'clerk'`;
  await other`begin`;
  await other`insert into idempotency_keys (owner, key, request_digest, created_at)
    values (${clerk?.id ?? ''}, 'slow', '', now())`;
  const start = Date.now();
  const late = await people.clerk.post(`/v1/cases/${caseId}/payments`, PAYMENT, key('slow'));
  t.ok(Date.now() - start < 12_000);
  t.same(refusalOf(late), refusal('request-in-flight'));
  t.match(late.headers, { 'retry-after': /^\d+$/ });
  await other`rollback`;
  const again = await people.clerk.post(`/v1/cases/${caseId}/payments`, PAYMENT, key('slow'));
  t.same([again.status, isReplayed(again)], [201, false], 'the refusal itself is not kept');
  t.match(await people.clerk.get('/v1/business-date', freshKey()), { status: 200 }, 'a GET takes no notice of keys');
});
