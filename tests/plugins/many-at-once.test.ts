import t from 'tap';
import { buildFiling } from '../features/dossier/cases/filings.js';
import { createTestApp, type TestAnswer } from '../support/app.js';
import { expectStatus, PLAN, signInAll } from '../support/story.js';
import { enterPayment, PAYMENT } from './stage.js';

/** Several times the connections of the pool. */
const MANY = 24;

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const statuses = (answers: readonly TestAnswer[]) => [...new Set(answers.map((answer) => answer.status))].sort();

t.test('more requests at once than connections are all answered, and none waits for another for ever', async (t) => {
  // Nothing is known yet of rates and days: each request would have to read them.
  const test = await createTestApp(t);
  const people = await signInAll(test);
  const { clerk, finance } = people;
  const filed = await times(MANY, (index) => clerk.post('/v1/cases', buildFiling(index + 1)));
  t.same(statuses(filed), [201], 'filings');
  const { id } = filed[0]?.body ?? {};

  const payments = await times(MANY, (index) => enterPayment(clerk, id, { amountFen: 1000 + index }));
  const approvals = await times(MANY, (index) => finance.post(`/v1/payments/${payments[index]}/approval`, {}));
  t.same(statuses(approvals), [200], 'approvals of money on one case, allocated by the basis');
  const { body: ledger } = await clerk.get(`/v1/cases/${id}/ledger`);
  const allocated = ledger.postings.filter((posting: { kind: string }) => posting.kind === 'ALLOCATION');
  t.ok(new Set(allocated.map((posting: { paymentId: string }) => posting.paymentId)).size === MANY);

  const drafts = await times(MANY, () => clerk.post(`/v1/cases/${id}/plans`, PLAN));
  t.same(statuses(drafts), [201], 'drafts of one case');
  const numbers = drafts.map((answer) => answer.body.planNo).sort((a, b) => a - b);
  t.same(
    numbers,
    Array.from({ length: MANY }, (_, index) => index + 1),
    'numbered without gap or double',
  );

  const mixed = await times(MANY * 2, (index) => {
    if (index % 3 === 0) return clerk.get(`/v1/cases/${id}/ledger`);
    if (index % 3 === 1) return clerk.get(`/v1/plans/${drafts[0]?.body.id}/schedule`);
    return clerk.post(`/v1/cases/${id}/payments`, PAYMENT, { 'idempotency-key': `mixed-${index}` });
  });
  t.same(statuses(mixed), [200, 201], 'reading beside writing');
  expectStatus(await clerk.get(`/v1/cases/${id}`), 200);
});
