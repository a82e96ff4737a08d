import fc from 'fast-check';
import t from 'tap';
import { computeGeneralInterest } from '../../../src/law/interest/general-interest.js';
import { interestDivisor, type Rate } from '../../../src/law/interest/rate.js';
import { addDays, type CivilDate, fromEpochDay, toEpochDay } from '../../../src/shared/civil-date.js';
import { divideHalfUp, toRateUnits } from '../../../src/shared/decimal.js';
import { rates, refusalOf, valueOf } from '../../support/law-references.js';

const FLOATING = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;
const BASE = {
  principalFen: 370_000_000n,
  from: '2023-05-16',
  to: '2023-12-31',
  rate: FLOATING,
  yearBasis: 365,
  paymentDay: 'INCLUDE',
} as const;

t.test('IN-03: the day of payment counts under INCLUDE and not under EXCLUDE', async (t) => {
  const rows: [string, 'INCLUDE' | 'EXCLUDE', CivilDate, number, bigint][] = [
    ['one day', 'INCLUDE', '2023-05-16', 1, 37_000n],
    ['paid on the first day', 'EXCLUDE', '2023-05-16', 0, 0n],
    ['one night', 'EXCLUDE', '2023-05-17', 1, 37_000n],
    ['two days', 'INCLUDE', '2023-05-17', 2, 74_000n],
  ];
  for (const [reason, paymentDay, to, days, interestFen] of rows) {
    const result = valueOf(computeGeneralInterest({ ...BASE, to, paymentDay }, rates));
    t.equal(result.days, days, reason);
    t.equal(result.interestFen, interestFen, reason);
    t.equal(result.segments.length, days === 0 ? 0 : 1, reason);
  }
});

t.test('refusals point at what is wrong', async (t) => {
  const rows: [string, Partial<Parameters<typeof computeGeneralInterest>[0]>, string][] = [
    ['dates reversed', { to: '2023-05-15' }, 'dates-reversed /to'],
    ['IN-11: no year basis', { yearBasis: undefined }, 'year-basis-missing /yearBasis'],
    ['IN-11: null is no year basis', { yearBasis: null }, 'year-basis-missing /yearBasis'],
    ['IN-13: before the first rate', { from: '2015-10-23' }, 'rate-not-stored /from'],
    [
      'IN-12: fixed before the first rate',
      { rate: { ...FLOATING, type: 'LPR_FIXED', fixedAt: '2014-01-01' } },
      'rate-not-stored /rate/fixedAt',
    ],
    ['negative rate', { rate: { ...FLOATING, spreadPercent: '-9' } }, 'rate-negative /rate/spreadPercent'],
    [
      'more than can be kept exactly',
      { principalFen: 10n ** 15n, rate: { type: 'FIXED_DAILY', dailyPercent: '9999' } },
      'amount-too-large /principalFen',
    ],
    [
      'a daily rate needs no year',
      { rate: { type: 'FIXED_DAILY', dailyPercent: '0.05' }, yearBasis: null },
      'accepted',
    ],
  ];
  for (const [reason, change, expected] of rows) {
    t.equal(refusalOf(computeGeneralInterest({ ...BASE, ...change }, rates)), expected, reason);
  }
});

t.test('IN-13: a period across 2019-08-20 is split there', async (t) => {
  const result = valueOf(computeGeneralInterest({ ...BASE, from: '2019-08-19', to: '2019-08-20' }, rates));
  t.same(
    result.segments.map(({ from, ratePercent }) => [from, ratePercent]),
    [
      ['2019-08-19', '4.35'],
      ['2019-08-20', '4.25'],
    ],
  );
});

t.test('IN-14: days after the table are marked', async (t) => {
  t.ok(valueOf(computeGeneralInterest({ ...BASE, to: '2026-05-20' }, rates)).provisional);
  t.notOk(valueOf(computeGeneralInterest({ ...BASE, to: '2026-05-19' }, rates)).provisional);
});

/** Day by day, as IN-03 words it: the sum of base × rate of each day, rounded once at the end. */
function sumDayByDay(
  principalFen: bigint,
  from: CivilDate,
  last: CivilDate,
  basis: 360 | 365,
  of: Rate & { type: 'LPR_FLOATING' },
) {
  let sum = 0n;
  for (let day = from; day <= last; day = addDays(day, 1)) {
    const published = toRateUnits(valueOf(rates.rateOn(of.term, day)));
    sum += principalFen * (published * BigInt(of.multiplier) + toRateUnits(of.spreadPercent));
  }
  return divideHalfUp(sum, interestDivisor(basis));
}

const day = fc.integer({ min: toEpochDay('2015-10-24'), max: toEpochDay('2027-01-01') }).map(fromEpochDay);

t.test('segments give the same interest as counting every day', async () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 15n),
      day,
      fc.integer({ min: 0, max: 1_000 }),
      fc.constantFrom(360 as const, 365 as const),
      fc.constantFrom('1Y' as const, '5Y' as const),
      fc.constantFrom('1', '2', '4'),
      fc.constantFrom('0', '0.5', '-0.35'),
      (principalFen, from, length, yearBasis, term, multiplier, spreadPercent) => {
        const rate = { type: 'LPR_FLOATING', term, multiplier, spreadPercent } as const;
        const to = addDays(from, length);
        const result = valueOf(
          computeGeneralInterest({ principalFen, from, to, rate, yearBasis, paymentDay: 'INCLUDE' }, rates),
        );
        const days = result.segments.reduce((sum, segment) => sum + segment.days, 0);
        return result.interestFen === sumDayByDay(principalFen, from, to, yearBasis, rate) && days === result.days;
      },
    ),
    { numRuns: 60 },
  );
});

t.test('interest never falls when time goes on', async () => {
  fc.assert(
    fc.property(day, fc.nat(2_000), fc.nat(100), (from, length, more) => {
      const until = (to: CivilDate) => valueOf(computeGeneralInterest({ ...BASE, from, to }, rates)).interestFen;
      return until(addDays(from, length)) <= until(addDays(from, length + more));
    }),
  );
});
