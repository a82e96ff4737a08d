import { createHash } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import t from 'tap';
import { GROUNDS } from '../../../src/features/dossier/cases/grounds.js';
import {
  CHAIN_START,
  type ChainedEvent,
  chainEvents,
  digestOf,
  hashEvent,
  verifyChain,
} from '../../../src/law/record/event-chain.js';
import { newId } from '../../../src/shared/ids.js';
import { caseEvents, cases } from '../../../src/tables/cases.js';
import { enterPayment, freshKey, PAYMENT, setStage } from '../../plugins/stage.js';
import { createTestApp, type TestApp } from '../../support/app.js';
import { createSettledApp } from '../../support/settled-app.js';
import { expectStatus, FILING, P08, pay, PLAN, SEIZURE, signInAll } from '../../support/story.js';

async function readChain({ deps: { db } }: TestApp, caseId: string) {
  const [head] = await db.select().from(cases).where(eq(cases.id, caseId));
  if (!head) throw new Error('The case is not there');
  const ours = and(eq(caseEvents.courtCode, head.courtCode), eq(caseEvents.caseId, caseId));
  return { head, events: await db.select().from(caseEvents).where(ours).orderBy(asc(caseEvents.seq)) };
}

async function verify(test: TestApp, caseId: string) {
  const { head, events } = await readChain(test, caseId);
  return verifyChain(events, head);
}

/** Lets the owner of the table change what the application cannot, by taking the guard away for a moment. */
async function tamper(test: TestApp, statement: string): Promise<void> {
  await test.owner.begin(async (sql) => {
    await sql`alter table case_events disable trigger user`;
    await sql.unsafe(statement);
    await sql`alter table case_events enable trigger user`;
  });
}

