import { addDays, type CivilDate } from '../../shared/civil-date.js';
import type { Fen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { Schedule } from '../schedule/schedule.js';
import { splitInstalmentPaid } from '../schedule/statuses.js';

/** An instalment of the version in force with what has been paid on it by the eve of the amendment; money in fen. */
export interface StandingInstalment {
  readonly dueDate: CivilDate;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  readonly paidFen: Fen;
  /** Part of the interest that is owed although the instalment has not fallen due; see `markEarned`. */
  readonly earnedEarlyFen?: Fen | undefined;
}

/** Interest of a version that is owed before its instalment falls due; money in fen. */
export interface EarlyInterest {
  /** Interest that this version had taken over from the one before. */
  readonly carriedFen: Fen;
  /** Where all interest is deferred to the last instalment: what the days of each row have earned. */
  readonly deferredRowsFen?: readonly Fen[] | undefined;
}

/** What is carried into the new version, to the fen. */
export interface CarriedBalance {
  /** Principal that is not paid, the instalments that are overdue included. */
  readonly principalFen: Fen;
  /**
   * Interest that is owed and was not paid; it falls due with the first new instalment, or the last where all is
   * deferred.
   */
  readonly interestFen: Fen;
  /** What the version in force has received. */
  readonly receivedFen: Fen;
  /** Day from which interest has not been charged yet; undefined when nothing has fallen due. */
  readonly interestFrom: CivilDate | undefined;
}

/**
 * Marks what is owed of instalments that have not fallen due by the eve of an amendment: interest carried from an
 * earlier version, and interest that was earned by fallen due rows but deferred to the last one.
 * @param effectiveOn - first day of the new version
 */
export function markEarned(
  instalments: readonly StandingInstalment[],
  { carriedFen, deferredRowsFen }: EarlyInterest,
  effectiveOn: CivilDate,
): readonly StandingInstalment[] {
  const holder = deferredRowsFen === undefined ? 0 : instalments.length - 1;
  const deferredFen = (deferredRowsFen ?? []).reduce(
    (sum, rowFen, index) => (index < holder && isFallenDue(instalments[index], effectiveOn) ? sum + rowFen : sum),
    0n,
  );
  return instalments.map((instalment, index) =>
    index === holder ? { ...instalment, earnedEarlyFen: carriedFen + deferredFen } : instalment,
  );
}

function isFallenDue(instalment: StandingInstalment | undefined, effectiveOn: CivilDate): boolean {
  return instalment !== undefined && instalment.dueDate < effectiveOn;
}

/**
 * The balance that an amendment carries over. Interest of instalments that had not fallen due is not owed yet: the new
 * version charges it from the day after the last due date on. What had been paid on such interest in advance is not
 * lost: it lowers the principal. Interest that had been earned before (`markEarned`) is carried.
 * @param effectiveOn - first day of the new version
 * Refuses: `nothing-to-amend` (nothing is left to pay).
 * Law: section 6.4, AL-02, ST-05 (和解规定 Art. 5).
 */
export function carryBalance(
  instalments: readonly StandingInstalment[],
  effectiveOn: CivilDate,
): Outcome<CarriedBalance> {
  let principalFen = 0n;
  let interestFen = 0n;
  let receivedFen = 0n;
  let interestFrom: CivilDate | undefined;
  for (const instalment of instalments) {
    const paid = splitInstalmentPaid(instalment, instalment.paidFen);
    receivedFen += instalment.paidFen;
    principalFen += instalment.principalFen - paid.principalFen;
    if (isFallenDue(instalment, effectiveOn)) {
      interestFen += instalment.interestFen - paid.interestFen;
      interestFrom = addDays(instalment.dueDate, 1);
    } else {
      interestFen += (instalment.earnedEarlyFen ?? 0n) - paid.interestFen;
    }
  }
  if (interestFen < 0n) {
    principalFen += interestFen;
    interestFen = 0n;
  }
  if (principalFen <= 0n) {
    return refuse('nothing-to-amend', 'Nothing of the principal is left to pay.', { facts: { principalFen } });
  }
  return accept({ principalFen, interestFen, receivedFen, interestFrom });
}

/**
 * Adds carried interest to the first instalment of a new schedule, where it is paid before anything else (AL-02), or to
 * the last one where the parties defer all interest.
 * @param schedule - not empty
 */
export function addCarriedInterest(schedule: Schedule, carriedFen: Fen, interestDeferred = false): Schedule {
  const { instalments, totals } = schedule;
  const holder = interestDeferred ? instalments.length - 1 : 0;
  return {
    ...schedule,
    instalments: instalments.map((instalment, index) =>
      index !== holder
        ? instalment
        : {
            ...instalment,
            interestFen: instalment.interestFen + carriedFen,
            paymentFen: instalment.paymentFen + carriedFen,
          },
    ),
    totals: {
      ...totals,
      interestFen: totals.interestFen + carriedFen,
      paymentFen: totals.paymentFen + carriedFen,
    },
  };
}
