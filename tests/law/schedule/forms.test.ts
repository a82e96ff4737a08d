import fc from 'fast-check';
import t from 'tap';
import { computeReceiptsInstalment, listBreachAmounts } from '../../../src/law/schedule/receipts.js';
import { buildSchedule, type ScheduleInput } from '../../../src/law/schedule/schedule.js';
import { addDays, fromEpochDay, toEpochDay } from '../../../src/shared/civil-date.js';
import { divideHalfUp } from '../../../src/shared/decimal.js';
import { calendar, references, refusalOf, valueOf } from '../../support/law-references.js';

const FIXED = { type: 'FIXED_ANNUAL', annualPercent: '3.65' } as const;

/** At 3.65% over 365 days one million fen bears exactly 100 fen a day. */
function buildInput(overrides: Partial<ScheduleInput> = {}): ScheduleInput {
  return {
    principalFen: 1_000_000n,
    n: 4,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2024-01-31',
    dueDay: 'MONTH_END',
    intervalMonths: 1,
    shift: 'NONE',
    interestFrom: '2024-01-01',
    rate: FIXED,
    yearBasis: 365,
    ...overrides,
  };
}

const build = (overrides: Partial<ScheduleInput> = {}) => valueOf(buildSchedule(buildInput(overrides), references));

/** `dueDate days principal interest` of each row. */
function rowsOf(overrides: Partial<ScheduleInput>): string[] {
  return build(overrides).instalments.map(
    ({ dueDate, days, principalFen, interestFen }) => `${dueDate} ${days} ${principalFen} ${interestFen}`,
  );
}

const WEEKLY = { dueDay: undefined, intervalMonths: undefined } as const;
const INTEREST_FREE = { rate: undefined, interestFrom: undefined, yearBasis: undefined } as const;

t.test('the plain plan, for comparison', async (t) => {
  t.same(rowsOf({}), [
    '2024-01-31 31 250000 3100',
    '2024-02-29 29 250000 2175',
    '2024-03-31 31 250000 1550',
    '2024-04-30 30 250000 750',
  ]);
});

t.test('PL-01: intervals of weeks and of months', async (t) => {
  const dates = (overrides: Partial<ScheduleInput>) => build(overrides).instalments.map(({ dueDate }) => dueDate);
  t.same(dates({ ...WEEKLY, intervalWeeks: 1 }), ['2024-01-31', '2024-02-07', '2024-02-14', '2024-02-21']);
  t.same(dates({ ...WEEKLY, intervalWeeks: 2 }), ['2024-01-31', '2024-02-14', '2024-02-28', '2024-03-13']);
  t.same(
    dates({ ...WEEKLY, intervalWeeks: 2, shift: 'NEXT_WORKDAY', firstDueDate: '2024-01-27' }),
    ['2024-01-29', '2024-02-18', '2024-02-26', '2024-03-11'],
    'each from its own nominal day: 02-10 moves out of the Spring Festival, 02-24 does not move with it',
  );
  t.same(dates({ intervalMonths: 12, dueDay: 29 }), ['2024-01-31', '2025-01-29', '2026-01-29', '2027-01-29']);
  t.same(rowsOf({ ...WEEKLY, intervalWeeks: 2, n: 2 }), ['2024-01-31 31 500000 3100', '2024-02-14 14 500000 700']);
  const annuity = build({ ...WEEKLY, method: 'ANNUITY', intervalWeeks: 2, n: 1 });
  t.equal(annuity.totals.interestFen, 1_400n, 'an annuity by weeks: 14 days of the year basis');
});

