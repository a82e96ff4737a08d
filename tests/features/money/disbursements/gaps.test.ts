import t from 'tap';
import { CASE_STATES } from '../../../../src/law/states/case.js';
import { enterPayment } from '../../../plugins/stage.js';
import { createTestApp } from '../../../support/app.js';
import { correctClaim } from '../../../support/corrections.js';
import { forceCaseState } from '../../../support/forced-state.js';
import { PAYEE } from '../../../support/payouts.js';
import { expectStatus, FILING, pay, signInAll } from '../../../support/story.js';

const ENTERPRISE = { ...PAYEE, name: FILING.enterprise.name };
/** 1,000 yuan without interest; the execution fee is 50 yuan. */
const CLAIM = { principalFen: 100_000, costsFen: 0 };
const FEE = 5_000;

type Teardown = Parameters<typeof createTestApp>[0];

/** Cases of a plain debt, on a day before any doubled interest. */
async function setCourt(t: Teardown) {
  const test = await createTestApp(t, { clockStart: '2023-09-28' });
  const people = await signInAll(test);
  const chief = await test.as('chief');
  let serial = 0;
  let line = 0;
  const basis = { ...FILING.enforcementBasis, effectiveOn: '2023-08-30', performance: { lastDate: '2023-12-31' } };
  return {
    test,
    people,
    chief,
    file: async (claim: object = CLAIM) => {
      const caseNumber = `（2023）浙0702执${(serial += 1)}号`;
      const filing = { ...FILING, caseNumber, claim, enforcementBasis: { ...basis } };
      const made = expectStatus(await people.clerk.post('/v1/cases', filing), 201).body;
      return { caseId: made.id as string, applicantId: made.applicants[0].id as string };
    },
    fundsOf: async (caseId: string) => expectStatus(await people.clerk.get(`/v1/cases/${caseId}/funds`), 200).body,
    refundsOf: async (caseId: string) =>
      expectStatus(await people.clerk.get(`/v1/refund-tasks?caseId=${caseId}`), 200).body.items,
    enter: (caseId: string, body: object) => people.clerk.post(`/v1/cases/${caseId}/disbursements`, body),
    approve: (id: string) => chief.post(`/v1/disbursements/${id}/approval`, {}),
    payOut: (id: string) =>
      people.finance.post(`/v1/disbursements/${id}/payout`, {
        outcome: 'PAID',
        paidOn: '2023-09-28',
        bankTransactionNo: `OUT-${(line += 1)}`,
      }),
    reverse: (paymentId: string) => people.finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '银行退票' }),
    noticesOf: async (name: string, kind: string) =>
      expectStatus(await (await test.as(name)).get(`/v1/notices?kind=${kind}`), 200).body.items,
  };
}

type Court = Awaited<ReturnType<typeof setCourt>>;

const toApplicant = (applicantId: string, amountFen: number) => {
  return { kind: 'APPLICANT', applicantId, amountFen, payee: PAYEE, reason: '发放执行款' };
};

/** Pays back the whole surplus of a case. */
async function refundAll(court: Court, caseId: string) {
  const [{ id: refundTaskId, amountFen }] = await court.refundsOf(caseId);
  const body = { kind: 'REFUND', refundTaskId, amountFen, payee: ENTERPRISE, reason: '退还多付款项', evidence: '说明' };
  const { id } = expectStatus(await court.enter(caseId, body), 201).body;
  expectStatus(await court.approve(id), 200);
  expectStatus(await court.payOut(id), 200);
  return { id: id as string, amountFen: amountFen as number };
}