t.test('each act appends to the chain of its case: who, when, on which ground, before and after', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { clerk, judge, finance, applicant, enterprise } = people;
  const word = { method: 'SIGNED_RECORD', evidence: '笔录' };
  const { body: filed } = expectStatus(await clerk.post('/v1/cases', FILING), 201);
  const base = `/v1/cases/${filed.id}`;
  const [{ id: applicantId }] = filed.applicants;
  let planId = '';
  let paymentId = '';
  let directId = '';
  let rejectedId = '';
  let changeId = '';
  const acts: readonly (readonly [
    string,
    () => Promise<{ status: number; body: { id: string } }>,
    readonly string[],
  ])[] = [
    ['a seizure', () => clerk.post(`${base}/seizures`, SEIZURE), ['SEIZURE_ORDERED']],
    [
      'a consent',
      () =>
        applicant.post(`${base}/consents`, {
          applicantId,
          scope: 'SETTLEMENT',
          method: 'PORTAL',
          givenOn: '2023-09-28',
        }),
      ['CONSENT_RECORDED'],
    ],
    ['a draft', () => clerk.post(`${base}/plans`, PLAN), ['PLAN_DRAFTED']],
    [
      'a confirmation of the enterprise',
      () =>
        enterprise.post(`/v1/plans/${planId}/confirmations`, {
          ...word,
          party: 'ENTERPRISE',
          partyId: filed.enterprise.id,
          confirmedOn: '2023-09-28',
        }),
      ['PLAN_CONFIRMED_BY_PARTY'],
    ],
    [
      'a confirmation by the clerk',
      () =>
        clerk.post(`/v1/plans/${planId}/confirmations`, {
          ...word,
          party: 'APPLICANT',
          partyId: applicantId,
          confirmedOn: '2023-09-28',
        }),
      ['PLAN_CONFIRMED_BY_PARTY'],
    ],
    [
      'activation',
      () => judge.post(`/v1/plans/${planId}/activation`, {}),
      ['PLAN_ACTIVATED', 'CASE_SETTLED', 'CASE_PERFORMING'],
    ],
    ['a payment', () => clerk.post(`${base}/payments`, PAYMENT, freshKey()), ['PAYMENT_ENTERED']],
    ['an approval', () => finance.post(`/v1/payments/${paymentId}/approval`, {}), ['PAYMENT_APPROVED']],
    ['a reversal', () => finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '退款' }), ['PAYMENT_REVERSED']],
    [
      'a direct payment',
      () => clerk.post(`${base}/payments`, { ...PAYMENT, channel: 'DIRECT_TO_APPLICANT' }, freshKey()),
      ['PAYMENT_ENTERED'],
    ],
    ['its confirmation', () => applicant.post(`/v1/payments/${directId}/confirmation`, {}), ['PAYMENT_CONFIRMED']],
    [
      'another payment',
      () => clerk.post(`${base}/payments`, { ...PAYMENT, amountFen: 5 }, freshKey()),
      ['PAYMENT_ENTERED'],
    ],
    [
      'a rejection',
      () => finance.post(`/v1/payments/${rejectedId}/approval`, { decision: 'REJECT', reason: '重复' }),
      ['PAYMENT_REJECTED'],
    ],
    [
      'another account asked for',
      () => clerk.patch(base, { collectionAccount: FILING.collectionAccount, reason: '账户变更' }, { 'if-match': '*' }),
      ['COLLECTION_ACCOUNT_ASKED'],
    ],
    [
      'another account',
      () => finance.post(`/v1/collection-account-changes/${changeId}/decision`, { decision: 'APPROVE' }),
      ['COLLECTION_ACCOUNT_CHANGED'],
    ],
  ];
  let known = (await readChain(test, filed.id)).events;
  t.match(known, [{ seq: 1, type: 'CASE_FILED', previousHash: CHAIN_START }]);
  for (const [act, perform, types] of acts) {
    const answer = await perform();
    t.ok(answer.status < 300, `${act}: ${answer.status}`);
    if (act === 'a draft') planId = answer.body.id;
    if (act === 'a payment') paymentId = answer.body.id;
    if (act === 'a direct payment') directId = answer.body.id;
    if (act === 'another payment') rejectedId = answer.body.id;
    if (act === 'another account asked for') changeId = answer.body.id;
    const { events, head } = await readChain(test, filed.id);
    t.same(events.slice(0, known.length), known, `${act} leaves earlier events alone`);
    t.same(
      events.slice(known.length).map((event) => event.type),
      types,
      act,
    );
    t.equal(verifyChain(events, head), undefined);
    known = events;
  }
  const people2 = await test.deps.sql<{ id: string; name: string }[]>`select id, display_name as name from users`;
  for (const event of known) {
    const actor = people2.find((one) => one.id === event.actorId);
    t.match(event, { actorKind: 'USER', actorName: actor?.name, businessOn: '2023-09-28', courtCode: '浙0702' });
    t.match(event.requestId, /^[\da-f-]{36}$/);
    t.ok(Math.abs(Date.now() - event.occurredAt.getTime()) < 60_000, 'at the real moment');
    t.match(event.hash, /^[\da-f]{64}$/);
  }
  const grounded = known.filter((event) => event.legalGround !== null).map((event) => event.type);
  for (const type of ['CASE_FILED', 'SEIZURE_ORDERED', 'CONSENT_RECORDED', 'PLAN_DRAFTED', 'PLAN_ACTIVATED']) {
    t.ok(grounded.includes(type), `${type} names its ground`);
  }
  const changed = known.find((event) => event.type === 'COLLECTION_ACCOUNT_CHANGED');
  t.equal(changed?.beforeDigest, changed?.afterDigest, 'the same account before and after has the same digest');

  await test.closeDays('2023-11-05');
  const { events } = await readChain(test, filed.id);
  const byMachine = events.slice(known.length);
  t.ok(byMachine.some((event) => event.type === 'CASE_BREACHED'));
  for (const event of byMachine) t.match(event, { actorKind: 'SYSTEM', actorId: 'daily-close' });
  t.equal(await verify(test, filed.id), undefined, 'and the closes chain on');
});