t.test('a lump sum is instalment no. 1 and pays principal', async (t) => {
  const lumpSum = { amountFen: 400_000n, dueDate: '2024-01-10' };
  t.same(rowsOf({ lumpSum, n: 2 }), [
    '2024-01-10 10 400000 1000',
    '2024-01-31 21 300000 1260',
    '2024-02-29 29 300000 870',
  ]);
  t.same(
    rowsOf({ lumpSum, n: 2, interestFrom: '2024-01-11' }),
    ['2024-01-10 0 400000 0', '2024-01-31 21 300000 1260', '2024-02-29 29 300000 870'],
    'no interest on it when interest begins behind it',
  );
  t.same(
    build({ lumpSum, n: 2 }).instalments.map(({ no, outstandingAfterFen }) => [no, outstandingAfterFen]),
    [
      [1, 600_000n],
      [2, 300_000n],
      [3, 0n],
    ],
  );
  t.same(
    rowsOf({ lumpSum: { ...lumpSum, dueDate: '2024-01-06' }, n: 1, shift: 'NEXT_WORKDAY' })[0],
    '2024-01-08 8 400000 800',
  );
  const listed = { method: 'CUSTOM', principalsFen: [100_000n, 500_000n], n: 2, lumpSum } as const;
  t.same(rowsOf(listed).length, 3, 'a list holds what is left of the principal');
  t.match(build({ lumpSum, n: 2, paidInstalments: 1 }).afterPaid, { paid: 1, outstandingPrincipalFen: 600_000n });
  t.match(build({ lumpSum, n: 2, paidInstalments: 3 }).afterPaid, { paid: 3, outstandingPrincipalFen: 0n });
  const annuity = build({ lumpSum, n: 2, method: 'ANNUITY' }).instalments;
  t.match(annuity[0], { principalFen: 400_000n, interestFen: 0n, days: null });
  t.equal(annuity[1]?.interestFen, divideHalfUp(600_000n * 365n, 120_000n), 'the annuity runs on what is left');
});

t.test('periods free of interest', async (t) => {
  t.same(rowsOf({ interestFreePeriods: [{ from: '2024-01-01', to: '2024-02-10' }] }), [
    '2024-01-31 0 250000 0',
    '2024-02-29 19 250000 1425',
    '2024-03-31 31 250000 1550',
    '2024-04-30 30 250000 750',
  ]);
  const twice = [
    { from: '2024-03-01', to: '2024-03-10' },
    { from: '2024-03-05', to: '2024-03-11' },
  ];
  t.equal(rowsOf({ interestFreePeriods: twice })[2], '2024-03-31 20 250000 1000', 'overlapping days count once');
  t.same(rowsOf({ interestFreePeriods: [] }), rowsOf({}));
});

t.test('instalments free of principal pay interest only', async (t) => {
  t.same(rowsOf({ principalFreeInstalments: 2 }), [
    '2024-01-31 31 0 3100',
    '2024-02-29 29 0 2900',
    '2024-03-31 31 500000 3100',
    '2024-04-30 30 500000 1500',
  ]);
  t.same(rowsOf({ principalFreeInstalments: 0 }), rowsOf({}));
  const steps = build({ method: 'STEPPED', principalFreeInstalments: 2, stepPercents: ['30', '70'] });
  t.same(
    steps.instalments.map(({ principalFen }) => principalFen),
    [0n, 0n, 300_000n, 700_000n],
  );
  const listed = build({ method: 'CUSTOM', principalFreeInstalments: 3, principalsFen: [1_000_000n] });
  t.same(
    listed.instalments.map(({ principalFen }) => principalFen),
    [0n, 0n, 0n, 1_000_000n],
  );
  const annuity = build({ method: 'ANNUITY', principalFreeInstalments: 2, n: 5 }).instalments;
  const level = build({ method: 'ANNUITY', n: 3 }).instalments;
  t.same(
    annuity.slice(0, 2).map(({ principalFen, interestFen }) => [principalFen, interestFen]),
    [
      [0n, 3_042n],
      [0n, 3_042n],
    ],
  );
  t.same(
    annuity.slice(2).map(({ paymentFen }) => paymentFen),
    level.map(({ paymentFen }) => paymentFen),
  );
});

t.test('deferred interest falls due with the last instalment and bears none itself', async (t) => {
  t.same(rowsOf({ interestDeferred: true }), [
    '2024-01-31 31 250000 0',
    '2024-02-29 29 250000 0',
    '2024-03-31 31 250000 0',
    '2024-04-30 30 250000 7575',
  ]);
  t.same(rowsOf({ interestDeferred: false }), rowsOf({}));
  t.same(build({ interestDeferred: true }).totals, build().totals, 'the same interest in all');
});