t.test(
  'AL-08: a direct payment beyond the debt is in the applicant’s hands; the court has nothing to refund',
  async (t) => {
    const court = await setCourt(t);
    const { people, file, fundsOf, refundsOf, enter } = court;
    const { caseId, applicantId } = await file();
    const direct = await enterPayment(people.clerk, caseId, { amountFen: 150_000, channel: 'DIRECT_TO_APPLICANT' });
    expectStatus(await people.finance.post(`/v1/payments/${direct}/approval`, {}), 200);
    const confirmed = expectStatus(await people.applicant.post(`/v1/payments/${direct}/confirmation`, {}), 200).body;
    t.same(confirmed.allocations, [{ bucket: 'PRINCIPAL', instalmentNo: null, amountFen: 100_000 }], 'none to the fee');
    t.equal(confirmed.surplusFen, 50_000);
    t.same(await refundsOf(caseId), []);
    t.match(await fundsOf(caseId), { receivedFen: 0, heldFen: 0, refundsFen: 0, surplusWithApplicantsFen: 50_000 });
    for (const kind of ['FEE_TO_TREASURY', 'DEPOSIT']) {
      const body = { ...toApplicant(applicantId, 1), kind, applicantId: undefined, evidence: '通知' };
      t.match(expectStatus(await enter(caseId, body), 409).body, { code: 'funds-insufficient' });
    }
    await pay(people, caseId, 6_000, '2023-09-28');
    t.match(
      await fundsOf(caseId),
      { receivedFen: 6_000, executionFeeFen: FEE, refundsFen: 1_000 },
      'the fee is open still',
    );
  },
);

t.test('IN-06: a claim raised after its surplus went back is not paid out of what is gone', async (t) => {
  const court = await setCourt(t);
  const { people, file, fundsOf, enter } = court;
  const { caseId, applicantId } = await file();
  await pay(people, caseId, 150_000, '2023-09-28');
  const { id, amountFen } = await refundAll(court, caseId);
  t.equal(amountFen, 150_000 - 100_000 - FEE);
  const correction = { principalFen: 145_000, executionFeeFen: FEE };
  await correctClaim(people, caseId, correction);
  const raised = await fundsOf(caseId);
  t.match(raised, { receivedFen: 150_000, paidOutFen: amountFen, heldFen: 150_000 - amountFen, overdrawnFen: 0 });
  t.match(raised.applicants, [{ entitledFen: 100_000, amountFen: 100_000, recoverableFen: 0 }]);
  t.match(expectStatus(await enter(caseId, toApplicant(applicantId, 100_001)), 409).body, {
    code: 'funds-insufficient',
  });
  const ledger = (await people.clerk.get(`/v1/cases/${caseId}/ledger`)).body.original.closing;
  t.match(ledger, { PRINCIPAL: 45_000, surplusFen: amountFen }, 'what went back has paid nothing');

  const back = { outcome: 'RETURNED', returnedOn: '2023-09-28', reason: '账户已销户' };
  for (const [returnedOn, code] of [
    ['2023-09-29', 'returned-in-future'],
    ['2023-09-27', 'returned-before-payout'],
  ] as const) {
    const refused = await people.finance.post(`/v1/disbursements/${id}/payout`, { ...back, returnedOn });
    t.match(expectStatus(refused, 400).body, { code, errors: [{ pointer: '/returnedOn' }] });
  }
  expectStatus(await people.finance.post(`/v1/disbursements/${id}/payout`, back), 200);
  t.match(await fundsOf(caseId), { paidOutFen: 0, heldFen: 150_000, applicants: [{ entitledFen: 145_000 }] });
  t.match((await people.clerk.get(`/v1/cases/${caseId}/ledger`)).body.original.closing, {
    PRINCIPAL: 0,
    surplusFen: 0,
  });
  t.match(expectStatus(await people.finance.post(`/v1/disbursements/${id}/payout`, back), 409).body, {
    code: 'disbursement-not-approved',
  });
});

