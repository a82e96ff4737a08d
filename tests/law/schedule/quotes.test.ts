import fc from 'fast-check';
import t from 'tap';
import {
  COVERAGE_DEFAULT,
  countFullMonths,
  findLargestInstalment,
  gradeCoverage,
  type PaymentCapacity,
} from '../../../src/law/schedule/capacity.js';
import { type QuoteInput, quotePlans } from '../../../src/law/schedule/quotes.js';
import { buildSchedule } from '../../../src/law/schedule/schedule.js';
import { QUOTE_METHODS } from '../../../src/law/schedule/terms.js';
import { addMonths } from '../../../src/shared/civil-date.js';
import { references, refusalOf, valueOf } from '../../support/law-references.js';

const CAPACITY: PaymentCapacity = {
  balanceFen: 0n,
  balanceOn: '2023-09-30',
  monthlyReceiptsFen: 90_000_000n,
  monthlyOutgoingsFen: 45_000_000n,
  coverage: COVERAGE_DEFAULT,
};

function buildInput(overrides: Partial<QuoteInput> = {}): QuoteInput {
  return {
    principalFen: 370_000_000n,
    methods: ['EQUAL_PRINCIPAL'],
    firstDueDate: '2023-10-31',
    dueDay: 'MONTH_END',
    intervalMonths: 1,
    shift: 'NEXT_WORKDAY',
    interestFrom: '2023-10-01',
    rate: { type: 'FIXED_ANNUAL', annualPercent: '3.45' },
    yearBasis: 365,
    ...overrides,
  };
}

const quote = (overrides: Partial<QuoteInput> = {}) => valueOf(quotePlans(buildInput(overrides), references));

t.test('number → amount: the offer for 11 instalments is P08 and P09', async (t) => {
  const { offers, unmet } = quote({ methods: [...QUOTE_METHODS], counts: [11] });
  t.same(unmet, []);
  t.match(offers, [
    {
      method: 'EQUAL_PRINCIPAL',
      n: 11,
      askedBy: ['COUNT'],
      firstInstalmentFen: 34_720_514n,
      highestInstalmentFen: 34_720_514n,
      lastInstalmentFen: 33_741_288n,
      totalInterestFen: 6_422_242n,
      totalPaymentFen: 376_422_242n,
      endDate: '2024-09-02',
      coverage: null,
      provisional: false,
    },
    { method: 'ANNUITY', highestInstalmentFen: 34_219_369n, totalInterestFen: 6_413_039n },
    { method: 'EQUAL_TOTAL_NO_INTEREST', highestInstalmentFen: 33_636_370n, totalInterestFen: 0n },
  ]);
  t.equal(offers[1]?.firstInstalmentFen, 34_219_367n, 'the highest may be the last, which takes the rest');
});

t.test('amount → number: the fewest instalments of which none is higher', async (t) => {
  const fewest = (amountFen: bigint, methods: QuoteInput['methods'] = ['EQUAL_PRINCIPAL']) =>
    quote({ amountsFen: [amountFen], methods }).offers.map(({ n }) => n);
  t.same(fewest(34_720_514n), [11], 'exactly the highest of 11');
  t.same(fewest(34_720_513n), [12], 'one fen less');
  t.same(fewest(34_219_369n, ['ANNUITY']), [11]);
  t.same(fewest(34_219_368n, ['ANNUITY']), [12], 'the last instalment counts too');
  t.same(fewest(371_084_151n), [1], 'everything at once: principal and the interest of October');
  const small = quote({ amountsFen: [1_000_000n] });
  t.same(small.offers, []);
  t.same(small.unmet, [
    { method: 'EQUAL_PRINCIPAL', askedBy: 'AMOUNT', amountFen: 1_000_000n, n: null, code: 'no-number-suffices' },
  ]);
});

