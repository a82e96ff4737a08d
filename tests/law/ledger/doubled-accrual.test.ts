import fc from 'fast-check';
import t from 'tap';
import { createDayCounter } from '../../../src/law/ledger/day-counter.js';
import { excludesDays, listExcludedRanges, settlementTreatmentOf } from '../../../src/law/ledger/doubled-terms.js';
import { computeLedger, type LedgerInput } from '../../../src/law/ledger/ledger.js';
import { BUCKETS, DOUBLED_DAILY_PERCENT, EXCLUSION_REASONS } from '../../../src/law/ledger/terms.js';
import { addDays, CIVIL_DATE_MAX, toEpochDay } from '../../../src/shared/civil-date.js';
import { references, refusalOf, valueOf } from '../../support/law-references.js';

/** One million yuan bears 175 yuan a day. */
const MILLION = 100_000_000n;
const PER_DAY = 17_500n;
const PARTS = [
  { principalFen: MILLION, performance: { lastDate: '2024-01-31' } },
  { principalFen: MILLION, performance: { lastDate: '2024-02-29' } },
  { principalFen: MILLION, performance: { lastDate: '2024-03-31' } },
];

function buildInput(overrides: Partial<LedgerInput> = {}): LedgerInput {
  return {
    principalFen: 3n * MILLION,
    performance: { lastDate: '2023-12-29' },
    judgmentInstalments: PARTS,
    doubled: { dailyPercent: DOUBLED_DAILY_PERCENT },
    payments: [],
    order: BUCKETS,
    asOf: '2024-04-10',
    ...overrides,
  };
}

const compute = (overrides: Partial<LedgerInput> = {}) => valueOf(computeLedger(buildInput(overrides), references));

t.test('IN-21: each instalment of a judgment has its own start, all go into one sum', async (t) => {
  const ledger = compute();
  t.match(ledger, { lastPerformanceDate: '2024-01-31', doubledFrom: '2024-02-01' }, 'the earliest start');
  // 70 days from 1 February, 41 from 1 March, 9 from 2 April: 31 March is a Sunday.
  t.match(ledger.postings, [{ doubledDays: 70, doubledFen: 120n * PER_DAY }]);
  t.equal(compute({ asOf: '2024-01-31' }).closing.DOUBLED_INTEREST, 0n, 'nothing is late yet');
  t.equal(compute({ asOf: '2024-02-01' }).closing.DOUBLED_INTEREST, PER_DAY, 'only the first part is late');
  t.same(
    compute({ judgmentInstalments: [...PARTS].reverse() }).closing,
    ledger.closing,
    'the order of the list is free',
  );
});

t.test('IN-21: a payment goes to the instalment that is due first', async (t) => {
  const ledger = compute({ payments: [{ date: '2024-02-10', amountFen: MILLION + MILLION / 2n }] });
  t.match(ledger.postings, [
    { doubledDays: 10, doubledFen: 10n * PER_DAY },
    // Half of the second part for 41 days, the third for 9.
    { doubledDays: 60, doubledFen: (41n * PER_DAY) / 2n + 9n * PER_DAY },
  ]);
  const early = compute({ payments: [{ date: '2024-01-10', amountFen: 2n * MILLION }] });
  t.equal(early.closing.DOUBLED_INTEREST, 9n * PER_DAY, 'paid before they are due: nothing but the third is late');
});

