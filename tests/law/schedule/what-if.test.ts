import fc from 'fast-check';
import t from 'tap';
import { type AgreedInstalment, changeSchedule, type ChangeTerms } from '../../../src/law/schedule/changed-schedule.js';
import { findHorizon } from '../../../src/law/schedule/forecast.js';
import { applyPlanPayments } from '../../../src/law/schedule/payments.js';
import { buildSchedule, type ScheduleInput } from '../../../src/law/schedule/schedule.js';
import { computeWhatIf, type Hypothesis, type WhatIf, type WhatIfInput } from '../../../src/law/schedule/what-if.js';
import { addDays } from '../../../src/shared/civil-date.js';
import { references, refusalOf, valueOf } from '../../support/law-references.js';

/** One million fen in four instalments; at 3.65% it bears 100 fen a day, so every figure can be checked by head. */
const TERMS = {
  interestFrom: '2024-01-01',
  rate: { type: 'FIXED_ANNUAL', annualPercent: '3.65' },
  yearBasis: 365,
  shift: 'NONE',
} as const;

function schedule(overrides: Partial<ScheduleInput> = {}): readonly AgreedInstalment[] {
  const input: ScheduleInput = {
    ...TERMS,
    principalFen: 1_000_000n,
    n: 4,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2024-01-31',
    dueDay: 'MONTH_END',
    intervalMonths: 1,
    ...overrides,
  };
  return valueOf(buildSchedule(input, references)).instalments;
}

const PLAN = schedule();
const PAID = [{ date: '2024-01-31', amountFen: 253_100n }];

function buildInput(hypotheses: readonly Hypothesis[], overrides: Partial<WhatIfInput> = {}): WhatIfInput {
  return {
    instalments: PLAN,
    terms: { ...TERMS, graceDays: 3, prepayPolicy: 'NEXT_FIRST', acceleration: { mode: 'AUTOMATIC' } },
    payments: PAID,
    hypotheses,
    asOf: '2024-02-10',
    ...overrides,
  };
}

const suppose = (hypotheses: readonly Hypothesis[], overrides: Partial<WhatIfInput> = {}): WhatIf =>
  valueOf(computeWhatIf(buildInput(hypotheses, overrides), references));

/** `dueDate days principal interest status` of each row. */
const rowsOf = ({ changed }: WhatIf): string[] =>
  changed.instalments.map(
    ({ dueDate, days, principalFen, interestFen, status }) =>
      `${dueDate} ${days} ${principalFen} ${interestFen} ${status}`,
  );

t.test('without a supposition both plans are the same: everything is paid on its day', async (t) => {
  const { present, changed, difference, reductionFen, horizon } = suppose([]);
  t.same(changed, present);
  t.same(difference, { interestFen: 0n, paymentFen: 0n, outstandingFen: 0n, endDays: 0, completedDays: 0 });
  t.equal(reductionFen, 0n);
  t.equal(horizon, '2024-05-04', 'the day after the last grace day of 30 April');
  t.match(present, {
    totals: { principalFen: 1_000_000n, interestFen: 7_575n, paymentFen: 1_007_575n },
    endDate: '2024-04-30',
    completedOn: '2024-04-30',
    breachDate: null,
    acceleration: null,
    outstandingFen: 0n,
    surplusFen: 0n,
    supposedPayments: [
      { date: '2024-02-29', amountFen: 252_175n },
      { date: '2024-03-31', amountFen: 251_550n },
      { date: '2024-04-30', amountFen: 250_750n },
    ],
  });
  t.ok(present.instalments.every(({ status }) => status === 'PAID'));
  t.same(
    present.instalments.map(({ paymentFen }) => paymentFen),
    [253_100n, 252_175n, 251_550n, 250_750n],
  );
  t.same(
    present.instalments.map(({ outstandingAfterFen }) => outstandingAfterFen),
    [750_000n, 500_000n, 250_000n, 0n],
  );
});