t.test('offers stand side by side, by method and number, each once', async (t) => {
  const { offers } = quote({
    methods: ['ANNUITY', 'EQUAL_PRINCIPAL'],
    counts: [12, 6, 11, 11],
    amountsFen: [34_720_514n],
  });
  t.same(
    offers.map(({ method, n, askedBy }) => `${method} ${n} ${askedBy.join('+')}`),
    [
      'ANNUITY 6 COUNT',
      'ANNUITY 11 COUNT+AMOUNT',
      'ANNUITY 12 COUNT',
      'EQUAL_PRINCIPAL 6 COUNT',
      'EQUAL_PRINCIPAL 11 COUNT+AMOUNT',
      'EQUAL_PRINCIPAL 12 COUNT',
    ],
  );
});

t.test('a lump sum is in the sums and the coverage, not among the instalments', async (t) => {
  const lumpSum = { amountFen: 100_000_000n, dueDate: '2023-10-15' };
  const { offers } = quote({ lumpSum, counts: [9], amountsFen: [30_000_000n] });
  const first = offers.find(({ askedBy }) => askedBy.includes('COUNT'));
  t.match(first, { n: 9, firstInstalmentFen: 30_382_808n });
  t.equal(first?.totalPaymentFen, 370_000_000n + (first?.totalInterestFen ?? 0n));
  t.match(offers[1], { n: 10, askedBy: ['AMOUNT'] });
});

t.test('what stands in the way of one number is named, other offers stay', async (t) => {
  const far = quote({ firstDueDate: '2198-12-31', interestFrom: '2198-12-01', counts: [12, 14] });
  t.same(
    far.offers.map(({ n }) => n),
    [12],
  );
  t.match(far.unmet, [{ askedBy: 'COUNT', n: 14, amountFen: null, code: 'due-date-out-of-range' }]);
  const coarse = quote({ roundToFen: 100_000_000n, counts: [2, 6] });
  t.same(
    coarse.offers.map(({ n }) => n),
    [2],
  );
  t.match(coarse.unmet, [{ n: 6, code: 'rounding-too-coarse' }]);
  const long = quote({ lumpSum: { amountFen: 1n, dueDate: '2023-10-10' }, counts: [59, 60] });
  t.match(long.unmet, [{ n: 60, code: 'plan-too-long' }]);
  t.ok(quote({ firstDueDate: '2027-01-31', interestFrom: '2027-01-01', counts: [1] }).offers[0]?.provisional, 'HO-01');
  const floating = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;
  const late = { firstDueDate: '2026-05-29', dueDay: 29, interestFrom: '2026-05-01', counts: [1] };
  t.ok(quote({ ...late, rate: floating }).offers[0]?.provisional, 'IN-14');
  t.notOk(quote(late).offers[0]?.provisional);
});

t.test('the method without interest leaves out all that concerns interest', async (t) => {
  const { offers } = quote({
    methods: ['EQUAL_TOTAL_NO_INTEREST'],
    counts: [2],
    doubledDailyPercent: '0.0175',
    interestFreePeriods: [{ from: '2023-10-01', to: '2023-10-02' }],
    interestDeferred: true,
    principalFreeInstalments: 1,
  });
  t.match(offers, [{ n: 2, firstInstalmentFen: 185_000_000n, totalInterestFen: 0n }]);
});

t.test('refusals that no number of instalments avoids', async (t) => {
  const rows: [string, Partial<QuoteInput>, string][] = [
    ['nothing asked', {}, 'quote-without-question /counts'],
    ['empty lists ask nothing', { counts: [], amountsFen: [] }, 'quote-without-question /counts'],
    ['no method', { counts: [1], methods: [] }, 'quote-without-question /methods'],
    ['no year basis', { counts: [1], yearBasis: undefined }, 'year-basis-missing /yearBasis'],
    [
      'the second method is at fault',
      { counts: [1], methods: ['EQUAL_TOTAL_NO_INTEREST', 'ANNUITY'], rate: undefined },
      'annuity-needs-fixed-annual-rate /rate',
    ],
    ['the smallest plan has one instalment with principal', { counts: [3], principalFreeInstalments: 2 }, 'accepted'],
    ['none has room for one', { counts: [3], principalFreeInstalments: 60 }, 'plan-too-long /n'],
    [
      'lump sum too large',
      { counts: [3], lumpSum: { amountFen: 370_000_000n, dueDate: '2023-10-10' } },
      'lump-sum-too-large /lumpSum/amountFen',
    ],
    ['only an amount', { amountsFen: [1n] }, 'accepted'],
    ['only a capacity', { capacity: CAPACITY }, 'accepted'],
  ];
  for (const [reason, change, expected] of rows) {
    t.equal(refusalOf(quotePlans(buildInput(change), references)), expected, reason);
  }
});

