import fc from 'fast-check';
import t from 'tap';
import { interestDivisor } from '../../../src/law/interest/rate.js';
import { findDoubledStart } from '../../../src/law/ledger/doubled-terms.js';
import { computeLedger, computeSettlementShadow, type LedgerInput } from '../../../src/law/ledger/ledger.js';
import { BUCKETS, type Bucket, DOUBLED_DAILY_PERCENT, isStatutoryRate } from '../../../src/law/ledger/terms.js';
import { createWorkingCalendar } from '../../../src/law/working-days/calendar.js';
import { addDays, fromEpochDay, toEpochDay } from '../../../src/shared/civil-date.js';
import { divideHalfUp, toRateUnits } from '../../../src/shared/decimal.js';
import { countReads } from '../../support/count-reads.js';
import { calendar, rates, references, refusalOf, valueOf } from '../../support/law-references.js';

const FLOATING = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;

function buildInput(overrides: Partial<LedgerInput> = {}): LedgerInput {
  return {
    principalFen: 370_000_000n,
    costsFen: 3_640_000n,
    executionFeeFen: 3_940_000n,
    generalInterest: { from: '2023-03-01', rate: FLOATING, yearBasis: 365, paymentDay: 'INCLUDE' },
    performance: { effectiveDate: '2023-06-05', days: 10 },
    doubled: { dailyPercent: DOUBLED_DAILY_PERCENT },
    payments: [],
    order: BUCKETS,
    asOf: '2024-03-31',
    ...overrides,
  };
}

function compute(overrides: Partial<LedgerInput> = {}) {
  return valueOf(computeLedger(buildInput(overrides), references));
}

t.test('IN-04, IN-21: end of the performance period and start of the doubled part', async (t) => {
  const rows: [string, Parameters<typeof findDoubledStart>[0], string, string, boolean][] = [
    ['ends on a Sunday', { effectiveDate: '2023-08-10', days: 10 }, '2023-08-21', '2023-08-22', false],
    ['ends in the National Day break', { effectiveDate: '2024-09-25', days: 7 }, '2024-10-08', '2024-10-09', false],
    ['ends in the Spring Festival 2026', { effectiveDate: '2026-02-10', days: 10 }, '2026-02-24', '2026-02-25', false],
    ['ends before a make-up Sunday', { effectiveDate: '2024-01-31', days: 10 }, '2024-02-18', '2024-02-19', false],
    ['last day given and worked', { lastDate: '2023-06-15' }, '2023-06-15', '2023-06-16', false],
    ['last day given, a Saturday', { lastDate: '2023-06-17' }, '2023-06-19', '2023-06-20', false],
    [
      'no period stated: the day after the effect',
      { effectiveDate: '2023-06-05', days: 0 },
      '2023-06-05',
      '2023-06-06',
      false,
    ],
    ['no period: a Sunday is not shifted', { effectiveDate: '2023-06-04', days: 0 }, '2023-06-04', '2023-06-05', false],
    [
      'ends in the National Day break of 2022, before a Saturday worked in exchange',
      { effectiveDate: '2022-09-26', days: 10 },
      '2022-10-08',
      '2022-10-09',
      false,
    ],
    ['no calendar for the year', { effectiveDate: '2009-06-30', days: 3 }, '2009-07-03', '2014-08-01', true],
    ['shifted into a year without calendar', { lastDate: '2026-12-31' }, '2026-12-31', '2027-01-01', false],
  ];
  for (const [reason, performance, lastPerformanceDate, doubledFrom, provisional] of rows) {
    t.match(findDoubledStart(performance, calendar), { lastPerformanceDate, doubledFrom, provisional }, reason);
  }
});

