import fc from 'fast-check';
import t from 'tap';
import { computeLedger, type LedgerInput } from '../../../src/law/ledger/ledger.js';
import { bringForward, computeResumption, type ResumptionInput } from '../../../src/law/ledger/resumption.js';
import { computeSettlementInterest } from '../../../src/law/ledger/settlement-interest.js';
import { BUCKETS, DOUBLED_DAILY_PERCENT, SETTLEMENT_TREATMENTS } from '../../../src/law/ledger/terms.js';
import { addDays } from '../../../src/shared/civil-date.js';
import { calendar, references, refusalOf, valueOf } from '../../support/law-references.js';

const FLOATING = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' } as const;
const GENERAL = { from: '2023-03-01', rate: FLOATING, yearBasis: 365, paymentDay: 'INCLUDE' } as const;

/** The breach of P12: four instalments of P08 were paid. */
function buildInput(overrides: Partial<ResumptionInput> = {}): ResumptionInput {
  return {
    claim: {
      principalFen: 370_000_000n,
      costsFen: 3_640_000n,
      executionFeeFen: 3_940_000n,
      generalInterest: GENERAL,
      performance: { effectiveDate: '2023-06-05', days: 10 },
      doubled: { dailyPercent: DOUBLED_DAILY_PERCENT },
      payments: [
        { date: '2023-10-31', amountFen: 34_720_514n },
        { date: '2023-11-30', amountFen: 34_590_161n },
        { date: '2024-01-02', amountFen: 34_580_623n },
        { date: '2024-01-31', amountFen: 34_373_967n },
      ],
    },
    settlement: { from: '2023-10-01', to: '2024-03-04' },
    treatment: 'WAIVED_ON_PERFORMANCE',
    resumedOn: '2024-03-05',
    ...overrides,
  };
}

const resume = (overrides: Partial<ResumptionInput> = {}) =>
  valueOf(computeResumption(buildInput(overrides), references));

t.test('PL-13: settlement payments are allocated again at their dates, as in P12', async (t) => {
  const result = resume();
  t.match(result.ledger.closing, {
    PRINCIPAL: 250_940_462n,
    GENERAL_INTEREST: 806_447n,
    DOUBLED_INTEREST: 15_556_275n,
  });
  t.equal(result.ledger.closing.totalFen, 267_303_184n);
  t.same(
    result.deducted.map(({ date }) => date),
    ['2023-10-31', '2023-11-30', '2024-01-02', '2024-01-31'],
  );
  t.equal(result.deductedFen, 138_265_265n, 'what has been performed is deducted');
  t.equal(result.revivedFen, 15_556_275n - 6_972_165n, 'the shadow of the settlement is owed again');
});

t.test('IN-24: the treatment decides what resumption revives', async (t) => {
  const excluded = resume({ treatment: 'EXCLUDED' });
  t.match(excluded.ledger.closing, { DOUBLED_INTEREST: 6_972_165n, totalFen: 258_719_074n }, 'P12, second figure');
  t.equal(excluded.revivedFen, 0n);
  const accrues = resume({ treatment: 'ACCRUES' });
  t.same(accrues.ledger, resume().ledger, 'counted all the same');
  t.equal(accrues.revivedFen, 0n, 'it had never been a shadow');
});

t.test('PL-13: a concession of interest falls away unless the agreement keeps it', async (t) => {
  const kept = resume({ concessionKept: true });
  t.same(
    kept.ledger.postings.map(({ generalInterestDays }) => generalInterestDays),
    [214, 0, 0, 0, 1],
    '2023-03-01 to 2023-09-30, and the day of resumption',
  );
  t.ok(kept.ledger.closing.totalFen < resume().ledger.closing.totalFen);
  t.same(resume({ concessionKept: false }).ledger, resume().ledger);
  const withoutInterest = buildInput().claim;
  const claim = { ...withoutInterest, generalInterest: undefined };
  t.equal(resume({ claim, concessionKept: true }).ledger.closing.GENERAL_INTEREST, 0n, 'nothing to concede');
});

t.test('payments from before the settlement are no part of what is deducted for it', async (t) => {
  const { claim } = buildInput();
  const earlier = { date: '2023-09-30', amountFen: 1_000_000n };
  const result = resume({ claim: { ...claim, payments: [...claim.payments, earlier] } });
  t.equal(result.deducted.length, 4);
  const onTheDay = { date: '2023-10-01', amountFen: 1_000_000n };
  t.equal(resume({ claim: { ...claim, payments: [...claim.payments, onTheDay] } }).deducted.length, 5);
  const tooMuch = { date: '2024-02-01', amountFen: 10n ** 12n };
  const surplus = resume({ claim: { ...claim, payments: [tooMuch] } });
  t.equal(surplus.deductedFen, tooMuch.amountFen - surplus.ledger.closing.surplusFen, 'surplus is not deducted');
});

t.test('refusals', async (t) => {
  const refused = (overrides: Partial<ResumptionInput>) =>
    refusalOf(computeResumption(buildInput(overrides), references));
  t.equal(refused({ resumedOn: '2024-03-03' }), 'dates-reversed /resumedOn');
  t.equal(refused({ resumedOn: '2024-03-04' }), 'accepted', 'resumed on the last day');
  const reversed = { from: '2024-03-05', to: '2024-03-04' };
  t.equal(refused({ settlement: reversed }), 'dates-reversed /doubled/excludedPeriods/0/to');
});