t.test('a claim lowered after paying out: the applicant owes it back, and somebody is told', async (t) => {
  const court = await setCourt(t);
  const { people, file, fundsOf, enter, approve, payOut, noticesOf } = court;
  const { caseId, applicantId } = await file();
  await pay(people, caseId, 105_000, '2023-09-28');
  const { id } = expectStatus(await enter(caseId, toApplicant(applicantId, 100_000)), 201).body;
  expectStatus(await approve(id), 200);
  expectStatus(await payOut(id), 200);
  const correction = { principalFen: 70_000 };
  await correctClaim(people, caseId, correction);
  t.match(await fundsOf(caseId), {
    recoverableFen: 30_000,
    overdrawnFen: 0,
    ...{ heldFen: FEE, refundsFen: FEE, applicants: [{ recoverableFen: 30_000, amountFen: 0 }] },
  });
  t.match(await noticesOf('clerk', 'RECOVERY_DUE'), [{ caseId, title: '应追回款项 300.00 元' }]);
  const { items } = (await people.clerk.get(`/v1/cases/${caseId}/timeline`)).body;
  t.match(items.find(({ type }: { type: string }) => type === 'RECOVERABLE_CHANGED')?.data, {
    beforeFen: 0,
    recoverableFen: 30_000,
  });
});

t.test('a reversal after the surplus went back leaves a gap that stops everything until it is filled', async (t) => {
  const court = await setCourt(t);
  const { people, file, fundsOf, enter, reverse, noticesOf } = court;
  const { caseId, applicantId } = await file();
  const paymentId = await pay(people, caseId, 150_000, '2023-09-28');
  const { amountFen } = await refundAll(court, caseId);
  expectStatus(await reverse(paymentId), 200);
  t.match(await fundsOf(caseId), { receivedFen: 0, heldFen: 0, overdrawnFen: amountFen, paidOutFen: amountFen });
  for (const name of ['clerk', 'finance', 'chief']) {
    t.match(await noticesOf(name, 'FUNDS_OVERDRAWN'), [{ caseId, title: '案款缺口 450.00 元' }], name);
  }
  t.same(await noticesOf('applicant', 'FUNDS_OVERDRAWN'), [], 'a matter of the court');
  await pay(people, caseId, amountFen - 1, '2023-09-28');
  t.match(expectStatus(await enter(caseId, toApplicant(applicantId, 1)), 409).body, { code: 'overdrawn' });
  await pay(people, caseId, 10_001, '2023-09-28');
  t.match(await fundsOf(caseId), { overdrawnFen: 0, heldFen: 10_000 });
  t.match(expectStatus(await enter(caseId, toApplicant(applicantId, 10_001)), 409).body, {
    code: 'funds-insufficient',
  });
  expectStatus(await enter(caseId, toApplicant(applicantId, 10_000)), 201);
  const changes = (await people.clerk.get(`/v1/cases/${caseId}/timeline?limit=200`)).body.items
    .filter(({ type }: { type: string }) => type === 'OVERDRAFT_CHANGED')
    .map(({ data }: { data: unknown }) => data);
  t.same(changes, [
    { beforeFen: 1, overdrawnFen: 0 },
    { beforeFen: amountFen, overdrawnFen: 1 },
    { beforeFen: 0, overdrawnFen: amountFen },
  ]);
});

t.test('an approved payout is looked at again when it is paid, and an entered one when it is approved', async (t) => {
  const court = await setCourt(t);
  const { people, file, fundsOf, enter, approve, payOut, reverse } = court;
  const { caseId, applicantId } = await file();
  const paymentId = await pay(people, caseId, 105_000, '2023-09-28');
  const entered = expectStatus(await enter(caseId, toApplicant(applicantId, 40_000)), 201).body.id;
  const approved = expectStatus(await enter(caseId, toApplicant(applicantId, 60_000)), 201).body.id;
  expectStatus(await approve(approved), 200);
  expectStatus(await reverse(paymentId), 200);
  t.match(await fundsOf(caseId), { overdrawnFen: 100_000, underWayFen: 100_000, paidOutFen: 0, heldFen: 0 });
  t.match(expectStatus(await payOut(approved), 409).body, { code: 'overdrawn' });
  t.match(expectStatus(await approve(entered), 409).body, { code: 'overdrawn' });
  const rejection = { decision: 'REJECT', reason: '款项已冲正' };
  expectStatus(await court.chief.post(`/v1/disbursements/${entered}/approval`, rejection), 200);
  const failed = { outcome: 'FAILED', reason: '款项已冲正' };
  expectStatus(await people.finance.post(`/v1/disbursements/${approved}/payout`, failed), 200);
  t.match(await fundsOf(caseId), { overdrawnFen: 0, underWayFen: 0, heldFen: 0 }, 'stopping them fills the gap');

  const again = await file();
  await pay(people, again.caseId, 105_000, '2023-09-28');
  const first = expectStatus(await enter(again.caseId, toApplicant(again.applicantId, 100_000)), 201).body.id;
  expectStatus(await approve(first), 200);
  const correction = { principalFen: 70_000 };
  await correctClaim(people, again.caseId, correction);
  t.match(expectStatus(await payOut(first), 409).body, { code: 'funds-insufficient' }, 'it is not his any more');
});