t.test('full months are counted as the calendar has them', async (t) => {
  const rows: [string, string, number][] = [
    ['2023-09-30', '2023-10-29', 0],
    ['2023-09-30', '2023-10-30', 1],
    ['2023-10-31', '2023-11-30', 1],
    ['2024-01-31', '2024-02-28', 0],
    ['2024-01-31', '2024-02-29', 1],
    ['2023-12-15', '2024-12-14', 11],
    ['2023-12-15', '2024-12-15', 12],
    ['2024-01-15', '2024-01-15', 0],
    ['2024-01-15', '2023-01-15', 0],
  ];
  for (const [from, to, months] of rows) {
    t.equal(countFullMonths(from, to), months, `${from} to ${to}`);
  }
});

t.test('9.2: coverage of each instalment from what the ones before have left', async (t) => {
  const pay = (...amounts: bigint[]) =>
    amounts.map((paymentFen, index) => ({ dueDate: addMonths('2023-10-30', index), paymentFen }));
  const level: PaymentCapacity = { ...CAPACITY, monthlyReceiptsFen: 120n, monthlyOutgoingsFen: 0n };
  t.same(gradeCoverage(pay(100n), level), { lowest: '1.2', carried: true }, 'exactly 1.2');
  t.same(gradeCoverage(pay(101n), level), { lowest: '1.1881', carried: false }, 'cut, not rounded up');
  t.same(gradeCoverage(pay(100n, 117n), level), { lowest: '1.1965', carried: false }, '(240 − 100) ÷ 117');
  t.same(gradeCoverage(pay(50n, 158n), level), { lowest: '1.2025', carried: true }, '190 ÷ 158; the first has 2.4');
  t.same(gradeCoverage(pay(0n, 200n), level), { lowest: '1.2', carried: true }, 'an instalment of nothing is covered');
  t.same(gradeCoverage([], level), { lowest: '0', carried: true });
  const outgoing = { ...level, monthlyOutgoingsFen: 130n, balanceFen: 5n };
  t.same(gradeCoverage(pay(1n), outgoing), { lowest: '0', carried: false }, 'never below nothing');
  const known = { ...level, balanceFen: 30n, coverage: '1.5' };
  t.same(gradeCoverage(pay(100n), known), { lowest: '1.5', carried: true }, 'another coverage');
  t.same(
    gradeCoverage([{ dueDate: '2023-10-29', paymentFen: 10n }], known),
    { lowest: '3', carried: true },
    'no full month: the balance alone',
  );
});

t.test('9.2: the largest instalment that receipts and outgoings carry', async (t) => {
  const dates = (n: number) => Array.from({ length: n }, (_, index) => addMonths('2023-10-30', index));
  const capacity: PaymentCapacity = { ...CAPACITY, monthlyReceiptsFen: 120n, monthlyOutgoingsFen: 0n };
  t.equal(findLargestInstalment(dates(1), capacity), 100n, '120 ÷ 1.2');
  t.equal(findLargestInstalment(dates(12), capacity), 100n, 'the first is the hardest when nothing is at hand');
  const rich = { ...capacity, balanceFen: 1_000n };
  t.equal(findLargestInstalment(dates(1), rich), 933n, '1,120 ÷ 1.2');
  t.equal(findLargestInstalment(dates(12), rich), 200n, '2,440 ÷ 12.2: the last is the hardest');
  t.equal(findLargestInstalment(dates(3), { ...capacity, monthlyOutgoingsFen: 120n }), 0n);
  t.equal(findLargestInstalment(dates(3), { ...capacity, monthlyOutgoingsFen: 121n }), 0n);
  t.equal(findLargestInstalment([], capacity), 0n);
  t.equal(findLargestInstalment(['2023-10-29', '2023-10-30'], capacity), 0n, 'no full month before the first');
});

