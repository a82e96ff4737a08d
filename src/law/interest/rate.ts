import { z } from 'zod';
import { type CivilDate, civilDate, daysBetween } from '../../shared/civil-date.js';
import {
  divideHalfUp,
  formatRate,
  formatRateUnits,
  multiplyRateUnits,
  RATE_DECIMALS_MAX,
  RATE_SCALE,
  toRateUnits,
} from '../../shared/decimal.js';
import type { Fen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { LENDING_TERMS, type RateTable } from './lending-rates.js';

const RATE_DIGITS_MAX = 4;

/** A percentage as a decimal string, such as `"3.45"`; never negative, never an exponent. */
export const percent = z
  .string()
  .regex(
    new RegExp(`^\\d{1,${RATE_DIGITS_MAX}}(\\.\\d{1,${RATE_DECIMALS_MAX}})?$`),
    'write a decimal number without sign such as "3.45"',
  );
/** A percentage that may lower a rate, such as `"-0.3"`. */
export const signedPercent = z
  .string()
  .regex(
    new RegExp(`^-?\\d{1,${RATE_DIGITS_MAX}}(\\.\\d{1,${RATE_DECIMALS_MAX}})?$`),
    'write a decimal number such as "-0.3"',
  );

/**
 * A rate as the enforcement basis or an agreement words it (IN-11, IN-12). `LPR_FLOATING` follows the published rate
 * of each day, `LPR_FIXED` keeps the one of `fixedAt`; both are multiplied first, then the spread is added.
 */
export const rate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('FIXED_ANNUAL'), annualPercent: percent }),
  z.strictObject({ type: z.literal('FIXED_DAILY'), dailyPercent: percent }),
  z.strictObject({
    type: z.literal('LPR_FLOATING'),
    term: z.enum(LENDING_TERMS),
    multiplier: percent,
    spreadPercent: signedPercent,
  }),
  z.strictObject({
    type: z.literal('LPR_FIXED'),
    term: z.enum(LENDING_TERMS),
    fixedAt: civilDate,
    multiplier: percent,
    spreadPercent: signedPercent,
  }),
]);
export type Rate = z.infer<typeof rate>;

export const YEAR_BASES = [360, 365] as const;
/** Days of a year in the court's wording; there is no default (IN-11). */
export type YearBasis = (typeof YEAR_BASES)[number];
export const yearBasis = z.literal([...YEAR_BASES]);

export const PAYMENT_DAYS = ['INCLUDE', 'EXCLUDE'] as const;
/** Whether the day of payment still bears interest on the balance before it (IN-03). */
export type PaymentDay = (typeof PAYMENT_DAYS)[number];

/** Days, both included, during which one rate applies. */
export interface AccrualSpan {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Percent per year, or per day for `FIXED_DAILY`, without trailing zeros. */
  readonly ratePercent: string;
  /** The same rate in whole rate units; see `RATE_SCALE`. */
  readonly rateUnits: bigint;
  /** Present when a legal or ordered limit has lowered the rate. */
  readonly capped?: true;
}

export interface RateCourse {
  /** In date order, without gaps; neighbours differ in rate. */
  readonly spans: readonly AccrualSpan[];
  /** True when a day rests on the last known rate only (IN-14). */
  readonly provisional: boolean;
}

/** Days in a span, both ends counted; 0 when it is empty. */
export function countDays(from: CivilDate, to: CivilDate): number {
  return Math.max(0, daysBetween(from, to) + 1);
}

/**
 * Whether the rate needs a year basis to become a rate per day (IN-11).
 */
export function needsYearBasis(type: Rate['type']): boolean {
  return type !== 'FIXED_DAILY';
}

/** The refusal for an annual rate without 360 or 365; the text of the basis decides, nothing is inferred (IN-11). */
export function refuseMissingYearBasis() {
  return refuse('year-basis-missing', 'An annual rate that accrues by days needs a year of 360 or 365 days.', {
    pointer: '/yearBasis',
  });
}

