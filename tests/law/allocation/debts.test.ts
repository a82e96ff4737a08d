import fc from 'fast-check';
import t from 'tap';
import { allocateToDebts, type Debt, shareProportionally } from '../../../src/law/allocation/debts.js';
import { refusalOf, valueOf } from '../../support/law-references.js';

function buildDebt(id: string, overrides: Partial<Debt> = {}): Debt {
  return {
    id,
    dueDate: '2024-05-01',
    costsFen: 0n,
    interestFen: 0n,
    principalFen: 100n,
    securedFen: 0n,
    burdenPercent: '4',
    ...overrides,
  };
}

function payOrder(debts: Debt[], amountFen: bigint, designation: string[] = []): string[] {
  const result = valueOf(allocateToDebts({ paymentDate: '2024-06-01', amountFen, designation, debts }));
  return result.allocations.map(({ id, totalFen }) => `${id}:${totalFen}`);
}

t.test('AL-03: the order of several debts, one step of the law per row', async (t) => {
  const rows: [string, Debt[], string[], string[]][] = [
    [
      'designated before all others',
      [buildDebt('a'), buildDebt('b', { dueDate: '2030-01-01' })],
      ['b'],
      ['b:100', 'a:50'],
    ],
    ['designated in the given order', [buildDebt('a'), buildDebt('b'), buildDebt('c')], ['c', 'a'], ['c:100', 'a:50']],
    ['due before not due', [buildDebt('a', { dueDate: '2024-06-02' }), buildDebt('b')], [], ['b:100', 'a:50']],
    [
      'due on the day of payment is due',
      [buildDebt('a', { dueDate: '2024-06-02', burdenPercent: '9' }), buildDebt('b', { dueDate: '2024-06-01' })],
      [],
      ['b:100', 'a:50'],
    ],
    ['least secured', [buildDebt('a', { securedFen: 2n }), buildDebt('b', { securedFen: 1n })], [], ['b:100', 'a:50']],
    [
      'heaviest burden',
      [buildDebt('a', { burdenPercent: '5.9' }), buildDebt('b', { burdenPercent: '13.8' })],
      [],
      ['b:100', 'a:50'],
    ],
    ['earliest due', [buildDebt('a'), buildDebt('b', { dueDate: '2024-04-01' })], [], ['b:100', 'a:50']],
    ['equals share', [buildDebt('a'), buildDebt('b', { principalFen: 200n })], [], ['a:50', 'b:100']],
    [
      '6.0 and 6 are the same burden',
      [buildDebt('a', { burdenPercent: '6.0' }), buildDebt('b', { burdenPercent: '6' })],
      [],
      ['a:75', 'b:75'],
    ],
    [
      'not due debts follow the same order',
      [buildDebt('a', { dueDate: '2025-01-01' }), buildDebt('b', { dueDate: '2025-01-01', burdenPercent: '9' })],
      [],
      ['b:100', 'a:50'],
    ],
    ['a debt of nothing is skipped', [buildDebt('a', { principalFen: 0n }), buildDebt('b')], [], ['b:100']],
  ];
  for (const [reason, debts, designation, expected] of rows) {
    t.same(payOrder(debts, 150n, designation), expected, reason);
  }
});

t.test('AL-02: inside a debt costs, then interest, then principal', async (t) => {
  const debts = [buildDebt('a', { costsFen: 10n, interestFen: 20n, principalFen: 30n })];
  const rows: [bigint, bigint, bigint, bigint, bigint][] = [
    [5n, 5n, 0n, 0n, 0n],
    [15n, 10n, 5n, 0n, 0n],
    [35n, 10n, 20n, 5n, 0n],
    [61n, 10n, 20n, 30n, 1n],
  ];
  for (const [amountFen, costs, interest, principal, surplus] of rows) {
    const result = valueOf(allocateToDebts({ paymentDate: '2024-06-01', amountFen, designation: [], debts }));
    t.match(result, { allocations: [{ COSTS: costs, INTEREST: interest, PRINCIPAL: principal }], surplusFen: surplus });
    t.equal(result.remaining[0]?.principalFen, 30n - principal);
  }
});

