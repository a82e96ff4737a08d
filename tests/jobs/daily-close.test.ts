import { and, eq } from 'drizzle-orm';
import t from 'tap';
import { closeThrough } from '../../src/features/course/close/close.js';
import { RUN_QUEUE } from '../../src/features/operations/runs/jobs.js';
import { verifyChain } from '../../src/law/record/event-chain.js';
import { moveSimulatedDate } from '../../src/platform/clock.js';
import { addDays } from '../../src/shared/civil-date.js';
import { caseEvents, cases } from '../../src/tables/cases.js';
import { type Caller, createTestApp, type TestApp } from '../support/app.js';
import {
  expectStatus,
  FILING,
  P08,
  pay,
  type People,
  PLAN,
  settleCase,
  type SettledCase,
  signInAll,
} from '../support/story.js';

interface Step {
  readonly step: string;
  readonly instalmentNo: number;
  readonly fellOn: string;
  readonly status: string;
}

async function stepsOf(caller: Caller, caseId: string): Promise<Step[]> {
  return expectStatus(await caller.get(`/v1/cases/${caseId}/escalation?limit=200`), 200).body.items;
}

const short = (steps: readonly Step[]): string[] =>
  steps.map((one) => `${one.instalmentNo} ${one.step} ${one.fellOn} ${one.status}`);

/** A case of which two instalments are paid, on the eve of the third. */
async function prepare(test: TestApp, plan: object = PLAN): Promise<{ people: People; settled: SettledCase }> {
  const people = await signInAll(test);
  const settled = await settleCase(people, FILING, plan);
  for (const [on, amountFen] of P08.slice(0, 2)) {
    await test.closeDays(on);
    await pay(people, settled.caseId, amountFen, on);
  }
  return { people, settled };
}

const THIRD = [
  '3 D-15 2023-12-18 DONE',
  '3 D-7 2023-12-26 DONE',
  '3 D-1 2024-01-01 DONE',
  '3 D0 2024-01-02 DONE',
  '3 D+1 2024-01-03 DONE',
  '3 D+3 2024-01-05 DONE',
  '3 D+4 2024-01-06 DONE',
];

const third = (steps: readonly Step[]) => short(steps.filter((one) => one.instalmentNo === 3));

for (const queue of ['redis', 'postgres'] as const) {
  t.test(
    `with the queue on ${queue}, five missed days are made up for in order, each step once with its own day`,
    async (t) => {
      const test = await createTestApp(t, { queue });
      const { people, settled } = await prepare(test);
      await test.closeDays('2024-01-01');
      // The clock goes on by itself, and nobody closes anything.
      await moveSimulatedDate(test.deps.db, '2024-01-06');
      const run = expectStatus(await people.admin.post('/v1/job-runs', { job: 'daily-close' }), 202).body;
      const done = await untilDone(people.admin, run.id);
      t.match(done, { status: 'DONE', asOf: '2024-01-05', counts: { days: 5 }, failures: [] });
      t.same(third(await stepsOf(people.clerk, settled.caseId)), THIRD);
      t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, {
        state: 'BREACHED',
        colour: 'RED',
        lastClosedOn: '2024-01-05',
      });

      const again = expectStatus(await people.admin.post('/v1/job-runs', { job: 'daily-close' }), 202).body;
      t.match(await untilDone(people.admin, again.id), { status: 'DONE', counts: { steps: 0, notices: 0 } });
      t.same(third(await stepsOf(people.clerk, settled.caseId)), THIRD, 'the second run changes nothing');
      for (const kind of ['OVERDUE', 'DEMAND', 'BREACH']) {
        t.equal((await people.enterprise.get(`/v1/notices?kind=${kind}`)).body.items.length, 1, `${kind} is told once`);
      }
    },
  );

  t.test(`with the queue on ${queue}, a run that the queue has lost is put back`, async (t) => {
    const test = await createTestApp(t, { queue });
    const { people, settled } = await prepare(test);
    await test.workers?.close();
    await moveSimulatedDate(test.deps.db, '2024-01-03');
    const run = expectStatus(await people.admin.post('/v1/job-runs', { job: 'daily-close' }), 202).body;
    await test.queues?.queue(RUN_QUEUE).obliterate({ force: true });
    // The sweep looks for runs that have been open for a while; this one is made to look old.
    await test.owner`update job_runs set created_at = created_at - interval '1 minute' where id = ${run.id}`;
    await test.deps.sql`update outbox set sent_at = now()`;
    const relay = await test.startWorkers();
    await relay.relay.drain();
    t.match(await untilDone(people.admin, run.id), { status: 'DONE' });
    t.same(third(await stepsOf(people.clerk, settled.caseId)), THIRD.slice(0, 5));
  });
}

