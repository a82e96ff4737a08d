import t from 'tap';
import { createInterestAccrual } from '../../../src/law/interest/accrual.js';
import { computeInterest, countDays, interestDivisor, layRate, rate } from '../../../src/law/interest/rate.js';
import { toEpochDay } from '../../../src/shared/civil-date.js';
import { rates, refusalOf, valueOf } from '../../support/law-references.js';

const FLOATING = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;

t.test('a rate is a decimal text in the form of its kind', async (t) => {
  const rows: [string, unknown, boolean][] = [
    ['annual', { type: 'FIXED_ANNUAL', annualPercent: '3.45' }, true],
    ['ten digits after the point', { type: 'FIXED_ANNUAL', annualPercent: '3.4512345678' }, true],
    ['eleven digits after the point', { type: 'FIXED_ANNUAL', annualPercent: '3.45123456789' }, false],
    ['negative', { type: 'FIXED_ANNUAL', annualPercent: '-1' }, false],
    ['number instead of text', { type: 'FIXED_ANNUAL', annualPercent: 3.45 }, false],
    ['exponent', { type: 'FIXED_ANNUAL', annualPercent: '3e1' }, false],
    ['no digit before the point', { type: 'FIXED_ANNUAL', annualPercent: '.5' }, false],
    ['blank', { type: 'FIXED_ANNUAL', annualPercent: ' 3' }, false],
    ['daily', { type: 'FIXED_DAILY', dailyPercent: '0.05' }, true],
    ['field of another kind', { type: 'FIXED_DAILY', annualPercent: '0.05' }, false],
    ['floating', FLOATING, true],
    ['negative spread', { ...FLOATING, spreadPercent: '-0.3' }, true],
    ['negative multiplier', { ...FLOATING, multiplier: '-1' }, false],
    ['unknown term', { ...FLOATING, term: '3Y' }, false],
    ['fixed without its day', { ...FLOATING, type: 'LPR_FIXED' }, false],
    ['unknown kind', { type: 'FIXED_MONTHLY', percent: '1' }, false],
  ];
  for (const [reason, value, accepted] of rows) {
    t.equal(rate.safeParse(value).success, accepted, reason);
  }
});

t.test('IN-12: multiplier first, then spread; equal neighbours are one span', async (t) => {
  const terms = { ...FLOATING, multiplier: '1.5', spreadPercent: '-0.1' };
  t.match(valueOf(layRate(terms, '2023-06-19', '2023-06-20', rates)).spans, [
    { from: '2023-06-19', to: '2023-06-19', ratePercent: '5.375' },
    { from: '2023-06-20', to: '2023-06-20', ratePercent: '5.225' },
  ]);
  const flat = { ...FLOATING, multiplier: '0', spreadPercent: '6.0' };
  t.match(valueOf(layRate(flat, '2019-09-01', '2024-12-31', rates)).spans, [
    { from: '2019-09-01', to: '2024-12-31', ratePercent: '6' },
  ]);
});

t.test('a rate that would be negative or is not stored is refused where it is wrong', async (t) => {
  const lowered = { ...FLOATING, spreadPercent: '-3.5' };
  t.equal(refusalOf(layRate(lowered, '2023-06-01', '2023-06-30', rates)), 'accepted', '3.55 − 3.5 is positive');
  t.equal(refusalOf(layRate(lowered, '2023-06-01', '2023-08-21', rates)), 'rate-negative /spreadPercent');
  const zero = { ...FLOATING, spreadPercent: '-3.45' };
  t.equal(valueOf(layRate(zero, '2023-09-01', '2023-09-02', rates)).spans[0]?.ratePercent, '0', 'zero is not negative');
  const fixed = { ...FLOATING, type: 'LPR_FIXED', fixedAt: '2015-10-23' } as const;
  t.equal(refusalOf(layRate(fixed, '2024-01-01', '2024-01-31', rates)), 'rate-not-stored /fixedAt');
  t.equal(refusalOf(layRate(FLOATING, '2015-01-01', '2024-01-31', rates)), 'rate-not-stored');
  const loweredFixed = { ...fixed, fixedAt: '2024-01-01', spreadPercent: '-9' };
  t.equal(refusalOf(layRate(loweredFixed, '2024-01-01', '2024-01-31', rates)), 'rate-negative /spreadPercent');
});

t.test('an empty span of days has no rate, and no refusal', async (t) => {
  for (const terms of [
    FLOATING,
    { type: 'FIXED_ANNUAL', annualPercent: '3' } as const,
    { ...FLOATING, type: 'LPR_FIXED', fixedAt: '2024-01-01' } as const,
  ]) {
    t.same(valueOf(layRate(terms, '2010-01-02', '2010-01-01', rates)).spans, [], terms.type);
  }
});

t.test('IN-14: the days decide for a floating rate, the stated day for a fixed one', async (t) => {
  t.ok(valueOf(layRate(FLOATING, '2026-05-01', '2026-05-20', rates)).provisional);
  t.notOk(valueOf(layRate(FLOATING, '2026-05-01', '2026-05-19', rates)).provisional);
  const fixed = { ...FLOATING, type: 'LPR_FIXED', fixedAt: '2026-05-19' } as const;
  t.notOk(valueOf(layRate(fixed, '2027-01-01', '2027-12-31', rates)).provisional);
  t.ok(valueOf(layRate({ ...fixed, fixedAt: '2026-05-20' }, '2027-01-01', '2027-12-31', rates)).provisional);
});

t.test('interest is summed exactly and rounded once', async (t) => {
  const { spans } = valueOf(layRate(FLOATING, '2023-05-16', '2023-12-31', rates));
  t.equal(computeInterest(370_000_000n, spans, 365), 8_177_507n, 'P03');
  const daily = valueOf(layRate({ type: 'FIXED_DAILY', dailyPercent: '0.05' }, '2015-01-01', '2015-07-03', rates));
  t.equal(computeInterest(1_000_000n, daily.spans, null), 92_000n, 'P01 before the delay');
  t.equal(computeInterest(0n, spans, 365), 0n);
  t.equal(countDays('2024-01-02', '2024-01-01'), 0);
  t.equal(interestDivisor(360) / interestDivisor(null), 360n);
});

t.test('accruing step by step counts every day once', async (t) => {
  const terms = { from: '2023-05-16', rate: FLOATING, yearBasis: 365, paymentDay: 'INCLUDE' } as const;
  const stepped = valueOf(createInterestAccrual(terms, '2023-12-31', rates));
  const steps = ['2023-05-01', '2023-06-19', '2023-06-19', '2023-08-20', '2023-09-01', '2023-12-31'];
  let days = 0;
  let weighted = 0n;
  for (const step of steps) {
    const part = stepped.accrueTo(toEpochDay(step));
    days += part.days;
    weighted += part.weightedUnits;
  }
  const whole = valueOf(createInterestAccrual(terms, '2023-12-31', rates)).accrueTo(toEpochDay('2023-12-31'));
  t.same({ days, weighted }, { days: whole.days, weighted: whole.weightedUnits });
  t.equal(days, 230);
});
