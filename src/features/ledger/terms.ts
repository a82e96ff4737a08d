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

/** Statutory rate of the doubled part: 0.0175 % per day (日万分之一点七五, IN-20). */
export const DOUBLED_DAILY_PERCENT = '0.0175';

export const EXCLUSION_REASONS = [
  'RETRIAL_STAY',
  'REVIEW_STAY_NOT_BY_DEBTOR',
  'REVIEW_STAY_BY_DEBTOR',
  'SETTLEMENT',
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];
