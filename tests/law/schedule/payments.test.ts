import fc from 'fast-check';
import t from 'tap';
import {
  applyPlanPayments,
  gradeInstalment,
  type PlanPaymentsInput,
  splitApplication,
  splitInstalmentPaid,
} from '../../../src/law/schedule/payments.js';
import { INSTALMENT_STATUSES } from '../../../src/law/schedule/terms.js';
import { addDays } from '../../../src/shared/civil-date.js';
import { countReads } from '../../support/count-reads.js';
import { refusalOf, valueOf } from '../../support/law-references.js';

function buildInput(overrides: Partial<PlanPaymentsInput> = {}): PlanPaymentsInput {
  return {
    instalments: [
      { no: 1, dueDate: '2024-02-29', amountFen: 100n },
      { no: 2, dueDate: '2024-05-31', amountFen: 100n },
      { no: 3, dueDate: '2024-08-30', amountFen: 100n },
    ],
    graceDays: 3,
    prepayPolicy: 'NEXT_FIRST',
    acceleration: { mode: 'NONE' },
    payments: [],
    asOf: '2024-12-31',
    ...overrides,
  };
}

function apply(overrides: Partial<PlanPaymentsInput> = {}) {
  return valueOf(applyPlanPayments(buildInput(overrides)));
}

/** Day and sum of the acceleration in effect. */
const amountOf = ({ acceleration }: ReturnType<typeof apply>) =>
  acceleration && { date: acceleration.date, amountFen: acceleration.amountFen };

const pay = (date: string, amountFen: bigint) => ({ date, amountFen });

t.test('the status of an instalment at the end of a day', async (t) => {
  const base = { dueDate: '2024-05-31', paidFen: 0n, outstandingFen: 100n, paidInFullDate: null, accelerated: false };
  const rows: [string, Partial<Parameters<typeof gradeInstalment>[0]>, string, string][] = [
    ['nothing paid on the due date', {}, '2024-05-31', 'NOT_DUE'],
    ['nothing paid on the day after', {}, '2024-06-01', 'OVERDUE'],
    ['part paid on the due date', { paidFen: 1n, outstandingFen: 99n }, '2024-05-31', 'PART_PAID_NOT_DUE'],
    ['part paid on the day after', { paidFen: 1n, outstandingFen: 99n }, '2024-06-01', 'PART_PAID_OVERDUE'],
    ['paid on the due date', { paidFen: 100n, outstandingFen: 0n, paidInFullDate: '2024-05-31' }, '2024-06-01', 'PAID'],
    [
      'paid one day late, inside grace',
      { paidFen: 100n, outstandingFen: 0n, paidInFullDate: '2024-06-01' },
      '2024-06-01',
      'PAID_LATE',
    ],
    ['accelerated before its day', { accelerated: true }, '2024-05-31', 'ACCELERATED'],
    ['part paid and accelerated', { paidFen: 1n, outstandingFen: 99n, accelerated: true }, '2024-05-31', 'ACCELERATED'],
    ['due by itself before the acceleration is seen', { accelerated: true }, '2024-06-01', 'OVERDUE'],
    [
      'paid under an acceleration',
      { paidFen: 100n, outstandingFen: 0n, paidInFullDate: '2024-05-01', accelerated: true },
      '2024-06-01',
      'PAID',
    ],
    ['an instalment of nothing', { outstandingFen: 0n }, '2024-06-01', 'PAID'],
  ];
  for (const [reason, change, asOf, status] of rows) {
    t.equal(gradeInstalment({ ...base, ...change }, asOf), status, reason);
  }
  t.same(new Set(rows.map((row) => row[3])), new Set(INSTALMENT_STATUSES), 'every status has a row');
});

