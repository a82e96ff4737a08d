import fc from 'fast-check';
import t from 'tap';
import type { AgreedInstalment } from '../../../src/law/schedule/changed-schedule.js';
import { createEarnedInterest, type EarningTerms } from '../../../src/law/schedule/earned-interest.js';
import { applyPlanPayments, type PlanPaymentsInput } from '../../../src/law/schedule/payments.js';
import { buildSchedule } from '../../../src/law/schedule/schedule.js';
import { addDays } from '../../../src/shared/civil-date.js';
import { references, valueOf } from '../../support/law-references.js';

/** A million fen in four months; at 3.65 % it bears 100 fen a day, on 750,000 fen 75. */
const TERMS = {
  interestFrom: '2024-01-01',
  rate: { type: 'FIXED_ANNUAL', annualPercent: '3.65' },
  yearBasis: 365,
  shift: 'NONE',
  method: 'EQUAL_PRINCIPAL',
  signedOn: '2023-12-20',
} as const satisfies EarningTerms;

const schedule = (terms: object = {}) =>
  valueOf(
    buildSchedule(
      {
        ...TERMS,
        ...{ principalFen: 1_000_000n, n: 4, firstDueDate: '2024-01-31', dueDay: 'MONTH_END', intervalMonths: 1 },
        ...terms,
      },
      references,
    ),
  ).instalments;

const ROWS = schedule();

function input(
  rows: readonly AgreedInstalment[],
  overrides: Partial<PlanPaymentsInput>,
  terms: EarningTerms = TERMS,
): PlanPaymentsInput {
  const { acceleration = { mode: 'AUTOMATIC' } } = overrides;
  const earned = createEarnedInterest(rows, terms, 0n, references.rates);
  return {
    instalments: rows.map(({ no, dueDate, principalFen, interestFen }) => {
      return { no, dueDate, amountFen: principalFen + interestFen };
    }),
    graceDays: 3,
    prepayPolicy: 'NEXT_FIRST',
    payments: [],
    asOf: '2024-12-31',
    ...overrides,
    acceleration: acceleration.mode === 'NONE' ? acceleration : { ...acceleration, earned },
  };
}

const served = (servedOn: string, withdrawnOn: string | null = null) =>
  ({ mode: 'ON_NOTICE', notices: [{ servedOn, withdrawnOn }] }) as const;

t.test('PL-10: the sum is the open principal with the interest earned by the day on which it falls due', (t) => {
  // Instalments bear 31 × 100, 29 × 75, 31 × 50 and 30 × 25 fen of interest.
  t.same(
    ROWS.map((one) => one.interestFen),
    [3100n, 2175n, 1550n, 750n],
  );
  const rows: [string, Partial<PlanPaymentsInput>, object][] = [
    [
      'by itself on 4 February: four days of the second instalment are earned',
      {},
      { date: '2024-02-04', fellDueOn: '2024-02-04', amountFen: 1_000_000n + 3100n + 300n },
    ],
    [
      'by notice served on the 10th: ten days, overdue from the 11th',
      { acceleration: served('2024-02-10') },
      { date: '2024-02-11', fellDueOn: '2024-02-10', amountFen: 1_000_000n + 3100n + 750n },
    ],
    [
      'interest that was paid is not owed again, principal that was paid neither',
      { acceleration: served('2024-02-10'), payments: [{ date: '2024-02-10', amountFen: 3200n }] },
      { date: '2024-02-11', amountFen: 1_000_000n - 100n + 750n },
    ],
    [
      'on the due date of the second instalment all of its interest is earned',
      { acceleration: served('2024-02-29') },
      { amountFen: 1_000_000n + 3100n + 2175n },
    ],
  ];
  for (const [reason, overrides, expected] of rows) {
    t.match(valueOf(applyPlanPayments(input(ROWS, overrides))).acceleration, expected, reason);
  }
  const arrears = { acceleration: served('2024-02-10'), payments: [{ date: '2024-02-10', amountFen: 253_100n }] };
  t.equal(valueOf(applyPlanPayments(input(ROWS, arrears))).acceleration, null, 'paid on the day of service');
  t.end();
});

t.test('PL-10: paying the sum pays the plan; what was not earned is not owed', (t) => {
  const payments = [{ date: '2024-02-12', amountFen: 1_003_850n }];
  const paid = valueOf(applyPlanPayments(input(ROWS, { acceleration: served('2024-02-10'), payments })));
  t.match(paid, { outstandingFen: 0n, surplusFen: 0n, inBreachSince: null });
  t.same(
    paid.instalments.map((one) => one.droppedFen),
    [0n, 1425n, 1550n, 750n],
  );
  const less = [{ date: '2024-02-12', amountFen: 1_003_849n }];
  t.match(valueOf(applyPlanPayments(input(ROWS, { acceleration: served('2024-02-10'), payments: less }))), {
    outstandingFen: 1n,
    inBreachSince: '2024-02-04',
  });
  t.end();
});

t.test('PL-10: interest by the period is earned day by day, deferred interest as its days go by', (t) => {
  const annuity = { ...TERMS, method: 'ANNUITY' as const };
  const level = schedule({ method: 'ANNUITY' });
  const second = level[1]?.interestFen ?? 0n;
  const byPeriod = createEarnedInterest(level, annuity, 0n, references.rates)('2024-02-10');
  t.equal(byPeriod.get(2)?.earnedFen, (second * 10n * 2n + 29n) / 58n, 'ten of twenty-nine days, half-up');
  t.equal(byPeriod.get(3)?.earnedFen, 0n);

  const deferred = { ...TERMS, interestDeferred: true };
  const late = createEarnedInterest(schedule({ interestDeferred: true }), deferred, 0n, references.rates)('2024-02-10');
  t.same(
    [...late.values()].map((one) => one.earnedFen),
    [0n, 0n, 0n, 3850n],
  );
  t.same(
    [...createEarnedInterest(ROWS, TERMS, 0n, references.rates)('2023-12-31').values()].map((one) => one.earnedFen),
    [...[0n, 0n, 0n, 0n]],
  );
  const carried = createEarnedInterest(ROWS, TERMS, 1000n, references.rates)('2024-01-10').get(1);
  t.equal(carried?.earnedFen, 2000n, 'what was carried over was earned before');
  t.end();
});

