import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, fitsOnWire, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { itemAt } from '../../shared/require.js';
import { type Coverage, findLargestInstalment, gradeCoverage, type PaymentCapacity } from './capacity.js';
import {
  buildSchedule,
  type References,
  type Schedule,
  type ScheduledInstalment,
  type ScheduleInput,
} from './schedule.js';
import { PLAN_INSTALMENTS_MAX, type QuoteMethod, type QuoteReason } from './terms.js';

/** What is asked of a debt; at least one of `counts`, `amountsFen` and `capacity`. */
export interface QuoteInput extends Omit<ScheduleInput, 'n' | 'method' | 'paidInstalments'> {
  readonly methods: readonly QuoteMethod[];
  /** Numbers of instalments to quote: number → amount. */
  readonly counts?: readonly number[] | undefined;
  /** Instalments that the debtor can pay: amount → number, the fewest that never ask for more. */
  readonly amountsFen?: readonly Fen[] | undefined;
  /** Receipts and outgoings: the fewest instalments that keep the coverage. */
  readonly capacity?: PaymentCapacity | undefined;
}

/** One plan that can be had; money in fen. A lump sum is not among the instalments but in all sums. */
export interface Offer {
  readonly method: QuoteMethod;
  readonly n: number;
  readonly askedBy: readonly QuoteReason[];
  readonly firstInstalmentFen: Fen;
  readonly highestInstalmentFen: Fen;
  readonly lastInstalmentFen: Fen;
  readonly totalInterestFen: Fen;
  readonly totalPaymentFen: Fen;
  /** Due date of the last instalment. */
  readonly endDate: CivilDate;
  /** With a capacity: how well it carries this offer, and the largest equal instalment on the same due dates. */
  readonly coverage: (Coverage & { readonly largestInstalmentFen: Fen }) | null;
  readonly provisional: boolean;
}

/** A question that no plan of up to 60 instalments answers. */
export interface UnmetQuote {
  readonly method: QuoteMethod;
  readonly askedBy: QuoteReason;
  readonly amountFen: Fen | null;
  readonly n: number | null;
  /** Refusal that stands in the way, or `no-number-suffices`. */
  readonly code: string;
}

export interface Quotes {
  /** In the order of the methods, then by number. */
  readonly offers: readonly Offer[];
  readonly unmet: readonly UnmetQuote[];
}

/** What a plan without interest has no use for. */
const WAIVED_TERMS = {
  rate: undefined,
  doubledDailyPercent: undefined,
  interestFreePeriods: undefined,
  interestDeferred: undefined,
  principalFreeInstalments: undefined,
};

type Built = Outcome<Schedule>;

/** Builds each schedule of a method once; all about interest is left out where the method waives it. */
function createBuilder(input: QuoteInput, method: QuoteMethod, references: References): (n: number) => Built {
  const waived = method === 'EQUAL_TOTAL_NO_INTEREST' ? WAIVED_TERMS : {};
  const built = new Map<number, Built>();
  return (n) => {
    const known = built.get(n);
    const schedule = known ?? buildSchedule({ ...input, ...waived, method, n }, references);
    built.set(n, schedule);
    return schedule;
  };
}

function instalmentsOf(schedule: Schedule, input: QuoteInput): readonly ScheduledInstalment[] {
  return input.lumpSum === undefined ? schedule.instalments : schedule.instalments.slice(1);
}

function findHighest(schedule: Schedule, input: QuoteInput): Fen {
  const payments = instalmentsOf(schedule, input).map((instalment) => instalment.paymentFen);
  return payments.reduce((highest, paymentFen) => (paymentFen > highest ? paymentFen : highest), 0n);
}

/** The fewest instalments whose plan satisfies a condition; undefined when none up to the most does. */
function findFewest(build: (n: number) => Built, satisfies: (schedule: Schedule) => boolean): number | undefined {
  for (let n = 1; n <= PLAN_INSTALMENTS_MAX; n += 1) {
    const schedule = build(n);
    if (schedule.ok && satisfies(schedule.value)) {
      return n;
    }
  }
  return undefined;
}

