import { addDays, type CivilDate, compareDates } from '../../shared/civil-date.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import type { RateTable } from '../interest/lending-rates.js';
import type { WorkingCalendar } from '../working-days/calendar.js';
import { createDayInterest, type DayInterestTerms, type SpanInterest } from './day-interest.js';
import { weighInterest } from './portions.js';
import type { References } from './schedule.js';
import type { DateShift } from './terms.js';

/** An instalment as agreed and stored; money in fen. */
export interface AgreedInstalment {
  readonly no: number;
  readonly nominalDueDate: CivilDate;
  readonly dueDate: CivilDate;
  readonly days: number | null;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
}

/** What an amended schedule needs to know of the agreement. */
export interface ChangeTerms extends DayInterestTerms {
  readonly shift: DateShift;
  readonly interestDeferred?: boolean | undefined;
}

/** Move an instalment by calendar days; negative days bring it forward. */
export interface DateMove {
  readonly no: number;
  readonly days: number;
}

/** A payment that lowers the principal from the next day on, by agreement (section 6.4). */
export interface PrincipalReduction {
  readonly date: CivilDate;
  readonly amountFen: Fen;
}

interface Amended extends AgreedInstalment {
  /** The span of days or the balance of the row has changed, so its interest is computed again. */
  readonly affected: boolean;
}

function moveDates(
  instalments: readonly AgreedInstalment[],
  moves: readonly DateMove[],
  shift: DateShift,
  calendar: WorkingCalendar,
): Outcome<readonly AgreedInstalment[]> {
  const unknown = moves.findIndex(({ no }) => !instalments.some((instalment) => instalment.no === no));
  if (unknown >= 0) {
    return refuse('instalment-unknown', `There is no instalment ${moves[unknown]?.no}.`, {
      pointer: `/moves/${unknown}/no`,
    });
  }
  const moved = instalments.map((instalment) => {
    const own = moves.filter(({ no }) => no === instalment.no);
    if (own.length === 0) {
      return instalment;
    }
    const nominalDueDate = addDays(
      instalment.nominalDueDate,
      own.reduce((sum, { days }) => sum + days, 0),
    );
    const dueDate = shift === 'NONE' ? nominalDueDate : calendar.nextWorkingDay(nominalDueDate);
    return { ...instalment, nominalDueDate, dueDate };
  });
  const disordered = moved.find((instalment, index) => {
    const previous = moved[index - 1];
    return (
      previous !== undefined &&
      (instalment.nominalDueDate <= previous.nominalDueDate || instalment.dueDate < previous.dueDate)
    );
  });
  return disordered === undefined
    ? accept(moved)
    : refuse('nominal-dates-not-increasing', `Instalment ${disordered.no} would not lie after the one before it.`, {
        facts: { no: disordered.no, dueDate: disordered.dueDate },
      });
}

/** Takes reductions off the principal of the last instalments first, never off one due by the day of the reduction. */
function reducePrincipals(
  instalments: readonly AgreedInstalment[],
  reductions: readonly PrincipalReduction[],
): Outcome<readonly AgreedInstalment[]> {
  const principals = instalments.map((instalment) => instalment.principalFen);
  for (const { date, amountFen } of reductions) {
    let left = amountFen;
    for (let index = instalments.length - 1; index >= 0; index -= 1) {
      if (itemAt(instalments, index).dueDate > date) {
        const part = minFen(left, itemAt(principals, index));
        principals[index] = itemAt(principals, index) - part;
        left -= part;
      }
    }
    if (left > 0n) {
      return refuse('reduction-too-large', `After ${date} less principal falls due than is to be paid.`, {
        facts: { date, amountFen, leftFen: left },
      });
    }
  }
  return accept(instalments.map((instalment, index) => ({ ...instalment, principalFen: itemAt(principals, index) })));
}

/** Marks the rows whose span or balance differs from the agreed ones. */
function markAffected(
  before: readonly AgreedInstalment[],
  after: readonly AgreedInstalment[],
  reductions: readonly PrincipalReduction[],
): readonly Amended[] {
  const firstReduction = reductions.reduce<CivilDate | undefined>(
    (first, { date }) => (first === undefined || date < first ? date : first),
    undefined,
  );
  return after.map((instalment, index) => {
    const moved = (at: number) => before[at]?.dueDate !== after[at]?.dueDate;
    const reduced = firstReduction !== undefined && instalment.dueDate > firstReduction;
    return { ...instalment, affected: moved(index) || (index > 0 && moved(index - 1)) || reduced };
  });
}

interface RowInterest {
  readonly days: number | null;
  readonly interestFen: Fen;
}

/** Interest of one row from its spans, each of which has its own balance and its own rounding (IN-02). */
function joinSpans(spans: readonly { readonly span: SpanInterest; readonly balanceFen: Fen }[]): RowInterest {
  const bearsNone = spans.every(({ span }) => span.days === null);
  return {
    days: bearsNone ? null : spans.reduce((sum, { span }) => sum + (span.days ?? 0), 0),
    interestFen: sumFen(spans.map(({ span, balanceFen }) => weighInterest(balanceFen, span.weights))),
  };
}