t.test('IN-25: the doubled part begins on 2014-08-01 at the earliest, and says what it leaves out', async (t) => {
  const rows: [string, string, string, boolean][] = [
    ['a delay since 2013', '2013-05-31', '2014-08-01', true],
    ['a period that ended two days before', '2014-07-30', '2014-08-01', true],
    ['a period that ended on the eve leaves nothing out', '2014-07-31', '2014-08-01', false],
    ['a period that ended on the first day', '2014-08-01', '2014-08-02', false],
  ];
  for (const [reason, lastDate, doubledFrom, earlierLeftOut] of rows) {
    t.match(findDoubledStart({ lastDate }, calendar), { doubledFrom, earlierLeftOut }, reason);
    const ledger = compute({ performance: { lastDate }, generalInterest: undefined, asOf: '2014-08-10' });
    t.match(ledger, {
      earlierDelayLeftOut: earlierLeftOut,
      postings: [{ doubledDays: doubledFrom === '2014-08-01' ? 10 : 9 }],
    });
  }
  const fixed = compute({
    performance: { lastDate: '2013-05-31' },
    generalInterest: undefined,
    doubled: { dailyPercent: DOUBLED_DAILY_PERCENT, openingFen: 1_000n },
    asOf: '2014-08-01',
  });
  t.equal(fixed.closing.DOUBLED_INTEREST, 1_000n + 64_750n, 'the amount of before, and one day');
  t.ok(isStatutoryRate('0.01750') && !isStatutoryRate('0.018') && !isStatutoryRate('0.017'));
});

t.test('IN-20: the doubled part of the reference case is 647.50 yuan a day', async (t) => {
  const ledger = compute({ asOf: '2023-06-16' });
  t.match(ledger.postings[0], { doubledDays: 1, doubledFen: 64_750n });
  t.equal(compute({ asOf: '2023-06-15' }).closing.DOUBLED_INTEREST, 0n, 'the last day of the period is free');
});

t.test('IN-20: what belongs to the base of the doubled part', async (t) => {
  const day = (overrides: Partial<LedgerInput>) =>
    compute({ principalFen: 1_000_000n, costsFen: 400_000n, asOf: '2023-06-16', ...overrides }).closing
      .DOUBLED_INTEREST;
  t.equal(day({}), 175n, 'principal');
  t.equal(day({ otherMonetaryFen: 1_000_000n }), 350n, 'penalty and damages');
  t.equal(day({ doubled: { dailyPercent: '0.0175', includeCosts: true } }), 245n, 'costs only by the switch');
  t.equal(
    compute({ otherMonetaryFen: 1_000_000n }).closing.GENERAL_INTEREST,
    compute().closing.GENERAL_INTEREST,
    'penalty bears no general interest',
  );
});

t.test('IN-23, IN-24: excluded periods', async (t) => {
  const days = (excludedPeriods: LedgerInput['doubled']['excludedPeriods'], excludeSettlementPeriod = false) =>
    compute({
      doubled: { dailyPercent: '0.0175', excludedPeriods, excludeSettlementPeriod },
      payments: [{ date: '2023-07-15', amountFen: 1n }],
      asOf: '2023-07-31',
    }).postings.map((posting) => posting.doubledDays);
  const from = '2023-07-10';
  const to = '2023-07-19';
  t.same(days([]), [30, 16], 'none');
  t.same(days([{ from, to, reason: 'RETRIAL_STAY' }]), [24, 12], 'both ends excluded, across a posting');
  t.same(days([{ from, to, reason: 'REVIEW_STAY_NOT_BY_DEBTOR' }]), [24, 12]);
  t.same(
    days([{ from, to, reason: 'REVIEW_STAY_BY_DEBTOR' }]),
    [30, 16],
    'the debtor’s own application never excludes',
  );
  t.same(days([{ from, to, reason: 'SETTLEMENT' }]), [30, 16], 'a settlement counts on by default');
  t.same(days([{ from, to, reason: 'SETTLEMENT' }], true), [24, 12], 'EXCLUDED treatment');
  t.same(
    days([
      { from: '2023-07-12', to, reason: 'RETRIAL_STAY' },
      { from, to: '2023-07-14', reason: 'REVIEW_STAY_NOT_BY_DEBTOR' },
      { from: '2023-07-13', to: '2023-07-13', reason: 'RETRIAL_STAY' },
    ]),
    [24, 12],
    'overlapping days count once',
  );
  t.same(
    days([{ from: '2023-01-01', to: '2023-06-20', reason: 'RETRIAL_STAY' }]),
    [25, 16],
    'begins before the doubled part',
  );
  t.same(days([{ from: '2023-07-15', to: '2030-01-01', reason: 'RETRIAL_STAY' }]), [29, 0], 'goes on after the day');
  t.same(
    days([
      { from: '2023-07-01', to: '2023-07-01', reason: 'RETRIAL_STAY' },
      { from: '2023-07-03', to: '2023-07-03', reason: 'RETRIAL_STAY' },
      { from: '2023-07-31', to: '2023-07-31', reason: 'RETRIAL_STAY' },
    ]),
    [28, 15],
    'single days',
  );
});