t.test('PL-10: a withdrawal lets the instalments fall due by themselves again', (t) => {
  const arrears = [{ date: '2024-02-15', amountFen: 253_100n }];
  const on = (acceleration: PlanPaymentsInput['acceleration'], asOf: string, payments = arrears) =>
    valueOf(applyPlanPayments(input(ROWS, { acceleration, payments, asOf })));
  const standing = on(served('2024-02-10'), '2024-02-20');
  t.match(standing, { inBreachSince: '2024-02-04', outstandingFen: 750_750n }, 'the arrears alone do not cure');
  const withdrawn = on(served('2024-02-10', '2024-02-18'), '2024-02-20');
  t.match(withdrawn, { inBreachSince: null, acceleration: null, outstandingFen: 754_475n }, 'cured on that day');
  t.match(withdrawn.accelerations, [{ date: '2024-02-11', endedOn: '2024-02-18' }]);
  t.match(on(served('2024-02-10', '2024-02-18'), '2024-02-17'), { acceleration: { date: '2024-02-11' } });
  t.match(on(served('2024-02-10', '2024-02-18'), '2024-02-20', []), { inBreachSince: '2024-02-04' });
  t.equal(on(served('2024-02-10', '2024-02-10'), '2024-02-20').accelerations.length, 0, 'before it had effect');
  const whole = on(served('2024-02-10', '2024-02-18'), '2024-02-20', [{ date: '2024-02-12', amountFen: 1_003_850n }]);
  t.match(whole, { outstandingFen: 0n }, 'nothing is left to withdraw');
  t.end();
});

t.test('PL-10: after a withdrawal a later breach may be declared anew', (t) => {
  const notices = [
    { servedOn: '2024-02-10', withdrawnOn: '2024-02-18' },
    { servedOn: '2024-03-10', withdrawnOn: null },
  ];
  const outcome = valueOf(
    applyPlanPayments(
      input(ROWS, {
        acceleration: { mode: 'ON_NOTICE', notices },
        payments: [{ date: '2024-02-15', amountFen: 253_100n }],
      }),
    ),
  );
  t.match(outcome.accelerations, [{ endedOn: '2024-02-18' }, { date: '2024-03-11', endedOn: null }]);
  t.end();
});

/** The same by going through the days one by one, with nothing but sums. */
function recount(rows: readonly AgreedInstalment[], servedOn: string, payments: PlanPaymentsInput['payments']) {
  const earned = createEarnedInterest(rows, TERMS, 0n, references.rates)(servedOn);
  const left = rows.map((one) => ({ ...one, owed: one.principalFen + one.interestFen, paid: 0n }));
  let breach = false;
  let whole = false;
  for (let day = '2024-01-01'; day <= '2024-07-01'; day = addDays(day, 1)) {
    if (left.some((one) => one.paid < one.owed && addDays(one.dueDate, 4) === day)) breach = true;
    if (day === addDays(servedOn, 1) && breach) {
      whole = true;
      for (const one of left) {
        if (one.dueDate <= servedOn || one.paid >= one.owed) continue;
        const due = earned.get(one.no)?.earnedFen ?? 0n;
        const interestPaid = one.paid < one.interestFen ? one.paid : one.interestFen;
        one.owed = one.principalFen + (due > interestPaid ? due : interestPaid);
      }
    }
    for (const payment of payments.filter((one) => one.date === day)) {
      let money = payment.amountFen;
      for (const one of left) {
        const part = money < one.owed - one.paid ? money : one.owed - one.paid;
        one.paid += part;
        money -= part;
      }
      if (left.every((one) => one.paid >= one.owed || (!whole && one.dueDate > day))) breach = false;
    }
  }
  return { whole, open: left.reduce((sum, one) => sum + one.owed - one.paid, 0n), breach };
}

t.test('PL-10: random payments before and after service give what a count day by day gives', async (t) => {
  let effective = 0;
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          date: fc.nat(150).map((days) => addDays('2024-01-01', days)),
          amountFen: fc.oneof(fc.constant(253_100n), fc.bigInt(1n, 600_000n)),
        }),
        { maxLength: 6 },
      ),
      fc.nat(140).map((days) => addDays('2024-01-05', days)),
      (payments, servedOn) => {
        const ordered = [...payments].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
        const plain = valueOf(applyPlanPayments(input(ROWS, { payments, asOf: addDays(servedOn, 1) })));
        // A notice that is served before any breach waits for it; a case does not know such notices.
        fc.pre(plain.breachDate !== null && plain.breachDate <= servedOn);
        const outcome = valueOf(
          applyPlanPayments(input(ROWS, { payments, acceleration: served(servedOn), asOf: '2024-07-01' })),
        );
        const slow = recount(ROWS, servedOn, ordered);
        if (slow.whole) effective += 1;
        return (
          (outcome.acceleration !== null) === slow.whole &&
          outcome.outstandingFen === slow.open &&
          (outcome.inBreachSince !== null) === slow.breach
        );
      },
    ),
    { numRuns: 500 },
  );
  t.ok(effective > 50, 'many of them fell due');
});
