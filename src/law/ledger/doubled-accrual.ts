import { compareDates, toEpochDay } from '../../shared/civil-date.js';
import type { DayRange } from '../../shared/day-ranges.js';
import { divideHalfUp, toRateUnits } from '../../shared/decimal.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { interestDivisor } from '../interest/rate.js';
import type { WorkingCalendar } from '../working-days/calendar.js';
import { createDayCounter, type DayCounter } from './day-counter.js';
import { type DoubledStart, findDoubledStart, type PerformancePeriod } from './doubled-terms.js';
import type { Bucket } from './terms.js';

/** One part of a judgment that orders payment in instalments; money in fen. */
export interface JudgmentInstalment {
  readonly principalFen: Fen;
  /** When this part is to be paid; its own doubled part starts on the day after (IN-21). */
  readonly performance: PerformancePeriod;
}

/** Money that shares one start of the doubled part. */
interface DoubledPart {
  readonly start: DoubledStart;
  readonly counter: DayCounter;
  /** Unpaid principal of an instalment; 0 for the rest of the judgment. */
  principalFen: Fen;
}

export interface DoubledAccrual {
  /** The earliest start of a part that bears the doubled part. */
  readonly start: DoubledStart;
  /** Days counted from the earliest start since the last posting, and the doubled part of them, rounded once. */
  accrueTo(day: number, balances: Readonly<Record<Bucket, Fen>>): { days: number; doubledFen: Fen };
  /** Takes a payment off the principal of the instalments, the earliest due first (Civil Code 560). */
  payPrincipal(amountFen: Fen): void;
}

interface DoubledBaseTerms {
  readonly principalFen: Fen;
  readonly otherMonetaryFen?: Fen | undefined;
  readonly costsFen?: Fen | undefined;
  readonly performance: PerformancePeriod;
  readonly judgmentInstalments?: readonly JudgmentInstalment[] | undefined;
  readonly doubled: { readonly dailyPercent: string; readonly includeCosts?: boolean | undefined };
}

function checkInstalments({ judgmentInstalments, principalFen }: DoubledBaseTerms): Outcome<null> {
  const sum = sumFen((judgmentInstalments ?? []).map((instalment) => instalment.principalFen));
  return judgmentInstalments === undefined || sum === principalFen
    ? accept(null)
    : refuse('instalments-do-not-sum', `The instalments sum to ${sum} fen, not to ${principalFen} fen.`, {
        pointer: '/judgmentInstalments',
        facts: { sumFen: sum, principalFen },
      });
}

/**
 * Accrues the doubled part of a judgment from posting to posting. Where the judgment orders instalments, each has its
 * own start and all go into one sum; `performance` then rules the other money and the costs.
 * @param excluded - merged days on which nothing accrues
 * Refuses: `instalments-do-not-sum`.
 * Law: IN-02, IN-20, IN-21 (法释〔2014〕8号 Art. 1(3), 2).
 */
export function createDoubledAccrual(
  terms: DoubledBaseTerms,
  excluded: readonly DayRange[],
  calendar: WorkingCalendar,
): Outcome<DoubledAccrual> {
  const checked = checkInstalments(terms);
  if (!checked.ok) {
    return checked;
  }
  const open = (performance: PerformancePeriod, principalFen: Fen): DoubledPart => {
    const start = findDoubledStart(performance, calendar);
    return { start, counter: createDayCounter(toEpochDay(start.doubledFrom), excluded), principalFen };
  };
  const { judgmentInstalments } = terms;
  const includeCosts = terms.doubled.includeCosts === true;
  const rest = open(terms.performance, 0n);
  const parts = (judgmentInstalments ?? [])
    .map(({ principalFen, performance }) => open(performance, principalFen))
    .sort((a, b) => compareDates(a.start.doubledFrom, b.start.doubledFrom));
  // The rest of the judgment decides on the start only when it bears something.
  const restBears = (terms.otherMonetaryFen ?? 0n) > 0n || (includeCosts && (terms.costsFen ?? 0n) > 0n);
  const firstPart = parts[0];
  const first =
    firstPart === undefined || (restBears && rest.start.doubledFrom < firstPart.start.doubledFrom) ? rest : firstPart;
  const units = toRateUnits(terms.doubled.dailyPercent);
  const divisor = interestDivisor(null);

  function accrueTo(day: number, balances: Readonly<Record<Bucket, Fen>>): { days: number; doubledFen: Fen } {
    const restPrincipalFen = judgmentInstalments === undefined ? balances.PRINCIPAL : 0n;
    const restFen = restPrincipalFen + balances.OTHER_MONETARY + (includeCosts ? balances.COSTS : 0n);
    const restDays = rest.counter.countTo(day);
    let days = first === rest ? restDays : 0;
    let weightedFen = restFen * BigInt(restDays);
    for (const part of parts) {
      // A part that is paid bears nothing any more; only the first one still tells the days.
      if (part.principalFen === 0n && part !== first) {
        continue;
      }
      const partDays = part.counter.countTo(day);
      weightedFen += part.principalFen * BigInt(partDays);
      if (part === first) {
        days = partDays;
      }
    }
    return { days, doubledFen: divideHalfUp(weightedFen * units, divisor) };
  }

  function payPrincipal(amountFen: Fen): void {
    let left = amountFen;
    for (const part of parts) {
      const paid = minFen(left, part.principalFen);
      part.principalFen -= paid;
      left -= paid;
    }
  }

  const starts = [first, ...parts].map((part) => part.start);
  const provisional = starts.some((start) => start.provisional);
  const earlierLeftOut = starts.some((start) => start.earlierLeftOut);
  return accept({ start: { ...first.start, provisional, earlierLeftOut }, accrueTo, payPrincipal });
}
