import fc from 'fast-check';
import t from 'tap';
import { computeLedger, type LedgerPosting } from '../../../src/law/ledger/ledger.js';
import {
  type BookedPayment,
  shareAmongApplicants,
  shareBookedPayment,
  sharePostings,
} from '../../../src/law/ledger/shares.js';
import { BUCKETS } from '../../../src/law/ledger/terms.js';
import { references, refusalOf, valueOf } from '../../support/law-references.js';

const weigh = (...weights: bigint[]) =>
  weights.map((weight, index) => ({ applicantId: 'ABCDEF'[index] ?? '', weight }));
const amounts = (amountFen: bigint, ...weights: bigint[]) =>
  valueOf(shareAmongApplicants(amountFen, weigh(...weights))).map((share) => share.amountFen);

t.test('several applicants share to the fen', async (t) => {
  const rows: [string, bigint, bigint[], bigint[]][] = [
    ['one applicant', 100n, [7n], [100n]],
    ['halves', 100n, [1n, 1n], [50n, 50n]],
    ['the odd fen goes to the first of equals', 101n, [1n, 1n], [51n, 50n]],
    ['thirds: two fen are left', 101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    ['the largest fraction first', 10n, [1n, 2n, 4n], [1n, 3n, 6n]],
    ['by claims', 1_000n, [370_000_000n, 130_000_000n], [740n, 260n]],
    ['more money than claims', 1_000n, [1n, 3n], [250n, 750n]],
    ['a share of nothing', 5n, [0n, 1n], [0n, 5n]],
    ['nothing to share', 0n, [1n, 2n], [0n, 0n]],
  ];
  for (const [reason, amountFen, weights, parts] of rows) {
    t.same(amounts(amountFen, ...weights), parts, reason);
  }
  t.equal(refusalOf(shareAmongApplicants(1n, weigh(0n, 0n))), 'shares-missing /applicants');
  t.equal(refusalOf(shareAmongApplicants(1n, [])), 'shares-missing /applicants');
  const [first] = weigh(1n);
  const twice = [first, ...weigh(1n, 2n)].filter((one) => one !== undefined);
  t.equal(refusalOf(shareAmongApplicants(1n, twice)), 'applicant-named-twice /applicants/1/applicantId');
});

t.test('the sum is exact and nobody is a fen away from his exact share', async () => {
  const weights = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 13n), weights, (amountFen, list) => {
      const total = list.reduce((sum, weight) => sum + weight, 0n);
      fc.pre(total > 0n);
      const parts = valueOf(
        shareAmongApplicants(
          amountFen,
          list.map((weight, index) => ({ applicantId: String(index), weight })),
        ),
      );
      return (
        parts.reduce((sum, part) => sum + part.amountFen, 0n) === amountFen &&
        parts.every((part, index) => {
          const exact = amountFen * (list[index] as bigint);
          const difference = part.amountFen * total - exact;
          return difference < total && difference > -total;
        })
      );
    }),
  );
});

t.test('what the court and the payer get is not shared', async (t) => {
  const { postings } = valueOf(
    computeLedger(
      {
        principalFen: 1_000n,
        executionFeeFen: 50n,
        performance: { lastDate: '2024-12-31' },
        doubled: { dailyPercent: '0.0175' },
        payments: [
          { date: '2024-01-10', amountFen: 151n },
          { date: '2024-02-10', amountFen: 1_000n },
        ],
        order: BUCKETS,
        asOf: '2024-03-01',
      },
      references,
    ),
  );
  t.same(valueOf(sharePostings(postings, weigh(1n, 1n))), [
    {
      date: '2024-01-10',
      creditorsFen: 101n,
      shares: [
        { applicantId: 'A', amountFen: 51n },
        { applicantId: 'B', amountFen: 50n },
      ],
    },
    {
      date: '2024-02-10',
      creditorsFen: 899n,
      shares: [
        { applicantId: 'A', amountFen: 450n },
        { applicantId: 'B', amountFen: 449n },
      ],
    },
  ]);
  t.equal(refusalOf(sharePostings(postings, weigh(0n))), 'shares-missing /applicants');
  t.same(valueOf(sharePostings([] as LedgerPosting[], weigh(1n))), []);
});

t.test('who gets what of a booked payment', (t) => {
  const a = { applicantId: 'a', shareWeight: 1n };
  const b = { applicantId: 'b', shareWeight: 2n };
  const joint = [
    { applicantId: 'a', shareWeight: null },
    { applicantId: 'b', shareWeight: null },
  ];
  const parts = [
    { bucket: 'EXECUTION_FEE', amountFen: 5n },
    { bucket: 'COSTS', amountFen: 40n },
    { bucket: 'PLAN_PRINCIPAL', amountFen: 60n },
    { bucket: 'SURPLUS', amountFen: 7n },
  ];
  const gets = (amounts: readonly bigint[]) =>
    amounts.map((amountFen, index) => ({ applicantId: index === 0 ? 'a' : 'b', amountFen }));
  const cases: readonly [string, BookedPayment, unknown][] = [
    ['one applicant', { direct: false, parts, applicants: [a] }, gets([100n])],
    ['one applicant without a share', { direct: false, parts, applicants: joint.slice(0, 1) }, gets([100n])],
    ['one applicant, directly', { direct: true, parts, applicants: [a] }, gets([100n])],
    ['two by their shares', { direct: false, parts, applicants: [a, b] }, gets([33n, 67n])],
    [
      'one with a share of nothing',
      { direct: false, parts, applicants: [{ ...a, shareWeight: 0n }, b] },
      gets([0n, 100n]),
    ],
    ['two without shares', { direct: false, parts, applicants: joint }, null],
    ['two, one of whom took it himself', { direct: true, parts, applicants: [a, b] }, null],
    ['a payment that does not count', { direct: false, parts: [], applicants: [a, b] }, []],
    ['only the fee', { direct: false, parts: parts.slice(0, 1), applicants: [a, b] }, gets([0n, 0n])],
  ];
  for (const [reason, payment, expected] of cases) t.same(shareBookedPayment(payment), expected, reason);
  t.end();
});