/** Follows a run to its end; the time limit of the test is the only one. */
async function untilDone(admin: Caller, runId: string): Promise<{ status: string }> {
  for (;;) {
    const { body } = expectStatus(await admin.get(`/v1/job-runs/${runId}`), 200);
    if (body.status === 'DONE' || body.status === 'FAILED') return body;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

t.test('a reminder whose day has passed is kept and marked, and no more', async (t) => {
  const test = await createTestApp(t);
  const { people } = await prepare(test);
  await test.closeDays('2023-12-20');
  await moveSimulatedDate(test.deps.db, '2024-01-04');
  await closeThrough(await test.jobContext(), '2024-01-03');
  const { items } = (await people.enterprise.get('/v1/notices?kind=REMINDER&limit=2')).body;
  t.same(
    items.map((notice: { delivery: string }) => notice.delivery),
    ['SUPERSEDED', 'SUPERSEDED'],
  );
  t.equal((await people.enterprise.get('/v1/notices?kind=OVERDUE')).body.items[0].delivery, 'DELIVERED');
});

t.test('two closes at once record each step once', async (t) => {
  const test = await createTestApp(t);
  const { people, settled } = await prepare(test);
  await moveSimulatedDate(test.deps.db, '2024-01-06');
  const ctx = await test.jobContext();
  await Promise.all([
    closeThrough(ctx, '2024-01-05'),
    closeThrough(ctx, '2024-01-05'),
    closeThrough(ctx, '2024-01-05'),
  ]);
  t.same(third(await stepsOf(people.clerk, settled.caseId)), THIRD);
});

t.test('a case that cannot be closed holds up nobody, keeps its day, and heals', async (t) => {
  const test = await createTestApp(t);
  const { people, settled } = await prepare(test);
  const other = await settleCase(
    people,
    { ...FILING, caseNumber: '（2023）浙0702执1235号' },
    { ...PLAN, firstDueDate: '2023-12-27', dueDay: 27, interestFrom: '2023-12-01' },
  );
  await test.closeDays('2023-12-31');
  // Damage that no rule of ours allows: an instalment that is due after the one behind it.
  await test.owner`alter table plan_instalments disable trigger plan_instalments_append_only`;
  await test.owner`update plan_instalments set due_on = '2024-12-31' where plan_id = ${settled.planId} and no = 4`;
  const report = await test.closeDays('2024-01-03');
  t.match(report?.failures, [{ caseId: settled.caseId }]);
  t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { lastClosedOn: '2023-12-30' });
  t.match((await people.clerk.get(`/v1/cases/${other.caseId}`)).body, {
    lastClosedOn: '2024-01-02',
    state: 'BREACHED',
  });

  await test.owner`update plan_instalments set due_on = '2024-01-31' where plan_id = ${settled.planId} and no = 4`;
  const healed = await test.closeDays('2024-01-04');
  t.same(healed?.failures, []);
  t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { lastClosedOn: '2024-01-03' });
  t.same(third(await stepsOf(people.clerk, settled.caseId)), THIRD.slice(0, 5), 'missed steps have their own days');
});

t.test(
  'a payment that arrived in time and is approved late undoes the breach; its reversal brings it back',
  async (t) => {
    const test = await createTestApp(t);
    const { people, settled } = await prepare(test);
    await test.closeDays('2024-01-07');
    t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { state: 'BREACHED', colour: 'RED' });
    const paymentId = await pay(people, settled.caseId, P08[2]?.[1] ?? 0, '2024-01-03');
    t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { state: 'PERFORMING', colour: 'YELLOW' });
    t.same(third(await stepsOf(people.clerk, settled.caseId)).slice(4), [
      '3 D+1 2024-01-03 DONE',
      '3 D+3 2024-01-05 VOIDED',
      '3 D+4 2024-01-06 VOIDED',
    ]);
    t.equal((await people.enterprise.get('/v1/notices?kind=STEP_VOIDED')).body.items.length, 2, 'the readers are told');

    expectStatus(await people.finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '银行退票' }), 200);
    t.match((await people.clerk.get(`/v1/cases/${settled.caseId}`)).body, { state: 'BREACHED', colour: 'RED' });
    const now = third(await stepsOf(people.clerk, settled.caseId)).filter((step) => !step.endsWith('VOIDED'));
    t.same(now, THIRD);
    const { body } = await people.clerk.get(`/v1/cases/${settled.caseId}/ledger`);
    const sum = body.postings
      .filter((posting: { paymentId: string }) => posting.paymentId === paymentId)
      .reduce((total: number, posting: { amountFen: number }) => total + posting.amountFen, 0);
    t.equal(sum, 0, 'its postings are reversed, not gone');
  },
);

