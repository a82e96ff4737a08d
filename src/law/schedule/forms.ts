import type { CivilPeriod } from '../../shared/day-ranges.js';
import type { Fen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import type { LumpSum } from './due-dates.js';
import type { PrincipalTerms } from './principal.js';
import { PLAN_INSTALMENTS_MAX, type ScheduleMethod } from './terms.js';

/** What parties may agree beside the method of section 6.1. Nothing of it is needed. */
export interface PlanForm {
  readonly lumpSum?: LumpSum | undefined;
  /** Days that bear no interest, both ends included; overlaps count once. */
  readonly interestFreePeriods?: readonly CivilPeriod[] | undefined;
  /** The first so many of the `n` instalments pay interest only. */
  readonly principalFreeInstalments?: number | undefined;
  /** The interest of all instalments falls due with the last one; it bears no interest itself. */
  readonly interestDeferred?: boolean | undefined;
  /** Every instalment but the last is rounded down to a multiple of this; the last takes the rest. */
  readonly roundToFen?: Fen | undefined;
  /** Percent per day of the doubled part that the agreement adds to the plan (IN-24, `ACCRUES`). */
  readonly doubledDailyPercent?: string | undefined;
  /** `PERCENT_OF_RECEIPTS`: share of the inflow that is due beside the minimum. */
  readonly receiptsPercent?: string | undefined;
  /** `PERCENT_OF_RECEIPTS`: inflow before each of the first instalments, as far as it is known. */
  readonly inflowsFen?: readonly Fen[] | undefined;
}

type FormInput = PlanForm & {
  /** Most rows, those of PL-14 unless said. */
  readonly rowsMax?: number | undefined;
} & Pick<PrincipalTerms, 'principalFen' | 'n' | 'method'> & { readonly rate?: unknown };

/** Methods whose amounts the parties have listed one by one. */
const LISTED_METHODS: readonly ScheduleMethod[] = ['CUSTOM', 'SEASONAL'];

/** Rows of a schedule: the instalments and, before them, the lump sum. */
export function countRows(form: { readonly n: number; readonly lumpSum?: LumpSum | undefined }): number {
  return form.n + (form.lumpSum === undefined ? 0 : 1);
}

/** An annuity has one payment from level interest, so nothing that changes its interest fits it. */
function findAnnuityConflict(input: FormInput): keyof PlanForm | undefined {
  const fields = ['interestFreePeriods', 'interestDeferred', 'doubledDailyPercent'] as const;
  return fields.find((field) => {
    const value = input[field];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  });
}

/** Something that concerns interest in a plan that bears none. */
function findIdleInterestTerm(input: FormInput): keyof PlanForm | undefined {
  if (input.rate !== undefined || input.doubledDailyPercent !== undefined) {
    return undefined;
  }
  if ((input.principalFreeInstalments ?? 0) > 0) {
    return 'principalFreeInstalments';
  }
  if ((input.interestFreePeriods ?? []).length > 0) {
    return 'interestFreePeriods';
  }
  return input.interestDeferred === true ? 'interestDeferred' : undefined;
}

function checkInterestTerms(input: FormInput): Outcome<null> {
  const annuityConflict = input.method === 'ANNUITY' ? findAnnuityConflict(input) : undefined;
  if (annuityConflict !== undefined) {
    return refuse('annuity-needs-level-interest', 'An annuity has one level payment; its interest cannot change.', {
      pointer: `/${annuityConflict}`,
    });
  }
  const idle = findIdleInterestTerm(input);
  if (idle !== undefined) {
    return refuse('rate-missing', 'This plan bears no interest.', { pointer: `/${idle}` });
  }
  if (input.interestDeferred === true && (input.principalFreeInstalments ?? 0) > 0) {
    return refuse('instalment-of-nothing', 'An instalment without principal has to pay its interest.', {
      pointer: '/interestDeferred',
    });
  }
  const reversed = (input.interestFreePeriods ?? []).findIndex(({ from, to }) => from > to);
  return reversed < 0
    ? accept(null)
    : refuse('dates-reversed', 'The period ends before it begins.', { pointer: `/interestFreePeriods/${reversed}/to` });
}

/**
 * Checks what is agreed beside the method.
 * Refuses: `plan-too-long`, `rate-not-allowed`, `lump-sum-too-large`, `principal-free-too-many`, `rate-missing`,
 * `annuity-needs-level-interest`, `instalment-of-nothing`, `dates-reversed`, `rounding-of-listed-amounts`,
 * `inflows-not-for-method`, `inflows-too-many`.
 * Law: section 6.1, PL-14.
 */
export function checkForm(input: FormInput): Outcome<null> {
  const { rowsMax = PLAN_INSTALMENTS_MAX } = input;
  if (input.n < 1 || countRows(input) > rowsMax) {
    return refuse('plan-too-long', `A plan has 1 to ${rowsMax} instalments.`, { pointer: '/n' });
  }
  if (input.method === 'EQUAL_TOTAL_NO_INTEREST' && input.rate !== undefined) {
    return refuse('rate-not-allowed', 'This form of plan bears no interest.', { pointer: '/rate' });
  }
  if (input.lumpSum !== undefined && input.lumpSum.amountFen >= input.principalFen) {
    return refuse('lump-sum-too-large', 'The lump sum leaves nothing for instalments.', {
      pointer: '/lumpSum/amountFen',
    });
  }
  if ((input.principalFreeInstalments ?? 0) >= input.n) {
    return refuse('principal-free-too-many', 'The last instalment has to pay principal.', {
      pointer: '/principalFreeInstalments',
    });
  }
  if (input.roundToFen !== undefined && LISTED_METHODS.includes(input.method)) {
    return refuse('rounding-of-listed-amounts', 'Amounts that are listed one by one are not rounded.', {
      pointer: '/roundToFen',
    });
  }
  if (input.inflowsFen !== undefined && input.method !== 'PERCENT_OF_RECEIPTS') {
    return refuse('inflows-not-for-method', 'Only a plan by receipts has inflows.', { pointer: '/inflowsFen' });
  }
  if ((input.inflowsFen ?? []).length > input.n) {
    return refuse('inflows-too-many', `There are only ${input.n} instalments.`, { pointer: '/inflowsFen' });
  }
  return checkInterestTerms(input);
}