t.test('what is due today is supposed to be paid today, arrears with the next instalment', async (t) => {
  t.equal(suppose([], { asOf: '2024-02-29' }).present.supposedPayments[0]?.date, '2024-02-29');
  const late = suppose([], {
    payments: [],
    asOf: '2024-02-10',
    terms: { ...buildInput([]).terms, acceleration: { mode: 'NONE' } },
  }).present;
  t.same(late.supposedPayments[0], { date: '2024-02-29', amountFen: 253_100n + 252_175n });
  t.equal(late.breachDate, '2024-02-04');
  t.equal(late.instalments[0]?.status, 'PAID_LATE');
  const accelerated = suppose([], { payments: [], asOf: '2024-02-10' }).present;
  t.same(accelerated.acceleration, {
    date: '2024-02-04',
    fellDueOn: '2024-02-04',
    amountFen: 1_007_575n,
    endedOn: null,
  });
  t.same(
    accelerated.supposedPayments,
    [{ date: '2024-02-29', amountFen: 1_007_575n }],
    'after an acceleration all is due',
  );
  const over = suppose([], { payments: [], asOf: '2024-06-01' }).present;
  t.same(over.supposedPayments, [], 'nothing falls due any more');
  t.match(over, { outstandingFen: 1_007_575n, completedOn: null });
});

t.test('6.4: money paid early covers the next instalments and changes no figure of the schedule', async (t) => {
  const paid = suppose([{ kind: 'PAY', amountFen: 300_000n, date: '2024-02-15' }]);
  t.same(
    rowsOf(paid).map((row) => row.split(' ').slice(0, 4).join(' ')),
    ['2024-01-31 31 250000 3100', '2024-02-29 29 250000 2175', '2024-03-31 31 250000 1550', '2024-04-30 30 250000 750'],
  );
  t.same(paid.changed.supposedPayments, [
    { date: '2024-03-31', amountFen: 252_175n + 251_550n - 300_000n },
    { date: '2024-04-30', amountFen: 250_750n },
  ]);
  t.equal(paid.changed.instalments[1]?.paidInFullOn, '2024-02-15');
  t.same(paid.difference, { interestFen: 0n, paymentFen: 0n, outstandingFen: 0n, endDays: 0, completedDays: 0 });
  const all = suppose([{ kind: 'PAY', amountFen: 800_000n, date: '2024-02-15', effect: 'COVERS_INSTALMENTS' }]);
  t.match(all, {
    changed: { completedOn: '2024-02-15', surplusFen: 800_000n - 754_475n, supposedPayments: [] },
    difference: { completedDays: -75 },
  });
  const last = suppose([{ kind: 'PAY', amountFen: 250_750n, date: '2024-02-15' }], {
    terms: { ...buildInput([]).terms, prepayPolicy: 'LAST_FIRST' },
  });
  t.match(last, { changed: { completedOn: '2024-03-31' }, difference: { completedDays: -30, endDays: 0 } });
});