t.test('rounding: each instalment but the last is a multiple, the last takes the rest', async (t) => {
  const payments = (overrides: Partial<ScheduleInput>) =>
    build(overrides).instalments.map(({ paymentFen }) => paymentFen);
  t.same(payments({ roundToFen: 1_000n }), [253_000n, 252_000n, 251_000n, 251_578n]);
  t.same(rowsOf({ roundToFen: 1_000n })[1], '2024-02-29 29 249825 2175', 'interest on the balance as it then is');
  t.same(payments({ ...INTEREST_FREE, principalFen: 1_000_099n, roundToFen: 100n }), [
    250_000n,
    250_000n,
    250_000n,
    250_099n,
  ]);
  t.same(payments({ roundToFen: 1n }), payments({}), 'a multiple of one fen changes nothing');
  t.same(
    build({ roundToFen: 1_000n, interestDeferred: true, principalFen: 1_000_002n }).instalments.map(
      ({ principalFen }) => principalFen,
    ),
    [250_000n, 250_000n, 250_000n, 250_002n],
    'without interest in it the principal is what is rounded',
  );
  const annuity = payments({ method: 'ANNUITY', roundToFen: 10_000n });
  t.same(annuity.slice(0, 3), [250_000n, 250_000n, 250_000n]);
  t.same(payments({ roundToFen: 1_000n, principalFreeInstalments: 1 })[0], 3_100n, 'interest alone is never rounded');
  const lumpSum = { amountFen: 400_001n, dueDate: '2024-01-10' };
  t.same(payments({ roundToFen: 1_000n, lumpSum })[0], 401_001n, 'a lump sum is never rounded');
  t.equal(
    refusalOf(buildSchedule(buildInput({ roundToFen: 300_000n }), references)),
    'rounding-too-coarse /roundToFen',
    'the first instalment would be nothing',
  );
  t.equal(refusalOf(buildSchedule(buildInput({ roundToFen: 250_000n }), references)), 'accepted');
});

t.test('IN-24: the doubled part in the plan by agreement, rounded by itself', async (t) => {
  const doubled = { doubledDailyPercent: '0.0175' };
  const [first] = build(doubled).instalments;
  t.match(first, { days: 31, interestFen: 3_100n + 5_425n }, '1,000,000 × 0.0175% × 31 = 5,425');
  t.equal(build({ ...doubled, ...INTEREST_FREE, interestFrom: '2024-01-01' }).instalments[0]?.interestFen, 5_425n);
  const odd = { ...doubled, principalFen: 1_003n, n: 1, firstDueDate: '2024-01-01' };
  t.equal(build(odd).totals.interestFen, 0n, '0.1003 and 0.1755 fen are rounded one by one');
  const third = build({ ...doubled, principalFen: 30_000n, n: 1, firstDueDate: '2024-01-01' });
  t.equal(third.totals.interestFen, 3n + 5n, '3 and 5.25');
});

t.test('PERCENT_OF_RECEIPTS: minimum, share of the inflow, and what decides on breach', async (t) => {
  const receipts = {
    method: 'PERCENT_OF_RECEIPTS',
    minimumFen: 100_000n,
    receiptsPercent: '30',
    ...INTEREST_FREE,
  } as const;
  const principals = (overrides: Partial<ScheduleInput>) =>
    build({ ...receipts, ...overrides }).instalments.map(({ principalFen }) => principalFen);
  t.same(principals({}), [100_000n, 100_000n, 100_000n, 700_000n], 'the minimum while no inflow is known');
  t.same(principals({ inflowsFen: [500_000n] }), [250_000n, 100_000n, 100_000n, 550_000n]);
  t.same(principals({ inflowsFen: [0n, 1_000_000n] }), [100_000n, 400_000n, 100_000n, 400_000n]);
  t.same(principals({ inflowsFen: [2_000_000n, 2_000_000n] }), [700_000n, 300_000n, 0n, 0n], 'never more than is owed');
  t.same(principals({ inflowsFen: [3n] }), [100_001n, 100_000n, 100_000n, 699_999n], '0.9 of a fen is rounded');
  t.same(principals({ inflowsFen: [500_000n], receiptsPercent: undefined }), [100_000n, 100_000n, 100_000n, 700_000n]);
  const { instalments } = build({
    ...receipts,
    rate: FIXED,
    interestFrom: '2024-01-01',
    yearBasis: 365,
    inflowsFen: [500_000n],
  });
  t.same(listBreachAmounts(instalments, 100_000n), [
    103_100n,
    100_000n + (instalments[1]?.interestFen ?? 0n),
    100_000n + (instalments[2]?.interestFen ?? 0n),
    550_000n + (instalments[3]?.interestFen ?? 0n),
  ]);
  t.equal(instalments[1]?.interestFen, 2_175n, 'interest on the balance that the receipts have left');
  t.equal(computeReceiptsInstalment(1n, '50', 1n), 2n, 'half a fen is rounded up');
});

