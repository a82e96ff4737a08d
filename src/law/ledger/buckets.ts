export const LEDGER_BUCKETS = [
  'EXECUTION_FEE',
  'COSTS',
  'GENERAL_INTEREST',
  'OTHER_MONETARY',
  'PRINCIPAL',
  'DOUBLED_INTEREST',
  'PLAN_INTEREST',
  'PLAN_PRINCIPAL',
  'SURPLUS',
] as const;
export type LedgerBucket = (typeof LEDGER_BUCKETS)[number];
export const POSTING_KINDS = ['CLAIM', 'ALLOCATION', 'REVERSAL'] as const;
