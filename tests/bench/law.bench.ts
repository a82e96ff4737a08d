import { computeLedger, type LedgerInput } from '../../src/law/ledger/ledger.js';
import { BUCKETS, DOUBLED_DAILY_PERCENT } from '../../src/law/ledger/terms.js';
import { applyPlanPayments } from '../../src/law/schedule/payments.js';
import { buildSchedule, type ScheduleInput } from '../../src/law/schedule/schedule.js';
import { addDays } from '../../src/shared/civil-date.js';
import { references, valueOf } from '../support/law-references.js';
import { readProcessorSeconds } from '../support/processor-time.js';

/**
 * Speed, memory and growth of the pure rules on one core, without any database. It prints and asserts nothing, since
 * times depend on the machine. Run: `npx tsx tests/bench/law.bench.ts`; a number behind it divides the work.
 */
const DIVISOR = Number(process.argv[2] ?? 1);
const SCHEDULE_ROWS = 1_000_000 / DIVISOR;
const LEDGERS = 100_000 / DIVISOR;
const PAYMENTS = 12;
const GROWTH = [12, 120, 1_200, 12_000, 120_000];
/** Every size of a growth series handles so many payments in all. */
const GROWTH_PAYMENTS = 240_000 / DIVISOR;

const FLOATING = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;

function scheduleInput(index: number, overrides: Partial<ScheduleInput>): ScheduleInput {
  const firstDueDate = addDays('2023-10-01', index % 300);
  return {
    principalFen: 370_000_000n + BigInt(index),
    n: 12,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate,
    dueDay: 31,
    intervalMonths: 1,
    shift: 'NEXT_WORKDAY',
    interestFrom: addDays(firstDueDate, -30),
    rate: { type: 'FIXED_ANNUAL', annualPercent: '3.45' },
    yearBasis: 365,
    ...overrides,
  };
}

function ledgerInput(index: number, payments: number): LedgerInput {
  return {
    principalFen: 370_000_000n + BigInt(index),
    costsFen: 3_640_000n,
    executionFeeFen: 3_940_000n,
    generalInterest: { from: '2023-03-01', rate: FLOATING, yearBasis: 365, paymentDay: 'INCLUDE' },
    performance: { effectiveDate: '2023-06-05', days: 10 },
    doubled: { dailyPercent: DOUBLED_DAILY_PERCENT },
    payments: Array.from({ length: payments }, (_, payment) => ({
      date: addDays('2023-07-01', Math.floor((payment * 700) / payments)),
      amountFen: 1_000_000n + BigInt(index % 1_000),
    })),
    order: BUCKETS,
    asOf: '2025-12-31',
  };
}

const thousands = new Intl.NumberFormat('en');

/** Warms up, runs the work and prints how much of it a second of one core does. */
function measure(title: string, unit: string, work: (index: number) => number, runs: number): void {
  for (let index = 0; index < Math.min(runs, 1_000); index += 1) {
    work(index);
  }
  let peak = 0;
  let count = 0;
  const started = readProcessorSeconds();
  for (let index = 0; index < runs; index += 1) {
    count += work(index);
    if (index % 1_024 === 0) {
      peak = Math.max(peak, process.memoryUsage().heapUsed);
    }
  }
  const seconds = readProcessorSeconds() - started;
  const rate = thousands.format(Math.round(count / seconds));
  const megabytes = Math.round(peak / 1_048_576);
  console.log(
    `${title}: ${thousands.format(count)} ${unit} in ${seconds.toFixed(2)} s, ` +
      `${rate} ${unit}/s, heap ≤ ${megabytes} MB`,
  );
}

function measureSchedules(title: string, overrides: Partial<ScheduleInput>): void {
  const rows = (index: number) =>
    valueOf(buildSchedule(scheduleInput(index, overrides), references)).instalments.length;
  measure(`schedules, ${title}`, 'rows', rows, Math.ceil(SCHEDULE_ROWS / 12));
}

/** Cost of one payment while their number grows tenfold; a figure that does not rise means at most linear growth. */
function measureGrowth(title: string, work: (payments: number) => unknown): void {
  const figures = GROWTH.map((payments) => {
    const runs = Math.ceil(GROWTH_PAYMENTS / payments);
    work(payments);
    const started = readProcessorSeconds();
    for (let run = 0; run < runs; run += 1) {
      work(payments);
    }
    const microseconds = ((readProcessorSeconds() - started) * 1_000_000) / (runs * payments);
    return `${thousands.format(payments)}: ${microseconds.toFixed(2)}`;
  });
  console.log(`${title}, µs per payment by number of payments: ${figures.join(', ')}`);
}

measureSchedules('equal principal, fixed rate', {});
measureSchedules('equal principal, floating LPR', { rate: FLOATING });
measureSchedules('annuity', { method: 'ANNUITY' });
measureSchedules('every two weeks, rounded, interest deferred', {
  dueDay: undefined,
  intervalMonths: undefined,
  intervalWeeks: 2,
  roundToFen: 100n,
  interestDeferred: true,
});
measure(
  `ledgers of ${PAYMENTS} payments`,
  'ledgers',
  (index) => (valueOf(computeLedger(ledgerInput(index, PAYMENTS), references)).postings.length > 0 ? 1 : 0),
  LEDGERS,
);
measureGrowth('ledger', (payments) => computeLedger(ledgerInput(0, payments), references));

const instalments = valueOf(buildSchedule(scheduleInput(0, {}), references)).instalments;
measureGrowth('payments on a plan', (payments) =>
  applyPlanPayments({
    instalments: instalments.map(({ no, dueDate, paymentFen }) => ({ no, dueDate, amountFen: paymentFen })),
    graceDays: 3,
    prepayPolicy: 'NEXT_FIRST',
    acceleration: { mode: 'AUTOMATIC' },
    payments: ledgerInput(0, payments).payments.map(({ date }) => ({ date, amountFen: 10_000n })),
    asOf: '2025-12-31',
  }),
);
console.log(`resident memory at the end: ${Math.round(process.memoryUsage().rss / 1_048_576)} MB`);