t.test('refusals point at what is wrong', async (t) => {
  const lumpSum = { amountFen: 400_000n, dueDate: '2024-01-10' };
  const free = [{ from: '2024-01-01', to: '2024-01-02' }];
  const annuity = { method: 'ANNUITY' } as const;
  const rows: [string, Partial<ScheduleInput>, string][] = [
    [
      'the lump sum is everything',
      { lumpSum: { ...lumpSum, amountFen: 1_000_000n } },
      'lump-sum-too-large /lumpSum/amountFen',
    ],
    ['all but a fen', { lumpSum: { ...lumpSum, amountFen: 999_999n } }, 'accepted'],
    [
      'a lump sum on the first due date',
      { lumpSum: { ...lumpSum, dueDate: '2024-01-31' } },
      'nominal-dates-not-increasing /lumpSum/dueDate',
    ],
    [
      'dates out of order behind a lump sum',
      {
        ...WEEKLY,
        firstDueDate: undefined,
        method: 'CUSTOM',
        n: 2,
        lumpSum,
        principalsFen: [300_000n, 300_000n],
        dueDates: ['2024-02-01', '2024-02-01'],
      },
      'nominal-dates-not-increasing /dueDates/1',
    ],
    ['sixty rows', { lumpSum, n: 59 }, 'accepted'],
    ['sixty-one rows', { lumpSum, n: 60 }, 'plan-too-long /n'],
    ['more paid than rows', { lumpSum, n: 2, paidInstalments: 4 }, 'paid-instalments-too-many /paidInstalments'],
    ['all free of principal', { principalFreeInstalments: 4 }, 'principal-free-too-many /principalFreeInstalments'],
    ['all but one', { principalFreeInstalments: 3 }, 'accepted'],
    [
      'interest only without interest',
      { ...INTEREST_FREE, principalFreeInstalments: 1 },
      'rate-missing /principalFreeInstalments',
    ],
    [
      'free of interest without interest',
      { ...INTEREST_FREE, interestFreePeriods: free },
      'rate-missing /interestFreePeriods',
    ],
    ['deferred without interest', { ...INTEREST_FREE, interestDeferred: true }, 'rate-missing /interestDeferred'],
    [
      'empty terms of interest are no terms',
      {
        ...INTEREST_FREE,
        principalFreeInstalments: 0,
        interestFreePeriods: [],
        interestDeferred: false,
      },
      'accepted',
    ],
    [
      'the doubled part is interest too',
      {
        ...INTEREST_FREE,
        interestFrom: '2024-01-01',
        doubledDailyPercent: '0.0175',
        interestDeferred: true,
      },
      'accepted',
    ],
    [
      'the doubled part needs a first day',
      { ...INTEREST_FREE, doubledDailyPercent: '0.0175' },
      'interest-from-missing /interestFrom',
    ],
    [
      'nothing at all in an instalment',
      { interestDeferred: true, principalFreeInstalments: 1 },
      'instalment-of-nothing /interestDeferred',
    ],
    [
      'a period that ends before it begins',
      { interestFreePeriods: [...free, { from: '2024-01-03', to: '2024-01-02' }] },
      'dates-reversed /interestFreePeriods/1/to',
    ],
    ['a free day', { interestFreePeriods: [{ from: '2024-01-03', to: '2024-01-03' }] }, 'accepted'],
    [
      'an annuity with free days',
      { ...annuity, interestFreePeriods: free },
      'annuity-needs-level-interest /interestFreePeriods',
    ],
    ['an annuity deferred', { ...annuity, interestDeferred: true }, 'annuity-needs-level-interest /interestDeferred'],
    [
      'an annuity with the doubled part',
      { ...annuity, doubledDailyPercent: '0.0175' },
      'annuity-needs-level-interest /doubledDailyPercent',
    ],
    ['an annuity with empty terms', { ...annuity, interestFreePeriods: [], interestDeferred: false }, 'accepted'],
    [
      'rounding of a list',
      { method: 'CUSTOM', n: 1, principalsFen: [1_000_000n], roundToFen: 100n },
      'rounding-of-listed-amounts /roundToFen',
    ],
    ['inflows of another method', { inflowsFen: [] }, 'inflows-not-for-method /inflowsFen'],
    [
      'more inflows than instalments',
      { method: 'PERCENT_OF_RECEIPTS', minimumFen: 1n, inflowsFen: [1n, 1n, 1n, 1n, 1n] },
      'inflows-too-many /inflowsFen',
    ],
    [
      'as many inflows as instalments',
      { method: 'PERCENT_OF_RECEIPTS', minimumFen: 1n, inflowsFen: [1n, 1n, 1n, 1n] },
      'accepted',
    ],
    ['weeks and months', { intervalWeeks: 2 }, 'due-dates-conflict /intervalWeeks'],
    ['weeks and months without a day', { intervalWeeks: 2, dueDay: undefined }, 'due-dates-conflict /intervalWeeks'],
    ['weeks and a due day', { intervalWeeks: 2, intervalMonths: undefined }, 'due-dates-conflict /intervalWeeks'],
    [
      'weeks without a first day',
      { ...WEEKLY, intervalWeeks: 2, firstDueDate: undefined },
      'due-dates-missing /firstDueDate',
    ],
    [
      'weeks and a list',
      { ...WEEKLY, firstDueDate: undefined, intervalWeeks: 2, dueDates: ['2024-01-31'] },
      'due-dates-conflict /dueDates',
    ],
    [
      'weeks beyond the years',
      { ...WEEKLY, intervalWeeks: 52, firstDueDate: '2199-12-01' },
      'due-date-out-of-range /intervalWeeks',
    ],
    [
      'an annuity by weeks without a year',
      { ...WEEKLY, ...annuity, intervalWeeks: 2, yearBasis: undefined },
      'year-basis-missing /yearBasis',
    ],
    ['null is no year', { ...WEEKLY, ...annuity, intervalWeeks: 2, yearBasis: null }, 'year-basis-missing /yearBasis'],
    ['interest begins on the first instalment behind a lump sum', { lumpSum, interestFrom: '2024-01-31' }, 'accepted'],
    ['interest begins after it', { lumpSum, interestFrom: '2024-02-01' }, 'dates-reversed /interestFrom'],
    ['a first accruing day that nothing asks for', { ...INTEREST_FREE, interestFrom: '2030-01-01' }, 'accepted'],
    ['an annuity rounded too coarsely', { ...annuity, roundToFen: 1_000_000n }, 'rounding-too-coarse /roundToFen'],
    ['the method without interest', { method: 'EQUAL_TOTAL_NO_INTEREST' }, 'rate-not-allowed /rate'],
  ];
  for (const [reason, change, expected] of rows) {
    t.equal(refusalOf(buildSchedule(buildInput(change), references)), expected, reason);
  }
});

