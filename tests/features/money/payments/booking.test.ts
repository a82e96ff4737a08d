import { and, asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import t from 'tap';
import { verifyChain } from '../../../../src/law/record/event-chain.js';
import { caseEvents, cases } from '../../../../src/tables/cases.js';
import { freshKey, PAYMENT, setStage } from '../../../plugins/stage.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus, P08, pay, type People, PLAN, settleCase, signInAll } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

t.test('a payment answers with the keys that clients rely on, from entry to reversal', async (t) => {
  const { people, caseId } = await setStage(t);
  const sent = { ...PAYMENT, bankTransactionNo: 'ICBC-20230928-1' };
  const entered = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/payments`, sent, freshKey()), 201);
  t.match(entered.headers, { location: `/v1/payments/${entered.body.id}`, etag: '"v1"' });
  t.same(entered.body, {
    ...sent,
    id: entered.body.id,
    caseId,
    transferredFrom: null,
    status: 'ENTERED',
    confirmedByApplicant: false,
    part: 1,
    bankLineFen: sent.amountFen,
    receiptFindableFrom: null,
    enteredOn: '2023-09-28',
    allocations: [],
    shares: [],
    surplusFen: 0,
    fileIds: [],
    enteredBy: { id: entered.body.enteredBy.id, name: '王书记员' },
    enteredFor: null,
    decisions: [],
    createdAt: entered.body.createdAt,
  });
  const url = `/v1/payments/${entered.body.id}`;
  const approved = expectStatus(
    await people.finance.post(`${url}/approval`, { decision: 'APPROVE', reason: '已核对' }),
    200,
  ).body;
  t.match(approved, {
    status: 'APPROVED',
    allocations: [
      { bucket: 'PLAN_INTEREST', instalmentNo: 1, amountFen: 1084151 },
      { bucket: 'PLAN_PRINCIPAL', instalmentNo: 1, amountFen: 33636363 },
    ],
    decisions: [{ decision: 'APPROVED', by: '徐会计', reason: '已核对' }],
  });
  const reversed = expectStatus(await people.finance.post(`${url}/reversal`, { reason: '银行退票' }), 200).body;
  t.match(reversed, {
    status: 'REVERSED',
    allocations: [],
    decisions: [{ decision: 'APPROVED' }, { decision: 'REVERSED', reason: '银行退票' }],
  });
  t.same((await people.enterprise.get(url)).body, reversed);
  const { items } = (await people.clerk.get(`/v1/cases/${caseId}/payments?limit=1`)).body;
  t.equal(items[0].id, entered.body.id, 'newest entry first');
});

t.test(
  'money goes to interest before principal, to the oldest instalment first, and what is left is surplus',
  async (t) => {
    const { test, people, settled } = await createSettledApp(t);
    const { caseId, planId } = settled;
    const parts = async (id: string) =>
      (await people.clerk.get(`/v1/payments/${id}`)).body.allocations.map(
        (one: { bucket: string; instalmentNo: number; amountFen: number }) =>
          `${one.instalmentNo} ${one.bucket} ${one.amountFen}`,
      );
    const first = await pay(people, caseId, 1_000_000, '2023-09-28');
    t.same(await parts(first), ['1 PLAN_INTEREST 1000000'], 'less than the interest of the first instalment');
    const second = await pay(people, caseId, 33_720_514, '2023-09-28');
    t.same(await parts(second), ['1 PLAN_INTEREST 84151', '1 PLAN_PRINCIPAL 33636363'], 'the rest of the first');
    const both = (P08[1]?.[1] ?? 0) + (P08[2]?.[1] ?? 0);
    const third = await pay(people, caseId, both, '2023-09-28');
    t.same(
      (await parts(third)).map((part: string) => part.split(' ').slice(0, 2).join(' ')),
      ['2 PLAN_INTEREST', '2 PLAN_PRINCIPAL', '3 PLAN_INTEREST', '3 PLAN_PRINCIPAL'],
      'two instalments at once',
    );
    const { totals } = (await people.clerk.get(`/v1/plans/${planId}/schedule`)).body;
    t.equal(totals.paidInstalments, 3);
    const last = await pay(people, caseId, totals.outstandingFen + 7, '2023-09-28');
    t.equal((await people.clerk.get(`/v1/payments/${last}`)).body.surplusFen, 7);
    const { plan } = (await people.clerk.get(`/v1/cases/${caseId}/ledger`)).body;
    t.match(plan, { outstandingFen: 0, outstandingPrincipalFen: 0, surplusFen: 7, overdueFen: 0 });

    const tasks = async (caller = people.finance, query = '') =>
      expectStatus(await caller.get(`/v1/refund-tasks?caseId=${caseId}${query}`), 200).body.items;
    const [task] = await tasks();
    t.match(task, { paymentId: last, amountFen: 7, status: 'OPEN', openedOn: '2023-09-28', payerName: '绿景园林' });
    t.same(await tasks(people.enterprise), [task], 'the payer sees it too');
    t.same(await tasks(await test.as('clerk-0703')), [], 'another court does not');
    const one = expectStatus(await people.clerk.get(`/v1/refund-tasks/${task.id}`), 200);
    t.same([one.body, one.headers['etag']], [task, '"v1"']);
    t.equal((await (await test.as('clerk-0703')).get(`/v1/refund-tasks/${task.id}`)).status, 404);
    for (const reader of [people.clerk, people.enterprise]) {
      const { items } = (await reader.get('/v1/notices?kind=REFUND_DUE')).body;
      t.match(items, [{ caseId, title: '多付款项 0.07 元 待退还' }]);
    }

    const { reason } = { reason: '银行退票' };
    expectStatus(await people.finance.post(`/v1/payments/${first}/reversal`, { reason }), 200);
    t.match(await tasks(), [{ id: task.id, amountFen: 0, status: 'VOIDED', version: 2 }], 'now every fen is owed');
    t.same(await tasks(people.finance, '&status=OPEN'), []);
    const again = await pay(people, caseId, 1_000_010, '2023-09-28');
    t.match(await tasks(people.finance, '&status=OPEN'), [{ paymentId: again, amountFen: 17 }]);
  },
);

t.test('money that came before the agreement belongs to the basis, in the order of AL-04', async (t) => {
  const test = await createTestApp(t, { clockStart: '2023-09-20' });
  const people = await signInAll(test);
  const filed = expectStatus(await people.clerk.post('/v1/cases', buildFiling(1)), 201).body;
  const early = await pay(people, filed.id, 4_000_000, '2023-09-20');
  t.match((await people.clerk.get(`/v1/payments/${early}`)).body.allocations, [
    { bucket: 'EXECUTION_FEE', instalmentNo: null, amountFen: 3_940_000 },
    { bucket: 'COSTS', instalmentNo: null, amountFen: 60_000 },
  ]);
  const { original } = (await people.clerk.get(`/v1/cases/${filed.id}/ledger`)).body;
  t.match(original.entries.at(-1), { paymentFen: 4_000_000, balances: { EXECUTION_FEE: 0, COSTS: 3_580_000 } });
});

t.test('several applicants share what is theirs, by the shares of the claim', async (t) => {
  const test = await createTestApp(t, { clockStart: '2023-09-20' });
  const people = await signInAll(test);
  const {
    applicants: [first],
  } = buildFiling(1);
  const {
    applicants: [second],
  } = buildFiling(2);
  const file = async (serial: number, weights: readonly (number | undefined)[]) => {
    const applicants = [first, second].map((one, index) => ({ ...one, shareWeight: weights[index] }));
    return expectStatus(await people.clerk.post('/v1/cases', buildFiling(serial, { applicants })), 201).body;
  };
  const sharesOf = async (id: string) => (await people.clerk.get(`/v1/payments/${id}`)).body.shares;
  const shared = await file(11, [200_000_000, 170_000_000]);
  const [one, other] = shared.applicants.map((applicant: { id: string }) => applicant.id);
  t.match(shared.applicants, [{ shareWeight: 200_000_000 }, { shareWeight: 170_000_000 }]);
  t.same(await sharesOf(await pay(people, shared.id, 3_940_000, '2023-09-20')), [
    { applicantId: one, amountFen: 0 },
    { applicantId: other, amountFen: 0 },
  ]);
  t.same(
    await sharesOf(await pay(people, shared.id, 100, '2023-09-20')),
    [
      { applicantId: one, amountFen: 54 },
      { applicantId: other, amountFen: 46 },
    ],
    "after the fee, which is the court's: 54.05 and 45.95",
  );
  const joint = await file(12, [undefined, undefined]);
  t.equal(
    await sharesOf(await pay(people, joint.id, 5_000_000, '2023-09-20')),
    null,
    'nothing says how they divide it',
  );
  const single = expectStatus(await people.clerk.post('/v1/cases', buildFiling(13)), 201).body;
  t.same(await sharesOf(await pay(people, single.id, 5_000_000, '2023-09-20')), [
    { applicantId: single.applicants[0].id, amountFen: 1_060_000 },
  ]);
  for (const [weights, pointer] of [
    [[1, undefined], '/applicants/1/shareWeight'],
    [[0, 0], '/applicants/0/shareWeight'],
    [[-1, 2], '/applicants/0/shareWeight'],
  ] as const) {
    const applicants = [first, second].map((applicant, index) => ({ ...applicant, shareWeight: weights[index] }));
    const answer = await people.clerk.post('/v1/cases', buildFiling(14, { applicants }));
    t.match(answer, { status: 400, body: { code: 'invalid-body', errors: [{ pointer }] } });
  }
});

interface Known {
  readonly id: string;
  readonly amountFen: number;
  state: 'ENTERED' | 'APPROVED' | 'REJECTED' | 'REVERSED';
}

/** What must be true of the books after any sequence of acts. */
async function checkBooks(
  test: TestApp,
  people: People,
  of: { caseId: string; planId: string },
  known: readonly Known[],
) {
  const { sql, db } = test.deps;
  const rows = await sql<{ id: string; sum: string }[]>`
    select payment_id as id, sum(amount_fen)::text as sum from ledger_postings
    where case_id = ${of.caseId} and payment_id is not null group by 1`;
  const posted = new Map(rows.map(({ id, sum }) => [id, Number(sum)]));
  for (const { id, amountFen, state } of known) {
    const expected = state === 'APPROVED' ? amountFen : 0;
    if ((posted.get(id) ?? 0) !== expected)
      throw new Error(`payment ${id} (${state}) has ${posted.get(id)}, not ${expected}`);
  }
  const { totals, instalments } = (await people.clerk.get(`/v1/plans/${of.planId}/schedule`)).body;
  const [surplus] = await sql`
    select coalesce(sum(amount_fen), 0)::text as fen from ledger_postings
    where case_id = ${of.caseId} and bucket = 'SURPLUS'`;
  const counted = known.filter((one) => one.state === 'APPROVED').reduce((sum, one) => sum + one.amountFen, 0);
  const [refunds] = await sql`
    select coalesce(sum(amount_fen), 0)::text as fen from refund_tasks where case_id = ${of.caseId}`;
  if (refunds?.['fen'] !== surplus?.['fen']) throw new Error('the refund tasks and the surplus differ');
  if (totals.paidFen + Number(surplus?.['fen']) !== counted) throw new Error('the schedule and the payments differ');
  const open = instalments.findIndex((one: { paidFen: number; paymentFen: number }) => one.paidFen < one.paymentFen);
  const late = open < 0 ? [] : instalments.slice(open + 1);
  if (late.some((one: { paidFen: number }) => one.paidFen > 0))
    throw new Error('a later instalment is paid before an earlier one');
  const [head] = await db.select().from(cases).where(eq(cases.id, of.caseId));
  const ours = and(eq(caseEvents.courtCode, '浙0702'), eq(caseEvents.caseId, of.caseId));
  const events = await db.select().from(caseEvents).where(ours).orderBy(asc(caseEvents.seq));
  const fault = head && verifyChain(events, head);
  if (fault) throw new Error(`the chain is broken: ${JSON.stringify(fault)}`);
}

t.test('whatever is entered, approved, rejected and reversed in whatever order, the books balance', async (t) => {
  const test = await createTestApp(t);
  const people = await signInAll(test);
  let serial = 0;
  const act = fc.record({
    kind: fc.constantFrom('enter', 'enter', 'approve', 'approve', 'reject', 'reverse', 'day'),
    pick: fc.nat(),
    amountFen: fc.constantFrom(1, 1_084_151, 34_720_514, 70_000_000, 150_000_000, 500_000_000),
    back: fc.integer({ min: 0, max: 60 }),
  });
  const property = fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 22 }), async (acts) => {
    const today = (await test.deps.clock.today()).slice(0, 10);
    const filing = buildFiling((serial += 1));
    const settled = await settleCase(people, filing, { ...PLAN, signedOn: '2023-09-28' });
    const known: Known[] = [];
    for (const { kind, pick, amountFen, back } of acts) {
      const one = known[pick % Math.max(1, known.length)];
      if (kind === 'enter') {
        const receivedOn = new Date(Math.max(Date.parse('2023-09-28'), Date.parse(today) - back * 86_400_000))
          .toISOString()
          .slice(0, 10);
        const body = { ...PAYMENT, amountFen, receivedOn };
        const entered = expectStatus(
          await people.clerk.post(`/v1/cases/${settled.caseId}/payments`, body, freshKey()),
          201,
        ).body;
        known.push({ id: entered.id, amountFen, state: 'ENTERED' });
      } else if (kind === 'day') {
        await test.closeDays(
          new Date(Date.parse(await test.deps.clock.today()) + 86_400_000).toISOString().slice(0, 10),
        );
      } else if (one) {
        const [path, body, next, from] = {
          approve: ['approval', {}, 'APPROVED', 'ENTERED'],
          reject: ['approval', { decision: 'REJECT', reason: '重复' }, 'REJECTED', 'ENTERED'],
          reverse: ['reversal', { reason: '退款' }, 'REVERSED', 'APPROVED'],
        }[kind] as [string, object, Known['state'], Known['state']];
        const answer = await people.finance.post(`/v1/payments/${one.id}/${path}`, body);
        if (answer.status !== (one.state === from ? 200 : 409))
          throw new Error(`${kind} of ${one.state}: ${answer.status}`);
        if (answer.status === 200) one.state = next;
      }
    }
    await checkBooks(test, people, settled, known);
  });
  const outcome = await fc.check(property, { seed: 20231031, numRuns: 12, endOnFailure: true });
  t.notOk(
    outcome.failed,
    outcome.failed ? `${JSON.stringify(outcome.counterexample)} ${outcome.errorInstance}` : 'they balance',
  );
});