t.test('amounts that are not given are nothing', async (t) => {
  const bare = { costsFen: undefined, executionFeeFen: undefined, generalInterest: undefined };
  t.equal(compute({ ...bare, asOf: '2023-06-15' }).closing.totalFen, 370_000_000n);
});

t.test('IN-24: the shadow of a settlement is what its days would have borne', async (t) => {
  const input = buildInput({
    doubled: {
      dailyPercent: '0.0175',
      excludedPeriods: [{ from: '2023-10-01', to: '2024-03-04', reason: 'SETTLEMENT' }],
      excludeSettlementPeriod: false,
    },
    payments: [
      { date: '2023-10-31', amountFen: 34_720_514n },
      { date: '2023-11-30', amountFen: 34_590_161n },
      { date: '2024-01-02', amountFen: 34_580_623n },
      { date: '2024-01-31', amountFen: 34_373_967n },
    ],
    asOf: '2024-03-05',
  });
  t.equal(valueOf(computeSettlementShadow(input, references)), 15_556_275n - 6_972_165n, 'P12: 155,562.75 − 69,721.65');
  t.equal(refusalOf(computeSettlementShadow({ ...input, order: [] }, references)), 'order-incomplete /order');
});

t.test(
  'IN-03: under EXCLUDE general interest leaves the payment day to the next posting, the doubled part does not',
  async (t) => {
    const generalInterest = { from: '2023-06-16', rate: FLOATING, yearBasis: 365, paymentDay: 'EXCLUDE' } as const;
    const ledger = compute({ generalInterest, payments: [{ date: '2023-06-20', amountFen: 1n }], asOf: '2023-06-30' });
    t.same(
      ledger.postings.map((posting) => [posting.generalInterestDays, posting.doubledDays]),
      [
        [4, 5],
        [10, 10],
      ],
    );
  },
);

t.test('one posting per payment, and one at the day of the statement unless paid on it', async (t) => {
  const dates = (payments: LedgerInput['payments']) => compute({ payments }).postings.map((posting) => posting.date);
  t.same(dates([]), ['2024-03-31']);
  t.same(dates([{ date: '2024-03-31', amountFen: 1n }]), ['2024-03-31']);
  t.same(dates([{ date: '2024-03-30', amountFen: 1n }]), ['2024-03-30', '2024-03-31']);
  t.same(
    dates([
      { date: '2024-01-02', amountFen: 1n },
      { date: '2023-12-01', amountFen: 1n },
      { date: '2024-01-02', amountFen: 2n },
    ]),
    ['2023-12-01', '2024-01-02', '2024-01-02', '2024-03-31'],
    'payments may come in any order',
  );
  const later = compute({ payments: [{ date: '2024-04-01', amountFen: 1n }] });
  t.match(later, { paymentsLeftOut: 1, closing: compute().closing }, 'a payment after the day is not counted');
});

t.test('a payment before any interest goes to the principal and lowers it from the next day', async (t) => {
  const payments = [{ date: '2023-01-15', amountFen: 107_580_000n }];
  const ledger = compute({ payments, asOf: '2023-03-01' });
  t.match(ledger.postings[0], { generalInterestDays: 0, doubledDays: 0, allocation: { PRINCIPAL: 100_000_000n } });
  t.equal(ledger.postings[1]?.generalInterestFen, divideHalfUp(270_000_000n * 365n, 365n * 10_000n));
});

