import { type CivilDate, toEpochDay } from './civil-date.js';

/** Days counted from 1970-01-01, both ends included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** Days of the calendar, both ends included. */
export interface CivilPeriod {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export function toDayRange({ from, to }: CivilPeriod): DayRange {
  return { from: toEpochDay(from), to: toEpochDay(to) };
}

/** Sorts ranges and joins those that touch or overlap, so that a day counts once (IN-23). */
export function mergeRanges(ranges: readonly DayRange[]): DayRange[] {
  const merged: DayRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/**
 * What is left of pieces in order when days are taken out of them; other fields of a piece stay.
 * @param taken - merged ranges in order
 */
export function subtractRanges<T extends DayRange>(pieces: readonly T[], taken: readonly DayRange[]): readonly T[] {
  if (taken.length === 0) {
    return pieces;
  }
  return pieces.flatMap((piece) => {
    const left: T[] = [];
    let from = piece.from;
    for (const range of taken) {
      if (range.to < from || range.from > piece.to) {
        continue;
      }
      if (range.from > from) {
        left.push({ ...piece, from, to: range.from - 1 });
      }
      from = range.to + 1;
    }
    return from > piece.to ? left : [...left, { ...piece, from }];
  });
}
