import fc from 'fast-check';
import t from 'tap';
import { computeLedger } from '../../../src/law/ledger/ledger.js';
import { type Allocation, changePostings, type StandingAllocation } from '../../../src/law/ledger/posting-changes.js';
import { BUCKETS } from '../../../src/law/ledger/terms.js';
import { addDays, compareDates } from '../../../src/shared/civil-date.js';
import { references, valueOf } from '../../support/law-references.js';

interface Paid {
  readonly id: string;
  readonly date: string;
  readonly amountFen: bigint;
}

/** Where payments go in a ledger that is built in order. */
function allocateInOrder(payments: readonly Paid[]): Allocation[] {
  const sorted = [...payments].sort((a, b) => compareDates(a.date, b.date));
  const ledger = valueOf(
    computeLedger(
      {
        principalFen: 370_000_000n,
        costsFen: 3_640_000n,
        executionFeeFen: 3_940_000n,
        generalInterest: {
          from: '2023-03-01',
          rate: { type: 'FIXED_ANNUAL', annualPercent: '3.45' },
          yearBasis: 365,
          paymentDay: 'INCLUDE',
        },
        performance: { effectiveDate: '2023-06-05', days: 10 },
        doubled: { dailyPercent: '0.0175' },
        payments: sorted,
        order: BUCKETS,
        asOf: '2026-01-01',
      },
      references,
    ),
  );
  return sorted.flatMap(({ id, date }, index) =>
    Object.entries(ledger.postings[index]?.allocation ?? {}).map(([bucket, amountFen]) => ({
      paymentId: id,
      bucket: bucket as Allocation['bucket'],
      planId: null,
      instalmentNo: null,
      amountFen,
      effectiveOn: date,
    })),
  );
}

/** Books the change: reversed rows no longer stand, added ones do. */
function book(standing: readonly StandingAllocation[], wanted: readonly Allocation[]): StandingAllocation[] {
  const { reverse, add } = changePostings(standing, wanted);
  const undone = new Set(reverse.map(({ id }) => id));
  return [
    ...standing.filter(({ id }) => !undone.has(id)),
    ...add.map((one, index) => ({ ...one, id: `${standing.length}.${index}.${one.paymentId}.${one.bucket}` })),
  ];
}

const textOf = (rows: readonly Allocation[]) =>
  rows
    .map(({ paymentId, bucket, amountFen, effectiveOn }) => `${paymentId} ${bucket} ${amountFen} ${effectiveOn}`)
    .sort();

const payment = fc.record({
  date: fc.nat(700).map((days) => addDays('2023-03-01', days)),
  amountFen: fc.bigInt(1n, 90_000_000n),
});

t.test('IN-06: back-dated payments and reversals leave the ledger that would have been built in order', async (t) => {
  fc.assert(
    fc.property(
      fc.array(payment, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 5 }),
      (given, undo) => {
        const payments = given.map((one, index) => ({ ...one, id: `p${index}` }));
        let standing: StandingAllocation[] = [];
        let booked: Paid[] = [];
        // They come in the order of the list, not of their dates; some are reversed again between the others.
        for (const [index, one] of payments.entries()) {
          booked = [...booked, one];
          standing = book(standing, allocateInOrder(booked));
          const victim = undo[index];
          if (victim !== undefined) {
            booked = booked.filter((_, place) => place !== victim % booked.length);
            standing = book(standing, allocateInOrder(booked));
          }
        }
        t.same(textOf(standing), textOf(allocateInOrder(booked)));
      },
    ),
    { numRuns: 60 },
  );
});

t.test('a reversal gives back the ledger from before the payment', async (t) => {
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 6 }), payment, (given, extra) => {
      const payments = given.map((one, index) => ({ ...one, id: `p${index}` }));
      const before = book([], allocateInOrder(payments));
      const during = book(before, allocateInOrder([...payments, { ...extra, id: 'extra' }]));
      t.same(textOf(book(during, allocateInOrder(payments))), textOf(before));
    }),
    { numRuns: 60 },
  );
});

t.test('right rows are left alone, wrong ones reversed, missing ones added', async (t) => {
  const row = {
    paymentId: 'p',
    bucket: 'PRINCIPAL',
    planId: null,
    instalmentNo: null,
    effectiveOn: '2024-01-01',
  } as const;
  const standing = { ...row, id: 'row', amountFen: 10n };
  t.same(changePostings([standing], [{ ...row, amountFen: 10n }]), { reverse: [], add: [] });
  t.same(changePostings([standing], [{ ...row, amountFen: 9n }]), {
    reverse: [standing],
    add: [{ ...row, amountFen: 9n }],
  });
  t.same(changePostings([standing], []), { reverse: [standing], add: [] });
  const other = { ...row, instalmentNo: 2, amountFen: 10n };
  t.same(changePostings([standing], [other]), { reverse: [standing], add: [other] }, 'another instalment');
});