t.test('AL-05, AL-07: any order of buckets, and money that is left', async (t) => {
  const order: Bucket[] = [
    'DOUBLED_INTEREST',
    'PRINCIPAL',
    'OTHER_MONETARY',
    'GENERAL_INTEREST',
    'COSTS',
    'EXECUTION_FEE',
  ];
  const small = { principalFen: 1_000_000n, costsFen: 10n, executionFeeFen: 20n, otherMonetaryFen: 30n };
  const payments = [{ date: '2023-06-20', amountFen: 2_000_000n }];
  const first = compute({ ...small, order, payments, asOf: '2023-06-20' }).postings[0];
  t.same(Object.keys(first?.allocation ?? {}), order, 'all six in the agreed order');
  const ledger = compute({ ...small, order, payments, asOf: '2024-03-31' });
  t.equal(ledger.closing.totalFen, 0n, 'nothing accrues on nothing');
  t.equal(ledger.postings[1]?.doubledDays, 285, 'days count also when the base is zero');
  t.equal(ledger.closing.surplusFen, first?.surplusFen);
  t.equal(
    Object.values(first?.allocation ?? {}).reduce((sum, part) => sum + part, 0n) + (first?.surplusFen ?? 0n),
    2_000_000n,
  );
});

t.test('AL-07: what was paid back pays no claim, also when the claim is raised afterwards', async (t) => {
  const small = { costsFen: 0n, executionFeeFen: 0n, generalInterest: undefined };
  const payment = { date: '2023-06-10', amountFen: 150n };
  const asOf = '2023-06-10';
  const over = compute({ ...small, principalFen: 100n, payments: [payment], asOf }).closing;
  t.match(over, { PRINCIPAL: 0n, surplusFen: 50n });
  const payments = [{ ...payment, refundedFen: 50n }];
  t.match(compute({ ...small, principalFen: 100n, payments, asOf }).closing, over, 'the same as before it went back');
  t.match(compute({ ...small, principalFen: 150n, payments, asOf }).closing, { PRINCIPAL: 50n, surplusFen: 50n });
  const whole = [{ ...payment, refundedFen: 150n }];
  t.match(compute({ ...small, principalFen: 150n, payments: whole, asOf }).closing, {
    PRINCIPAL: 150n,
    surplusFen: 150n,
  });
});

t.test('FE-01, AL-08: money that the applicant received himself pays no execution fee', async (t) => {
  const claim = { principalFen: 1_000n, costsFen: 0n, executionFeeFen: 140n, generalInterest: undefined };
  const asOf = '2023-06-10';
  const direct = { date: asOf, amountFen: 700n, direct: true };
  const court = { date: asOf, amountFen: 700n };
  const [first, second] = compute({ ...claim, payments: [direct, court], asOf }).postings;
  t.same(first?.allocation, { PRINCIPAL: 700n });
  t.same(second?.allocation, { EXECUTION_FEE: 140n, PRINCIPAL: 300n });
  t.equal(second?.surplusFen, 260n);
  const over = compute({ ...claim, payments: [{ ...direct, amountFen: 1_500n }], asOf }).closing;
  t.match(over, { EXECUTION_FEE: 140n, PRINCIPAL: 0n, surplusFen: 500n }, 'beyond the debt it is surplus');
});

t.test('refusals point at what is wrong', async (t) => {
  const general = buildInput().generalInterest as NonNullable<LedgerInput['generalInterest']>;
  const rows: [string, Partial<LedgerInput>, string][] = [
    ['a bucket is missing', { order: BUCKETS.slice(1) }, 'order-incomplete /order'],
    ['a bucket twice', { order: [...BUCKETS.slice(1), 'COSTS'] }, 'order-incomplete /order'],
    [
      'period reversed',
      {
        doubled: {
          dailyPercent: '0.0175',
          excludedPeriods: [{ from: '2024-01-02', to: '2024-01-01', reason: 'SETTLEMENT' }],
        },
      },
      'dates-reversed /doubled/excludedPeriods/0/to',
    ],
    [
      'no year basis',
      { generalInterest: { ...general, yearBasis: null } },
      'year-basis-missing /generalInterest/yearBasis',
    ],
    [
      'before the first rate',
      { generalInterest: { ...general, from: '2015-10-23' } },
      'rate-not-stored /generalInterest/from',
    ],
    [
      'negative rate',
      { generalInterest: { ...general, rate: { ...FLOATING, spreadPercent: '-5' } } },
      'rate-negative /generalInterest/rate/spreadPercent',
    ],
    ['sums beyond what JSON keeps', { principalFen: 10n ** 16n }, 'amount-too-large'],
    ['surplus beyond it', { payments: [{ date: '2024-01-01', amountFen: 10n ** 16n }] }, 'amount-too-large'],
    ['no general interest', { generalInterest: undefined }, 'accepted'],
  ];
  for (const [reason, change, expected] of rows) {
    t.equal(refusalOf(computeLedger(buildInput(change), references)), expected, reason);
  }
});

