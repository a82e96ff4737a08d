import fc from 'fast-check';
import t from 'tap';
import { freshKey } from '../../../plugins/stage.js';
import type { TestApp } from '../../../support/app.js';
import { createTestApp } from '../../../support/app.js';
import { WHY } from '../../../support/corrections.js';
import { PAYEE } from '../../../support/payouts.js';
import { expectStatus, FILING, type People, signInAll } from '../../../support/story.js';
import { buildFiling } from '../../dossier/cases/filings.js';

const TODAY = '2023-09-28';
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);
const BATCHES = Number(process.env['FUZZ_RUNS'] ?? 14);
const DEBT = 100_000;

/** What somebody wants to do; `pick` and `fen` choose the thing and the sum. */
interface Wish {
  readonly act: keyof ReturnType<typeof listActs>;
  readonly pick: number;
  readonly fen: number;
}

interface Stand {
  readonly test: TestApp;
  readonly people: People;
  readonly chief: Awaited<ReturnType<TestApp['as']>>;
  readonly caseId: string;
  readonly applicantId: string;
  /** Another case of the court, to and from which payments move. */
  readonly otherId: string;
}

/** Every act that moves money of a case or says whose it is. Refusals by a rule are fine, faults are not. */
function listActs({ test, people, chief, caseId, applicantId, otherId }: Stand) {
  const { clerk, finance, applicant } = people;
  const pickOf = async (path: string, pick: number) => {
    const { items } = expectStatus(await clerk.get(`/v1/cases/${caseId}/${path}?limit=200`), 200).body;
    return items.length === 0 ? undefined : items[pick % items.length];
  };
  const receive = async (fen: number, channel: string) => {
    const body = { amountFen: fen, receivedOn: TODAY, channel, payerName: FILING.enterprise.name };
    const { id } = expectStatus(await clerk.post(`/v1/cases/${caseId}/payments`, body, freshKey()), 201).body;
    if (channel === 'DIRECT_TO_APPLICANT') await applicant.post(`/v1/payments/${id}/confirmation`, {});
    return finance.post(`/v1/payments/${id}/approval`, {});
  };
  const enter = (fen: number, change: object, name = PAYEE.name) => {
    const body = { amountFen: fen, payee: { ...PAYEE, name }, reason: '发放', evidence: '依据', ...change };
    return clerk.post(`/v1/cases/${caseId}/disbursements`, body);
  };
  const decide = async (pick: number, path: string, body: object) => {
    const found = await pickOf('disbursements', pick);
    return found && (path === 'approval' ? chief : finance).post(`/v1/disbursements/${found.id}/${path}`, body);
  };
  return {
    receive: (fen: number) => receive(fen, 'CASE_SUB_ACCOUNT'),
    receiveDirect: (fen: number) => receive(fen, 'DIRECT_TO_APPLICANT'),
    reverse: async (_fen: number, pick: number) => {
      const found = await pickOf('payments', pick);
      return found && finance.post(`/v1/payments/${found.id}/reversal`, { reason: '退票' });
    },
    transferAway: async (_fen: number, pick: number) => {
      const found = await pickOf('payments', pick);
      return found && transfer(people, found.id, otherId);
    },
    transferHere: async (fen: number) => {
      const body = { amountFen: fen, receivedOn: TODAY, channel: 'CASE_SUB_ACCOUNT', payerName: '企业1' };
      const { id } = expectStatus(await clerk.post(`/v1/cases/${otherId}/payments`, body, freshKey()), 201).body;
      expectStatus(await finance.post(`/v1/payments/${id}/approval`, {}), 200);
      return transfer(people, id, caseId);
    },
    toApplicant: (fen: number) => enter(fen, { kind: 'APPLICANT', applicantId }),
    toTreasury: (fen: number) => enter(Math.min(fen, 5_000), { kind: 'FEE_TO_TREASURY' }),
    toDeposit: (fen: number) => enter(fen, { kind: 'DEPOSIT' }),
    refund: async (fen: number, pick: number) => {
      const { items } = expectStatus(await clerk.get(`/v1/refund-tasks?caseId=${caseId}`), 200).body;
      if (items.length === 0) return undefined;
      const { id, amountFen } = items[pick % items.length];
      return enter(Math.max(1, Math.min(fen, amountFen)), { kind: 'REFUND', refundTaskId: id }, FILING.enterprise.name);
    },
    approve: (_fen: number, pick: number) => decide(pick, 'approval', {}),
    reject: (_fen: number, pick: number) => decide(pick, 'approval', { decision: 'REJECT', reason: '有误' }),
    pay: (fen: number, pick: number) =>
      decide(pick, 'payout', { outcome: 'PAID', paidOn: TODAY, bankTransactionNo: `O-${pick}-${fen}` }),
    fail: (_fen: number, pick: number) => decide(pick, 'payout', { outcome: 'FAILED', reason: '户名不符' }),
    comeBack: (_fen: number, pick: number) =>
      decide(pick, 'payout', { outcome: 'RETURNED', returnedOn: TODAY, reason: '销户退回' }),
    correct: (fen: number) => correctClaimOf(test, caseId, { principalFen: fen }),
  };
}