t.test('PL-12: the last grace day, the day after, and no grace', async (t) => {
  const breach = (payments: PlanPaymentsInput['payments'], asOf: string, graceDays = 3) =>
    apply({ payments, asOf, graceDays }).breachDate;
  t.equal(breach([], '2024-03-03'), null, 'last grace day');
  t.equal(breach([], '2024-03-04'), '2024-03-04', 'the day after');
  t.equal(breach([pay('2024-03-03', 100n)], '2024-03-31'), null, 'paid on the last grace day');
  t.equal(breach([pay('2024-03-04', 100n)], '2024-03-31'), '2024-03-04', 'paid one day later');
  t.equal(breach([pay('2024-03-03', 99n)], '2024-03-31'), '2024-03-04', 'one fen short');
  t.equal(breach([], '2024-03-01', 0), '2024-03-01', 'no grace');
  t.equal(breach([pay('2024-03-01', 100n)], '2024-03-31', 0), '2024-03-01', 'no grace, paid one day late');
});

t.test('section 6.4: where early money goes', async (t) => {
  const applied = (prepayPolicy: PlanPaymentsInput['prepayPolicy'], amountFen: bigint, date = '2024-02-29') =>
    apply({ prepayPolicy, payments: [pay(date, amountFen)] }).applications[0]?.applied.map(
      ({ no, amountFen: part }) => `${no}:${part}`,
    );
  t.same(applied('NEXT_FIRST', 150n), ['1:100', '2:50']);
  t.same(applied('LAST_FIRST', 150n), ['1:100', '3:50']);
  t.same(applied('LAST_FIRST', 150n, '2024-02-28'), ['3:100', '2:50'], 'nothing is due yet');
  t.same(applied('LAST_FIRST', 250n, '2024-06-01'), ['1:100', '2:100', '3:50'], 'due ones oldest first');
  t.same(applied('LAST_FIRST', 250n, '2024-09-01'), ['1:100', '2:100', '3:50'], 'all are due');
  t.same(applied('NEXT_FIRST', 350n), ['1:100', '2:100', '3:100']);
});

t.test('AL-07: what is left over is surplus', async (t) => {
  const result = apply({ payments: [pay('2024-02-29', 350n), pay('2024-03-01', 7n)] });
  t.match(result, {
    surplusFen: 57n,
    outstandingFen: 0n,
    applications: [{ surplusFen: 50n }, { surplusFen: 7n, applied: [] }],
  });
});

t.test('PL-10: automatic acceleration takes the whole balance at the start of the breach day', async (t) => {
  const acceleration = { mode: 'AUTOMATIC' } as const;
  t.same(amountOf(apply({ acceleration, asOf: '2024-03-04' })), { date: '2024-03-04', amountFen: 300n });
  t.equal(apply({ acceleration, asOf: '2024-03-03' }).acceleration, null);
  const paidThatDay = apply({
    acceleration,
    payments: [pay('2024-02-20', 30n), pay('2024-03-04', 150n)],
    asOf: '2024-03-04',
  });
  t.same(amountOf(paidThatDay), { date: '2024-03-04', amountFen: 270n }, 'a payment of that day comes after');
  t.same(
    paidThatDay.instalments.map(({ status }) => status),
    ['PAID_LATE', 'ACCELERATED', 'ACCELERATED'],
  );
  t.same(
    apply({ acceleration, prepayPolicy: 'LAST_FIRST', payments: [pay('2024-03-05', 150n)] }).applications[0]?.applied,
    [
      { no: 1, amountFen: 100n },
      { no: 2, amountFen: 50n },
    ],
    'after it all are due, in number order',
  );
});

