import { type CivilDate, toEpochDay } from '../../shared/civil-date.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { createInterestAccrual, type InterestAccrual } from '../interest/accrual.js';
import type { RateTable } from '../interest/lending-rates.js';
import type { Rate, YearBasis } from '../interest/rate.js';
import type { PlanForm } from './forms.js';
import type { InterestWeight } from './portions.js';

/** What the interest of a plan follows when it accrues by actual days. */
export interface DayInterestTerms extends Pick<PlanForm, 'interestFreePeriods' | 'doubledDailyPercent'> {
  /** First accruing day; needed when the plan bears interest. */
  readonly interestFrom?: CivilDate | undefined;
  /** Absent: the plan bears no interest of its own. */
  readonly rate?: Rate | undefined;
  readonly yearBasis?: YearBasis | null | undefined;
}

/** What the days up to a due date take of a balance. */
export interface SpanInterest {
  /** Days that bear interest; null when the plan bears none. */
  readonly days: number | null;
  readonly weights: readonly InterestWeight[];
}

export interface DayInterest {
  readonly ratesProvisional: boolean;
  /** The span from the day after the one before (at first: from the first accruing day) through `lastDay`. */
  accrueTo(lastDay: CivilDate): SpanInterest;
}

const NO_INTEREST: DayInterest = { ratesProvisional: false, accrueTo: () => ({ days: null, weights: [] }) };

/** The plan's own interest, and the doubled part where the agreement adds it (IN-24, `ACCRUES`). */
function listComponents(terms: DayInterestTerms) {
  const { rate, yearBasis, doubledDailyPercent } = terms;
  return [
    ...(rate === undefined ? [] : [{ rate, yearBasis }]),
    ...(doubledDailyPercent === undefined
      ? []
      : [{ rate: { type: 'FIXED_DAILY' as const, dailyPercent: doubledDailyPercent } }]),
  ];
}

/**
 * Interest by actual days for the spans between due dates; the due date itself still bears interest (PL-03).
 * @param until - last day that will be asked for
 * Refuses: `interest-from-missing`, `year-basis-missing`, `rate-not-stored`, `rate-negative`.
 * Law: IN-02, IN-03, IN-12, IN-24, PL-03.
 */
export function createDayInterest(terms: DayInterestTerms, until: CivilDate, rates: RateTable): Outcome<DayInterest> {
  const components = listComponents(terms);
  if (components.length === 0) {
    return accept(NO_INTEREST);
  }
  if (terms.interestFrom === undefined) {
    return refuse('interest-from-missing', 'The first accruing day is needed.', { pointer: '/interestFrom' });
  }
  const common = { from: terms.interestFrom, paymentDay: 'INCLUDE', freePeriods: terms.interestFreePeriods } as const;
  const accruals: InterestAccrual[] = [];
  for (const component of components) {
    const accrual = createInterestAccrual({ ...common, ...component }, until, rates);
    if (!accrual.ok) {
      return accrual.pointer === '/from' ? { ...accrual, pointer: '/interestFrom' } : accrual;
    }
    accruals.push(accrual.value);
  }
  function accrueTo(lastDay: CivilDate): SpanInterest {
    let days = 0;
    const weights: InterestWeight[] = [];
    for (const accrual of accruals) {
      const accrued = accrual.accrueTo(toEpochDay(lastDay));
      days = accrued.days;
      weights.push({ numerator: accrued.weightedUnits, denominator: accrual.divisor });
    }
    return { days, weights };
  }
  return accept({ ratesProvisional: accruals.some((accrual) => accrual.provisional), accrueTo });
}