t.test('the fewest instalments that the receipts carry, and how well they carry the others', async (t) => {
  const { offers, unmet } = quote({ capacity: CAPACITY, counts: [8], methods: ['EQUAL_PRINCIPAL', 'ANNUITY'] });
  t.same(unmet, []);
  t.same(
    offers.map(({ method, n, askedBy, coverage }) => [
      method,
      n,
      askedBy.join(),
      coverage?.carried,
      coverage?.largestInstalmentFen,
    ]),
    [
      ['EQUAL_PRINCIPAL', 8, 'COUNT', false, 37_500_000n],
      ['EQUAL_PRINCIPAL', 11, 'COVERAGE', true, 37_500_000n],
      ['ANNUITY', 8, 'COUNT', false, 37_500_000n],
      ['ANNUITY', 11, 'COVERAGE', true, 37_500_000n],
    ],
    '450,000 a month ÷ 1.2',
  );
  const poor = { ...CAPACITY, monthlyOutgoingsFen: 90_000_000n };
  t.match(quote({ capacity: poor }).unmet, [
    { askedBy: 'COVERAGE', amountFen: null, n: null, code: 'no-number-suffices' },
  ]);
});

t.test('a quoted plan is the plan that would be drafted', async () => {
  const facts = fc.record({
    principalFen: fc.bigInt(100n, 10n ** 11n),
    n: fc.integer({ min: 1, max: 60 }),
    method: fc.constantFrom(...QUOTE_METHODS),
  });
  fc.assert(
    fc.property(facts, ({ principalFen, n, method }) => {
      const input = buildInput({ principalFen, methods: [method], counts: [n] });
      const [offer] = valueOf(quotePlans(input, references)).offers;
      const rate = method === 'EQUAL_TOTAL_NO_INTEREST' ? undefined : input.rate;
      const { totals, instalments } = valueOf(buildSchedule({ ...input, rate, method, n }, references));
      return (
        offer?.totalInterestFen === totals.interestFen &&
        offer.totalPaymentFen === totals.paymentFen &&
        offer.endDate === instalments.at(-1)?.dueDate &&
        instalments.every(({ paymentFen }) => paymentFen <= offer.highestInstalmentFen) &&
        instalments.some(({ paymentFen }) => paymentFen === offer.highestInstalmentFen)
      );
    }),
    { numRuns: 50 },
  );
});

t.test('asking for the amount of an offer gives a number that is not larger', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(...QUOTE_METHODS), (n, method) => {
      const amountFen = quote({ methods: [method], counts: [n] }).offers[0]?.highestInstalmentFen ?? 0n;
      const [offer] = quote({ methods: [method], amountsFen: [amountFen] }).offers;
      return offer !== undefined && offer.n <= n && offer.highestInstalmentFen <= amountFen;
    }),
    { numRuns: 30 },
  );
});

t.test('the largest instalment is carried, one fen more is not', async () => {
  const capacities = fc.record({
    balanceFen: fc.bigInt(0n, 10n ** 9n),
    monthlyReceiptsFen: fc.bigInt(0n, 10n ** 8n),
    monthlyOutgoingsFen: fc.bigInt(0n, 10n ** 8n),
    coverage: fc.constantFrom('0.8', '1', '1.2', '2.5'),
  });
  fc.assert(
    fc.property(capacities, fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 3 }), (facts, n, interval) => {
      const capacity = { ...facts, balanceOn: '2023-09-30' };
      const dates = Array.from({ length: n }, (_, index) => addMonths('2023-10-31', index * interval));
      const largest = findLargestInstalment(dates, capacity);
      const carried = (paymentFen: bigint) =>
        gradeCoverage(
          dates.map((dueDate) => ({ dueDate, paymentFen })),
          capacity,
        ).carried;
      return carried(largest) && !carried(largest + 1n);
    }),
  );
});
