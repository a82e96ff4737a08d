import { addDays, type CivilDate, compareDates, maxDate } from '../../shared/civil-date.js';
import type { CivilPeriod } from '../../shared/day-ranges.js';
import { type Fen, minFen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { WorkingCalendar } from '../working-days/calendar.js';
import type { JudgmentInstalment } from './doubled-accrual.js';
import { findDoubledStart, type PerformancePeriod, settlementTreatmentOf } from './doubled-terms.js';
import {
  computeLedger,
  computeSettlementShadow,
  type GeneralInterestTerms,
  type JudgmentLedger,
  type LedgerInput,
  type LedgerPosting,
  type References,
} from './ledger.js';
import { BUCKETS, type SettlementTreatment } from './terms.js';

export interface ResumptionInput {
  /** The claim of the basis with every payment on it, those of the settlement included; order and day are not used. */
  readonly claim: Omit<LedgerInput, 'order' | 'asOf'>;
  /** From the day of signing to the last day before resumption. */
  readonly settlement: CivilPeriod;
  readonly treatment: SettlementTreatment;
  /** True when the agreement leaves the general interest of the settlement waived also after a breach. */
  readonly concessionKept?: boolean | undefined;
  /** Day as of which the resumed enforcement is stated; not before the settlement ends. */
  readonly resumedOn: CivilDate;
}

/** The original basis after a settlement has failed; money in fen. */
export interface Resumption {
  readonly ledger: JudgmentLedger;
  /** The postings of payments received since signing: what has been performed is deducted, in the order of AL-04. */
  readonly deducted: readonly LedgerPosting[];
  readonly deductedFen: Fen;
  /** Doubled part of the settlement days that had been a shadow and is owed again. */
  readonly revivedFen: Fen;
  /** The claim of the resumed case: the balances of `ledger`, accruing from the day after `resumedOn`. */
  readonly broughtForward: Omit<LedgerInput, 'order' | 'asOf'>;
}

function applySettlement(input: ResumptionInput): LedgerInput {
  const { claim, settlement, treatment, concessionKept } = input;
  const { generalInterest, doubled } = claim;
  const excludedPeriods = [...(doubled.excludedPeriods ?? []), { ...settlement, reason: 'SETTLEMENT' as const }];
  const freePeriods = concessionKept === true ? [...(generalInterest?.freePeriods ?? []), settlement] : undefined;
  return {
    ...claim,
    ...(generalInterest && freePeriods ? { generalInterest: { ...generalInterest, freePeriods } } : {}),
    doubled: { ...doubled, excludedPeriods, settlementTreatment: treatment, excludeSettlementPeriod: undefined },
    order: BUCKETS,
    asOf: input.resumedOn,
  };
}

/**
 * The general interest goes on where the ledger stopped; under `EXCLUDE` the day of the ledger itself is still open.
 */
function continueInterest(terms: GeneralInterestTerms, ledger: JudgmentLedger, on: CivilDate): GeneralInterestTerms {
  const next = terms.paymentDay === 'INCLUDE' ? addDays(on, 1) : on;
  return { ...terms, openingFen: ledger.closing.GENERAL_INTEREST, from: maxDate(terms.from, next) };
}

/** Zero days: the doubled part starts on the day after `on`, or on its own day when that is still to come. */
function continuePerformance(performance: PerformancePeriod, on: CivilDate, calendar: WorkingCalendar) {
  const { doubledFrom } = findDoubledStart(performance, calendar);
  return { effectiveDate: maxDate(on, addDays(doubledFrom, -1)), days: 0 };
}

/** What is left of the parts of a judgment in instalments, payments having gone to the earliest due first. */
function continueInstalments(
  instalments: readonly JudgmentInstalment[],
  leftFen: Fen,
  on: CivilDate,
  calendar: WorkingCalendar,
): JudgmentInstalment[] {
  const starts = instalments.map(({ principalFen, performance }) => ({
    principalFen,
    performance: continuePerformance(performance, on, calendar),
    order: findDoubledStart(performance, calendar).doubledFrom,
  }));
  starts.sort((a, b) => compareDates(a.order, b.order));
  const left: JudgmentInstalment[] = [];
  let openFen = leftFen;
  // What is left lies in the parts that are due last.
  for (const { principalFen, performance } of starts.reverse()) {
    const part = minFen(openFen, principalFen);
    openFen -= part;
    left.unshift({ principalFen: part, performance });
  }
  return left;
}

/**
 * The claim that a new case takes over from a ledger: each bucket as an opening balance, both interests from the day
 * after. A ledger of the new claim equals one that was never interrupted, but for the rounding of the extra posting.
 * Law: PL-13, IN-07; Art. 17 of 和解规定 for the deduction.
 */
export function bringForward(
  input: LedgerInput,
  ledger: JudgmentLedger,
  calendar: WorkingCalendar,
): Omit<LedgerInput, 'order' | 'asOf'> {
  const { closing } = ledger;
  const { asOf, judgmentInstalments, bankruptcyAcceptedOn } = input;
  const generalInterest = input.generalInterest && continueInterest(input.generalInterest, ledger, asOf);
  return {
    principalFen: closing.PRINCIPAL,
    otherMonetaryFen: closing.OTHER_MONETARY,
    costsFen: closing.COSTS,
    executionFeeFen: closing.EXECUTION_FEE,
    generalInterest,
    performance: continuePerformance(input.performance, asOf, calendar),
    judgmentInstalments:
      judgmentInstalments && continueInstalments(judgmentInstalments, closing.PRINCIPAL, asOf, calendar),
    doubled: { ...input.doubled, openingFen: closing.DOUBLED_INTEREST },
    bankruptcyAcceptedOn,
    payments: [],
  };
}

/**
 * Resumes the original basis after a settlement: all payments are allocated again at their dates in the default order,
 * concessions of interest fall away unless the agreement keeps them.
 * Refuses: `dates-reversed`, and what `computeLedger` refuses.
 * Law: PL-13, IN-24 (和解规定 Art. 9, 17).
 */
export function computeResumption(input: ResumptionInput, references: References): Outcome<Resumption> {
  if (input.resumedOn < input.settlement.to) {
    return refuse('dates-reversed', 'Enforcement is resumed before the settlement ends.', { pointer: '/resumedOn' });
  }
  const ledgerInput = applySettlement(input);
  const ledger = computeLedger(ledgerInput, references);
  if (!ledger.ok) {
    return ledger;
  }
  const shadow = computeSettlementShadow(ledgerInput, references);
  if (!shadow.ok) {
    return shadow;
  }
  const deducted = ledger.value.postings.filter(
    (posting) => posting.paymentFen > 0n && posting.date >= input.settlement.from,
  );
  return accept({
    ledger: ledger.value,
    deducted,
    deductedFen: sumFen(deducted.map((posting) => posting.paymentFen - posting.surplusFen)),
    revivedFen: settlementTreatmentOf(ledgerInput.doubled) === 'WAIVED_ON_PERFORMANCE' ? shadow.value : 0n,
    broughtForward: bringForward(ledgerInput, ledger.value, references.calendar),
  });
}