t.test('PL-10: acceleration on notice', async (t) => {
  const on = (noticeServedOn: string | undefined, overrides: Partial<PlanPaymentsInput> = {}) =>
    amountOf(
      apply({
        acceleration: {
          mode: 'ON_NOTICE',
          notices: noticeServedOn === undefined ? [] : [{ servedOn: noticeServedOn }],
        },
        ...overrides,
      }),
    );
  t.same(on('2024-03-10'), { date: '2024-03-11', amountFen: 300n }, 'the day after service');
  t.same(on('2024-03-01'), { date: '2024-03-04', amountFen: 300n }, 'not before the breach');
  t.equal(on(undefined), null, 'without service as NONE');
  t.equal(on('2024-03-10', { asOf: '2024-03-10' }), null, 'not yet effective');
  t.equal(on('2024-03-10', { payments: [pay('2024-02-01', 300n)] }), null, 'no breach, no acceleration');
  t.equal(on('2024-03-10', { payments: [pay('2024-03-09', 300n)] }), null, 'nothing is left to fall due');
  t.equal(apply({ acceleration: { mode: 'NONE' } }).acceleration, null);
  // Instalments of 100 are due on 02-29, 03-31 and 04-30, with three days of grace.
  const rows: [string, string, PlanPaymentsInput['payments'], object | null][] = [
    ['cured before the notice was served', '2024-03-10', [pay('2024-03-09', 100n)], null],
    ['cured on the day of service', '2024-03-10', [pay('2024-03-10', 100n)], null],
    ['a notice after a cure stays without effect in the next breach', '2024-03-10', [pay('2024-03-08', 100n)], null],
    ['paid a day after service', '2024-03-10', [pay('2024-03-11', 100n)], { date: '2024-03-11', amountFen: 300n }],
    ['a part is no cure', '2024-03-10', [pay('2024-03-09', 99n)], { date: '2024-03-11', amountFen: 201n }],
    [
      'paid while the next one is due: what is due by then is not covered',
      '2024-04-02',
      [pay('2024-03-31', 100n)],
      { date: '2024-04-03', amountFen: 200n },
    ],
    ['a notice in the second breach', '2024-04-05', [pay('2024-03-09', 100n)], { date: '2024-04-06', amountFen: 200n }],
  ];
  const instalments = ['2024-02-29', '2024-03-31', '2024-04-30'].map((dueDate, index) => {
    return { no: index + 1, dueDate, amountFen: 100n };
  });
  for (const [reason, servedOn, payments, expected] of rows)
    t.same(on(servedOn, { instalments, payments, asOf: '2024-06-01' }), expected, reason);
});

t.test('instalments must stand in order', async (t) => {
  const [first, second, third] = buildInput().instalments as [never, never, never];
  t.equal(
    refusalOf(applyPlanPayments(buildInput({ instalments: [second, first, third] }))),
    'instalments-not-in-order /instalments/1/no',
  );
  t.equal(
    refusalOf(applyPlanPayments(buildInput({ instalments: [first, { no: 2, dueDate: '2024-01-01', amountFen: 1n }] }))),
    'instalments-not-in-order /instalments/1/dueDate',
  );
  t.equal(
    refusalOf(applyPlanPayments(buildInput({ instalments: [first, { no: 9, dueDate: '2024-02-29', amountFen: 1n }] }))),
    'accepted',
  );
  t.equal(refusalOf(applyPlanPayments(buildInput({ payments: [pay('2024-01-01', 10n ** 17n)] }))), 'amount-too-large');
  t.equal(
    refusalOf(
      applyPlanPayments(buildInput({ instalments: [{ no: 1, dueDate: '2024-02-29', amountFen: 10n ** 17n }] })),
    ),
    'amount-too-large',
  );
});

t.test('payments after the day are not counted', async (t) => {
  const result = apply({ payments: [pay('2024-06-01', 100n), pay('2024-02-29', 100n)], asOf: '2024-05-31' });
  t.match(result, { paymentsLeftOut: 1, outstandingFen: 200n });
  t.equal(result.applications.length, 1);
});

t.test('AL-02: an instalment takes interest first, then principal', async (t) => {
  const parts = { interestFen: 30n, principalFen: 70n };
  t.same(splitInstalmentPaid(parts, 0n), { interestFen: 0n, principalFen: 0n });
  t.same(splitInstalmentPaid(parts, 30n), { interestFen: 30n, principalFen: 0n });
  t.same(splitInstalmentPaid(parts, 100n), { interestFen: 30n, principalFen: 70n });
  t.same(splitApplication(parts, 20n, 30n), { interestFen: 10n, principalFen: 20n });
  t.same(splitApplication(parts, 30n, 5n), { interestFen: 0n, principalFen: 5n });
});

const scenario = fc.record({
  payments: fc.array(
    fc.record({ date: fc.nat(400).map((days) => addDays('2024-01-01', days)), amountFen: fc.bigInt(1n, 150n) }),
    { maxLength: 10 },
  ),
  graceDays: fc.nat(10),
  prepayPolicy: fc.constantFrom('NEXT_FIRST' as const, 'LAST_FIRST' as const),
  acceleration: fc.oneof(
    fc.constant({ mode: 'NONE' } as const),
    fc.constant({ mode: 'AUTOMATIC' } as const),
    fc.nat(400).map((days) => ({ mode: 'ON_NOTICE' as const, notices: [{ servedOn: addDays('2024-01-01', days) }] })),
  ),
});

