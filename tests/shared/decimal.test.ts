import fc from 'fast-check';
import t from 'tap';
import {
  Decimal,
  divideHalfUp,
  formatRate,
  formatRateUnits,
  mulDivFloor,
  mulDivHalfUp,
  multiplyRateUnits,
  RATE_SCALE,
  toRateUnits,
} from '../../src/shared/decimal.js';

t.test('a rate becomes whole units exactly', async (t) => {
  t.equal(toRateUnits('1'), RATE_SCALE);
  t.equal(toRateUnits('3.45'), (345n * RATE_SCALE) / 100n);
  t.equal(toRateUnits('0.0000000000000001'), 1n);
  t.equal(toRateUnits(new Decimal('0')), 0n);
  t.throws(() => toRateUnits('0.00000000000000001'), RangeError, 'one digit too many');
});

t.test('rate units are written as the rate they came from', async (t) => {
  for (const rate of ['0', '1', '3.45', '100', '0.0175', '0.0000000000000001', '9999.9999999999']) {
    t.equal(formatRateUnits(toRateUnits(rate)), rate);
  }
  t.equal(formatRateUnits(toRateUnits('10.50')), '10.5', 'no trailing zeros');
  t.equal(toRateUnits('-0.3'), -3n * 10n ** 15n, 'a spread may be negative');
});

t.test('the product of two rates is exact or refused', async (t) => {
  t.equal(multiplyRateUnits(toRateUnits('3.45'), toRateUnits('1.5')), toRateUnits('5.175'));
  t.equal(multiplyRateUnits(toRateUnits('3.85'), 0n), 0n);
  const smallest = toRateUnits('0.000001');
  t.equal(multiplyRateUnits(smallest, toRateUnits('0.0000000001')), 1n, 'sixteen digits');
  t.throws(() => multiplyRateUnits(smallest, toRateUnits('0.00000000001')), RangeError, 'one digit too many');
});

t.test('a rate is written without trailing zeros or exponent', async (t) => {
  const rows: [string, string][] = [
    ['3.80', '3.8'],
    ['5.700', '5.7'],
    ['10', '10'],
    ['0.0175', '0.0175'],
    ['0.0000000001', '0.0000000001'],
    ['0', '0'],
  ];
  for (const [given, written] of rows) {
    t.equal(formatRate(given), written);
  }
});

t.test('division rounds half away from zero', async (t) => {
  const rows: [bigint, bigint, bigint][] = [
    [0n, 3n, 0n],
    [1n, 3n, 0n],
    [1n, 2n, 1n],
    [3n, 2n, 2n],
    [5n, 3n, 2n],
    [-1n, 2n, -1n],
    [-1n, 3n, 0n],
  ];
  for (const [numerator, denominator, quotient] of rows) {
    t.equal(divideHalfUp(numerator, denominator), quotient, `${numerator}/${denominator}`);
  }
  t.throws(() => divideHalfUp(1n, 0n), RangeError);
  t.equal(mulDivHalfUp(10n, 10n, 3n), 33n);
  t.equal(mulDivFloor(10n, 10n, 3n), 33n);
  t.equal(mulDivFloor(20n, 10n, 3n), 66n, 'floor, not rounding');
  t.throws(() => mulDivFloor(-1n, 1n, 1n), RangeError);
  t.throws(() => mulDivFloor(1n, 1n, 0n), RangeError);
});

t.test('rounding is never further than half a unit away', async () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 20n), (numerator, denominator) => {
      const distance = 2n * (divideHalfUp(numerator, denominator) * denominator - numerator);
      return distance <= denominator && distance >= -denominator;
    }),
  );
});

t.test('divisors must be greater than zero, and what is floored may not be negative', async (t) => {
  t.throws(() => divideHalfUp(1n, 0n), RangeError);
  t.throws(() => divideHalfUp(1n, -1n), RangeError);
  for (const [a, b, c] of [
    [-1n, 1n, 1n],
    [1n, -1n, 1n],
    [1n, 1n, 0n],
    [1n, 1n, -1n],
  ] as const) {
    t.throws(() => mulDivFloor(a, b, c), { message: /negative/ }, `${a} × ${b} ÷ ${c}`);
  }
  t.equal(mulDivFloor(0n, 1n, 1n), 0n);
  t.equal(mulDivFloor(1n, 0n, 1n), 0n);
});