t.test('a refused act leaves the chain as it is', async (t) => {
  const { test, people, caseId } = await setStage(t);
  const before = await readChain(test, caseId);
  await people.clerk.post(`/v1/cases/${caseId}/payments`, { ...PAYMENT, receivedOn: '2023-12-31' }, freshKey());
  await people.finance.post(`/v1/cases/${caseId}/payments`, PAYMENT, freshKey());
  await people.judge.post(`/v1/cases/${caseId}/seizures`, SEIZURE);
  t.same(await readChain(test, caseId), before);
});

t.test('many acts on one case at once make one chain', async (t) => {
  const { test, people, caseId } = await setStage(t);
  await Promise.all(
    Array.from({ length: 12 }, (_, index) => enterPayment(people.clerk, caseId, { amountFen: index + 1 })),
  );
  t.equal(await verify(test, caseId), undefined);
});

t.test('the chain of a case after months of closes is whole, and tampering names the first broken link', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  const { caseId } = settled;
  for (const [on, amountFen] of P08.slice(0, 2)) {
    await test.closeDays(on);
    await pay(people, caseId, amountFen, on);
  }
  await test.closeDays('2024-01-10');
  const { events, head } = await readChain(test, caseId);
  t.equal(verifyChain(events, head), undefined);
  t.ok(events.length > 25, `${events.length} events`);
  const last = events.length;

  // What is stored is restored by a copy of the table after each attempt.
  await tamper(test, 'create table kept as table case_events');
  const restore = () => tamper(test, 'delete from case_events; insert into case_events select * from kept');
  const ours = `case_id = '${caseId}'`;
  const attempts: readonly (readonly [string, string, { seq: number; fault: string }])[] = [
    [
      'another sum',
      `update case_events set data = data || '{"amountFen": 1}' where ${ours} and seq = 7`,
      { seq: 7, fault: 'CONTENT_CHANGED' },
    ],
    [
      'a field more',
      `update case_events set data = data || '{"note": "x"}' where ${ours} and seq = 3`,
      { seq: 3, fault: 'CONTENT_CHANGED' },
    ],
    [
      'another actor',
      `update case_events set actor_name = '他人' where ${ours} and seq = 2`,
      { seq: 2, fault: 'CONTENT_CHANGED' },
    ],
    [
      'another type',
      `update case_events set type = 'CASE_CURED' where ${ours} and seq = 5`,
      { seq: 5, fault: 'CONTENT_CHANGED' },
    ],
    [
      'a moment later',
      `update case_events set occurred_at = occurred_at + interval '1 ms' where ${ours} and seq = 4`,
      { seq: 4, fault: 'CONTENT_CHANGED' },
    ],
    [
      'another day',
      `update case_events set business_on = business_on + 1 where ${ours} and seq = 6`,
      { seq: 6, fault: 'CONTENT_CHANGED' },
    ],
    [
      'no ground',
      `update case_events set legal_ground = null where ${ours} and seq = 1`,
      { seq: 1, fault: 'CONTENT_CHANGED' },
    ],
    [
      'another digest',
      `update case_events set after_digest = '${'0'.repeat(64)}' where ${ours} and seq = 1`,
      { seq: 1, fault: 'CONTENT_CHANGED' },
    ],
    [
      'another hash',
      `update case_events set hash = '${'f'.repeat(64)}' where ${ours} and seq = 8`,
      { seq: 8, fault: 'CONTENT_CHANGED' },
    ],
    [
      'another link',
      `update case_events set previous_hash = '${'f'.repeat(64)}' where ${ours} and seq = 8`,
      { seq: 8, fault: 'LINK_BROKEN' },
    ],
    [
      'two changed: the first counts',
      `update case_events set actor_name = 'x' where ${ours} and seq in (9, 4)`,
      { seq: 4, fault: 'CONTENT_CHANGED' },
    ],
    ['one removed', `delete from case_events where ${ours} and seq = 5`, { seq: 5, fault: 'MISSING' }],
    ['the first removed', `delete from case_events where ${ours} and seq = 1`, { seq: 1, fault: 'MISSING' }],
    ['the last removed', `delete from case_events where ${ours} and seq = ${last}`, { seq: last, fault: 'MISSING' }],
    ['the whole chain removed', `delete from case_events where ${ours}`, { seq: 1, fault: 'MISSING' }],
    [
      'one removed and the others moved up',
      `delete from case_events where ${ours} and seq = 5;
        update case_events set seq = seq - 1 where ${ours} and seq > 5`,
      { seq: 5, fault: 'LINK_BROKEN' },
    ],
    [
      'two exchanged',
      `update case_events set seq = 1000 where ${ours} and seq = 5;
        update case_events set seq = 5 where ${ours} and seq = 6;
       update case_events set seq = 6 where ${ours} and seq = 1000`,
      { seq: 5, fault: 'LINK_BROKEN' },
    ],
  ];
  for (const [reason, statement, expected] of attempts) {
    await tamper(test, statement);
    t.same(await verify(test, caseId), expected, reason);
    await restore();
    t.equal(await verify(test, caseId), undefined);
  }
  const { hash: _hash, ...covered } = events.at(-1) as ChainedEvent;
  const forged = { ...covered, seq: last + 1, previousHash: head.chainHead };
  t.same(
    verifyChain([...events, { ...forged, hash: hashEvent(forged) }], head),
    { seq: last + 2, fault: 'MISSING' },
    'one appended without the case is found by its length',
  );
  t.same(verifyChain(events, { ...head, chainHead: '0'.repeat(64) }), { seq: last, fault: 'HEAD_DIFFERS' });
});