t.test('6.4: by agreement money lowers the principal, and with it the later interest', async (t) => {
  const paid = suppose([{ kind: 'PAY', amountFen: 300_000n, date: '2024-02-15', effect: 'REDUCES_PRINCIPAL' }]);
  t.same(rowsOf(paid), [
    '2024-01-31 31 250000 3100 PAID',
    // 15 days on 750,000 and 14 on 450,000.
    '2024-02-29 29 250000 1755 PAID',
    '2024-03-31 31 200000 620 PAID',
    '2024-04-30 30 0 0 PAID',
  ]);
  t.equal(paid.reductionFen, 300_000n);
  t.same(paid.difference, {
    interestFen: -2_100n,
    paymentFen: -2_100n,
    outstandingFen: 0n,
    endDays: 0,
    completedDays: -30,
  });
  t.match(paid.changed.totals, { principalFen: 700_000n, interestFen: 5_475n });
  const onDueDate = suppose([{ kind: 'PAY', amountFen: 100_000n, date: '2024-02-29', effect: 'REDUCES_PRINCIPAL' }]);
  t.equal(rowsOf(onDueDate)[1], '2024-02-29 29 250000 2175 PAID', 'the day itself still bears the old balance');
  t.equal(rowsOf(onDueDate)[2], '2024-03-31 31 250000 1240 PAID');
  const twice = suppose([
    { kind: 'PAY', amountFen: 100_000n, date: '2024-03-10', effect: 'REDUCES_PRINCIPAL' },
    { kind: 'PAY', amountFen: 200_000n, date: '2024-02-15', effect: 'REDUCES_PRINCIPAL' },
  ]);
  t.same(
    rowsOf(twice).slice(1),
    [
      '2024-02-29 29 250000 1895 PAID',
      // 10 days on 300,000 and 21 on 200,000.
      '2024-03-31 31 200000 720 PAID',
      '2024-04-30 30 0 0 PAID',
    ],
    'in the order of their days',
  );
  const whole = suppose([{ kind: 'PAY', amountFen: 750_000n, date: '2024-02-15', effect: 'REDUCES_PRINCIPAL' }]);
  t.match(whole.changed, { completedOn: '2024-02-29' }, 'the interest of February is still due');
  const nothingLeft = suppose([{ kind: 'PAY', amountFen: 250_000n, date: '2024-04-10', effect: 'REDUCES_PRINCIPAL' }]);
  t.equal(rowsOf(nothingLeft)[3], '2024-04-30 30 0 250 PAID');
});

t.test('moving an instalment: interest by actual days, every principal stays', async (t) => {
  const later = suppose([{ kind: 'MOVE', no: 2, days: 10 }]);
  t.same(rowsOf(later), [
    '2024-01-31 31 250000 3100 PAID',
    '2024-03-10 39 250000 2925 PAID',
    '2024-03-31 21 250000 1050 PAID',
    '2024-04-30 30 250000 750 PAID',
  ]);
  t.same(
    later.difference,
    { interestFen: 250n, paymentFen: 250n, outstandingFen: 0n, endDays: 0, completedDays: 0 },
    '250,000 for 10 days',
  );
  const last = suppose([{ kind: 'MOVE', no: 4, days: 30 }]);
  t.match(last.difference, { interestFen: 750n, endDays: 30, completedDays: 30 });
  t.equal(last.horizon, '2024-06-03', 'both are stated at the end of the longer one');
  const earlier = suppose([{ kind: 'MOVE', no: 4, days: -10 }]);
  t.match(earlier.difference, { interestFen: -250n, endDays: -10 });
  const both = suppose([
    { kind: 'MOVE', no: 2, days: 4 },
    { kind: 'MOVE', no: 2, days: 6 },
    { kind: 'MOVE', no: 3, days: 5 },
  ]);
  t.same(rowsOf(both).slice(1), [
    '2024-03-10 39 250000 2925 PAID',
    '2024-04-05 26 250000 1300 PAID',
    '2024-04-30 25 250000 625 PAID',
  ]);
  const overdue = suppose([{ kind: 'MOVE', no: 1, days: 20 }], { payments: [] });
  t.match(overdue.present, { breachDate: '2024-02-04' });
  t.match(overdue.changed, { breachDate: null }, 'an amendment of the due date heals the delay');
  t.equal(overdue.changed.instalments[0]?.interestFen, 5_100n);
});

t.test('PL-02: a moved instalment is shifted again to a working day', async (t) => {
  const shifted = { ...buildInput([]).terms, shift: 'NEXT_WORKDAY' } as const;
  const moved = suppose([{ kind: 'MOVE', no: 2, days: 2 }], { terms: shifted }).changed.instalments[1];
  t.match(moved, { nominalDueDate: '2024-03-02', dueDate: '2024-03-04', days: 33 });
});

