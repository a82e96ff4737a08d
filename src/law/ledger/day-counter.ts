import type { DayRange } from '../../shared/day-ranges.js';

export interface DayCounter {
  /** Days not yet counted, up to and including the given one, without the excluded days. Call with rising days. */
  countTo(lastDay: number): number;
}

/**
 * Counts the days of the doubled part once each while time moves forward.
 * @param firstDay - first day that counts
 * @param excluded - merged ranges in order
 */
export function createDayCounter(firstDay: number, excluded: readonly DayRange[]): DayCounter {
  let next = firstDay;
  let rangeIndex = 0;
  function countTo(lastDay: number): number {
    if (lastDay < next) {
      return 0;
    }
    let days = lastDay - next + 1;
    for (let range = excluded[rangeIndex]; range && range.from <= lastDay; range = excluded[rangeIndex]) {
      days -= Math.max(0, Math.min(range.to, lastDay) - Math.max(range.from, next) + 1);
      if (range.to > lastDay) {
        break;
      }
      rangeIndex += 1;
    }
    next = lastDay + 1;
    return days;
  }
  return { countTo };
}