const forms = fc.record({
  principalFen: fc.bigInt(10_000n, 10n ** 12n),
  n: fc.integer({ min: 2, max: 40 }),
  method: fc.constantFrom('EQUAL_PRINCIPAL' as const, 'ANNUITY' as const),
  firstDueDate: fc.integer({ min: toEpochDay('2023-01-01'), max: toEpochDay('2026-06-30') }).map(fromEpochDay),
  interval: fc.oneof(
    fc.integer({ min: 1, max: 12 }).map((intervalMonths) => ({ intervalMonths, dueDay: 31 })),
    fc.integer({ min: 1, max: 8 }).map((intervalWeeks) => ({ ...WEEKLY, intervalWeeks })),
  ),
  annualPercent: fc.constantFrom('0', '3.45', '15.4'),
  lump: fc.option(fc.bigInt(1n, 9_999n), { nil: undefined }),
  principalFreeInstalments: fc.constantFrom(undefined, 0, 1),
  roundToFen: fc.constantFrom(undefined, 1n, 100n, 1_000n),
  shift: fc.constantFrom('NONE' as const, 'NEXT_WORKDAY' as const),
});

type Form = typeof forms extends fc.Arbitrary<infer T> ? T : never;

function inputOf({ interval, annualPercent, lump, ...rest }: Form): ScheduleInput {
  return {
    ...rest,
    ...interval,
    rate: { type: 'FIXED_ANNUAL', annualPercent },
    yearBasis: 365,
    interestFrom: addDays(rest.firstDueDate, -40),
    ...(lump === undefined ? {} : { lumpSum: { amountFen: lump, dueDate: addDays(rest.firstDueDate, -20) } }),
  };
}

