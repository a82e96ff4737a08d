import { allocateToDebts } from '../../../law/allocation/debts.js';
import {
  computeExecutionFee,
  computePreservationFee,
  EXECUTION_TARIFF,
  PRESERVATION_TARIFF,
} from '../../../law/fees/fees.js';
import { computeGeneralInterest } from '../../../law/interest/general-interest.js';
import type { RateTable } from '../../../law/interest/lending-rates.js';
import type { PerformancePeriod } from '../../../law/ledger/doubled-terms.js';
import { computeLedger, type LedgerInput } from '../../../law/ledger/ledger.js';
import { sharePostings } from '../../../law/ledger/shares.js';
import type { Acceleration } from '../../../law/schedule/acceleration.js';
import { applyPlanPayments } from '../../../law/schedule/payments.js';
import { quotePlans } from '../../../law/schedule/quotes.js';
import { buildSchedule, type ScheduleInput } from '../../../law/schedule/schedule.js';
import type { WorkingCalendar } from '../../../law/working-days/calendar.js';
import { Problem } from '../../../shared/problems.js';
import type { Outcome } from '../../../shared/refusal.js';
import type {
  FeesAnswer,
  GeneralInterestAnswer,
  InstalmentPlanAnswer,
  JudgmentLedgerAnswer,
  MultiDebtAllocationAnswer,
  PlanPaymentsAnswer,
  PlanQuotesAnswer,
} from './answer-schema.js';
import { explainDebtAllocation, explainFee } from './debt-explanation.js';
import { explainGeneralInterest } from './interest-explanation.js';
import { explainLedger } from './ledger-explanation.js';
import { explainPlanPayments } from './plan-explanation.js';
import type { InstalmentPlanBody, PlanQuotesBody } from './plan-schema.js';
import { explainQuotes } from './quote-explanation.js';
import { explainSchedule } from './schedule-explanation.js';
import type {
  FeesBody,
  GeneralInterestBody,
  JudgmentLedgerBody,
  MultiDebtAllocationBody,
  PlanPaymentsBody,
} from './schema.js';

export interface References {
  readonly rates: RateTable;
  readonly calendar: WorkingCalendar;
}

/** A calculator has no state to conflict with, so every refusal of a rule is bad input. */
function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) {
    return outcome.value;
  }
  throw new Problem('invalid-body', {
    detail: `${outcome.detail} (${outcome.code})`,
    errors: [{ pointer: outcome.pointer ?? '', detail: outcome.detail }],
  });
}

/** General interest with its explanation; refusals are 400 `invalid-body`. */
export function calculateGeneralInterest(body: GeneralInterestBody, { rates }: References): GeneralInterestAnswer {
  const result = unwrap(computeGeneralInterest(body, rates));
  return {
    days: result.days,
    segments: [...result.segments],
    interestFen: result.interestFen,
    explanation: explainGeneralInterest(body, result, rates),
  };
}

function toPerformance(period: JudgmentLedgerBody['performance']): PerformancePeriod {
  const { effectiveDate, days, lastDate } = period;
  return lastDate === undefined
    ? // The schema has made sure that both are present when the last day is not.
      { effectiveDate: effectiveDate as string, days: days as number }
    : { lastDate };
}

/** Ledger of a judgment debt with its explanation; refusals are 400 `invalid-body`. */
export function calculateJudgmentLedger(body: JudgmentLedgerBody, references: References): JudgmentLedgerAnswer {
  const { applicants, performance, judgmentInstalments, ...rest } = body;
  const input: LedgerInput = {
    ...rest,
    performance: toPerformance(performance),
    judgmentInstalments: judgmentInstalments?.map((instalment) => ({
      ...instalment,
      performance: toPerformance(instalment.performance),
    })),
  };
  const ledger = unwrap(computeLedger(input, references));
  const shares = applicants && unwrap(sharePostings(ledger.postings, applicants));
  return {
    lastPerformanceDate: ledger.lastPerformanceDate,
    doubledFrom: ledger.doubledFrom,
    postings: [...ledger.postings],
    closing: ledger.closing,
    ...(shares && { applicantShares: shares.map((shared) => ({ ...shared, shares: [...shared.shares] })) }),
    explanation: explainLedger(input, ledger, references.rates, shares),
  };
}

/** Both fees for lists of amounts. */
export function calculateFees(body: FeesBody): FeesAnswer {
  const execution = body.executionAmountsFen.map(computeExecutionFee);
  const preservation = body.preservationAmountsFen.map(computePreservationFee);
  return {
    execution: execution.map(({ amountFen, feeFen }) => ({ amountFen, feeFen })),
    preservation: preservation.map(({ amountFen, feeFen }) => ({ amountFen, feeFen })),
    explanation: [
      ...execution.map((fee, index) => explainFee(`/execution/${index}/feeFen`, fee, EXECUTION_TARIFF, 'EXECUTION')),
      ...preservation.map((fee, index) =>
        explainFee(`/preservation/${index}/feeFen`, fee, PRESERVATION_TARIFF, 'PRESERVATION'),
      ),
    ],
  };
}

/** Schedule of a plan with its explanation; refusals are 400 `invalid-body`. */
export function calculateInstalmentPlan(body: InstalmentPlanBody, references: References): InstalmentPlanAnswer {
  const input: ScheduleInput = body;
  const schedule = unwrap(buildSchedule(input, references));
  return {
    schedule: schedule.instalments.map(({ provisional: _provisional, ...instalment }) => instalment),
    totals: schedule.totals,
    ...(schedule.afterPaid === undefined ? {} : { afterPaid: schedule.afterPaid }),
    explanation: explainSchedule(input, schedule),
  };
}

/** Plans that can be had for a debt, side by side, with their explanation; refusals are 400 `invalid-body`. */
export function calculatePlanQuotes(body: PlanQuotesBody, references: References): PlanQuotesAnswer {
  const quotes = unwrap(quotePlans(body, references));
  return {
    offers: quotes.offers.map(({ provisional: _provisional, askedBy, ...offer }) => ({
      ...offer,
      askedBy: [...askedBy],
    })),
    unmet: [...quotes.unmet],
    explanation: explainQuotes(body, quotes),
  };
}

/** A calculator knows one notice, and takes whole instalments with the interest of their days. */
function toAcceleration(acceleration: PlanPaymentsBody['acceleration']): Acceleration {
  if (acceleration.mode !== 'ON_NOTICE') return acceleration;
  const { mode, noticeServedOn } = acceleration;
  return { mode, notices: noticeServedOn === undefined ? [] : [{ servedOn: noticeServedOn }] };
}

/** Payments applied to a plan with their explanation; refusals are 400 `invalid-body`. */
export function calculatePlanPayments(body: PlanPaymentsBody): PlanPaymentsAnswer {
  const result = unwrap(applyPlanPayments({ ...body, acceleration: toAcceleration(body.acceleration) }));
  const { applications, instalments, breachDate, acceleration, outstandingFen, surplusFen } = result;
  return {
    applications: applications.map((application) => ({ ...application, applied: [...application.applied] })),
    instalments: [...instalments],
    breachDate,
    acceleration,
    outstandingFen,
    surplusFen,
    explanation: explainPlanPayments(body, result),
  };
}

/** One payment over several debts with its explanation; refusals are 400 `invalid-body`. */
export function calculateMultiDebtAllocation(body: MultiDebtAllocationBody): MultiDebtAllocationAnswer {
  const result = unwrap(allocateToDebts(body));
  return {
    allocations: [...result.allocations],
    remaining: [...result.remaining],
    surplusFen: result.surplusFen,
    explanation: explainDebtAllocation(body, result),
  };
}
