import { z } from 'zod';
import { Decimal } from './decimal.js';

/** Whole fen (分), 1/100 yuan. Money is never anything else inside the code. */
export type Fen = bigint;

/** Largest amount that may be written on the wire: 10^15 fen, ten trillion yuan. */
export const FEN_MAX: Fen = 10n ** 15n;

const FEN_MAX_WIRE = Number(FEN_MAX);

/** The bounds stand on the wire side, so that the OpenAPI text shows them. */
function fenCodec(minimum: number, maximum: number) {
  return z.codec(z.int().min(minimum).max(maximum), z.bigint(), {
    decode: (wire) => BigInt(wire),
    encode: (amount) => Number(amount),
  });
}

/** Amount in fen with a sign, -10^15..10^15; a JSON integer on the wire. */
export const fen = fenCodec(-FEN_MAX_WIRE, FEN_MAX_WIRE);
/** Amount in fen, 0..10^15. */
export const nonNegativeFen = fenCodec(0, FEN_MAX_WIRE);
/** Amount in fen, 1..10^15. */
export const positiveFen = fenCodec(1, FEN_MAX_WIRE);
/**
 * Computed amount in fen. Sums of amounts may exceed FEN_MAX, but never the integers that JSON readers keep exact;
 * use it in replies only.
 */
export const computedFen = fenCodec(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** True when a computed amount can be written as an exact JSON integer. */
export function fitsOnWire(amountFen: Fen): boolean {
  return amountFen <= BigInt(Number.MAX_SAFE_INTEGER) && amountFen >= BigInt(Number.MIN_SAFE_INTEGER);
}

export function minFen(a: Fen, b: Fen): Fen {
  return a < b ? a : b;
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = 0n;
  for (const amount of amounts) {
    total += amount;
  }
  return total;
}

/** Yuan with two decimals and thousands separators: 33932040n gives `"339,320.40"`. */
export function formatYuan(amountFen: Fen): string {
  const sign = amountFen < 0n ? '-' : '';
  const digits = (amountFen < 0n ? -amountFen : amountFen).toString().padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${sign}${yuan}.${digits.slice(-2)}`;
}

/** Rounds an exact amount in fen half away from zero to a whole fen (IN-02). */
export function roundHalfUp(amountFen: Decimal): Fen {
  return BigInt(amountFen.toFixed(0, Decimal.ROUND_HALF_UP));
}

const NUMERALS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['', '拾', '佰', '仟'] as const;
const TEN_THOUSAND = 10_000n;
const HUNDRED_MILLION = 100_000_000n;

/** Reads 1..9999; zeros inside become one 零, zeros at the end are silent. */
function readSection(value: number): string {
  let text = '';
  let zeroPending = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      zeroPending = text !== '';
      continue;
    }
    text += `${zeroPending ? NUMERALS[0] : ''}${NUMERALS[digit]}${PLACES[place]}`;
    zeroPending = false;
  }
  return text;
}

/** Joins a higher and a lower part; a lower part that does not fill its places is announced by 零. */
function joinParts(
  higher: string,
  unit: string,
  lowerValue: bigint,
  fullFrom: bigint,
  readLower: () => string,
): string {
  if (lowerValue === 0n) {
    return `${higher}${unit}`;
  }
  return `${higher}${unit}${lowerValue < fullFrom ? NUMERALS[0] : ''}${readLower()}`;
}

function readInteger(value: bigint): string {
  if (value >= HUNDRED_MILLION) {
    const lower = value % HUNDRED_MILLION;
    return joinParts(readInteger(value / HUNDRED_MILLION), '亿', lower, HUNDRED_MILLION / 10n, () =>
      readInteger(lower),
    );
  }
  if (value >= TEN_THOUSAND) {
    const lower = value % TEN_THOUSAND;
    return joinParts(readInteger(value / TEN_THOUSAND), '万', lower, TEN_THOUSAND / 10n, () => readInteger(lower));
  }
  return readSection(Number(value));
}

/**
 * Formal reading of an amount in Chinese capitals (大写), as payment papers write it: 33932040n gives
 * `人民币叁拾叁万玖仟叁佰贰拾元肆角整`. An amount that stops at 元 or 角 ends in 整; a missing 角 before 分 is read 零.
 */
export function upperCaseYuan(amountFen: Fen): string {
  const sign = amountFen < 0n ? '负' : '';
  const magnitude = amountFen < 0n ? -amountFen : amountFen;
  const yuan = magnitude / 100n;
  const jiao = Number((magnitude / 10n) % 10n);
  const fenDigit = Number(magnitude % 10n);
  const yuanText = yuan > 0n ? `${readInteger(yuan)}元` : '';
  if (jiao === 0 && fenDigit === 0) {
    return `人民币${sign}${yuan > 0n ? yuanText : '零元'}整`;
  }
  const silentZero = jiao === 0 && yuan > 0n ? NUMERALS[0] : '';
  const jiaoText = jiao > 0 ? `${NUMERALS[jiao]}角` : silentZero;
  const fenText = fenDigit > 0 ? `${NUMERALS[fenDigit]}分` : '整';
  return `人民币${sign}${yuanText}${jiaoText}${fenText}`;
}