t.test('each kind of payout, and what it rests on', async (t) => {
  const court = await setCourt(t);
  const { people, file, fundsOf, enter, approve, payOut } = court;
  const { caseId, applicantId } = await file();
  await pay(people, caseId, 105_000, '2023-09-28');
  const other = (kind: string, amountFen: number) => ({
    kind,
    amountFen,
    payee: PAYEE,
    reason: '依文书',
    evidence: '通知',
  });
  const rows: readonly [string, number][] = [
    ['FEE_TO_TREASURY', FEE],
    ['COST_TO_THIRD_PARTY', 1_000],
    ['OTHER_COURT', 2_000],
    ['HANDOVER_TO_ADMINISTRATOR', 3_000],
    ['DEPOSIT', 4_000],
  ];
  for (const [kind, amountFen] of rows) {
    const bare = { ...other(kind, amountFen), evidence: undefined };
    t.match(expectStatus(await enter(caseId, bare), 400).body, { code: 'evidence-required' }, kind);
    const named = { ...other(kind, amountFen), applicantId };
    t.match(expectStatus(await enter(caseId, named), 400).body, { code: 'invalid-body' }, kind);
    const { body } = expectStatus(await enter(caseId, other(kind, amountFen)), 201);
    t.match(body, { kind, applicantId: null, refundTaskId: null });
    expectStatus(await approve(body.id), 200);
    expectStatus(await payOut(body.id), 200);
  }
  const funds = await fundsOf(caseId);
  t.match(funds, { heldFen: 90_000, paidOutFen: 15_000, executionFeeFen: 0, applicants: [{ amountFen: 90_000 }] });
  t.same(
    funds.purposes.filter((one: { paidOutFen: number }) => one.paidOutFen > 0),
    rows.map(([kind, paidOutFen]) => ({ kind, underWayFen: 0, paidOutFen })),
  );
  const fee = expectStatus(await enter(caseId, other('FEE_TO_TREASURY', 1)), 409).body;
  t.match(fee, { code: 'funds-insufficient' }, 'the fee is handed on once');
  expectStatus(await enter(caseId, { ...other('BRIBE', 1) }), 400);
});

t.test('money moves in every state of a case, and an ended one is told of it', async (t) => {
  const court = await setCourt(t);
  const { people, file, enter, approve, payOut, reverse, noticesOf, test } = court;
  const { caseId, applicantId } = await file();
  for (const state of CASE_STATES) {
    await forceCaseState(test, state, caseId);
    await pay(people, caseId, 200, '2023-09-28');
    const wrong = await pay(people, caseId, 300, '2023-09-28');
    expectStatus(await reverse(wrong), 200);
  }
  const before = (await noticesOf('clerk', 'ENDED_CASE')).length;
  t.ok(before >= 3, 'an ended case tells its officer');
  await pay(people, caseId, 10_000, '2023-09-28');
  const { id } = expectStatus(await enter(caseId, toApplicant(applicantId, 100)), 201).body;
  expectStatus(await approve(id), 200);
  expectStatus(await payOut(id), 200);
});