t.test('every payment is applied or left over, and every instalment adds up', async () => {
  fc.assert(
    fc.property(scenario, (facts) => {
      const result = apply({ ...facts, asOf: '2025-03-01' });
      const paid = result.instalments.reduce((sum, instalment) => sum + instalment.paidFen, 0n);
      const given = facts.payments.reduce((sum, payment) => sum + payment.amountFen, 0n);
      return (
        paid + result.surplusFen === given &&
        paid + result.outstandingFen === 300n &&
        result.instalments.every(
          ({ paidFen, outstandingFen }) => paidFen + outstandingFen === 100n && outstandingFen >= 0n,
        ) &&
        result.applications.every(
          ({ applied, surplusFen, paymentFen }) =>
            applied.reduce((sum, part) => sum + part.amountFen, surplusFen) === paymentFen,
        )
      );
    }),
  );
});

t.test('the order of payments of one day, and splitting them, change no instalment', async (t) => {
  fc.assert(
    fc.property(scenario, (facts) => {
      const state = (payments: typeof facts.payments) => {
        const { applications: _applications, ...rest } = apply({ ...facts, payments, asOf: '2025-03-01' });
        return rest;
      };
      const doubled = [...facts.payments, ...facts.payments.map(({ date }) => pay(date, 3n))];
      t.same(state(doubled), state([...doubled].reverse()));
      const split = facts.payments.flatMap(({ date, amountFen }) => [
        pay(date, amountFen / 3n),
        pay(date, amountFen - amountFen / 3n),
      ]);
      t.same(state(split), state(facts.payments));
    }),
    { numRuns: 50 },
  );
});

t.test('a later day never takes back a payment, a breach or an acceleration', async () => {
  fc.assert(
    fc.property(scenario, fc.nat(400), fc.nat(100), (facts, days, more) => {
      const early = apply({ ...facts, asOf: addDays('2024-01-01', days) });
      const late = apply({ ...facts, asOf: addDays('2024-01-01', days + more) });
      const same = (a: unknown, b: unknown) =>
        JSON.stringify(a, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ===
        JSON.stringify(b, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
      return (
        (early.breachDate === null || early.breachDate === late.breachDate) &&
        (early.acceleration === null || same(early.acceleration, late.acceleration)) &&
        early.instalments.every(
          (instalment, index) => instalment.paidFen <= (late.instalments[index]?.paidFen ?? 0n),
        ) &&
        same(early.applications, late.applications.slice(0, early.applications.length))
      );
    }),
  );
});

t.test('the breach is the first day after grace that an instalment was still open, checked day by day', async () => {
  fc.assert(
    fc.property(scenario, (facts) => {
      const { breachDate } = apply({ ...facts, acceleration: { mode: 'NONE' }, asOf: '2025-03-01' });
      let expected: string | null = null;
      for (let day = '2024-01-01'; day <= '2025-03-01' && expected === null; day = addDays(day, 1)) {
        const before = apply({ ...facts, acceleration: { mode: 'NONE' }, asOf: addDays(day, -1) });
        const open = buildInput().instalments.some(
          ({ dueDate }, index) =>
            addDays(dueDate, facts.graceDays + 1) <= day && (before.instalments[index]?.outstandingFen ?? 0n) > 0n,
        );
        expected = open ? day : null;
      }
      return breachDate === expected;
    }),
    { numRuns: 20 },
  );
});

t.test('each payment is looked at a few times, however many there are', async (t) => {
  for (const length of [100, 10_000]) {
    const days = Array.from({ length }, (_, index) => addDays('2024-02-01', Math.floor((index * 270) / length)));
    const { items: payments, reads } = countReads(days.map((date) => pay(date, 1n)));
    t.equal(apply({ payments }).applications.length, length);
    t.ok(reads() <= 16 * length, `${reads()} reads of ${length} payments`);
  }
});