t.test('the fen that remain go to the largest fractions, ties by list order', async (t) => {
  t.same(
    shareProportionally(
      100n,
      [1n, 1n, 1n].map((w) => w * 100n),
    ),
    [34n, 33n, 33n],
  );
  t.same(
    shareProportionally(10n, [10n, 25n, 25n]),
    [2n, 4n, 4n],
    '1.67, 4.17, 4.17: the first has the largest fraction',
  );
  t.same(shareProportionally(5n, [0n, 5n]), [0n, 5n]);
  t.same(shareProportionally(0n, [0n, 0n]), [0n, 0n]);
});

t.test('names that do not fit are refused', async (t) => {
  const debts = [buildDebt('a'), buildDebt('b')];
  const allocate = (designation: string[], list = debts) =>
    refusalOf(allocateToDebts({ paymentDate: '2024-06-01', amountFen: 1n, designation, debts: list }));
  t.equal(allocate(['x']), 'designated-debt-unknown /designation/0');
  t.equal(allocate(['a', 'b', 'a']), 'debt-named-twice /designation/2');
  t.equal(allocate([], [...debts, buildDebt('a')]), 'debt-named-twice /debts/2/id');
  t.equal(allocate([], []), 'accepted', 'no debt: all is surplus');
});

const debts = fc
  .array(
    fc.record({
      dueDate: fc.constantFrom('2024-01-01', '2024-06-01', '2024-12-31'),
      costsFen: fc.bigInt(0n, 50n),
      interestFen: fc.bigInt(0n, 500n),
      principalFen: fc.bigInt(0n, 10_000n),
      securedFen: fc.constantFrom(0n, 100n),
      burdenPercent: fc.constantFrom('4', '6.0', '6'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) => list.map((debt, index) => ({ ...debt, id: `d${index}` })));

t.test('what is paid, left over and left open adds up', async () => {
  fc.assert(
    fc.property(debts, fc.bigInt(1n, 100_000n), fc.nat(7), (list, amountFen, named) => {
      const designation = list.slice(0, named % list.length).map((debt) => debt.id);
      const result = valueOf(allocateToDebts({ paymentDate: '2024-06-28', amountFen, designation, debts: list }));
      const paid = result.allocations.reduce((sum, part) => sum + part.totalFen, 0n);
      const open = result.remaining.reduce(
        (sum, debt) => sum + debt.costsFen + debt.interestFen + debt.principalFen,
        0n,
      );
      const owed = list.reduce((sum, debt) => sum + debt.costsFen + debt.interestFen + debt.principalFen, 0n);
      const inside = result.allocations.every((part) => part.COSTS + part.INTEREST + part.PRINCIPAL === part.totalFen);
      const notNegative = result.remaining.every(
        (debt) => debt.costsFen >= 0n && debt.interestFen >= 0n && debt.principalFen >= 0n,
      );
      return paid + result.surplusFen === amountFen && paid + open === owed && inside && notNegative;
    }),
  );
});

t.test('a share never exceeds its weight and the parts sum to the amount', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 20 }),
      fc.nat(1_000),
      (weights, perMille) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0n);
        const amount = (total * BigInt(perMille)) / 1_000n;
        const parts = shareProportionally(amount, weights);
        const sum = parts.reduce((all, part) => all + part, 0n);
        return sum === amount && parts.every((part, index) => part >= 0n && part <= (weights[index] as bigint));
      },
    ),
  );
});

t.test('AL-03: each step of the law also keeps a list that is in order already', async (t) => {
  const rows: [string, Partial<Debt>, Partial<Debt>][] = [
    ['due before not due', { dueDate: '2024-06-01' }, { dueDate: '2024-06-02', burdenPercent: '9' }],
    ['least secured', { securedFen: 1n }, { securedFen: 2n }],
    ['heaviest burden', { burdenPercent: '13.8' }, { burdenPercent: '5.9' }],
    ['earliest due', { dueDate: '2024-04-01' }, { dueDate: '2024-04-02' }],
  ];
  for (const [reason, first, second] of rows) {
    t.same(payOrder([buildDebt('a', first), buildDebt('b', second)], 150n), ['a:100', 'b:50'], reason);
  }
});

t.test('AL-03: the last fen go to the largest fractions, wherever they stand in the list', async (t) => {
  t.same(shareProportionally(1n, [1n, 2n]), [0n, 1n]);
  t.same(shareProportionally(1n, [2n, 1n]), [1n, 0n]);
  t.same(shareProportionally(5n, [1n, 3n, 3n]), [1n, 2n, 2n], 'fractions 5, 1 and 1 of 7');
  t.same(shareProportionally(1n, [2n, 2n]), [1n, 0n], 'equal fractions: the first in the list');
});