t.test('IN-21: other money and costs follow the performance period of the judgment', async (t) => {
  const rest = { otherMonetaryFen: MILLION, costsFen: MILLION, asOf: '2024-02-02' };
  // From 30 December: 35 days on the penalty; 2 days on the first part.
  const penalty = compute(rest);
  t.match(penalty, { doubledFrom: '2023-12-30', lastPerformanceDate: '2023-12-29' });
  t.match(penalty.postings, [{ doubledDays: 35, doubledFen: 37n * PER_DAY }]);
  const doubled = { dailyPercent: DOUBLED_DAILY_PERCENT, includeCosts: true };
  const costs = compute({ ...rest, otherMonetaryFen: 0n, doubled });
  t.match(costs.postings, [{ doubledDays: 35, doubledFen: 37n * PER_DAY }], 'costs by the switch');
  t.equal(compute({ ...rest, otherMonetaryFen: 0n }).doubledFrom, '2024-02-01', 'without it they decide nothing');
  const later = compute({ ...rest, performance: { lastDate: '2024-02-01' } });
  t.match(later, { doubledFrom: '2024-02-01' }, 'a later period of the rest does not hide the first part');
  t.match(later.postings, [{ doubledDays: 2, doubledFen: 3n * PER_DAY }]);
});

t.test('marks and refusals of instalments', async (t) => {
  const provisional = [...PARTS.slice(0, 2), { principalFen: MILLION, performance: { lastDate: '2027-03-31' } }];
  t.ok(compute({ judgmentInstalments: provisional }).calendarProvisional, 'one part beyond the calendar');
  t.notOk(compute().calendarProvisional);
  const refused = (judgmentInstalments: LedgerInput['judgmentInstalments']) =>
    refusalOf(computeLedger(buildInput({ judgmentInstalments }), references));
  t.equal(refused(PARTS.slice(1)), 'instalments-do-not-sum /judgmentInstalments');
  t.equal(refused([]), 'instalments-do-not-sum /judgmentInstalments');
  t.equal(refused(undefined), 'accepted');
});

t.test('IN-24: the treatment of a settlement and the older switch say the same', async (t) => {
  const base = { dailyPercent: '0.0175' };
  t.equal(settlementTreatmentOf(base), 'WAIVED_ON_PERFORMANCE');
  t.equal(settlementTreatmentOf({ ...base, excludeSettlementPeriod: true }), 'EXCLUDED');
  t.equal(
    settlementTreatmentOf({ ...base, excludeSettlementPeriod: false, settlementTreatment: 'ACCRUES' }),
    'ACCRUES',
  );
  const settlement = [{ from: '2024-02-01', to: '2024-02-10', reason: 'SETTLEMENT' }] as const;
  const days = (doubled: Partial<LedgerInput['doubled']>) =>
    compute({ doubled: { ...base, excludedPeriods: settlement, ...doubled } }).postings[0]?.doubledDays;
  t.equal(days({}), 70);
  t.equal(days({ settlementTreatment: 'WAIVED_ON_PERFORMANCE' }), 70, 'a shadow is counted');
  t.equal(days({ settlementTreatment: 'ACCRUES' }), 70);
  t.equal(days({ settlementTreatment: 'EXCLUDED' }), 60);
  t.equal(days({ settlementTreatment: 'EXCLUDED', excludeSettlementPeriod: true }), 60);
  const both = { ...base, excludeSettlementPeriod: true, settlementTreatment: 'ACCRUES' } as const;
  t.equal(
    refusalOf(computeLedger(buildInput({ doubled: both }), references)),
    'settlement-treatment-conflict /doubled/settlementTreatment',
  );
  const excluding = EXCLUSION_REASONS.filter((reason) => excludesDays(reason, base));
  t.same(excluding, ['RETRIAL_STAY', 'REVIEW_STAY_NOT_BY_DEBTOR'], 'IN-23: nothing else by statute');
});

