/** Most instalments of a plan that is computed; of one in a case, above it the judge says why (PL-14). */
export const PLAN_INSTALMENTS_MAX = 60;
/** Most instalments of a plan in a case: thirty years of months. */
export const CASE_INSTALMENTS_MAX = 360;
/** In a case: when the first instalment is due more days after signing, the judge says why (PL-14). */
export const FIRST_DUE_DAYS_MAX = 90;

/** Forms of a plan, section 6.1. */
export const SCHEDULE_METHODS = [
  'EQUAL_PRINCIPAL',
  'ANNUITY',
  'EQUAL_TOTAL_NO_INTEREST',
  'CUSTOM',
  'STEPPED',
  'SEASONAL',
  'BALLOON',
  'PERCENT_OF_RECEIPTS',
] as const;
export type ScheduleMethod = (typeof SCHEDULE_METHODS)[number];

/** Forms that follow from a number of instalments alone, so that they can be quoted. */
export const QUOTE_METHODS = ['EQUAL_PRINCIPAL', 'ANNUITY', 'EQUAL_TOTAL_NO_INTEREST'] as const;
export type QuoteMethod = (typeof QUOTE_METHODS)[number];

/** Why a plan is offered: its number was asked for, it fits an amount, or receipts and outgoings carry it. */
export const QUOTE_REASONS = ['COUNT', 'AMOUNT', 'COVERAGE'] as const;
export type QuoteReason = (typeof QUOTE_REASONS)[number];

/** What happens to a nominal date on a rest day (PL-02). */
export const DATE_SHIFTS = ['NEXT_WORKDAY', 'NONE'] as const;
export type DateShift = (typeof DATE_SHIFTS)[number];

/** Order in which early money covers instalments that are not due, section 6.4. */
export const PREPAY_POLICIES = ['NEXT_FIRST', 'LAST_FIRST'] as const;
export type PrepayPolicy = (typeof PREPAY_POLICIES)[number];

/** How an instalment stands on a day (PL-12). */
export const INSTALMENT_STATUSES = [
  'PAID',
  'PAID_LATE',
  'PART_PAID_NOT_DUE',
  'NOT_DUE',
  'PART_PAID_OVERDUE',
  'OVERDUE',
  'ACCELERATED',
] as const;
export type InstalmentStatus = (typeof INSTALMENT_STATUSES)[number];

/** When a breach makes the whole sum due, section 6.3 (PL-10). */
export const ACCELERATION_MODES = ['NONE', 'ON_NOTICE', 'AUTOMATIC'] as const;

/** Whether interest of days after the whole sum fell due is part of it (PL-10). */
export const FUTURE_INTEREST = ['INCLUDED', 'EXCLUDED'] as const;
