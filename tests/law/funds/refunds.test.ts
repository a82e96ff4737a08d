import fc from 'fast-check';
import t from 'tap';
import { changeRefunds, type RefundChange, type StandingRefund } from '../../../src/law/funds/refunds.js';

const over = (paymentId: string, amountFen: bigint) => ({ paymentId, bucket: 'SURPLUS', amountFen }) as const;
const owed = (paymentId: string, amountFen: bigint) => ({ paymentId, bucket: 'PRINCIPAL', amountFen }) as const;
const task = (paymentId: string, amountFen: bigint): StandingRefund => ({ paymentId, amountFen });

t.test('AL-07: a task says what of its payment nobody is owed', async (t) => {
  const cases: readonly [string, StandingRefund[], ReturnType<typeof over | typeof owed>[], RefundChange[]][] = [
    ['nothing over', [], [owed('a', 100n)], []],
    ['nothing at all', [], [], []],
    [
      'a part is over',
      [],
      [owed('a', 60n), over('a', 40n)],
      [{ paymentId: 'a', kind: 'OPENED', beforeFen: 0n, amountFen: 40n }],
    ],
    ['still the same', [task('a', 40n)], [over('a', 40n)], []],
    [
      'more is over',
      [task('a', 40n)],
      [over('a', 41n)],
      [{ paymentId: 'a', kind: 'CHANGED', beforeFen: 40n, amountFen: 41n }],
    ],
    [
      'the debt has grown',
      [task('a', 40n)],
      [owed('a', 100n)],
      [{ paymentId: 'a', kind: 'VOIDED', beforeFen: 40n, amountFen: 0n }],
    ],
    [
      'the payment was taken back',
      [task('a', 40n)],
      [],
      [{ paymentId: 'a', kind: 'VOIDED', beforeFen: 40n, amountFen: 0n }],
    ],
    ['void, and still nothing', [task('a', 0n)], [owed('a', 1n)], []],
    [
      'void, and over again',
      [task('a', 0n)],
      [over('a', 7n)],
      [{ paymentId: 'a', kind: 'OPENED', beforeFen: 0n, amountFen: 7n }],
    ],
    [
      'what was over in one payment is over in a later one',
      [task('a', 40n)],
      [owed('a', 100n), over('b', 40n)],
      [
        { paymentId: 'a', kind: 'VOIDED', beforeFen: 40n, amountFen: 0n },
        { paymentId: 'b', kind: 'OPENED', beforeFen: 0n, amountFen: 40n },
      ],
    ],
    [
      'over in two versions of a plan',
      [],
      [over('a', 3n), over('a', 4n)],
      [{ paymentId: 'a', kind: 'OPENED', beforeFen: 0n, amountFen: 7n }],
    ],
  ];
  for (const [reason, standing, allocations, expected] of cases) {
    t.same(changeRefunds(standing, allocations), expected, reason);
  }
});

t.test('after the changes the tasks hold exactly what is over, whatever stood before', async () => {
  const ids: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd');
  const fen = fc.bigInt({ min: 0n, max: 1_000n });
  const standing = fc.uniqueArray(fc.record({ paymentId: ids, amountFen: fen }), { selector: (one) => one.paymentId });
  const surplus = fc.array(fc.record({ paymentId: ids, bucket: fc.constant('SURPLUS' as const), amountFen: fen }));
  fc.assert(
    fc.property(standing, surplus, (before, allocations) => {
      const tasks = new Map(before.map(({ paymentId, amountFen }) => [paymentId, amountFen]));
      for (const { paymentId, amountFen } of changeRefunds(before, allocations)) tasks.set(paymentId, amountFen);
      const wanted = new Map<string, bigint>();
      for (const { paymentId, amountFen } of allocations) {
        wanted.set(paymentId, (wanted.get(paymentId) ?? 0n) + amountFen);
      }
      for (const id of new Set([...tasks.keys(), ...wanted.keys()])) {
        if ((tasks.get(id) ?? 0n) !== (wanted.get(id) ?? 0n)) throw new Error(`${id} does not hold what is over`);
      }
      return (
        changeRefunds(
          [...tasks].map(([paymentId, amountFen]) => ({ paymentId, amountFen })),
          allocations,
        ).length === 0
      );
    }),
    { seed: 20240620 },
  );
});