t.test('whatever the form: principals sum to the debt, dates rise, the last row clears the balance', async () => {
  fc.assert(
    fc.property(forms, (facts) => {
      const outcome = buildSchedule(inputOf(facts), references);
      fc.pre(outcome.ok);
      const { instalments, totals } = valueOf(outcome);
      return (
        totals.principalFen === facts.principalFen &&
        totals.paymentFen === totals.principalFen + totals.interestFen &&
        instalments.at(-1)?.outstandingAfterFen === 0n &&
        instalments.every(
          ({ no, dueDate, principalFen, interestFen, paymentFen, outstandingAfterFen }, index) =>
            no === index + 1 &&
            principalFen >= 0n &&
            interestFen >= 0n &&
            outstandingAfterFen >= 0n &&
            paymentFen === principalFen + interestFen &&
            dueDate >= (instalments[index - 1]?.dueDate ?? '') &&
            (facts.shift === 'NONE' || calendar.isWorkingDay(dueDate)),
        )
      );
    }),
  );
});

t.test('rounded instalments are multiples; what rounding moves to the end is bounded', async () => {
  fc.assert(
    fc.property(forms, (facts) => {
      const roundToFen = facts.roundToFen ?? 100n;
      const rounded = buildSchedule(inputOf({ ...facts, roundToFen }), references);
      fc.pre(rounded.ok);
      const { instalments } = valueOf(rounded);
      const plain = build(inputOf({ ...facts, roundToFen: undefined })).instalments;
      const lump = facts.lump === undefined ? 0 : 1;
      const regular = instalments.slice(lump, -1);
      const moved = (instalments.at(-1)?.principalFen ?? 0n) - (plain.at(-1)?.principalFen ?? 0n);
      const bound = BigInt(facts.n) * roundToFen;
      return (
        regular.every(({ paymentFen, principalFen }) => principalFen === 0n || paymentFen % roundToFen === 0n) &&
        // Without growing interest in a level payment each row moves less than one multiple to the end.
        (facts.method === 'ANNUITY' || (moved >= -bound && moved < bound))
      );
    }),
  );
});

t.test('deferring the interest changes the day it is due and nothing else', async (t) => {
  fc.assert(
    fc.property(forms, (facts) => {
      const input: ScheduleInput = {
        ...inputOf(facts),
        method: 'EQUAL_PRINCIPAL',
        principalFreeInstalments: undefined,
        roundToFen: undefined,
      };
      const plain = valueOf(buildSchedule(input, references));
      const deferred = valueOf(buildSchedule({ ...input, interestDeferred: true }, references));
      t.same(deferred.totals, plain.totals);
      t.ok(deferred.instalments.slice(0, -1).every(({ interestFen }) => interestFen === 0n));
    }),
    { numRuns: 40 },
  );
});

t.test('free days never make a plan dearer, and all days free make it bear nothing', async () => {
  fc.assert(
    fc.property(forms, fc.nat(300), fc.nat(200), (facts, offset, length) => {
      const { roundToFen: _rounding, ...plain } = inputOf({ ...facts, principalFreeInstalments: undefined });
      const input = { ...plain, method: 'EQUAL_PRINCIPAL' as const };
      const from = addDays(facts.firstDueDate, offset - 60);
      const cost = (interestFreePeriods: ScheduleInput['interestFreePeriods']) =>
        valueOf(buildSchedule({ ...input, interestFreePeriods }, references)).totals.interestFen;
      return (
        cost([{ from, to: addDays(from, length) }]) <= cost(undefined) &&
        cost([{ from: '1900-01-01', to: '2199-12-31' }]) === 0n
      );
    }),
    { numRuns: 60 },
  );
});

t.test('the remainder that the last instalment takes is less than a fen for each', async () => {
  const facts = fc.record({ principalFen: fc.bigInt(1n, 10n ** 13n), n: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(facts, (terms) => {
      const { instalments } = build(terms);
      const level = terms.principalFen / BigInt(terms.n);
      const remainder = (instalments.at(-1)?.principalFen ?? 0n) - level;
      return (
        instalments.slice(0, -1).every(({ principalFen }) => principalFen === level) &&
        remainder >= 0n &&
        remainder < BigInt(terms.n)
      );
    }),
  );
});