t.test('IN-26: both interests stop on the day bankruptcy is accepted', async (t) => {
  const generalInterest = {
    from: '2024-01-01',
    rate: { type: 'FIXED_DAILY', dailyPercent: '0.01' },
    paymentDay: 'INCLUDE',
  } as const;
  const single = { judgmentInstalments: undefined, principalFen: MILLION, generalInterest };
  const on = (bankruptcyAcceptedOn: string | undefined, paymentDay: 'INCLUDE' | 'EXCLUDE' = 'INCLUDE') =>
    compute({ ...single, generalInterest: { ...generalInterest, paymentDay }, bankruptcyAcceptedOn }).postings[0];
  t.match(on(undefined), { generalInterestDays: 101, doubledDays: 103 });
  t.match(on('2024-03-01'), { generalInterestDays: 60, doubledDays: 62 }, 'the day itself bears nothing');
  t.match(on('2024-03-01', 'EXCLUDE'), { generalInterestDays: 60, doubledDays: 62 });
  t.match(on('2024-04-11'), { generalInterestDays: 101, doubledDays: 103 }, 'accepted after the day of the ledger');
  t.match(on('2023-12-01'), { generalInterestDays: 0, doubledDays: 0 }, 'accepted before anything ran');
  const stops = listExcludedRanges({ dailyPercent: '0.0175' }, '2024-03-01');
  t.same(stops, [{ from: toEpochDay('2024-03-01'), to: toEpochDay(CIVIL_DATE_MAX) }]);
});

t.test('IN-11: the cap of the basis holds in the ledger', async (t) => {
  const capped = (annualPercent: string, cap: NonNullable<LedgerInput['generalInterest']>['cap']) =>
    compute({
      principalFen: 36_500n,
      judgmentInstalments: undefined,
      generalInterest: {
        from: '2024-04-01',
        rate: { type: 'FIXED_ANNUAL', annualPercent },
        yearBasis: 365,
        paymentDay: 'INCLUDE',
        cap,
      },
    }).closing.GENERAL_INTEREST;
  t.equal(capped('20', undefined), 200n, '10 days at 20%');
  t.equal(capped('20', { type: 'FIXED', annualPercent: '15' }), 150n);
  t.equal(capped('20', { type: 'PRIVATE_LOAN', contractMadeOn: '2023-09-01' }), 138n, '4 × 3.45%');
  t.equal(
    refusalOf(
      computeLedger(
        buildInput({
          generalInterest: {
            from: '2024-04-01',
            rate: { type: 'FIXED_DAILY', dailyPercent: '1' },
            paymentDay: 'INCLUDE',
            cap: { type: 'PRIVATE_LOAN', contractMadeOn: '2019-01-01' },
          },
        }),
        references,
      ),
    ),
    'filing-date-missing /generalInterest/cap/filedOn',
  );
});

t.test('an opening balance of the doubled part bears nothing itself', async (t) => {
  const doubled = { dailyPercent: DOUBLED_DAILY_PERCENT, openingFen: 1_000n };
  t.equal(compute({ doubled, asOf: '2024-01-31' }).closing.DOUBLED_INTEREST, 1_000n);
  t.equal(compute({ doubled }).closing.DOUBLED_INTEREST, 1_000n + 120n * PER_DAY);
});

t.test('days are counted once, whatever the postings', async (t) => {
  const counter = createDayCounter(10, [
    { from: 12, to: 13 },
    { from: 20, to: 29 },
  ]);
  t.same([9, 10, 12, 12, 15, 25, 30].map(counter.countTo), [0, 1, 1, 0, 2, 4, 1]);
});

const part = fc.record({
  principalFen: fc.bigInt(0n, 10n ** 10n),
  performance: fc.nat(500).map((days) => ({ lastDate: addDays('2023-06-01', days) })),
});

t.test('without payments the joined ledger is the sum of one ledger for each instalment', async () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.nat(700), (parts, days) => {
      const asOf = addDays('2023-06-01', days);
      const principalFen = parts.reduce((sum, one) => sum + one.principalFen, 0n);
      const joined = compute({ principalFen, judgmentInstalments: parts, asOf }).closing.DOUBLED_INTEREST;
      const single = parts.reduce(
        (sum, one) => sum + compute({ ...one, judgmentInstalments: undefined, asOf }).closing.DOUBLED_INTEREST,
        0n,
      );
      const difference = joined - single;
      // Each of the separate ledgers rounds by itself.
      return 2n * (difference < 0n ? -difference : difference) <= BigInt(parts.length + 1);
    }),
  );
});

