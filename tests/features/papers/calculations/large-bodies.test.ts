import t from 'tap';
import { buildCalculationsApp, CALCULATION_PATHS } from '../../../support/calculations-app.js';
import { EXAMPLES } from './examples.js';

/** Blanks change nothing, and make a body too large to be read in the server's own thread. */
const enlarge = (body: object) => `${JSON.stringify(body)}${' '.repeat(20_000)}`;

async function open(t: { teardown(work: () => unknown): void }) {
  const app = await buildCalculationsApp();
  t.teardown(() => app.close());
  return async (url: string, payload: string | Buffer, type = 'application/json') => {
    const reply = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
    return { status: reply.statusCode, headers: reply.headers, body: reply.json() };
  };
}

t.test('a large body is answered like a small one', async (t) => {
  const post = await open(t);
  for (const { title, kind, input } of EXAMPLES) {
    const small = await post(CALCULATION_PATHS[kind], JSON.stringify(input));
    const large = await post(CALCULATION_PATHS[kind], enlarge(input));
    t.same([large.status, large.body], [small.status, small.body], title);
    t.equal(large.headers['content-type'], small.headers['content-type']);
  }
});

t.test('a large body that is wrong is refused like a small one', async (t) => {
  const post = await open(t);
  const { fees, multiDebtAllocation } = CALCULATION_PATHS;
  const wrong = { executionAmountsFen: ['x', -1], more: true };
  const debt = { debtId: 'a', outstandingFen: 1 };
  for (const [url, body] of [
    [fees, wrong],
    [fees, []],
    [multiDebtAllocation, { paymentDate: '2024-01-01', amountFen: 1, designation: ['a', 'a'], debts: [debt, debt] }],
  ] as const) {
    const [small, large] = [await post(url, JSON.stringify(body)), await post(url, enlarge(body))];
    const { instance: _ofSmall, ...expected } = small.body;
    const { instance: _ofLarge, ...found } = large.body;
    t.equal(small.status, 400);
    t.same([large.status, found], [small.status, expected], JSON.stringify(body));
  }
  const blanks = ' '.repeat(20_000);
  t.match(await post(fees, `{${blanks}`), { status: 400, body: { code: 'malformed-json' } });
  t.match(await post(fees, Buffer.alloc(20_000, 0xff)), { status: 400, body: { code: 'malformed-json' } });
  t.match(await post(fees, `{}${blanks}`, 'application/json; charset=gbk'), { status: 415 });
});

t.test('nobody waits for the large bodies of another, and one caller has a limit', async (t) => {
  const post = await open(t);
  const ledger = EXAMPLES.find(({ kind }) => kind === 'judgmentLedger');
  if (!ledger) throw new Error('no example of a ledger');
  const answered: string[] = [];
  const sent = Array.from({ length: 8 }, async () => {
    const answer = await post(CALCULATION_PATHS.judgmentLedger, enlarge(ledger.input));
    answered.push('large');
    return answer;
  });
  t.equal((await post(CALCULATION_PATHS.fees, '{"executionAmountsFen":[1],"preservationAmountsFen":[]}')).status, 200);
  t.notOk(answered.filter((one) => one === 'large').length === 8, 'the small one is answered among them');
  const answers = await Promise.all(sent);
  const refused = answers.filter(({ status }) => status !== 200);
  t.equal(refused.length, 3, 'one is worked on, four wait');
  for (const one of refused)
    t.match(one, { status: 503, headers: { 'retry-after': '5' }, body: { code: 'overloaded' } });
});