t.test('marks: rates and calendar beyond the tables', async (t) => {
  t.ok(compute({ asOf: '2026-05-20' }).ratesProvisional);
  t.notOk(compute({ asOf: '2026-05-19' }).ratesProvisional);
  t.ok(compute({ performance: { lastDate: '2027-02-10' } }).calendarProvisional);
});

const payment = fc.record({
  date: fc.integer({ min: toEpochDay('2023-01-01'), max: toEpochDay('2024-12-31') }).map(fromEpochDay),
  amountFen: fc.bigInt(1n, 90_000_000n),
});
const scenario = fc.record({
  principalFen: fc.bigInt(0n, 400_000_000n),
  otherMonetaryFen: fc.bigInt(0n, 5_000_000n),
  costsFen: fc.bigInt(0n, 5_000_000n),
  payments: fc.array(payment, { maxLength: 12 }),
  order: fc.shuffledSubarray([...BUCKETS], { minLength: BUCKETS.length }),
  paymentDay: fc.constantFrom('INCLUDE' as const, 'EXCLUDE' as const),
});

function inputOf(
  { paymentDay, ...rest }: typeof scenario extends fc.Arbitrary<infer T> ? T : never,
  asOf = '2024-12-31',
) {
  const generalInterest = { from: '2023-03-01', rate: FLOATING, yearBasis: 365, paymentDay } as const;
  const excludedPeriods = [{ from: '2023-09-10', to: '2023-11-09', reason: 'RETRIAL_STAY' }] as const;
  return buildInput({ ...rest, generalInterest, doubled: { dailyPercent: '0.0175', excludedPeriods }, asOf });
}

t.test('every posting adds up: balances before + interest = balances after + payment − surplus', async () => {
  fc.assert(
    fc.property(scenario, (facts) => {
      const input = inputOf(facts);
      const ledger = valueOf(computeLedger(input, references));
      let owed =
        input.principalFen + (input.otherMonetaryFen ?? 0n) + (input.costsFen ?? 0n) + (input.executionFeeFen ?? 0n);
      let surplus = 0n;
      for (const posting of ledger.postings) {
        const allocated = Object.values(posting.allocation).reduce((sum, part) => sum + part, 0n);
        owed += posting.generalInterestFen + posting.doubledFen - allocated;
        surplus += posting.surplusFen;
        const balances = Object.values(posting.balances);
        if (allocated + posting.surplusFen !== posting.paymentFen || balances.some((balance) => balance < 0n))
          return false;
        if (balances.reduce((sum, balance) => sum + balance, 0n) !== owed) return false;
      }
      return ledger.closing.totalFen === owed && ledger.closing.surplusFen === surplus;
    }),
  );
});

t.test('the order of payments on one day and the order of the list do not matter for the closing', async () => {
  fc.assert(
    fc.property(scenario, (facts) => {
      const closing = (payments: typeof facts.payments) =>
        valueOf(computeLedger(inputOf({ ...facts, payments }), references)).closing;
      const doubled = [...facts.payments, ...facts.payments.map(({ date }) => ({ date, amountFen: 7n }))];
      t.same(closing(doubled), closing([...doubled].reverse()));
    }),
    { numRuns: 40 },
  );
});

t.test('splitting a payment in two on one day changes nothing', async () => {
  fc.assert(
    fc.property(scenario, fc.bigInt(0n, 100n), (facts, percent) => {
      const split = facts.payments.flatMap(({ date, amountFen }) => [
        { date, amountFen: (amountFen * percent) / 100n },
        { date, amountFen: amountFen - (amountFen * percent) / 100n },
      ]);
      const closing = (payments: typeof facts.payments) =>
        valueOf(computeLedger(inputOf({ ...facts, payments }), references)).closing;
      t.same(closing(split), closing(facts.payments));
    }),
    { numRuns: 40 },
  );
});

