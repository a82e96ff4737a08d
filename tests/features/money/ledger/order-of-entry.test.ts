import t from 'tap';
import { addDays, compareDates, daysBetween } from '../../../../src/shared/civil-date.js';
import { createTestApp, type TestApp } from '../../../support/app.js';
import {
  expectStatus,
  FILING,
  P08,
  type People,
  PLAN,
  settleCase,
  type SettledCase,
  signInAll,
} from '../../../support/story.js';

const START = '2023-09-28';
const END = '2024-02-10';

/** Numbers between 0 and 1 that are the same in each run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Money {
  readonly amountFen: number;
  readonly receivedOn: string;
  /** Day on which it is entered and approved. */
  readonly enteredOn: string;
  /** Day on which it is taken back; undefined when it stays. */
  readonly reversedOn?: string;
}

interface Plot {
  readonly seed: number;
  /** What stays in the end, in the order of value dates, each entered on its day. */
  readonly inOrder: readonly Money[];
  /** The same, found late, with money in between that is taken back. */
  readonly asFound: readonly Money[];
}

/** Payments of one plot: some on time, some late, in parts, beyond the sum, and one from before the settlement. */
function makePlot(seed: number): Plot {
  const random = randomOf(seed);
  const between = (from: string, to: string) => addDays(from, Math.floor(random() * (daysBetween(from, to) + 1)));
  const kept: Money[] = [];
  for (const [due, amountFen] of P08.slice(0, 5)) {
    const parts = random() < 0.3 ? 2 : 1;
    if (random() < 0.15) continue;
    for (let part = 0; part < parts; part += 1) {
      const receivedOn = between(addDays(due, -20), addDays(due, 25));
      const part0 = Math.floor(amountFen * random());
      const share =
        parts === 1 ? amountFen + Math.floor(random() * 3 - 1) * 5_000_00 : part === 0 ? part0 : amountFen - part0;
      kept.push({ amountFen: Math.max(1, share), receivedOn, enteredOn: receivedOn });
    }
  }
  if (random() < 0.6)
    kept.push({ amountFen: 1 + Math.floor(random() * 9_000_000), receivedOn: '2023-09-12', enteredOn: START });
  const inOrder = kept.filter((one) => one.receivedOn <= END).sort((a, b) => compareDates(a.receivedOn, b.receivedOn));
  const late = (one: Money) => between(one.receivedOn < START ? START : one.receivedOn, END);
  const asFound = inOrder.map((one): Money => ({ ...one, enteredOn: late(one) }));
  for (let wrong = 0; wrong < 4; wrong += 1) {
    const receivedOn = between(START, END);
    const enteredOn = between(receivedOn, END);
    const reversedOn = between(enteredOn, END);
    asFound.push({ amountFen: 1 + Math.floor(random() * 60_000_000), receivedOn, enteredOn, reversedOn });
  }
  return { seed, inOrder, asFound: asFound.sort(() => random() - 0.5) };
}

let keys = 0;