/** Questions of one method with the number that answers each; undefined when none does. */
function answerQuestions(input: QuoteInput, build: (n: number) => Built) {
  const { counts = [], amountsFen = [], capacity } = input;
  const byCount = counts.map((n) => ({ askedBy: 'COUNT' as const, amountFen: null, asked: n, n }));
  const byAmount = amountsFen.map((amountFen) => ({
    askedBy: 'AMOUNT' as const,
    amountFen,
    asked: null,
    n: findFewest(build, (schedule) => findHighest(schedule, input) <= amountFen),
  }));
  const byCoverage =
    capacity === undefined
      ? []
      : [
          {
            askedBy: 'COVERAGE' as const,
            amountFen: null,
            asked: null,
            n: findFewest(build, (schedule) => gradeCoverage(schedule.instalments, capacity).carried),
          },
        ];
  return [...byCount, ...byAmount, ...byCoverage];
}

function toOffer(
  input: QuoteInput,
  method: QuoteMethod,
  n: number,
  schedule: Schedule,
  askedBy: readonly QuoteReason[],
): Offer {
  const instalments = instalmentsOf(schedule, input);
  const { capacity } = input;
  const last = itemAt(instalments, -1);
  return {
    method,
    n,
    askedBy,
    firstInstalmentFen: itemAt(instalments, 0).paymentFen,
    highestInstalmentFen: findHighest(schedule, input),
    lastInstalmentFen: last.paymentFen,
    totalInterestFen: schedule.totals.interestFen,
    totalPaymentFen: sumFen(schedule.instalments.map((instalment) => instalment.paymentFen)),
    endDate: last.dueDate,
    coverage:
      capacity === undefined
        ? null
        : {
            ...gradeCoverage(schedule.instalments, capacity),
            largestInstalmentFen: findLargestInstalment(
              schedule.instalments.map(({ dueDate }) => dueDate),
              capacity,
            ),
          },
    provisional: schedule.ratesProvisional || schedule.instalments.some((instalment) => instalment.provisional),
  };
}

function quoteMethod(input: QuoteInput, method: QuoteMethod, references: References): Quotes {
  const build = createBuilder(input, method, references);
  const reasons = new Map<number, QuoteReason[]>();
  const unmet: UnmetQuote[] = [];
  for (const { askedBy, amountFen, asked, n } of answerQuestions(input, build)) {
    const schedule = n === undefined ? undefined : build(n);
    if (n === undefined || schedule?.ok === false) {
      const code = schedule?.ok === false ? schedule.code : 'no-number-suffices';
      unmet.push({ method, askedBy, amountFen, n: asked, code });
      continue;
    }
    const known = reasons.get(n) ?? [];
    reasons.set(n, known.includes(askedBy) ? known : [...known, askedBy]);
  }
  const offers = [...reasons.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([n, askedBy]) => {
      const schedule = build(n);
      return schedule.ok ? [toOffer(input, method, n, schedule.value, askedBy)] : [];
    });
  return { offers, unmet };
}

/** What the smallest possible plan is refused for, every plan is. */
function findRefusal(input: QuoteInput, references: References): Outcome<unknown> {
  const smallest = (input.principalFreeInstalments ?? 0) + 1;
  const outcomes = input.methods.map((method) => createBuilder(input, method, references)(smallest));
  return outcomes.find((outcome) => !outcome.ok) ?? accept(null);
}

/**
 * Quotes instalment plans for a debt side by side: for given numbers of instalments, for amounts that can be paid, and
 * for what receipts and outgoings carry. All money in fen; every figure comes from the schedule that would be drafted.
 * Refuses: `quote-without-question`, `amount-too-large`, and what `buildSchedule` refuses whatever the number of
 * instalments.
 * Law: section 6.1, 9.2, PL-14.
 */
export function quotePlans(input: QuoteInput, references: References): Outcome<Quotes> {
  const questions = (input.counts ?? []).length + (input.amountsFen ?? []).length + (input.capacity ? 1 : 0);
  if (questions === 0 || input.methods.length === 0) {
    return refuse('quote-without-question', 'Ask for a number, an amount or a capacity, and for a method.', {
      pointer: input.methods.length === 0 ? '/methods' : '/counts',
    });
  }
  const refusal = findRefusal(input, references);
  if (!refusal.ok) {
    return refusal;
  }
  const quotes = input.methods.map((method) => quoteMethod(input, method, references));
  const offers = quotes.flatMap((quote) => quote.offers);
  if (offers.some(({ coverage }) => coverage !== null && !fitsOnWire(coverage.largestInstalmentFen))) {
    return refuse('amount-too-large', 'The receipts exceed what can be kept exactly.', { pointer: '/capacity' });
  }
  return accept({ offers, unmet: quotes.flatMap(({ unmet }) => unmet) });
}