/**
 * Interest by actual days of each row: on the balance that the principals leave, lower from the day after a
 * reduction.
 */
function accrueRows(
  instalments: readonly AgreedInstalment[],
  reductions: readonly PrincipalReduction[],
  terms: ChangeTerms,
  rates: RateTable,
): Outcome<readonly RowInterest[]> {
  const [first] = instalments;
  const last = instalments.at(-1);
  // Without a first accruing day the rows after the first can still be computed; see `changeSchedule`.
  const interestFrom = terms.interestFrom ?? (first && addDays(first.dueDate, 1));
  const accrual = createDayInterest({ ...terms, interestFrom }, last?.dueDate ?? '', rates);
  if (!accrual.ok) {
    return accrual;
  }
  const ahead = [...reductions].sort((a, b) => compareDates(a.date, b.date));
  let balanceFen = sumFen([...instalments.map((row) => row.principalFen), ...ahead.map((one) => one.amountFen)]);
  const rows: RowInterest[] = [];
  for (const { dueDate, principalFen } of instalments) {
    const spans: { span: SpanInterest; balanceFen: Fen }[] = [];
    for (let next = ahead[0]; next !== undefined && next.date < dueDate; next = ahead[0]) {
      spans.push({ span: accrual.value.accrueTo(next.date), balanceFen });
      balanceFen -= next.amountFen;
      ahead.shift();
    }
    spans.push({ span: accrual.value.accrueTo(dueDate), balanceFen });
    balanceFen -= principalFen;
    rows.push(joinSpans(spans));
  }
  return accept(rows);
}

/**
 * Interest that the days of each row earn on the agreed balance, whenever it falls due; in fen, one sum for each row.
 * Refuses: as `createDayInterest`.
 * Law: IN-02, IN-03, PL-03.
 */
export function earnedByRows(
  instalments: readonly AgreedInstalment[],
  terms: ChangeTerms,
  rates: RateTable,
): Outcome<readonly Fen[]> {
  const rows = accrueRows(instalments, [], terms, rates);
  return rows.ok ? accept(rows.value.map((row) => row.interestFen)) : rows;
}

function needsFirstDay(amended: readonly Amended[], terms: ChangeTerms): boolean {
  const bearsInterest = (terms.rate ?? terms.doubledDailyPercent) !== undefined;
  return bearsInterest && terms.interestFrom === undefined && amended[0]?.affected === true;
}

/**
 * A schedule with instalments moved and principal reduced; all money in fen. Only rows whose span of days or whose
 * balance changes are computed again, by actual days on the balance; every other figure stays as agreed. Where the
 * interest is due with the last instalment, the difference goes there.
 * @param instalments - not empty, in the order of their numbers
 * Refuses: `instalment-unknown`, `nominal-dates-not-increasing`, `reduction-too-large`, `interest-from-missing`,
 * `year-basis-missing`, `rate-not-stored`, `rate-negative`.
 * Law: section 6.4, PL-02, PL-03, PL-14, IN-02 (Civil Code 543 for the amendment).
 */
export function changeSchedule(
  instalments: readonly AgreedInstalment[],
  changes: { readonly moves: readonly DateMove[]; readonly reductions: readonly PrincipalReduction[] },
  terms: ChangeTerms,
  references: References,
): Outcome<readonly AgreedInstalment[]> {
  const moved = moveDates(instalments, changes.moves, terms.shift, references.calendar);
  if (!moved.ok) {
    return moved;
  }
  const reduced = reducePrincipals(moved.value, changes.reductions);
  if (!reduced.ok) {
    return reduced;
  }
  const amended = markAffected(instalments, reduced.value, changes.reductions);
  if (needsFirstDay(amended, terms)) {
    return refuse('interest-from-missing', 'The first accruing day is needed.', { pointer: '/interestFrom' });
  }
  if (!amended.some((row) => row.affected)) {
    return accept(instalments);
  }
  const before = accrueRows(instalments, [], terms, references.rates);
  if (!before.ok) {
    return before;
  }
  const after = accrueRows(reduced.value, changes.reductions, terms, references.rates);
  if (!after.ok) {
    return after;
  }
  return accept(
    terms.interestDeferred === true
      ? deferDifference(amended, before.value, after.value)
      : amended.map(({ affected, ...row }, index) => (affected ? { ...row, ...itemAt(after.value, index) } : row)),
  );
}

/** Keeps interest where it was agreed to fall due: with the last instalment. */
function deferDifference(
  amended: readonly Amended[],
  before: readonly RowInterest[],
  after: readonly RowInterest[],
): AgreedInstalment[] {
  const differenceFen = sumFen(
    amended.map(({ affected }, index) =>
      affected ? itemAt(after, index).interestFen - itemAt(before, index).interestFen : 0n,
    ),
  );
  return amended.map(({ affected, ...row }, index) => ({
    ...row,
    days: affected ? itemAt(after, index).days : row.days,
    interestFen: row.interestFen + (index === amended.length - 1 ? differenceFen : 0n),
  }));
}
