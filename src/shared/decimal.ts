import { Decimal as DecimalJs } from 'decimal.js';

/**
 * The one decimal type for rates. 40 significant digits hold every product of the digits that the schemas let in,
 * so adding and multiplying rates is exact. Divisions are not done here but by `divideHalfUp` on whole numbers.
 */
export const Decimal = DecimalJs.clone({
  precision: 40,
  rounding: DecimalJs.ROUND_HALF_UP,
  toExpNeg: -30,
  toExpPos: 40,
});
export type Decimal = InstanceType<typeof Decimal>;

/** Digits after the point that a percentage or a multiplier may have on the wire. */
export const RATE_DECIMALS_MAX = 10;

/** Digits after the point of a computed rate: a published rate (at most 6) times a multiplier (at most 10). */
export const RATE_SCALE_DIGITS = 16;

/** One percent in rate units: `rateUnits = percent × RATE_SCALE`, an exact whole number. */
export const RATE_SCALE = 10n ** BigInt(RATE_SCALE_DIGITS);

/**
 * Turns a percentage into whole rate units, so that interest can be summed without any rounding.
 * @param percent - exact decimal with at most RATE_SCALE_DIGITS digits after the point
 * @throws RangeError when it has more digits, which no schema lets in
 */
export function toRateUnits(percent: Decimal | string): bigint {
  const [whole, fraction = ''] = new Decimal(percent).toFixed().split('.');
  if (fraction.length > RATE_SCALE_DIGITS) {
    throw new RangeError(`The rate ${percent.toString()} has more than ${RATE_SCALE_DIGITS} digits after the point.`);
  }
  return BigInt(`${whole}${fraction.padEnd(RATE_SCALE_DIGITS, '0')}`);
}

/** Writes whole rate units as a percentage without trailing zeros: the inverse of `toRateUnits`, from 0 on. */
export function formatRateUnits(units: bigint): string {
  const digits = units.toString().padStart(RATE_SCALE_DIGITS + 1, '0');
  const fraction = digits.slice(-RATE_SCALE_DIGITS).replace(/0+$/, '');
  return `${digits.slice(0, -RATE_SCALE_DIGITS)}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * Product of two rates in rate units, such as a published rate and its multiplier.
 * @throws RangeError when it has more digits than rate units hold, which no schema lets in
 */
export function multiplyRateUnits(a: bigint, b: bigint): bigint {
  const product = a * b;
  if (product % RATE_SCALE !== 0n) {
    throw new RangeError(`The product of two rates has more than ${RATE_SCALE_DIGITS} digits after the point.`);
  }
  return product / RATE_SCALE;
}

/** Writes a rate without trailing zeros and without an exponent: `5.700` gives `"5.7"`. */
export function formatRate(percent: Decimal | string): string {
  return new Decimal(percent).toFixed();
}

/**
 * Exact quotient of whole numbers, rounded half away from zero to a whole number (IN-02).
 * @param denominator - greater than zero
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) {
    throw new RangeError('The denominator must be greater than zero.');
  }
  const doubled = 2n * (numerator < 0n ? -numerator : numerator);
  const magnitude = (doubled + denominator) / (2n * denominator);
  return numerator < 0n ? -magnitude : magnitude;
}

/** `a × b ÷ c` without an intermediate rounding, rounded half away from zero to a whole number. */
export function mulDivHalfUp(a: bigint, b: bigint, c: bigint): bigint {
  return divideHalfUp(a * b, c);
}

/** Whole part of `a × b ÷ c` for a, b not negative and c greater than zero. */
export function mulDivFloor(a: bigint, b: bigint, c: bigint): bigint {
  if (a < 0n || b < 0n || c <= 0n) {
    throw new RangeError('mulDivFloor takes no negative numbers and no zero denominator.');
  }
  return (a * b) / c;
}