async function transfer({ clerk, finance }: People, paymentId: string, toCaseId: string) {
  const asked = await clerk.post(`/v1/payments/${paymentId}/transfer`, { toCaseId, reason: '另案款项' });
  // Not approved, taken back, or asked for already.
  if (asked.status !== 201) return asked;
  return finance.post(`/v1/payment-transfers/${asked.body.id}/decision`, { decision: 'APPROVE' });
}

async function correctClaimOf(test: TestApp, caseId: string, change: object) {
  const [clerk, judge] = [await test.as('clerk'), await test.as('judge')];
  const entered = await clerk.post(`/v1/cases/${caseId}/claim-corrections`, { ...WHY, ...change });
  // Another one waits, or nothing would change.
  if (entered.status !== 201) return entered;
  return judge.post(`/v1/claim-corrections/${entered.body.id}/decision`, { decision: 'APPROVE' });
}

/** Counts the rows one by one, without any function of the product. */
async function recount(test: TestApp, caseId: string) {
  const [money] = await test.owner`
    select coalesce(sum(p.amount_fen) filter (where p.channel <> 'DIRECT_TO_APPLICANT'), 0)::int as received
    from payments p where p.case_id = ${caseId}
      and 'APPROVED' in (select decision::text from payment_decisions where payment_id = p.id)
      and not exists (select from payment_decisions where payment_id = p.id
        and decision::text in ('REVERSED', 'TRANSFERRED'))`;
  const [gone] = await test.owner`
    with s as (
      select d.amount_fen, array(select decision::text from disbursement_decisions where disbursement_id = d.id) as made
      from disbursements d where d.case_id = ${caseId})
    select coalesce(sum(amount_fen) filter (where 'PAID' = any(made) and not 'RETURNED' = any(made)), 0)::int as paid,
      coalesce(sum(amount_fen) filter (where not made && array['PAID', 'FAILED', 'REJECTED']), 0)::int as under_way
    from s`;
  const [received, paid, underWay] = [money?.['received'], gone?.['paid'], gone?.['under_way']].map(Number) as [
    number,
    number,
    number,
  ];
  const balance = received - paid - underWay;
  return {
    receivedFen: received,
    paidOutFen: paid,
    underWayFen: underWay,
    heldFen: Math.max(balance, 0),
    overdrawnFen: Math.max(-balance, 0),
  };
}