async function book(people: People, caseId: string, money: Money): Promise<string> {
  const { amountFen, receivedOn } = money;
  const body = { amountFen, receivedOn, channel: 'CASE_SUB_ACCOUNT', payerName: '绿景园林' };
  const key = { 'idempotency-key': `order-${(keys += 1)}` };
  const entered = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/payments`, body, key), 201).body;
  expectStatus(await people.finance.post(`/v1/payments/${entered.id}/approval`, {}), 200);
  return entered.id;
}

/** What happens on a day in one case. */
async function playDay(people: People, caseId: string, money: readonly Money[], ids: Map<Money, string>, day: string) {
  for (const one of money) if (one.enteredOn === day) ids.set(one, await book(people, caseId, one));
  for (const one of money) {
    if (one.reversedOn !== day) continue;
    expectStatus(await people.finance.post(`/v1/payments/${ids.get(one)}/reversal`, { reason: '错账' }), 200);
  }
}

interface Entry {
  readonly date: string;
  readonly generalInterestFen: number;
  readonly doubledFen: number;
  readonly paymentFen: number;
  readonly surplusFen: number;
  readonly balances: object;
}

/**
 * Entries by day: payments of one day stand in the order in which they were entered, and only the day's end is told.
 */
function endOfDays(entries: readonly Entry[]): Entry[] {
  const days = new Map<string, Entry>();
  for (const { date, balances, ...entry } of entries) {
    const known = days.get(date);
    days.set(date, {
      date,
      generalInterestFen: entry.generalInterestFen + (known?.generalInterestFen ?? 0),
      doubledFen: entry.doubledFen + (known?.doubledFen ?? 0),
      paymentFen: entry.paymentFen + (known?.paymentFen ?? 0),
      surplusFen: entry.surplusFen + (known?.surplusFen ?? 0),
      balances,
    });
  }
  return [...days.values()];
}

/** Everything that must not depend on the order of entry. */
async function readOutcome(test: TestApp, people: People, { caseId, planId }: SettledCase) {
  const postings = await test.deps.sql`
    select bucket::text, instalment_no, effective_on::text, sum(amount_fen)::text as sum
    from ledger_postings where case_id = ${caseId} and kind <> 'CLAIM'
    group by bucket, instalment_no, effective_on having sum(amount_fen) <> 0
    order by effective_on, bucket::text, instalment_no`;
  const get = async (url: string) => expectStatus(await people.clerk.get(url), 200).body;
  const schedule = async (asOf: string) => {
    const { instalments, totals } = await get(`/v1/plans/${planId}/schedule?asOf=${asOf}`);
    return { asOf, instalments, totals };
  };
  const original = async (asOf: string) => {
    const { original } = await get(`/v1/cases/${caseId}/ledger?basis=ORIGINAL&asOf=${asOf}`);
    return { ...original, entries: endOfDays(original.entries) };
  };
  const { items } = await get(`/v1/cases/${caseId}/escalation?limit=200`);
  const { state, colour } = await get(`/v1/cases/${caseId}`);
  return {
    postings: postings.map((row) => ({ ...row })),
    schedules: [await schedule(END), await schedule('2024-01-31'), await schedule('2023-11-15')],
    ledgers: [await original(END), await original('2023-12-24')],
    facts: items
      .filter((step: { status: string }) => step.status === 'DONE')
      .map(
        (step: { instalmentNo: number; step: string; fellOn: string }) =>
          `${step.instalmentNo} ${step.step} ${step.fellOn}`,
      )
      .sort(),
    state,
    colour,
  };
}

t.test('a ledger found out bit by bit ends like one that was kept in order', async (t) => {
  const test = await createTestApp(t, { clockStart: START });
  const people = await signInAll(test);
  const plots = [11, 33, 55, 202].map(makePlot);
  const stages = [];
  for (const [index, plot] of plots.entries()) {
    const file = (no: number) => settleCase(people, { ...FILING, caseNumber: `（2023）浙0702执${no}号` }, PLAN);
    const [ordered, found] = [await file(5000 + index), await file(6000 + index)];
    stages.push({ plot, ordered, found, orderedIds: new Map<Money, string>(), foundIds: new Map<Money, string>() });
  }
  for (let day = START; day <= END; day = addDays(day, 1)) {
    if (day > START) await test.closeDays(day);
    for (const { plot, ordered, found, orderedIds, foundIds } of stages) {
      await playDay(people, ordered.caseId, plot.inOrder, orderedIds, day);
      await playDay(people, found.caseId, plot.asFound, foundIds, day);
    }
  }
  let reversals = 0;
  let breaches = 0;
  for (const { plot, ordered, found } of stages) {
    const [expected, actual] = [await readOutcome(test, people, ordered), await readOutcome(test, people, found)];
    t.same(actual.postings, expected.postings, `seed ${plot.seed}: what is posted`);
    t.same(actual.schedules, expected.schedules, `seed ${plot.seed}: the schedule, today and earlier`);
    t.same(actual.ledgers, expected.ledgers, `seed ${plot.seed}: the ledger of the basis`);
    t.same(actual.facts, expected.facts, `seed ${plot.seed}: the steps that are facts`);
    t.same([actual.state, actual.colour], [expected.state, expected.colour], `seed ${plot.seed}: state and colour`);
    const [row] = await test.deps.sql`
      select count(*)::int as rows from ledger_postings where case_id = ${found.caseId} and kind = 'REVERSAL'`;
    reversals += row?.['rows'];
    breaches += expected.facts.filter((fact: string) => fact.includes('D+4')).length;
  }
  t.ok(reversals > 40, 'many postings had to be reversed');
  t.ok(breaches > 0, 'and some instalments were in breach');
});
