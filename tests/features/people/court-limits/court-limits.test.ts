import t from 'tap';
import { enterPayment, PAYMENT, setStage } from '../../../plugins/stage.js';
import { expectStatus } from '../../../support/story.js';
import { addAccount } from '../identity/accounts.js';

const LIMIT = { approvalLimitFen: PAYMENT.amountFen - 1, reason: '本院2023年第5次审判委员会决定' };
const APPROVE = { decision: 'APPROVE' };

async function setCourt(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test, people } = stage;
  const callers = { ...stage, ...people, chief: await test.as('chief'), security: await test.as('security') };
  /** Puts a limit into force. */
  const setLimit = async (approvalLimitFen: number | null) => {
    const entered = expectStatus(await people.admin.post('/v1/court-limits', { ...LIMIT, approvalLimitFen }), 201).body;
    return expectStatus(await callers.security.post(`/v1/court-limits/${entered.id}/decision`, APPROVE), 200).body;
  };
  return { ...callers, setLimit };
}

t.test('CP-01: money above the limit of the court is approved and reversed by its chief alone', async (t) => {
  const { clerk, finance, chief, caseId, paymentId, setLimit } = await setCourt(t);
  t.match(await setLimit(LIMIT.approvalLimitFen), {
    inForce: true,
    status: 'APPROVED',
    decidedBy: { name: '安全管理员' },
  });
  const approval = `/v1/payments/${paymentId}/approval`;
  const refused = expectStatus(await finance.post(approval, {}), 403).body;
  t.match(refused, { code: 'chief-required', detail: /347,205\.13 yuan/ });
  t.match((await clerk.get(`/v1/payments/${paymentId}`)).body, { status: 'ENTERED', decisions: [] });
  const small = await enterPayment(clerk, caseId, { amountFen: LIMIT.approvalLimitFen });
  expectStatus(await finance.post(`/v1/payments/${small}/approval`, {}), 200);
  const reject = await enterPayment(clerk, caseId, { amountFen: 10 ** 12 });
  expectStatus(await finance.post(`/v1/payments/${reject}/approval`, { decision: 'REJECT', reason: '误录' }), 200);
  expectStatus(await chief.post(approval, {}), 200);
  t.match(expectStatus(await finance.post(`/v1/payments/${paymentId}/reversal`, { reason: '退' }), 403).body, {
    code: 'chief-required',
  });
  expectStatus(await chief.post(`/v1/payments/${paymentId}/reversal`, { reason: '退' }), 200);
});

t.test('without a limit, or when it is lifted, finance approves whatever it is', async (t) => {
  const { clerk, finance, caseId, paymentId, setLimit } = await setCourt(t);
  expectStatus(await finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  await setLimit(0);
  const next = await enterPayment(clerk, caseId, { amountFen: 1 });
  expectStatus(await finance.post(`/v1/payments/${next}/approval`, {}), 403);
  await setLimit(null);
  expectStatus(await finance.post(`/v1/payments/${next}/approval`, {}), 200);
});

t.test('CP-01: a limit is entered by one, approved by another, and of one court', async (t) => {
  const { test, admin, chief, security, finance, clerk, paymentId, auditor } = await setCourt(t);
  for (const caller of [clerk, finance, chief, security]) {
    t.match(expectStatus(await caller.post('/v1/court-limits', LIMIT), 403).body, { code: 'not-permitted' });
  }
  for (const [pointer, body] of [
    ['/approvalLimitFen', { reason: 'x' }],
    ['/approvalLimitFen', { ...LIMIT, approvalLimitFen: -1 }],
    ['/approvalLimitFen', { ...LIMIT, approvalLimitFen: 1.5 }],
    ['/reason', { ...LIMIT, reason: ' ' }],
  ] as const) {
    t.match(expectStatus(await admin.post('/v1/court-limits', body), 400).body, { errors: [{ pointer }] });
  }
  const made = await admin.post('/v1/court-limits', LIMIT);
  const { id } = expectStatus(made, 201).body;
  t.match(made.body, { ...LIMIT, status: 'ENTERED', inForce: false, courtCode: '浙0702' });
  t.match(made.headers, { etag: '"v1"', location: `/v1/court-limits/${id}` });
  t.match(expectStatus(await admin.post('/v1/court-limits', LIMIT), 409).body, { code: 'entry-waits' });
  expectStatus(await finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  const url = `/v1/court-limits/${id}/decision`;
  const there = await addAccount(test, { username: 'sec-0703', roles: ['SECURITY_ADMIN'], courtCode: '浙0703' });
  expectStatus(await there.post(url, APPROVE), 404);
  t.match(expectStatus(await admin.post(url, APPROVE), 403).body, { code: 'not-permitted' });
  t.match(expectStatus(await chief.post(url, { decision: 'REJECT' }), 400).body, { errors: [{ pointer: '/reason' }] });
  t.match(expectStatus(await chief.post(url, { decision: 'REJECT', reason: '过低' }), 200).body, {
    status: 'REJECTED',
  });
  t.match(expectStatus(await chief.post(url, APPROVE), 409).body, { code: 'entry-already-decided' });
  const both = await addAccount(test, { username: 'both', roles: ['ADMIN', 'BUREAU_CHIEF'], courtCode: '浙0702' });
  const own = expectStatus(await both.post('/v1/court-limits', LIMIT), 201).body;
  t.match(expectStatus(await both.post(`/v1/court-limits/${own.id}/decision`, APPROVE), 403).body, {
    code: 'four-eyes',
  });
  expectStatus(await security.post(`/v1/court-limits/${own.id}/decision`, APPROVE), 200);
  const { items } = expectStatus(await auditor.get('/v1/court-limits'), 200).body;
  t.match(items, [
    { id: own.id, inForce: true },
    { id, inForce: false },
  ]);
  expectStatus(await clerk.get('/v1/court-limits'), 403);
  const [log] = await test.deps
    .sql`select purpose, court_code from access_log where act = 'decideCourtLimit' order by batch desc limit 1`;
  t.same({ ...log }, { purpose: LIMIT.reason, court_code: '浙0702' });
});
