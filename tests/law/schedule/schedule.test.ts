import fc from 'fast-check';
import t from 'tap';
import { findBreachDay, listDueDates } from '../../../src/law/schedule/due-dates.js';
import { computeReceiptsInstalment } from '../../../src/law/schedule/receipts.js';
import { buildSchedule, checkPlanDates, type ScheduleInput } from '../../../src/law/schedule/schedule.js';
import { PLAN_INSTALMENTS_MAX, SCHEDULE_METHODS } from '../../../src/law/schedule/terms.js';
import { addDays, daysBetween, fromEpochDay, toEpochDay } from '../../../src/shared/civil-date.js';
import { calendar, references, refusalOf, valueOf } from '../../support/law-references.js';

const FIXED = { type: 'FIXED_ANNUAL', annualPercent: '3.45' } as const;

function buildInput(overrides: Partial<ScheduleInput> = {}): ScheduleInput {
  return {
    principalFen: 370_000_000n,
    n: 11,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2023-10-31',
    dueDay: 'MONTH_END',
    intervalMonths: 1,
    shift: 'NEXT_WORKDAY',
    interestFrom: '2023-10-01',
    rate: FIXED,
    yearBasis: 365,
    ...overrides,
  };
}

function build(overrides: Partial<ScheduleInput> = {}) {
  return valueOf(buildSchedule(buildInput(overrides), references));
}

/** The fields of a plan whose due dates are given as a list. */
const LISTED = { firstDueDate: undefined, dueDay: undefined, intervalMonths: undefined } as const;

