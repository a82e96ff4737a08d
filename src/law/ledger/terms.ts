import { toRateUnits } from '../../shared/decimal.js';

/** What a judgment debt consists of; also the default order of allocation (AL-04). */
export const BUCKETS = [
  'EXECUTION_FEE',
  'COSTS',
  'GENERAL_INTEREST',
  'OTHER_MONETARY',
  'PRINCIPAL',
  'DOUBLED_INTEREST',
] as const;
export type Bucket = (typeof BUCKETS)[number];

/** True for an order of allocation: it names every bucket, and none twice. */
export function namesEachBucketOnce(order: readonly Bucket[]): boolean {
  return order.length === BUCKETS.length && new Set(order).size === BUCKETS.length;
}

/** Statutory rate of the doubled part: 0.0175 % per day (日万分之一点七五, IN-20). */
export const DOUBLED_DAILY_PERCENT = '0.0175';

/** True for the statutory rate of the doubled part, however it is written. */
export function isStatutoryRate(dailyPercent: string): boolean {
  return toRateUnits(dailyPercent) === toRateUnits(DOUBLED_DAILY_PERCENT);
}

export const EXCLUSION_REASONS = [
  'RETRIAL_STAY',
  'REVIEW_STAY_NOT_BY_DEBTOR',
  'REVIEW_STAY_BY_DEBTOR',
  'SETTLEMENT',
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/**
 * What the doubled part does during a settlement (IN-24). `WAIVED_ON_PERFORMANCE`: it runs on as a shadow amount that
 * drops when the settlement is performed; `EXCLUDED`: those days are not counted, not even on resumption; `ACCRUES`:
 * it runs on and is part of the plan by agreement.
 */
export const SETTLEMENT_TREATMENTS = ['WAIVED_ON_PERFORMANCE', 'EXCLUDED', 'ACCRUES'] as const;
export type SettlementTreatment = (typeof SETTLEMENT_TREATMENTS)[number];