t.test('the resumed case goes on where the ledger stopped', async (t) => {
  const { ledger, broughtForward } = resume();
  t.match(broughtForward, {
    principalFen: 250_940_462n,
    costsFen: 0n,
    executionFeeFen: 0n,
    generalInterest: { openingFen: 806_447n, from: '2024-03-06' },
    performance: { effectiveDate: '2024-03-05', days: 0 },
    doubled: { openingFen: 15_556_275n },
    payments: [],
  });
  const next = valueOf(computeLedger({ ...broughtForward, order: BUCKETS, asOf: '2024-03-06' }, references));
  t.match(next.postings, [{ generalInterestDays: 1, doubledDays: 1 }]);
  t.equal(next.closing.totalFen, ledger.closing.totalFen + 23_719n + 43_915n, 'one more day of both');
});

t.test('a part of the judgment whose start is still to come keeps it', async (t) => {
  const input: LedgerInput = {
    principalFen: 300n,
    performance: { lastDate: '2024-08-30' },
    judgmentInstalments: [
      { principalFen: 100n, performance: { lastDate: '2024-07-31' } },
      { principalFen: 100n, performance: { lastDate: '2024-05-31' } },
      { principalFen: 100n, performance: { lastDate: '2024-06-28' } },
    ],
    doubled: { dailyPercent: '0.0175' },
    bankruptcyAcceptedOn: '2024-12-01',
    payments: [{ date: '2024-06-01', amountFen: 130n }],
    order: BUCKETS,
    asOf: '2024-06-30',
  };
  const forward = bringForward(input, valueOf(computeLedger(input, references)), calendar);
  t.same(forward.judgmentInstalments, [
    { principalFen: 0n, performance: { effectiveDate: '2024-06-30', days: 0 } },
    { principalFen: 70n, performance: { effectiveDate: '2024-06-30', days: 0 } },
    { principalFen: 100n, performance: { effectiveDate: '2024-07-31', days: 0 } },
  ]);
  t.match(forward, {
    performance: { effectiveDate: '2024-08-30', days: 0 },
    generalInterest: undefined,
    bankruptcyAcceptedOn: '2024-12-01',
  });
});

t.test('IN-24: what becomes of the doubled part of the settlement days', async (t) => {
  const { claim, settlement } = buildInput();
  const excludedPeriods = [{ ...settlement, reason: 'SETTLEMENT' as const }];
  const shadowFen = 15_556_275n - 6_972_165n;
  for (const settlementTreatment of SETTLEMENT_TREATMENTS) {
    const doubled = { ...claim.doubled, excludedPeriods, settlementTreatment };
    const input = { ...claim, doubled, order: BUCKETS, asOf: '2024-03-05' };
    t.same(valueOf(computeSettlementInterest(input, references)), {
      treatment: settlementTreatment,
      shadowFen: settlementTreatment === 'WAIVED_ON_PERFORMANCE' ? shadowFen : 0n,
      accruesFen: settlementTreatment === 'ACCRUES' ? shadowFen : 0n,
      excludedFen: settlementTreatment === 'EXCLUDED' ? shadowFen : 0n,
    });
  }
  const input = { ...claim, order: [], asOf: '2024-03-05' };
  t.equal(refusalOf(computeSettlementInterest(input, references)), 'order-incomplete /order');
});

const payment = fc.record({
  date: fc.nat(500).map((days) => addDays('2023-03-01', days)),
  amountFen: fc.bigInt(1n, 90_000_000n),
});

t.test('a ledger cut in two and brought forward ends where the uncut one ends, but for roundings', async () => {
  fc.assert(
    fc.property(
      fc.array(payment, { maxLength: 8 }),
      fc.integer({ min: 10, max: 400 }),
      fc.constantFrom('INCLUDE' as const, 'EXCLUDE' as const),
      fc.boolean(),
      (payments, cutDays, paymentDay, joined) => {
        const { payments: _none, ...claim } = buildInput().claim;
        const cut = addDays('2023-03-01', cutDays);
        const parts = [
          { principalFen: 200_000_000n, performance: { lastDate: '2023-06-30' } },
          { principalFen: 170_000_000n, performance: { lastDate: '2023-12-29' } },
        ];
        const input = {
          ...claim,
          generalInterest: { ...GENERAL, paymentDay },
          ...(joined ? { judgmentInstalments: parts } : {}),
          order: BUCKETS,
        };
        const asOf = '2024-12-31';
        const whole = valueOf(computeLedger({ ...input, payments, asOf }, references)).closing;
        const first = { ...input, payments: payments.filter(({ date }) => date <= cut), asOf: cut };
        const forward = bringForward(first, valueOf(computeLedger(first, references)), calendar);
        const rest = payments.filter(({ date }) => date > cut);
        const second = valueOf(computeLedger({ ...forward, payments: rest, order: BUCKETS, asOf }, references)).closing;
        const difference = whole.totalFen - second.totalFen;
        return (difference < 0n ? -difference : difference) <= 4n + BigInt(payments.length);
      },
    ),
  );
});