interface PublishedSpan {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly rateUnits: bigint;
}

function applyTerms(
  spans: readonly PublishedSpan[],
  multiplier: string,
  spreadPercent: string,
): Outcome<AccrualSpan[]> {
  const multiplierUnits = toRateUnits(multiplier);
  const spreadUnits = toRateUnits(spreadPercent);
  const applied: AccrualSpan[] = [];
  for (const span of spans) {
    const rateUnits = multiplyRateUnits(span.rateUnits, multiplierUnits) + spreadUnits;
    if (rateUnits < 0n) {
      return refuse('rate-negative', `The spread makes the rate negative from ${span.from} on.`, {
        pointer: '/spreadPercent',
        facts: { from: span.from, ratePercent: `-${formatRateUnits(-rateUnits)}` },
      });
    }
    const last = applied.at(-1);
    if (last?.rateUnits === rateUnits) {
      applied[applied.length - 1] = { ...last, to: span.to };
    } else {
      applied.push({ from: span.from, to: span.to, ratePercent: formatRateUnits(rateUnits), rateUnits });
    }
  }
  return accept(applied);
}

/**
 * Lays a rate over a span of days.
 * @param from - first day; may lie after `to`, then there are no spans
 * @param to - last day, included
 * Refuses: `rate-not-stored` (pointer `/fixedAt` for a fixed LPR), `rate-negative`. Pointers are relative to the rate.
 * Law: IN-12, IN-13, IN-14.
 */
export function layRate(rateTerms: Rate, from: CivilDate, to: CivilDate, table: RateTable): Outcome<RateCourse> {
  if (rateTerms.type === 'FIXED_ANNUAL' || rateTerms.type === 'FIXED_DAILY') {
    const stated = rateTerms.type === 'FIXED_ANNUAL' ? rateTerms.annualPercent : rateTerms.dailyPercent;
    const ratePercent = formatRate(stated);
    const spans = from > to ? [] : [{ from, to, ratePercent, rateUnits: toRateUnits(ratePercent) }];
    return accept({ spans, provisional: false });
  }
  if (rateTerms.type === 'LPR_FIXED') {
    const published = table.rateOn(rateTerms.term, rateTerms.fixedAt);
    if (!published.ok) {
      return { ...published, pointer: '/fixedAt' };
    }
    const spans = applyTerms(
      [{ from, to, rateUnits: toRateUnits(published.value) }],
      rateTerms.multiplier,
      rateTerms.spreadPercent,
    );
    return spans.ok
      ? accept({ spans: from > to ? [] : spans.value, provisional: table.isProvisional(rateTerms.fixedAt) })
      : spans;
  }
  if (from > to) {
    return accept({ spans: [], provisional: false });
  }
  const published = table.segments(rateTerms.term, from, to);
  if (!published.ok) {
    return published;
  }
  const spans = applyTerms(published.value, rateTerms.multiplier, rateTerms.spreadPercent);
  return spans.ok ? accept({ spans: spans.value, provisional: table.isProvisional(to) }) : spans;
}

/**
 * The whole number by which `Σ base × days × rateUnits` is divided to give fen.
 * @param basis - null for a rate per day
 */
export function interestDivisor(basis: YearBasis | null): bigint {
  return 100n * RATE_SCALE * BigInt(basis ?? 1);
}

/**
 * Simple interest on one base over spans of days, rounded once, half-up to the fen (IN-02, IN-05).
 * @param basis - 360 or 365 for an annual rate, null for a rate per day
 */
export function computeInterest(baseFen: Fen, spans: readonly AccrualSpan[], basis: YearBasis | null): Fen {
  let weighted = 0n;
  for (const span of spans) {
    weighted += BigInt(countDays(span.from, span.to)) * span.rateUnits;
  }
  return divideHalfUp(baseFen * weighted, interestDivisor(basis));
}