t.test('a ledger as of an earlier day is a beginning of the later one', async () => {
  fc.assert(
    fc.property(scenario, fc.nat(700), (facts, days) => {
      const asOf = addDays('2023-01-01', days);
      const early = valueOf(computeLedger(inputOf(facts, asOf), references)).postings;
      const late = valueOf(computeLedger(inputOf(facts), references)).postings;
      const paid = early.filter((posting) => posting.paymentFen > 0n);
      t.same(paid, late.slice(0, paid.length));
    }),
    { numRuns: 40 },
  );
});

t.test('without payments the doubled part is base × rate × days, counted day by day', async () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), fc.nat(900), (principalFen, length) => {
      const asOf = addDays('2023-06-15', length);
      let days = 0n;
      for (let day = '2023-06-16'; day <= asOf; day = addDays(day, 1)) {
        days += day >= '2023-09-10' && day <= '2023-11-09' ? 0n : 1n;
      }
      const facts = {
        principalFen,
        otherMonetaryFen: 0n,
        costsFen: 0n,
        payments: [],
        order: [...BUCKETS],
        paymentDay: 'INCLUDE' as const,
      };
      const ledger = valueOf(computeLedger(inputOf(facts, asOf), { calendar, rates }));
      return (
        ledger.closing.DOUBLED_INTEREST ===
        divideHalfUp(principalFen * days * toRateUnits('0.0175'), interestDivisor(null))
      );
    }),
  );
});

t.test('each payment is looked at a few times, however many there are', async (t) => {
  for (const length of [100, 10_000]) {
    const days = Array.from({ length }, (_, index) => addDays('2023-07-01', Math.floor((index * 270) / length)));
    const { items: payments, reads } = countReads(days.map((date) => ({ date, amountFen: 1_000n })));
    t.equal(compute({ payments }).postings.length, length + 1);
    t.ok(reads() <= 16 * length, `${reads()} reads of ${length} payments`);
  }
});

t.test('IN-04: a period that is moved into a year without a table is provisional', async (t) => {
  const lastKnown = createWorkingCalendar([
    { year: 2027, notice: '国办发明电〔2026〕0号', offDays: ['2027-12-31'], makeupWorkdays: [] },
  ]);
  t.same(findDoubledStart({ lastDate: '2027-12-31' }, lastKnown), {
    lastPerformanceDate: '2028-01-03',
    doubledFrom: '2028-01-04',
    provisional: true,
    earlierLeftOut: false,
  });
});

t.test('a posting names only the buckets that received something', async (t) => {
  const ledger = compute({ executionFeeFen: 0n, payments: [{ date: '2024-03-01', amountFen: 1n }] });
  t.strictSame(ledger.postings[0]?.allocation, { COSTS: 1n });
});

t.test('payments after the day of the ledger are left out and counted', async (t) => {
  const amountFen = 1n;
  const payments = ['2024-03-30', '2024-03-31', '2024-04-01', '2024-04-02'].map((date) => ({ date, amountFen }));
  const ledger = compute({ payments });
  t.equal(ledger.paymentsLeftOut, 2);
  t.equal(ledger.postings.length, 2);
  t.equal(compute().paymentsLeftOut, 0);
});

t.test('a ledger without general interest rests on no rate', async (t) => {
  t.equal(compute({ generalInterest: undefined }).ratesProvisional, false);
});

t.test('a surplus that cannot be kept exactly is refused, however it came together', async (t) => {
  const payment = { amountFen: 5_000_000_000_000_000n };
  const payments = [
    { date: '2024-03-01', ...payment },
    { date: '2024-03-02', ...payment },
  ];
  t.equal(refusalOf(computeLedger(buildInput({ payments }), references)), 'amount-too-large');
  t.equal(refusalOf(computeLedger(buildInput({ payments: payments.slice(1) }), references)), 'accepted');
});
