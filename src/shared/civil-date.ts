import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A day of the calendar, `YYYY-MM-DD`, without a time zone. Earlier and later are string comparison. */
export type CivilDate = string;

export const CIVIL_DATE_MIN: CivilDate = '1900-01-01';
export const CIVIL_DATE_MAX: CivilDate = '2199-12-31';

/** A real day of the years 1900 to 2199. */
export const civilDate = z.iso
  .date()
  .refine((date) => isWithinYears(date), { error: `must lie between ${CIVIL_DATE_MIN} and ${CIVIL_DATE_MAX}` });

/**
 * A civil date of an answer. It is described like `civilDate` and not looked at again: what was stored or computed is a
 * day, and a schedule holds hundreds of them.
 */
export const shownDate = z.string().meta({ format: 'date' });

const MS_PER_DAY = 86_400_000;
const MONTH_PLACE = 5;
const DAY_PLACE = 8;
const DIGIT_ZERO = 48;
const LAST_DAY_OF_ANY_MONTH = 31;

/** True when the day lies in the years that the product keeps (1900 to 2199). */
export function isWithinYears(date: CivilDate): boolean {
  return date >= CIVIL_DATE_MIN && date <= CIVIL_DATE_MAX;
}

/** Two digits at a place of a date text; reading them one by one is half the cost of cutting the text. */
function digitsAt(date: CivilDate, place: number): number {
  return (date.charCodeAt(place) - DIGIT_ZERO) * 10 + date.charCodeAt(place + 1) - DIGIT_ZERO;
}

/** Whole days since 1970-01-01; negative before. */
export function toEpochDay(date: CivilDate): number {
  return Date.UTC(yearOf(date), monthIndexOf(date), dayOf(date)) / MS_PER_DAY;
}

/** Texts of the days asked for so far. Writing a date costs more than all sums with it, and days come back often. */
const dayTexts = new Map<number, CivilDate>();

/** The day that lies `epochDay` whole days after 1970-01-01. */
export function fromEpochDay(epochDay: number): CivilDate {
  const known = dayTexts.get(epochDay);
  if (known !== undefined) {
    return known;
  }
  const date = new Date(epochDay * MS_PER_DAY).toISOString().slice(0, 10);
  // Only days that the product keeps are remembered, which bounds the table at 110,000 texts.
  if (isWithinYears(date)) {
    dayTexts.set(epochDay, date);
  }
  return date;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/**
 * The day of a month, clamped to the month's last day.
 * @param monthIndex - 0 = January; may lie outside 0..11, then the year moves with it
 */
function clampToMonth(year: number, monthIndex: number, day: number): CivilDate {
  const lastDay = new Date(Date.UTC(year, monthIndex + 1, 0)).getUTCDate();
  return fromEpochDay(Date.UTC(year, monthIndex, Math.min(day, lastDay)) / MS_PER_DAY);
}

/** Same day of a later (or earlier) month; clamped to that month's last day (01-31 + 1 gives 02-28 or 02-29). */
export function addMonths(date: CivilDate, months: number): CivilDate {
  return clampToMonth(yearOf(date), monthIndexOf(date) + months, dayOf(date));
}

/** Same day of a later (or earlier) year; 29 February becomes 28 February in a common year. */
export function addYears(date: CivilDate, years: number): CivilDate {
  return clampToMonth(yearOf(date) + years, monthIndexOf(date), dayOf(date));
}

/** `to - from` in days: the starting day is not counted, the ending day is. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

/** Each day of a stretch, first and last included; none where it ends before it begins. */
export function listDays(from: CivilDate, to: CivilDate): CivilDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/** Last day of the month in which the date lies. */
export function monthEnd(date: CivilDate): CivilDate {
  return clampToMonth(yearOf(date), monthIndexOf(date), LAST_DAY_OF_ANY_MONTH);
}

/**
 * The nominal due day in the month of a date.
 * @param dueDay - 1..31, clamped to the month's last day, or `MONTH_END`
 * Law: PL-01. Clamping starts from the agreed day each time, so 31 gives 30 April and then 31 May.
 */
export function onDayOfMonth(monthOf: CivilDate, dueDay: number | 'MONTH_END'): CivilDate {
  const day = dueDay === 'MONTH_END' ? LAST_DAY_OF_ANY_MONTH : dueDay;
  return clampToMonth(yearOf(monthOf), monthIndexOf(monthOf), day);
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(date: CivilDate): number {
  // 1970-01-01 was a Thursday (4); the second remainder keeps days before it positive.
  return ((((toEpochDay(date) + 3) % 7) + 7) % 7) + 1;
}

export function yearOf(date: CivilDate): number {
  return digitsAt(date, 0) * 100 + digitsAt(date, 2);
}

/** 0 = January. */
function monthIndexOf(date: CivilDate): number {
  return digitsAt(date, MONTH_PLACE) - 1;
}

function dayOf(date: CivilDate): number {
  return digitsAt(date, DAY_PLACE);
}

/** Order of two days for `sort`: negative when `a` is earlier, 0 for the same day. */
export function compareDates(a: CivilDate, b: CivilDate): number {
  return Number(a > b) - Number(a < b);
}

export function minDate(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? a : b;
}

export function maxDate(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}

/** The civil date that a moment has in a time zone, such as `Asia/Shanghai`. */
export function civilDateInZone(instant: Date, zone: string): CivilDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** True when the text is a real day `YYYY-MM-DD` of the years 0100 to 9999; no other limit of years. */
export function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return false;
  }
  const epochDay = toEpochDay(text);
  return Number.isFinite(epochDay) && fromEpochDay(epochDay) === text;
}
