import fc from 'fast-check';
import t from 'tap';
import { type AccrualTerms, createInterestAccrual } from '../../../src/law/interest/accrual.js';
import { addDays, toEpochDay } from '../../../src/shared/civil-date.js';
import { toRateUnits } from '../../../src/shared/decimal.js';
import { rates, valueOf } from '../../support/law-references.js';

const FIXED = { type: 'FIXED_ANNUAL', annualPercent: '1' } as const;

/** Bearing days at each posting day; at 1% the weighted units say the same. */
function daysOf(terms: Partial<AccrualTerms>, ...postings: string[]): number[] {
  const accrual = valueOf(
    createInterestAccrual(
      { from: '2024-01-01', rate: FIXED, yearBasis: 365, paymentDay: 'INCLUDE', ...terms },
      postings.at(-1) as string,
      rates,
    ),
  );
  return postings.map((posting) => {
    const { days, weightedUnits } = accrual.accrueTo(toEpochDay(posting));
    t.equal(weightedUnits, BigInt(days) * toRateUnits('1'));
    return days;
  });
}

t.test('days that bear no interest are not counted, wherever a posting falls', async (t) => {
  const freePeriods = [{ from: '2024-01-10', to: '2024-01-19' }];
  t.same(daysOf({}, '2024-01-31'), [31]);
  t.same(daysOf({ freePeriods }, '2024-01-31'), [21]);
  t.same(daysOf({ freePeriods }, '2024-01-09', '2024-01-31'), [9, 12], 'a posting before');
  t.same(daysOf({ freePeriods }, '2024-01-10', '2024-01-31'), [9, 12], 'on the first free day');
  t.same(daysOf({ freePeriods }, '2024-01-15', '2024-01-31'), [9, 12], 'inside');
  t.same(daysOf({ freePeriods }, '2024-01-19', '2024-01-31'), [9, 12], 'on the last free day');
  t.same(daysOf({ freePeriods }, '2024-01-20', '2024-01-31'), [10, 11], 'after it');
  t.same(
    daysOf({ freePeriods: [...freePeriods, { from: '2024-01-15', to: '2024-01-25' }] }, '2024-01-31'),
    [15],
    'overlapping days count once',
  );
  t.same(
    daysOf({ freePeriods: [{ from: '2023-01-01', to: '2023-12-31' }] }, '2024-01-31'),
    [31],
    'before the first day',
  );
  t.same(daysOf({ freePeriods, paymentDay: 'EXCLUDE' }, '2024-01-10', '2024-01-20', '2024-01-31'), [9, 0, 11]);
});

t.test('IN-26: from the day on which interest stops nothing accrues', async (t) => {
  t.same(daysOf({ stopsOn: '2024-01-20' }, '2024-01-19', '2024-01-20', '2024-01-31'), [19, 0, 0]);
  t.same(daysOf({ stopsOn: '2024-02-01' }, '2024-01-31'), [31], 'not yet');
  t.same(daysOf({ stopsOn: '2023-12-31' }, '2024-01-31'), [0], 'before the first day');
});

t.test('the same day twice accrues once', async (t) => {
  t.same(daysOf({}, '2024-01-10', '2024-01-10', '2024-01-11'), [10, 0, 1]);
  t.same(daysOf({ from: '2024-01-20' }, '2024-01-10', '2024-01-20'), [0, 1], 'a posting before the first day');
});

t.test('however the days are cut by postings, their sum is the same', async () => {
  const offsets = fc.uniqueArray(fc.nat(400), { maxLength: 8 }).map((days) => [...days].sort((a, b) => a - b));
  const period = fc.tuple(fc.nat(400), fc.nat(60)).map(([from, length]) => ({
    from: addDays('2023-12-01', from),
    to: addDays('2023-12-01', from + length),
  }));
  fc.assert(
    fc.property(offsets, fc.array(period, { maxLength: 3 }), (days, freePeriods) => {
      const floating = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;
      const terms = { from: '2024-01-01', rate: floating, yearBasis: 365, paymentDay: 'INCLUDE', freePeriods } as const;
      const end = '2025-03-31';
      const stepped = valueOf(createInterestAccrual(terms, end, rates));
      const parts = [...days.map((day) => toEpochDay(addDays('2024-01-01', day))), toEpochDay(end)].map(
        stepped.accrueTo,
      );
      const whole = valueOf(createInterestAccrual(terms, end, rates)).accrueTo(toEpochDay(end));
      return (
        parts.reduce((sum, part) => sum + part.days, 0) === whole.days &&
        parts.reduce((sum, part) => sum + part.weightedUnits, 0n) === whole.weightedUnits
      );
    }),
  );
});