t.test('a judgment of one instalment is the plain ledger, with any payments', async (t) => {
  const payment = fc.record({
    date: fc.nat(400).map((days) => addDays('2024-01-01', days)),
    amountFen: fc.bigInt(1n, MILLION),
  });
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 8 }), (payments) => {
      const performance = { lastDate: '2024-01-31' };
      const common = { payments, asOf: '2025-03-01', performance };
      const joined = compute({ ...common, judgmentInstalments: [{ principalFen: 3n * MILLION, performance }] });
      t.same(joined, compute({ ...common, judgmentInstalments: undefined }));
    }),
    { numRuns: 40 },
  );
});

t.test('in a judgment of instalments too, order and splitting of payments of one day change nothing', async (t) => {
  const payment = fc.record({
    date: fc.nat(200).map((days) => addDays('2024-01-01', days)),
    amountFen: fc.bigInt(2n, 2n * MILLION),
  });
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 6 }), (payments) => {
      const closing = (list: typeof payments) => compute({ payments: list, asOf: '2024-12-31' }).closing;
      const split = payments.flatMap(({ date, amountFen }) => [
        { date, amountFen: amountFen / 3n },
        { date, amountFen: amountFen - amountFen / 3n },
      ]);
      t.same(closing(split), closing(payments));
      t.same(closing([...split].reverse()), closing(payments));
    }),
    { numRuns: 40 },
  );
});

t.test('whatever is paid, each part bears its own days: checked day by day', async () => {
  const payment = fc.record({
    date: fc.nat(120).map((days) => addDays('2024-01-15', days)),
    amountFen: fc.bigInt(1n, 150n).map((parts) => parts * 2_000_000n),
  });
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 4 }), (payments) => {
      // Money beyond the principal would pay the doubled part itself.
      fc.pre(payments.reduce((sum, one) => sum + one.amountFen, 0n) <= 3n * MILLION);
      const asOf = '2024-05-31';
      const starts = ['2024-02-01', '2024-03-01', '2024-04-02'];
      const left = [MILLION, MILLION, MILLION];
      let weighted = 0n;
      for (let day = '2024-01-15'; day <= asOf; day = addDays(day, 1)) {
        weighted += starts.reduce((sum, start, index) => sum + (start <= day ? (left[index] ?? 0n) : 0n), 0n);
        for (const { date, amountFen } of payments) {
          let paid = date === day ? amountFen : 0n;
          for (const [index, open] of left.entries()) {
            const part = paid < open ? paid : open;
            left[index] = open - part;
            paid -= part;
          }
        }
      }
      // Amounts are multiples of 20,000 yuan, so that no posting is rounded.
      return compute({ payments, asOf }).closing.DOUBLED_INTEREST === (weighted * 175n) / 1_000_000n;
    }),
  );
});

t.test('IN-21: the list of instalments may come in any order, payments go to the earliest all the same', async (t) => {
  const payments = [{ date: '2024-02-10', amountFen: MILLION }];
  t.same(compute({ payments, judgmentInstalments: [...PARTS].reverse() }).postings, compute({ payments }).postings);
});

t.test('IN-21: costs of nothing do not decide on the start', async (t) => {
  const doubled = { dailyPercent: DOUBLED_DAILY_PERCENT, includeCosts: true };
  t.match(compute({ doubled }), { doubledFrom: '2024-02-01' });
  t.match(compute({ doubled, costsFen: 0n }), { doubledFrom: '2024-02-01' });
  t.match(compute({ doubled, costsFen: 1n }), { doubledFrom: '2023-12-30' });
});

t.test('IN-21: instalments that do not sum are refused with both sums', async (t) => {
  t.match(computeLedger(buildInput({ judgmentInstalments: PARTS.slice(1) }), references), {
    facts: { sumFen: 2n * MILLION, principalFen: 3n * MILLION },
  });
});

t.test('IN-23: a review asked for by the debtor counts, also where settlements are excluded', async (t) => {
  t.notOk(excludesDays('REVIEW_STAY_BY_DEBTOR', { dailyPercent: '0.0175', settlementTreatment: 'EXCLUDED' }));
});
