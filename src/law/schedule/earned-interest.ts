import { addDays, type CivilDate, daysBetween, minDate } from '../../shared/civil-date.js';
import { mulDivHalfUp } from '../../shared/decimal.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';
import { itemAt, requireAccepted } from '../../shared/require.js';
import type { RateTable } from '../interest/lending-rates.js';
import { type AgreedInstalment, type ChangeTerms, earnedByRows } from './changed-schedule.js';
import type { ScheduleMethod } from './terms.js';

/** What the agreed interest of an instalment comes to when the sum falls due on a day; by number, money in fen. */
export type EarnedInterest = (
  fellDueOn: CivilDate,
) => ReadonlyMap<number, { readonly agreedFen: Fen; readonly earnedFen: Fen }>;

/** The terms of a plan that say how its interest is earned. */
export interface EarningTerms extends ChangeTerms {
  readonly method: ScheduleMethod;
  /** Where interest goes by the period, the first period is earned from here on. */
  readonly signedOn: CivilDate;
}

/** Interest that was agreed by the period is earned day by day over it, rounded half-up. */
function earnedByPeriod(rows: readonly AgreedInstalment[], start: CivilDate, day: CivilDate): readonly Fen[] {
  return rows.map(({ dueDate, interestFen }, index) => {
    const from = rows[index - 1]?.dueDate ?? start;
    const whole = daysBetween(from, dueDate);
    const gone = daysBetween(from, minDate(dueDate, day));
    return whole <= 0 || gone <= 0 ? 0n : mulDivHalfUp(interestFen, BigInt(gone), BigInt(whole));
  });
}

/** Interest that goes by days: the days of each row up to and including the day, on the agreed balance. */
function earnedByDays(
  rows: readonly AgreedInstalment[],
  terms: EarningTerms,
  rates: RateTable,
  day: CivilDate,
): readonly Fen[] {
  if (terms.interestFrom !== undefined && day < terms.interestFrom) return rows.map(() => 0n);
  const cut = rows.map((row) => ({ ...row, dueDate: minDate(row.dueDate, day) }));
  const earned = earnedByRows(cut, terms, rates);
  requireAccepted(earned, 'A stored plan breaks a rule');
  return earned.value;
}

/**
 * Interest of a plan that is earned by the end of a day: that of instalments due by then as agreed, of the one that
 * runs the part of its days, of later ones nothing. Interest that the plan took over from the version before was
 * earned already.
 * @param rows - with the agreed due dates, whatever day table moved them since
 * @param carriedFen - interest taken over; it stands in the first instalment, or the last where all is deferred
 * Law: PL-10, PL-03, IN-02; contract section 10.
 */
export function createEarnedInterest(
  rows: readonly AgreedInstalment[],
  terms: EarningTerms,
  carriedFen: Fen,
  rates: RateTable,
): EarnedInterest {
  const isDeferred = terms.interestDeferred === true;
  const holder = isDeferred ? rows.length - 1 : 0;
  return (day) => {
    const earned =
      terms.method === 'ANNUITY'
        ? earnedByPeriod(rows, terms.interestFrom === undefined ? terms.signedOn : addDays(terms.interestFrom, -1), day)
        : earnedByDays(rows, terms, rates, day);
    const ofRow = (index: number): Fen => {
      if (isDeferred) return index === holder ? sumFen(earned) + carriedFen : 0n;
      return itemAt(earned, index) + (index === holder ? carriedFen : 0n);
    };
    return new Map(
      rows.map(({ no, dueDate, interestFen: agreedFen }, index) => {
        return [no, { agreedFen, earnedFen: dueDate <= day ? agreedFen : minFen(agreedFen, ofRow(index)) }];
      }),
    );
  };
}