t.test('stopping: breach after grace, acceleration by the agreement, nothing more is paid', async (t) => {
  const stopped = suppose([{ kind: 'STOP_PAYING', from: '2024-03-01' }]);
  t.match(stopped.changed, {
    breachDate: '2024-04-04',
    acceleration: { date: '2024-04-04', amountFen: 251_550n + 250_750n },
    outstandingFen: 502_300n,
    completedOn: null,
    supposedPayments: [{ date: '2024-02-29', amountFen: 252_175n }],
  });
  t.same(
    stopped.changed.instalments.map(({ status }) => status),
    ['PAID', 'PAID', 'OVERDUE', 'OVERDUE'],
  );
  t.same(stopped.difference, {
    interestFen: 0n,
    paymentFen: 0n,
    outstandingFen: 502_300n,
    endDays: 0,
    completedDays: null,
  });
  const onDay = suppose([{ kind: 'STOP_PAYING', from: '2024-02-29' }]);
  t.same(onDay.changed.supposedPayments, [], 'the day itself is not paid');
  const earliest = suppose([
    { kind: 'STOP_PAYING', from: '2024-04-01' },
    { kind: 'STOP_PAYING', from: '2024-02-29' },
  ]);
  t.same(earliest.changed, onDay.changed);
  const paidOnce = suppose([
    { kind: 'STOP_PAYING', from: '2024-02-20' },
    { kind: 'PAY', amountFen: 252_175n, date: '2024-03-03' },
  ]);
  t.match(paidOnce.changed, { breachDate: '2024-04-04' }, 'a payment that is supposed all the same');
  t.equal(paidOnce.changed.instalments[1]?.status, 'PAID_LATE');
});