t.test('part payment stays overdue; two instalments at once and surplus are booked where they belong', async (t) => {
  const test = await createTestApp(t);
  const { people, settled } = await prepare(test);
  await test.closeDays('2024-01-03');
  await pay(people, settled.caseId, 10_000_000, '2024-01-03');
  const schedule = async () => (await people.clerk.get(`/v1/plans/${settled.planId}/schedule`)).body;
  t.match((await schedule()).instalments[2], { status: 'PART_PAID_OVERDUE', paidFen: 10_000_000 });
  const rest = (await schedule()).totals.outstandingFen;
  const paymentId = await pay(people, settled.caseId, rest + 12_345, '2024-01-03');
  t.match((await schedule()).totals, { outstandingFen: 0, paidInstalments: 11 });
  t.match((await people.clerk.get(`/v1/payments/${paymentId}`)).body, { surplusFen: 12_345 });
  t.equal(
    (await people.clerk.get('/v1/notices?kind=FULLY_PAID')).body.items.length,
    1,
    'the officer is asked to confirm',
  );
  await test.closeDays('2024-02-10');
  t.same(
    (await stepsOf(people.clerk, settled.caseId)).filter((one) => one.fellOn > '2024-01-03'),
    [],
    'nothing falls on paid instalments',
  );
});

for (const [graceDays, expected] of [
  [0, ['3 D+1 2024-01-03 DONE', '3 D+3 2024-01-03 DONE', '3 D+4 2024-01-03 DONE']],
  [10, ['3 D+1 2024-01-03 DONE', '3 D+3 2024-01-12 DONE', '3 D+4 2024-01-13 DONE']],
] as const) {
  t.test(`the ladder moves with ${graceDays} grace days`, async (t) => {
    const test = await createTestApp(t);
    const { people, settled } = await prepare(test, { ...PLAN, graceDays });
    await test.closeDays('2024-01-13');
    const late = (await stepsOf(people.clerk, settled.caseId)).filter((one) =>
      ['D+1', 'D+3', 'D+4'].includes(one.step),
    );
    t.same(third(late), expected);
  });
}

t.test('automatic acceleration makes the whole balance fall due on the breach', async (t) => {
  const test = await createTestApp(t);
  const { people, settled } = await prepare(test, { ...PLAN, acceleration: { mode: 'AUTOMATIC' } });
  await test.closeDays('2024-01-06');
  const { body } = await people.clerk.get(`/v1/plans/${settled.planId}/schedule`);
  t.match(body.instalments[2], { status: 'OVERDUE' });
  t.match(body.instalments[10], { status: 'ACCELERATED' });
  await pay(people, settled.caseId, P08[2]?.[1] ?? 0, '2024-01-06');
  t.equal(
    (await people.clerk.get(`/v1/cases/${settled.caseId}`)).body.state,
    'BREACHED',
    'one instalment does not cure it',
  );
});

t.test('a close writes a whole chain of events, and a changed event is found', async (t) => {
  const test = await createTestApp(t);
  const { settled } = await prepare(test);
  await test.closeDays('2024-01-06');
  const read = async () => {
    const ours = and(eq(caseEvents.caseId, settled.caseId), eq(caseEvents.courtCode, '浙0702'));
    const events = await test.deps.db.select().from(caseEvents).where(ours).orderBy(caseEvents.seq);
    const [head] = await test.deps.db.select().from(cases).where(eq(cases.id, settled.caseId));
    return verifyChain(events, head ?? { courtCode: '', id: '', chainLength: 0, chainHead: '' });
  };
  t.equal(await read(), undefined);
  await test.owner`alter table case_events disable trigger case_events_append_only`;
  await test.owner`update case_events set data = data || '{"amountFen": 1}'
    where case_id = ${settled.caseId} and seq = 9`;
  t.same(await read(), { seq: 9, fault: 'CONTENT_CHANGED' });
});

t.test('moving the date is for the administrator, forward, and a day that lasts is not closed', async (t) => {
  const test = await createTestApp(t, { queue: 'postgres' });
  const people = await signInAll(test);
  t.match(await people.clerk.post('/v1/business-date', { date: '2023-10-01' }), {
    status: 403,
    body: { code: 'not-permitted' },
  });
  t.match(await people.admin.post('/v1/business-date', { date: '2023-09-28' }), {
    status: 409,
    body: { code: 'clock-backwards' },
  });
  t.match(await people.admin.post('/v1/business-date', { date: '2023-02-30' }), {
    status: 400,
    body: { errors: [{ pointer: '/date' }] },
  });
  t.match(await people.admin.post('/v1/job-runs', { job: 'daily-close', asOf: '2023-09-28' }), {
    status: 409,
    body: { code: 'day-not-over' },
  });
  t.match(await people.clerk.post('/v1/job-runs', { job: 'daily-close' }), { status: 403 });
  t.match(await people.admin.post('/v1/business-date', { date: addDays('2023-09-28', 1) }), {
    status: 200,
    body: { date: '2023-09-29' },
  });
});