t.test('a chain of another case does not pass for this one', (t) => {
  const circumstances = {
    occurredAt: new Date('2023-09-28T01:02:03.004Z'),
    businessOn: '2023-09-28',
    actorKind: 'USER',
    actorId: 'u',
    actorName: '王',
    requestId: 'r',
    fromAddress: null,
  };
  const start = { courtCode: '浙0702', id: 'a', chainLength: 0, chainHead: CHAIN_START };
  const { rows, ...head } = chainEvents(start, [
    { circumstances, type: 'COLLECTION_ACCOUNT_CHANGED', data: { name: '甲', bank: '工行' } },
    {
      circumstances,
      type: 'PAYMENT_REVERSED',
      data: { paymentId: newId(), reason: '退款' },
      before: { x: 1 },
      after: { x: 2 },
      ground: GROUNDS.correction,
    },
  ]);
  t.equal(verifyChain(rows, { ...start, ...head }), undefined);
  t.same(
    rows.map((row) => row.seq),
    [1, 2],
  );
  t.equal(rows[1]?.previousHash, rows[0]?.hash);
  const moved = rows.map((row) => ({ ...row, caseId: 'b' }));
  t.same(verifyChain(moved, { ...start, ...head, id: 'b' }), { seq: 1, fault: 'CONTENT_CHANGED' });
  const elsewhere = rows.map((row) => ({ ...row, courtCode: '浙0703' }));
  t.same(verifyChain(elsewhere, { ...start, ...head }), { seq: 1, fault: 'CONTENT_CHANGED' });
  t.equal(verifyChain([], start), undefined, 'a case without events begins at the start');
  t.end();
});

t.test('the hash is SM3 over the previous hash and the canonical event (EV-02)', (t) => {
  const sm3 = (text: string) => createHash('sm3').update(text).digest('hex');
  t.equal(
    sm3('abc'),
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    "the standard's example (GB/T 32905)",
  );
  t.equal(digestOf({ b: 2, a: [1, '号'] }), sm3('{"a":[1,"号"],"b":2}'), 'fields in the order of RFC 8785');
  t.equal(digestOf(undefined), null);
  t.equal(digestOf(null), sm3('null'));
  t.not(digestOf({}), digestOf(null));
  t.end();
});