t.test('PL-01: every due date starts again from the agreed day', async (t) => {
  const nominal = (overrides: Partial<ScheduleInput>) =>
    build({ n: 4, ...overrides }).instalments.map((instalment) => instalment.nominalDueDate);
  t.same(nominal({ firstDueDate: '2024-01-31', dueDay: 31 }), ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']);
  t.same(nominal({ firstDueDate: '2024-12-30', dueDay: 30 }), ['2024-12-30', '2025-01-30', '2025-02-28', '2025-03-30']);
  t.same(nominal({ firstDueDate: '2024-02-29', dueDay: 'MONTH_END' }), [
    '2024-02-29',
    '2024-03-31',
    '2024-04-30',
    '2024-05-31',
  ]);
  t.same(nominal({ firstDueDate: '2024-01-15', dueDay: 15, intervalMonths: 3 }), [
    '2024-01-15',
    '2024-04-15',
    '2024-07-15',
    '2024-10-15',
  ]);
  t.same(
    nominal({ firstDueDate: '2023-10-20', dueDay: 31 }),
    ['2023-10-20', '2023-11-30', '2023-12-31', '2024-01-31'],
    'the first date stands as agreed',
  );
});

t.test('PL-02, PL-03: a rest day moves the due date for every purpose', async (t) => {
  const rows: [string, string, 'NEXT_WORKDAY' | 'NONE', string, boolean][] = [
    ['Sunday 31 December before 元旦', '2023-12-31', 'NEXT_WORKDAY', '2024-01-02', false],
    ['make-up Sunday is a working day', '2024-02-18', 'NEXT_WORKDAY', '2024-02-18', false],
    ['National Day', '2024-10-01', 'NEXT_WORKDAY', '2024-10-08', false],
    ['agreed without shift', '2024-10-01', 'NONE', '2024-10-01', false],
    ['HO-01: only weekends are known', '2027-10-02', 'NEXT_WORKDAY', '2027-10-04', true],
    ['no shift needs no calendar', '2027-10-02', 'NONE', '2027-10-02', false],
  ];
  for (const [reason, nominalDueDate, shift, dueDate, provisional] of rows) {
    const [due] = valueOf(listDueDates({ n: 1, dueDates: [nominalDueDate], shift }, calendar));
    t.same(due, { nominalDueDate, dueDate, provisional }, reason);
  }
  const shifted = build({ n: 3 }).instalments[2];
  t.match(shifted, { dueDate: '2024-01-02', days: 33 }, 'interest runs through the adjusted day');
  t.equal(build({ n: 3, shift: 'NONE' }).instalments[2]?.days, 31);
});

t.test('section 6.1: how each method divides the principal', async (t) => {
  const thirds = { n: 3, principalFen: 100n };
  const rows: [string, Partial<ScheduleInput>, bigint[]][] = [
    ['equal principal: the last takes the remainder', thirds, [33n, 33n, 34n]],
    ['interest waived', { ...thirds, method: 'EQUAL_TOTAL_NO_INTEREST', rate: undefined }, [33n, 33n, 34n]],
    ['as listed', { ...thirds, method: 'CUSTOM', principalsFen: [50n, 0n, 50n] }, [50n, 0n, 50n]],
    [
      'steps: floor each',
      { ...thirds, principalFen: 101n, method: 'STEPPED', stepPercents: ['10', '30.5', '59.5'] },
      [10n, 30n, 61n],
    ],
    [
      'seasons',
      {
        ...thirds,
        ...LISTED,
        method: 'SEASONAL',
        dueDates: ['2024-02-29', '2024-05-31', '2024-11-29'],
        principalsFen: [20n, 60n, 20n],
      },
      [20n, 60n, 20n],
    ],
    ['balloon', { ...thirds, method: 'BALLOON', instalmentPrincipalFen: 10n }, [10n, 10n, 80n]],
    ['receipts: the minimum', { ...thirds, method: 'PERCENT_OF_RECEIPTS', minimumFen: 30n }, [30n, 30n, 40n]],
    ['fewer fen than instalments', { n: 3, principalFen: 2n }, [0n, 0n, 2n]],
    ['one instalment', { n: 1, principalFen: 7n }, [7n]],
  ];
  for (const [reason, change, principals] of rows) {
    t.same(
      build(change).instalments.map((instalment) => instalment.principalFen),
      principals,
      reason,
    );
  }
  t.same(build({ ...thirds, method: 'BALLOON', instalmentPrincipalFen: 10n }).warnings, ['BALLOON_OVER_HALF']);
  t.same(
    build({ ...thirds, method: 'BALLOON', instalmentPrincipalFen: 25n }).warnings,
    [],
    'exactly half is not more than half',
  );
});

t.test('a plan without a rate bears no interest and counts no days', async (t) => {
  const schedule = build({ rate: undefined, interestFrom: undefined, yearBasis: undefined });
  t.equal(schedule.totals.interestFen, 0n);
  t.ok(schedule.instalments.every((instalment) => instalment.days === null));
});

t.test('an annuity pays the same every time and clears the balance', async (t) => {
  const annuity = { method: 'ANNUITY', interestFrom: undefined, yearBasis: undefined } as const;
  const free = build({ ...annuity, rate: { type: 'FIXED_ANNUAL', annualPercent: '0' }, principalFen: 100n, n: 3 });
  t.same(
    free.instalments.map((instalment) => instalment.paymentFen),
    [33n, 33n, 34n],
    'no interest',
  );
  const tiny = build({ ...annuity, principalFen: 7n, n: 11 });
  t.same(
    tiny.instalments.map((instalment) => instalment.principalFen),
    [1n, 1n, 1n, 1n, 1n, 1n, 1n, 0n, 0n, 0n, 0n],
    'never below zero',
  );
  const lpr = build({
    ...annuity,
    rate: { type: 'LPR_FIXED', term: '1Y', fixedAt: '2023-09-28', multiplier: '1', spreadPercent: '0' },
  });
  t.same(lpr.totals, build(annuity).totals, 'the 1Y LPR of 2023-09-28 is 3.45');
  const quarterly = build({ ...annuity, intervalMonths: 3, n: 1 });
  t.equal(quarterly.totals.interestFen, 3_191_250n, 'one period of three months: 3.45% ÷ 12 × 3');
});

t.test('interest by days may float with the LPR or run by the day', async (t) => {
  const floating = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;
  t.same(build({ rate: floating, n: 8 }).totals, build({ n: 8 }).totals, 'the 1Y LPR stays at 3.45 until 2024-07');
  t.notOk(build({ rate: floating }).ratesProvisional);
  t.ok(build({ rate: floating, firstDueDate: '2026-05-31', interestFrom: '2026-05-01' }).ratesProvisional);
  const daily = build({ rate: { type: 'FIXED_DAILY', dailyPercent: '0.01' }, yearBasis: undefined, n: 1 });
  t.equal(daily.totals.interestFen, 1_147_000n, '31 days at 0.01%');
});

t.test('after instalments said to be paid', async (t) => {
  t.match(build({ paidInstalments: 8 }).afterPaid, {
    paid: 8,
    paymentFen: 274_921_791n,
    outstandingPrincipalFen: 100_909_096n,
  });
  t.match(build({ paidInstalments: 0 }).afterPaid, { paid: 0, paymentFen: 0n, outstandingPrincipalFen: 370_000_000n });
  t.match(build({ paidInstalments: 11 }).afterPaid, { paid: 11, outstandingPrincipalFen: 0n });
  t.equal(build().afterPaid, undefined);
});

t.test('refusals point at what is wrong', async (t) => {
  const seasonal = { ...LISTED, method: 'SEASONAL', n: 2, principalsFen: [185_000_000n, 185_000_000n] } as const;
  const rows: [string, Partial<ScheduleInput>, string][] = [
    ['no instalment', { n: 0 }, 'plan-too-long /n'],
    ['sixty is the most', { n: 60 }, 'accepted'],
    ['sixty-one', { n: 61 }, 'plan-too-long /n'],
    ['no year basis', { yearBasis: undefined }, 'year-basis-missing /yearBasis'],
    ['no first accruing day', { interestFrom: undefined }, 'interest-from-missing /interestFrom'],
    ['interest begins on the due date', { interestFrom: '2023-10-31' }, 'accepted'],
    ['interest begins after the due date', { interestFrom: '2023-11-01' }, 'dates-reversed /interestFrom'],
    ['no first due date', { firstDueDate: undefined }, 'due-dates-missing /firstDueDate'],
    ['no due day', { dueDay: undefined }, 'due-dates-missing /dueDay'],
    ['no interval', { intervalMonths: undefined }, 'due-dates-missing /intervalMonths'],
    [
      'no interval of an annuity',
      { method: 'ANNUITY', ...LISTED, n: 1, dueDates: ['2024-01-31'] },
      'due-dates-missing /intervalMonths',
    ],
    ['more paid than planned', { paidInstalments: 12 }, 'paid-instalments-too-many /paidInstalments'],
    ['sums do not match', { method: 'CUSTOM', n: 2, principalsFen: [1n, 2n] }, 'principals-do-not-sum /principalsFen'],
    ['too few amounts', { method: 'CUSTOM', n: 2, principalsFen: [1n] }, 'principals-count /principalsFen'],
    ['no amounts', { method: 'CUSTOM' }, 'principals-count /principalsFen'],
    ['too few steps', { method: 'STEPPED', n: 2, stepPercents: ['100'] }, 'steps-count /stepPercents'],
    ['no steps', { method: 'STEPPED' }, 'steps-count /stepPercents'],
    [
      'steps short of 100',
      { method: 'STEPPED', n: 2, stepPercents: ['50', '49.9999999999'] },
      'steps-do-not-sum /stepPercents',
    ],
    ['balloon without amount', { method: 'BALLOON' }, 'instalment-principal-missing /instalmentPrincipalFen'],
    [
      'balloon too large before the end',
      { method: 'BALLOON', n: 3, instalmentPrincipalFen: 370_000_000n },
      'principals-do-not-sum /instalmentPrincipalFen',
    ],
    ['no minimum', { method: 'PERCENT_OF_RECEIPTS' }, 'instalment-principal-missing /minimumFen'],
    ['a rate where interest is waived', { method: 'EQUAL_TOTAL_NO_INTEREST' }, 'rate-not-allowed /rate'],
    [
      'annuity by the day',
      { method: 'ANNUITY', rate: { type: 'FIXED_DAILY', dailyPercent: '1' } },
      'annuity-needs-fixed-annual-rate /rate/type',
    ],
    ['annuity without rate', { method: 'ANNUITY', rate: undefined }, 'annuity-needs-fixed-annual-rate /rate'],
    [
      'annuity on a rate that is not stored',
      {
        method: 'ANNUITY',
        rate: { type: 'LPR_FIXED', term: '1Y', fixedAt: '2000-01-01', multiplier: '1', spreadPercent: '0' },
      },
      'rate-not-stored /rate/fixedAt',
    ],
    [
      'floating before the first rate',
      { interestFrom: '2015-01-01', rate: { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } },
      'rate-not-stored /interestFrom',
    ],
    [
      'negative rate',
      { rate: { type: 'LPR_FLOATING', term: '1Y', multiplier: '0', spreadPercent: '-1' } },
      'rate-negative /rate/spreadPercent',
    ],
    ['dates twice', { dueDates: ['2024-01-31'] }, 'due-dates-conflict /dueDates'],
    ['too few dates', { ...seasonal, dueDates: ['2024-01-31'] }, 'due-dates-count /dueDates'],
    [
      'overlapping dates',
      { ...seasonal, dueDates: ['2024-01-31', '2024-01-31'] },
      'nominal-dates-not-increasing /dueDates/1',
    ],
    ['two dates moved onto one day', { ...seasonal, dueDates: ['2024-10-01', '2024-10-04'] }, 'accepted'],
    ['beyond the years', { firstDueDate: '2199-12-31', n: 2 }, 'due-date-out-of-range /intervalMonths'],
    ['listed beyond the years', { ...seasonal, dueDates: ['2199-01-01', '2199-12-29'], shift: 'NONE' }, 'accepted'],
    [
      'the last day of the years',
      { ...seasonal, n: 1, principalsFen: [370_000_000n], dueDates: ['2199-12-31'] },
      'accepted',
    ],
    [
      'interest beyond what JSON keeps',
      { principalFen: 10n ** 15n, rate: { type: 'FIXED_DAILY', dailyPercent: '9999' } },
      'amount-too-large /principalFen',
    ],
  ];
  for (const [reason, change, expected] of rows) {
    t.equal(refusalOf(buildSchedule(buildInput(change), references)), expected, reason);
  }
  t.equal(
    refusalOf(listDueDates({ n: 1, dueDates: ['2200-01-01'], shift: 'NONE' }, calendar)),
    'due-date-out-of-range /dueDates',
  );
});

t.test('PL-12: breach begins after the last grace day, counted in calendar days', async (t) => {
  t.equal(findBreachDay('2024-11-29', 3), '2024-12-03');
  t.equal(findBreachDay('2024-09-30', 3), '2024-10-04', 'the break does not shift it');
  t.equal(findBreachDay('2024-11-29', 0), '2024-11-30');
});

t.test('PL-14: the due dates of a plan rise', async (t) => {
  const { instalments } = build();
  const [first] = instalments;
  const rows: [string, typeof instalments, string][] = [
    ['the reference case', instalments, 'accepted'],
    ['same nominal date', [...(first ? [first] : []), ...instalments], 'nominal-dates-not-increasing'],
    [
      'adjusted dates go back',
      instalments.map((one, index) => (index === 1 ? { ...one, dueDate: '2023-10-30' } : one)),
      'due-dates-decreasing',
    ],
  ];
  for (const [reason, given, expected] of rows) t.equal(refusalOf(checkPlanDates(given)), expected, reason);
});

t.test('PL-14: a calculated plan has 60 rows at most, one of a case as many as it is given', async (t) => {
  const long = { n: 61, method: 'EQUAL_PRINCIPAL' } as const;
  t.equal(refusalOf(buildSchedule(buildInput(long), references)), 'plan-too-long /n');
  t.equal(build({ ...long, rowsMax: 61 }).instalments.length, 61);
  t.equal(refusalOf(buildSchedule(buildInput({ ...long, rowsMax: 60 }), references)), 'plan-too-long /n');
});

t.test('a plan by receipts asks for the minimum and a share of the inflow', async (t) => {
  t.equal(computeReceiptsInstalment(1_000n, '30', 0n), 1_000n);
  t.equal(computeReceiptsInstalment(1_000n, '30', 10_000n), 4_000n);
  t.equal(computeReceiptsInstalment(0n, '12.5', 4n), 1n, 'half a fen is rounded up');
});

const terms = fc.record({
  principalFen: fc.bigInt(1n, 10n ** 13n),
  n: fc.integer({ min: 1, max: PLAN_INSTALMENTS_MAX }),
  method: fc.constantFrom('EQUAL_PRINCIPAL' as const, 'ANNUITY' as const, 'STEPPED' as const),
  firstDueDate: fc.integer({ min: toEpochDay('2023-01-01'), max: toEpochDay('2027-12-31') }).map(fromEpochDay),
  dueDay: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('MONTH_END' as const)),
  intervalMonths: fc.integer({ min: 1, max: 12 }),
  annualPercent: fc.constantFrom('0', '3.45', '24', '100'),
});