t.test('refusals point at the supposition', async (t) => {
  const refused = (hypotheses: readonly Hypothesis[], overrides: Partial<WhatIfInput> = {}) =>
    refusalOf(computeWhatIf(buildInput(hypotheses, overrides), references));
  const stop: Hypothesis = { kind: 'STOP_PAYING', from: '2024-06-01' };
  t.equal(refused([stop, { kind: 'MOVE', no: 5, days: 1 }]), 'instalment-unknown /hypotheses/1/no');
  t.equal(refused([{ kind: 'MOVE', no: 1, days: 1 }]), 'instalment-paid /hypotheses/0/no');
  t.equal(refused([{ kind: 'MOVE', no: 2, days: 31 }]), 'nominal-dates-not-increasing');
  t.equal(refused([{ kind: 'MOVE', no: 2, days: 30 }]), 'accepted', 'the day before the next');
  t.equal(refused([{ kind: 'MOVE', no: 2, days: -29 }]), 'nominal-dates-not-increasing');
  const reduce = (date: string, amountFen = 1n): Hypothesis => ({
    kind: 'PAY',
    amountFen,
    date,
    effect: 'REDUCES_PRINCIPAL',
  });
  t.equal(refused([reduce('2024-04-30')]), 'reduction-too-large', 'nothing falls due after the last day');
  t.equal(refused([reduce('2024-02-15', 750_001n)]), 'reduction-too-large');
  t.equal(refused([stop, reduce('2024-02-15')], { payments: [] }), 'due-instalments-first /hypotheses/1/date');
  t.equal(
    refused([reduce('2024-02-15')], { payments: [], asOf: '2024-01-31' }),
    'accepted',
    'it is supposed to be paid before',
  );
  t.equal(refused([], { instalments: [...PLAN].reverse() }), 'instalments-not-in-order /instalments/1/no');
  const unknownRate = {
    ...buildInput([]).terms,
    interestFrom: '2000-01-01',
    rate: { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' },
  } as const;
  t.equal(refused([{ kind: 'MOVE', no: 2, days: 1 }], { terms: unknownRate }), 'rate-not-stored /interestFrom');
  t.equal(refused([], { terms: unknownRate }), 'accepted', 'nothing has to be computed again');
});

t.test('an amended annuity: only rows whose days change are computed by actual days', async (t) => {
  const annuity = schedule({ method: 'ANNUITY' });
  const amend = (no: number, terms: Partial<ChangeTerms> = {}) =>
    changeSchedule(annuity, { moves: [{ no, days: 5 }], reductions: [] }, { ...TERMS, ...terms }, references);
  const amended = valueOf(amend(2));
  t.same(amended[0], { ...annuity[0] });
  t.same(amended[3], { ...annuity[3] });
  t.match(amended[1], { dueDate: '2024-03-05', days: 34, principalFen: annuity[1]?.principalFen });
  t.match(amended[2], { dueDate: '2024-03-31', days: 26, principalFen: annuity[2]?.principalFen });
  const unknown = { interestFrom: undefined };
  t.same(valueOf(amend(2, unknown)), amended, 'the first accruing day is not needed behind the first row');
  t.equal(refusalOf(amend(1, unknown)), 'interest-from-missing /interestFrom');
  t.equal(refusalOf(amend(2, { yearBasis: undefined })), 'year-basis-missing /yearBasis');
  t.equal(refusalOf(amend(7)), 'instalment-unknown /moves/0/no');
});

t.test('amendments of plans without interest, with free days, and with deferred interest', async (t) => {
  const free = { ...TERMS, rate: undefined, interestFrom: undefined, yearBasis: undefined };
  const bare = schedule({ ...free, rate: undefined });
  const changes = { moves: [{ no: 2, days: 10 }], reductions: [] };
  const moved = valueOf(changeSchedule(bare, changes, free, references));
  t.match(moved[1], { dueDate: '2024-03-10', days: null, interestFen: 0n });
  const first = { moves: [{ no: 1, days: 1 }], reductions: [] };
  t.match(valueOf(changeSchedule(bare, first, free, references))[0], { dueDate: '2024-02-01', interestFen: 0n });
  const period = { interestFreePeriods: [{ from: '2024-03-01', to: '2024-03-10' }] };
  const gap = valueOf(changeSchedule(schedule(period), changes, { ...TERMS, ...period }, references));
  t.match(gap[1], { days: 29, interestFen: 2_175n }, 'the ten days it moves are free');
  t.match(gap[2], { days: 21, interestFen: 1_050n });
  const deferred = { interestDeferred: true };
  const end = valueOf(changeSchedule(schedule(deferred), changes, { ...TERMS, ...deferred }, references));
  t.same(
    end.map(({ days, interestFen }) => [days, interestFen]),
    [
      [31, 0n],
      [39, 0n],
      [21, 0n],
      [30, 7_575n + 250n],
    ],
  );
  const reduction = { moves: [], reductions: [{ date: '2024-02-15', amountFen: 300_000n }] };
  const less = valueOf(changeSchedule(schedule(deferred), reduction, { ...TERMS, ...deferred }, references));
  t.same(
    less.map(({ interestFen }) => interestFen),
    [0n, 0n, 0n, 5_475n],
  );
  t.equal(
    valueOf(changeSchedule(PLAN, { moves: [], reductions: [] }, TERMS, references)),
    PLAN,
    'no change, no new figures',
  );
});

t.test('the horizon lies behind the last day and its grace', async (t) => {
  t.equal(findHorizon(['2024-02-10', '2024-01-31'], 0), '2024-02-11');
  t.equal(findHorizon(['2024-01-31', '2024-02-10'], 3), '2024-02-14');
});

const moves = fc.array(fc.record({ no: fc.integer({ min: 2, max: 4 }), days: fc.integer({ min: -20, max: 20 }) }), {
  maxLength: 3,
});

t.test('moving there and back again gives the present plan', async (t) => {
  fc.assert(
    fc.property(moves, (list) => {
      const there = changeSchedule(PLAN, { moves: list, reductions: [] }, TERMS, references);
      fc.pre(there.ok);
      const back = list.map(({ no, days }) => ({ no, days: -days }));
      t.same(valueOf(changeSchedule(valueOf(there), { moves: back, reductions: [] }, TERMS, references)), PLAN);
    }),
    { numRuns: 60 },
  );
});

t.test('an amended plan is the plan that would have been drafted with these dates', async () => {
  fc.assert(
    fc.property(moves, (list) => {
      const amended = changeSchedule(PLAN, { moves: list, reductions: [] }, TERMS, references);
      fc.pre(amended.ok);
      const rows = valueOf(amended);
      const drafted = schedule({
        method: 'CUSTOM',
        principalsFen: PLAN.map(({ principalFen }) => principalFen),
        dueDates: rows.map(({ nominalDueDate }) => nominalDueDate),
        firstDueDate: undefined,
        dueDay: undefined,
        intervalMonths: undefined,
      });
      return rows.every(
        ({ dueDate, days, interestFen, principalFen }, index) =>
          drafted[index]?.dueDate === dueDate &&
          drafted[index]?.days === days &&
          drafted[index]?.interestFen === interestFen &&
          drafted[index]?.principalFen === principalFen,
      );
    }),
    { numRuns: 60 },
  );
});

t.test('a reduction saves exactly the interest of its days; all money goes somewhere', async () => {
  const day = fc.integer({ min: 0, max: 45 }).map((days) => addDays('2024-02-10', days));
  const reductions = fc.array(fc.record({ date: day, amountFen: fc.bigInt(1n, 80n).map((k) => k * 1_000n) }), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(reductions, (list) => {
      const outcome = computeWhatIf(
        buildInput(list.map((one) => ({ kind: 'PAY', effect: 'REDUCES_PRINCIPAL', ...one }))),
        references,
      );
      fc.pre(outcome.ok);
      const { changed, difference, reductionFen } = valueOf(outcome);
      const given = list.reduce((sum, { amountFen }) => sum + amountFen, 0n);
      return (
        reductionFen === given &&
        changed.totals.principalFen + given === 1_000_000n &&
        difference.interestFen <= 0n &&
        difference.paymentFen === difference.interestFen &&
        changed.outstandingFen === 0n
      );
    }),
    { numRuns: 60 },
  );
});

t.test('whatever is paid and stopped, the forecast is what the payment rules say of the same payments', async (t) => {
  const pay = fc.record({
    kind: fc.constant('PAY' as const),
    date: fc.nat(120).map((days) => addDays('2024-01-15', days)),
    amountFen: fc.bigInt(1n, 600_000n),
  });
  const stop = fc.record({
    kind: fc.constant('STOP_PAYING' as const),
    from: fc.nat(120).map((days) => addDays('2024-01-15', days)),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(pay, stop), { maxLength: 4 }), (hypotheses) => {
      const { changed, horizon, difference, present } = suppose(hypotheses);
      const extra = hypotheses.flatMap((one) =>
        one.kind === 'PAY' ? [{ date: one.date, amountFen: one.amountFen }] : [],
      );
      const state = valueOf(
        applyPlanPayments({
          instalments: PLAN.map(({ no, dueDate, principalFen, interestFen }) => ({
            no,
            dueDate,
            amountFen: principalFen + interestFen,
          })),
          graceDays: 3,
          prepayPolicy: 'NEXT_FIRST',
          acceleration: { mode: 'AUTOMATIC' },
          payments: [...PAID, ...extra, ...changed.supposedPayments],
          asOf: horizon,
        }),
      );
      t.equal(changed.outstandingFen, state.outstandingFen);
      t.equal(changed.breachDate, state.breachDate);
      t.equal(changed.surplusFen, state.surplusFen);
      t.equal(difference.outstandingFen, changed.outstandingFen - present.outstandingFen);
      t.equal(difference.interestFen, 0n, 'paying or not changes no figure of the schedule');
    }),
    { numRuns: 60 },
  );
});
