import { type CivilDate, compareDates, toEpochDay } from '../../shared/civil-date.js';
import type { CivilPeriod } from '../../shared/day-ranges.js';
import { divideHalfUp } from '../../shared/decimal.js';
import { type Fen, fitsOnWire, minFen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, placeUnder, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import { createInterestAccrual, type InterestAccrual } from '../interest/accrual.js';
import type { InterestCap } from '../interest/cap.js';
import type { RateTable } from '../interest/lending-rates.js';
import type { PaymentDay, Rate, YearBasis } from '../interest/rate.js';
import type { WorkingCalendar } from '../working-days/calendar.js';
import { createDoubledAccrual, type DoubledAccrual, type JudgmentInstalment } from './doubled-accrual.js';
import { checkDoubledTerms, type DoubledTerms, listExcludedRanges, type PerformancePeriod } from './doubled-terms.js';
import { BUCKETS, type Bucket, namesEachBucketOnce } from './terms.js';

export type Balances = Record<Bucket, Fen>;

export interface LedgerPayment {
  readonly date: CivilDate;
  readonly amountFen: Fen;
  /** What of it was paid back: it stays surplus, also when the debt grows afterwards. */
  readonly refundedFen?: Fen | undefined;
  /** Paid to the applicant himself: the court never had it, so it pays no execution fee. */
  readonly direct?: boolean | undefined;
}

export interface LedgerWaiver {
  readonly date: CivilDate;
  /** By bucket; never more of one drops than is owed. */
  readonly amounts: Readonly<Partial<Balances>>;
}

export interface GeneralInterestTerms {
  /** Interest that is fixed already. */
  readonly openingFen?: Fen | undefined;
  readonly from: CivilDate;
  readonly rate: Rate;
  readonly yearBasis?: YearBasis | null | undefined;
  readonly paymentDay: PaymentDay;
  /** The highest rate allowed by the basis or by law (IN-11); absent: none. */
  readonly cap?: InterestCap | undefined;
  /** Days without general interest by an agreement that outlives a resumption (PL-13). */
  readonly freePeriods?: readonly CivilPeriod[] | undefined;
}

export interface LedgerInput {
  readonly principalFen: Fen;
  readonly otherMonetaryFen?: Fen | undefined;
  readonly costsFen?: Fen | undefined;
  readonly executionFeeFen?: Fen | undefined;
  readonly generalInterest?: GeneralInterestTerms | undefined;
  readonly performance: PerformancePeriod;
  /** The parts of a judgment that orders instalments; they sum to the principal (IN-21). */
  readonly judgmentInstalments?: readonly JudgmentInstalment[] | undefined;
  /** `openingFen`: doubled part brought forward from an earlier case. */
  readonly doubled: DoubledTerms & { readonly openingFen?: Fen | undefined };
  /** First day without any interest, when bankruptcy was accepted (IN-26). */
  readonly bankruptcyAcceptedOn?: CivilDate | undefined;
  readonly payments: readonly LedgerPayment[];
  /** What dropped by performance of the settlement, at the end of a day (IN-24). */
  readonly waivers?: readonly LedgerWaiver[] | undefined;
  readonly order: readonly Bucket[];
  readonly asOf: CivilDate;
}

export interface References {
  readonly rates: RateTable;
  readonly calendar: WorkingCalendar;
}

/** One posting: the interest accrued since the one before, then one payment (or none) allocated. All money in fen. */
export interface LedgerPosting {
  readonly date: CivilDate;
  readonly generalInterestDays: number;
  readonly generalInterestFen: Fen;
  readonly doubledDays: number;
  readonly doubledFen: Fen;
  readonly paymentFen: Fen;
  /** Only buckets that received something, in the order of allocation. */
  readonly allocation: Partial<Balances>;
  readonly surplusFen: Fen;
  /** What dropped on this day without being paid; absent on days of payments. */
  readonly waived?: Partial<Balances>;
  readonly balances: Balances;
}

export interface JudgmentLedger {
  readonly lastPerformanceDate: CivilDate;
  readonly doubledFrom: CivilDate;
  readonly postings: readonly LedgerPosting[];
  readonly closing: Balances & { readonly totalFen: Fen; readonly surplusFen: Fen };
  /** General interest rests on the last known lending rate only (IN-14). */
  readonly ratesProvisional: boolean;
  /** The performance period ended in a year without a loaded calendar (HO-01). */
  readonly calendarProvisional: boolean;
  /** Days of delay before 2014-08-01 are not in the doubled part (IN-25). */
  readonly earlierDelayLeftOut: boolean;
  /** Payments after `asOf`, which are not part of this ledger. */
  readonly paymentsLeftOut: number;
}

function checkInput(input: LedgerInput): Outcome<null> {
  if (!namesEachBucketOnce(input.order)) {
    return refuse('order-incomplete', `The order must name each of ${BUCKETS.join(', ')} exactly once.`, {
      pointer: '/order',
    });
  }
  return checkDoubledTerms(input.doubled);
}

function openBalances(input: LedgerInput): Balances {
  return {
    EXECUTION_FEE: input.executionFeeFen ?? 0n,
    COSTS: input.costsFen ?? 0n,
    GENERAL_INTEREST: input.generalInterest?.openingFen ?? 0n,
    OTHER_MONETARY: input.otherMonetaryFen ?? 0n,
    PRINCIPAL: input.principalFen,
    DOUBLED_INTEREST: input.doubled.openingFen ?? 0n,
  };
}

/** Takes the payment off the balances in the agreed order and returns what each bucket received and what is left. */
function allocate(balances: Balances, payment: LedgerPayment, order: readonly Bucket[]): [Partial<Balances>, Fen] {
  const { amountFen, refundedFen = 0n, direct = false } = payment;
  const allocation: Partial<Balances> = {};
  let left = amountFen - refundedFen;
  for (const bucket of order) {
    if (direct && bucket === 'EXECUTION_FEE') continue;
    const part = minFen(left, balances[bucket]);
    if (part > 0n) {
      allocation[bucket] = part;
      balances[bucket] -= part;
      left -= part;
    }
  }
  return [allocation, left + refundedFen];
}

/** What makes a posting: money, or what drops without being paid. */
interface LedgerEvent extends LedgerPayment {
  readonly waiver?: Readonly<Partial<Balances>>;
}

/** Takes off the balances what drops. @returns by bucket what did */
function waive(balances: Balances, amounts: Readonly<Partial<Balances>>): Partial<Balances> {
  const waived: Partial<Balances> = {};
  for (const bucket of BUCKETS) {
    const part = minFen(amounts[bucket] ?? 0n, balances[bucket]);
    if (part === 0n) continue;
    waived[bucket] = part;
    balances[bucket] -= part;
  }
  return waived;
}

/**
 * The events that make a posting: every payment up to `asOf` in date order, waivers after the payments of their day,
 * and `asOf` unless something falls on that day.
 */
function listEvents(input: LedgerInput): LedgerEvent[] {
  const waivers = (input.waivers ?? []).map(({ date, amounts }) => ({ date, amountFen: 0n, waiver: amounts }));
  const events: LedgerEvent[] = [...input.payments, ...waivers]
    .filter((event) => event.date <= input.asOf)
    // A stable sort keeps the given order among events of one day.
    .sort((a, b) => compareDates(a.date, b.date));
  if (events.at(-1)?.date !== input.asOf) {
    events.push({ date: input.asOf, amountFen: 0n });
  }
  return events;
}

/** Accrues and allocates event by event; linear in their number. */
function postEvents(
  input: LedgerInput,
  doubled: DoubledAccrual,
  accrual: InterestAccrual | undefined,
): Outcome<{ postings: LedgerPosting[]; balances: Balances; surplusFen: Fen }> {
  const balances = openBalances(input);
  const postings: LedgerPosting[] = [];
  let surplusFen = 0n;
  for (const event of listEvents(input)) {
    const day = toEpochDay(event.date);
    const general = accrual?.accrueTo(day) ?? { days: 0, weightedUnits: 0n };
    const generalInterestFen = accrual ? divideHalfUp(balances.PRINCIPAL * general.weightedUnits, accrual.divisor) : 0n;
    const { days, doubledFen } = doubled.accrueTo(day, balances);
    balances.GENERAL_INTEREST += generalInterestFen;
    balances.DOUBLED_INTEREST += doubledFen;
    if (!fitsOnWire(sumFen(Object.values(balances))) || !fitsOnWire(surplusFen + event.amountFen)) {
      return refuse('amount-too-large', `The amounts on ${event.date} exceed what can be kept exactly.`, {
        pointer: '',
      });
    }
    const [allocation, left] = allocate(balances, event, input.order);
    const waived = event.waiver && waive(balances, event.waiver);
    doubled.payPrincipal((allocation.PRINCIPAL ?? 0n) + (waived?.PRINCIPAL ?? 0n));
    surplusFen += left;
    postings.push({
      date: event.date,
      generalInterestDays: general.days,
      generalInterestFen,
      doubledDays: days,
      doubledFen,
      paymentFen: event.amountFen,
      allocation,
      surplusFen: left,
      ...(waived && { waived }),
      balances: { ...balances },
    });
  }
  return accept({ postings, balances, surplusFen });
}

/**
 * The ledger of a judgment debt as of a day: general interest, doubled part and payments, one posting per payment and
 * one at `asOf` unless a payment falls on that day. Payments after `asOf` are left out. All money in fen; each interest
 * is rounded once per posting (IN-02). Serves the calculator, the case ledger, the statement, what-if and resumption.
 * Refuses: `order-incomplete`, `dates-reversed`, `settlement-treatment-conflict`, `instalments-do-not-sum`,
 * `year-basis-missing`, `filing-date-missing`, `rate-not-stored`, `rate-negative`, `amount-too-large`.
 * Law: IN-01 to IN-07, IN-11, IN-20 to IN-26, AL-01, AL-02, AL-04, AL-05, AL-07 (CPL 264, 法释〔2014〕8号, Civil
 * Code 561).
 */
export function computeLedger(input: LedgerInput, references: References): Outcome<JudgmentLedger> {
  const checked = checkInput(input);
  if (!checked.ok) {
    return checked;
  }
  const stopsOn = input.bankruptcyAcceptedOn;
  const doubled = createDoubledAccrual(input, listExcludedRanges(input.doubled, stopsOn), references.calendar);
  if (!doubled.ok) {
    return doubled;
  }
  const accrual = input.generalInterest
    ? createInterestAccrual({ ...input.generalInterest, stopsOn }, input.asOf, references.rates)
    : accept(undefined);
  if (!accrual.ok) {
    return placeUnder(accrual, '/generalInterest');
  }
  const posted = postEvents(input, doubled.value, accrual.value);
  if (!posted.ok) {
    return posted;
  }
  const { postings, balances, surplusFen } = posted.value;
  const { lastPerformanceDate, doubledFrom, provisional, earlierLeftOut } = doubled.value.start;
  return accept({
    lastPerformanceDate,
    doubledFrom,
    postings,
    closing: { ...balances, totalFen: sumFen(Object.values(balances)), surplusFen },
    ratesProvisional: accrual.value?.provisional ?? false,
    calendarProvisional: provisional,
    earlierDelayLeftOut: earlierLeftOut,
    paymentsLeftOut: input.payments.filter((payment) => payment.date > input.asOf).length,
  });
}

/**
 * The doubled part that falls on settlement periods: the shadow amount that drops when the settlement is performed
 * and revives on resumption. It is the difference between counting those periods and excluding them, in fen.
 * Refuses: as `computeLedger`.
 * Law: IN-24 (`WAIVED_ON_PERFORMANCE`).
 */
export function computeSettlementShadow(input: LedgerInput, references: References): Outcome<Fen> {
  const totalsFen: Fen[] = [];
  for (const settlementTreatment of ['WAIVED_ON_PERFORMANCE', 'EXCLUDED'] as const) {
    const doubled = { ...input.doubled, settlementTreatment, excludeSettlementPeriod: undefined };
    const ledger = computeLedger({ ...input, doubled }, references);
    if (!ledger.ok) {
      return ledger;
    }
    totalsFen.push(ledger.value.closing.totalFen);
  }
  return accept(itemAt(totalsFen, 0) - itemAt(totalsFen, 1));
}