t.test('principals sum to the debt, dates rise, the balance ends at zero', async () => {
  fc.assert(
    fc.property(terms, ({ annualPercent, ...rest }) => {
      const steps = Array.from({ length: rest.n }, (_, index) => (index === 0 ? 100 - (rest.n - 1) : 1).toString());
      const { instalments, totals } = build({
        ...rest,
        rate: { type: 'FIXED_ANNUAL', annualPercent },
        interestFrom: addDays(rest.firstDueDate, -20),
        stepPercents: steps,
      });
      return (
        totals.principalFen === rest.principalFen &&
        instalments.at(-1)?.outstandingAfterFen === 0n &&
        instalments.every((instalment, index) => {
          const previous = instalments[index - 1];
          const days =
            previous === undefined
              ? 20 + daysBetween(rest.firstDueDate, instalment.dueDate) + 1
              : daysBetween(previous.dueDate, instalment.dueDate);
          return (
            instalment.principalFen >= 0n &&
            instalment.interestFen >= 0n &&
            instalment.paymentFen === instalment.principalFen + instalment.interestFen &&
            (previous === undefined || instalment.nominalDueDate > previous.nominalDueDate) &&
            (previous === undefined || instalment.dueDate >= previous.dueDate) &&
            (instalment.days === null || instalment.days === days) &&
            calendar.isWorkingDay(instalment.dueDate)
          );
        })
      );
    }),
  );
  t.equal(SCHEDULE_METHODS.length, 8);
});

t.test('a higher rate never makes a plan cheaper', async () => {
  fc.assert(
    fc.property(terms, (facts) => {
      const cost = (annualPercent: string) => {
        const { annualPercent: _given, ...rest } = facts;
        const stepPercents = Array.from({ length: rest.n }, (_, index) =>
          (index === 0 ? 100 - (rest.n - 1) : 1).toString(),
        );
        return build({
          ...rest,
          stepPercents,
          rate: { type: 'FIXED_ANNUAL', annualPercent },
          interestFrom: rest.firstDueDate,
        }).totals.interestFen;
      };
      return cost('3') <= cost('3.5');
    }),
    { numRuns: 50 },
  );
});