/** Goes through the chain: a payout never finds less than nothing, and only a payment taken back makes a gap. */
async function checkChain(t: { fail(message: string): void }, { test, caseId }: Stand): Promise<void> {
  const events = await test.owner`
    select e.type, (e.data ->> 'amountFen')::int as fen, p.amount_fen::int as paid, p.channel::text as channel
    from case_events e left join payments p on p.id = (e.data ->> 'paymentId')::uuid
    where e.case_id = ${caseId} order by e.seq`;
  const confirmed = { balance: 0 };
  for (const { type, fen, paid, channel } of events) {
    const before = confirmed.balance;
    const court = channel === 'DIRECT_TO_APPLICANT' ? 0 : Number(paid);
    if (type === 'PAYMENT_APPROVED' || type === 'PAYMENT_TRANSFERRED_IN') confirmed.balance += court;
    if (type === 'PAYMENT_REVERSED' || type === 'PAYMENT_TRANSFERRED') confirmed.balance -= court;
    if (type === 'DISBURSEMENT_ENTERED') confirmed.balance -= Number(fen);
    if (['DISBURSEMENT_REJECTED', 'DISBURSEMENT_FAILED', 'DISBURSEMENT_RETURNED'].includes(String(type))) {
      confirmed.balance += Number(fen);
    }
    const isPayout = ['DISBURSEMENT_ENTERED', 'DISBURSEMENT_APPROVED', 'DISBURSEMENT_PAID'].includes(String(type));
    if (isPayout && confirmed.balance < 0) t.fail(`${String(type)} while ${-confirmed.balance} fen are missing`);
    const opens = confirmed.balance < 0 && confirmed.balance < before;
    if (opens && type !== 'PAYMENT_REVERSED' && type !== 'PAYMENT_TRANSFERRED') t.fail(`${String(type)} makes a gap`);
  }
}

t.test('whatever is done with money, three at a time: the court never pays out what it does not have', async (t) => {
  const test = await createTestApp(t, { clockStart: TODAY });
  const people = await signInAll(test);
  t.comment(`FUZZ_SEED=${SEED}`);
  const basis = { ...FILING.enforcementBasis, effectiveOn: '2023-08-30', performance: { lastDate: '2023-12-31' } };
  const filing = { ...FILING, claim: { principalFen: DEBT, costsFen: 0 }, enforcementBasis: basis };
  const filed = expectStatus(await people.clerk.post('/v1/cases', filing), 201).body;
  const chief = await test.as('chief');
  const otherId = expectStatus(await people.clerk.post('/v1/cases', buildFiling(1)), 201).body.id;
  const stand: Stand = { test, people, chief, caseId: filed.id, applicantId: filed.applicants[0].id, otherId };
  const acts = listActs(stand);
  const names = Object.keys(acts) as Wish['act'][];
  const wish = fc.record<Wish>({
    // Payouts that are entered are to be approved and paid often enough.
    act: fc.constantFrom(...names, 'receive', 'toApplicant', 'refund', 'approve', 'approve', 'pay', 'pay', 'pay'),
    pick: fc.nat({ max: 50 }),
    fen: fc.integer({ min: 1, max: 2 * DEBT }),
  });
  const batch = fc.array(wish, { minLength: 3, maxLength: 3 });
  await acts.receive(150_000);
  for (const wishes of fc.sample(batch, { seed: SEED, numRuns: BATCHES })) {
    const answers = await Promise.all(wishes.map(({ act, fen, pick }) => acts[act](fen, pick)));
    const faults = answers.filter((answer) => answer !== undefined && answer.status >= 500);
    t.same(faults, [], wishes.map(({ act }) => act).join(', '));
    const { body } = expectStatus(await people.clerk.get(`/v1/cases/${filed.id}/funds`), 200);
    t.match(body, await recount(test, filed.id));
    const there = expectStatus(await people.clerk.get(`/v1/cases/${otherId}/funds`), 200).body;
    t.match(there, await recount(test, otherId));
    const { closing } = (await people.clerk.get(`/v1/cases/${filed.id}/ledger`)).body.original;
    t.ok(Object.values(closing).every((fen) => Number(fen) >= 0));
  }
  await checkChain(t, stand);
  const [paid] = await test.owner`select count(*)::int as n from disbursement_decisions where decision = 'PAID'`;
  t.comment(`${String(paid?.['n'])} payouts`);
});
