import fc from 'fast-check';
import t from 'tap';
import {
  addCarriedInterest,
  carryBalance,
  type EarlyInterest,
  markEarned,
  type StandingInstalment,
} from '../../../src/law/amendment/carry.js';
import { comparePlans } from '../../../src/law/amendment/difference.js';
import { decideSuretyLiability, type SecuredDebt } from '../../../src/law/amendment/surety.js';
import { divideAmongVersions, listChain, paymentsOfVersion } from '../../../src/law/amendment/versions.js';
import { buildSchedule } from '../../../src/law/schedule/schedule.js';
import { references, refusalOf, valueOf } from '../../support/law-references.js';

function standing(dueDate: string, principalFen: bigint, interestFen: bigint, paidFen = 0n): StandingInstalment {
  return { dueDate, principalFen, interestFen, paidFen };
}

t.test('the balance carried over is what is left, to the fen', async (t) => {
  const [paid, overdue, partPaid, next] = [
    standing('2024-01-31', 100n, 10n, 110n),
    standing('2024-02-29', 100n, 9n, 4n),
    standing('2024-03-31', 100n, 8n, 0n),
    standing('2024-04-30', 100n, 7n, 0n),
  ];
  const cases: [string, StandingInstalment[], string, object][] = [
    [
      'nothing paid, nothing due',
      [next],
      '2024-04-01',
      { principalFen: 100n, interestFen: 0n, receivedFen: 0n, interestFrom: undefined },
    ],
    [
      'what was paid stays behind',
      [paid, next],
      '2024-02-01',
      { principalFen: 100n, interestFen: 0n, receivedFen: 110n, interestFrom: '2024-02-01' },
    ],
    [
      'overdue interest goes along',
      [paid, overdue, next],
      '2024-03-10',
      { principalFen: 200n, interestFen: 5n, receivedFen: 114n, interestFrom: '2024-03-01' },
    ],
    [
      'an instalment due on the first day is not due before it',
      [partPaid, next],
      '2024-03-31',
      { principalFen: 200n, interestFen: 0n, interestFrom: undefined },
    ],
    [
      'interest paid in advance lowers the principal',
      [standing('2024-04-30', 100n, 7n, 7n)],
      '2024-04-01',
      { principalFen: 93n, interestFen: 0n, receivedFen: 7n },
    ],
    [
      'an instalment paid in advance',
      [standing('2024-04-30', 100n, 7n, 107n), standing('2024-05-31', 100n, 6n)],
      '2024-04-01',
      { principalFen: 93n, interestFen: 0n },
    ],
  ];
  for (const [reason, instalments, effectiveOn, expected] of cases) {
    t.match(valueOf(carryBalance(instalments, effectiveOn)), expected, reason);
  }
  t.equal(refusalOf(carryBalance([paid], '2024-02-01')), 'nothing-to-amend');
});

t.test('interest that was earned before is carried, though its instalment has not fallen due', async (t) => {
  const rows = [
    standing('2024-01-31', 100n, 0n, 100n),
    standing('2024-02-29', 100n, 0n),
    standing('2024-03-31', 100n, 60n),
  ];
  const cases: [string, EarlyInterest, string, bigint][] = [
    ['nothing was carried or deferred', { carriedFen: 0n }, '2024-03-01', 0n],
    [
      'carried into a first instalment that is due by now: it is part of that row',
      { carriedFen: 0n },
      '2024-02-01',
      0n,
    ],
    [
      'deferred: the rows that fell due have earned',
      { carriedFen: 0n, deferredRowsFen: [30n, 20n, 10n] },
      '2024-03-01',
      50n,
    ],
    ['deferred: only the first fell due', { carriedFen: 0n, deferredRowsFen: [30n, 20n, 10n] }, '2024-02-29', 30n],
    ['deferred, and carried before', { carriedFen: 7n, deferredRowsFen: [30n, 20n, 10n] }, '2024-01-01', 7n],
    [
      'all has fallen due: the last row holds everything itself',
      { carriedFen: 7n, deferredRowsFen: [30n, 20n, 3n] },
      '2024-04-01',
      60n,
    ],
  ];
  for (const [reason, early, effectiveOn, interestFen] of cases) {
    t.match(valueOf(carryBalance(markEarned(rows, early, effectiveOn), effectiveOn)), { interestFen }, reason);
  }
  const first = [standing('2024-03-31', 100n, 17n, 5n), standing('2024-04-30', 100n, 9n)];
  t.match(
    valueOf(carryBalance(markEarned(first, { carriedFen: 12n }, '2024-03-10'), '2024-03-10')),
    { principalFen: 200n, interestFen: 7n },
    'amended again before the first instalment: what was carried is still owed, less what was paid on it',
  );
});

t.test('carried and paid money make up the old debt without the interest that is not owed yet', async () => {
  const fen = fc.bigInt({ min: 0n, max: 1_000_000n });
  const instalment = fc.record({ principalFen: fen, interestFen: fen, share: fc.integer({ min: 0, max: 100 }) });
  fc.assert(
    fc.property(
      fc.array(instalment, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 12 }),
      (rows, dueCount) => {
        const instalments = rows.map(({ principalFen, interestFen, share }, index) =>
          standing(
            index < dueCount ? '2024-01-31' : '2024-12-31',
            principalFen,
            interestFen,
            ((principalFen + interestFen) * BigInt(share)) / 100n,
          ),
        );
        const carried = carryBalance(instalments, '2024-06-01');
        if (!carried.ok) return;
        const sum = (read: (one: StandingInstalment) => bigint) =>
          instalments.reduce((total, one) => total + read(one), 0n);
        const owedInterestFen = sum((one) => (one.dueDate < '2024-06-01' ? one.interestFen : 0n));
        const { principalFen, interestFen, receivedFen } = carried.value;
        if (principalFen + interestFen + receivedFen !== sum((one) => one.principalFen) + owedInterestFen)
          throw new Error('a fen was lost');
      },
    ),
    { seed: 20240601 },
  );
});

t.test('carried interest falls due with the first new instalment', async (t) => {
  const terms = {
    principalFen: 300n,
    n: 3,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2024-07-31',
    dueDay: 'MONTH_END',
    intervalMonths: 1,
    shift: 'NONE',
  } as const;
  const schedule = addCarriedInterest(valueOf(buildSchedule(terms, references)), 5n);
  t.same(
    schedule.instalments.map((one) => [one.principalFen, one.interestFen, one.paymentFen]),
    [
      [100n, 5n, 105n],
      [100n, 0n, 100n],
      [100n, 0n, 100n],
    ],
  );
  t.match(schedule.totals, { principalFen: 300n, interestFen: 5n, paymentFen: 305n });
});

t.test(
  'a surety who did not agree in writing answers for no more than before and for no more than after',
  async (t) => {
    const before: SecuredDebt = { principalFen: 1_000n, interestFen: 50n, lastDueDate: '2024-08-31' };
    const cases: [string, Partial<SecuredDebt>, boolean, object][] = [
      ['an increase is charged with consent', { principalFen: 1_200n }, true, { liableFen: 1_250n, notChargedFen: 0n }],
      [
        'an increase is not charged without',
        { principalFen: 1_200n },
        false,
        { liableFen: 1_050n, notChargedFen: 200n },
      ],
      [
        'a reduction benefits him without consent',
        { principalFen: 800n },
        false,
        { liableFen: 850n, notChargedFen: 0n },
      ],
      ['a reduction benefits him with consent', { principalFen: 800n }, true, { liableFen: 850n, notChargedFen: 0n }],
      [
        'less principal and more interest',
        { principalFen: 900n, interestFen: 90n },
        false,
        { principalFen: 900n, interestFen: 50n, notChargedFen: 40n },
      ],
      [
        'a longer term leaves the guarantee period',
        { lastDueDate: '2025-08-31' },
        false,
        { liableFen: 1_050n, performanceEndsOn: '2024-08-31' },
      ],
      ['a longer term with consent moves it', { lastDueDate: '2025-08-31' }, true, { performanceEndsOn: '2025-08-31' }],
    ];
    for (const [reason, change, consented, expected] of cases) {
      t.match(decideSuretyLiability(before, { ...before, ...change }, consented), expected, reason);
    }
  },
);

t.test('the versions of a settlement share its payments, each fen once', async (t) => {
  const version = (id: string, amendsPlanId: string | null, receivedFen: bigint | null) => ({
    id,
    amendsPlanId,
    receivedFen,
    signedOn: '2024-01-01',
  });
  const chain = [version('a', null, 300n), version('b', 'a', 0n), version('c', 'b', null)];
  t.same(
    listChain([...chain].reverse(), 'c').map((one) => one.id),
    ['a', 'b', 'c'],
  );
  t.same(
    listChain(chain, 'b').map((one) => one.id),
    ['a', 'b'],
  );
  t.same(listChain(chain, 'x'), []);
  const pay = (id: string, amountFen: bigint, receivedOn = '2024-02-01') => ({ id, amountFen, receivedOn });
  const share = (...payments: ReturnType<typeof pay>[]) =>
    divideAmongVersions(payments, chain).map((list) => list.map((one) => `${one.id}${one.amountFen}`).join(' '));
  t.same(share(pay('p', 100n), pay('q', 200n), pay('r', 50n)), ['p100 q200', '', 'r50'], 'as it was at the amendment');
  t.same(
    share(pay('p', 100n), pay('late', 80n), pay('q', 200n), pay('r', 50n)),
    ['p100 late80 q120', '', 'q80 r50'],
    'money found later lowers what is owed now',
  );
  t.same(share(pay('q', 200n), pay('r', 150n)), ['q200 r100', '', 'r50'], 'money taken back is made up for first');
  t.same(paymentsOfVersion([pay('early', 7n, '2023-12-31'), pay('p', 400n)], chain), [pay('p', 100n)]);
  t.same(
    paymentsOfVersion([pay('p', 400n)], chain.slice(0, 1)),
    [pay('p', 300n)],
    'a superseded version keeps its share',
  );
  t.same(paymentsOfVersion([pay('p', 400n)], []), []);

  const paidBack = { ...pay('p', 400n), refundedFen: 60n };
  t.same(
    divideAmongVersions([paidBack, { ...pay('q', 50n), refundedFen: 50n }], chain),
    [
      [{ ...pay('p', 300n), refundedFen: 0n }],
      [],
      [
        { ...pay('p', 100n), refundedFen: 60n },
        { ...pay('q', 50n), refundedFen: 50n },
      ],
    ],
    'what was paid back fills no version, and stays with the last part of its payment',
  );
});

t.test('two versions are compared instalment by instalment', async (t) => {
  const row = (no: number, dueDate: string, principalFen: bigint, interestFen = 0n) => ({
    no,
    dueDate,
    principalFen,
    interestFen,
  });
  const from = {
    planNo: 1,
    instalments: [row(1, '2024-01-31', 100n), row(2, '2024-02-29', 100n), row(3, '2024-03-31', 100n)],
  };
  const to = {
    planNo: 2,
    instalments: [row(1, '2024-02-29', 100n), row(2, '2024-04-30', 50n), row(3, '2024-05-31', 50n, 2n)],
  };
  const { instalments, totals, summary } = comparePlans(from, to, { beginsOn: '2024-02-01', paidFen: [100n, 0n, 0n] });
  t.same(
    instalments.map((one) => [one.change, one.no.from, one.no.to]),
    [
      ['KEPT', 1, null],
      ['UNCHANGED', 2, 1],
      ['CHANGED', 3, 2],
      ['ADDED', null, 3],
    ],
  );
  t.equal(
    instalments[2]?.text,
    '原第 3 期 → 新第 2 期:到期日 2024-03-31 → 2024-04-30;本金 1.00 元 → 0.50 元;应付合计 1.00 元 → 0.50 元',
  );
  t.equal(instalments[3]?.text, '新增第 3 期:2024-05-31 应付 0.52 元(本金 0.50 元,利息 0.02 元)');
  t.match(totals, {
    count: { from: 2, to: 3 },
    principalFen: { from: 200n, to: 200n, differenceFen: 0n },
    paymentFen: { differenceFen: 2n },
  });
  t.same(summary, [
    '第 1 版 → 第 2 版:2 期 → 3 期',
    '本金不变(2.00 元)',
    '利息 0.00 元 → 0.02 元,增加 0.02 元',
    '应付合计 2.00 元 → 2.02 元,增加 0.02 元',
    '最后到期日 2024-03-31 → 2024-05-31',
  ]);
  const shorter = comparePlans(to, { planNo: 3, instalments: [] }, undefined);
  t.same(
    shorter.instalments.map((one) => one.change),
    ['REMOVED', 'REMOVED', 'REMOVED'],
  );
  t.match(shorter.summary[1], '本金 2.00 元 → 0.00 元,减少 2.00 元');
  t.match(shorter.summary.at(-1), '最后到期日 2024-05-31 → —');
  const allKept = comparePlans(from, to, { beginsOn: '2024-04-01', paidFen: [100n, 100n, 100n] });
  t.match(allKept.summary.at(-1), '最后到期日 — → 2024-05-31');
  const arrears = comparePlans(from, to, { beginsOn: '2024-03-01', paidFen: [40n, 0n, 0n] });
  t.same(
    arrears.instalments.map((one) => [one.change, one.no.from, one.principalFen.from]),
    [
      ['CARRIED', 1, 60n],
      ['CARRIED', 2, 100n],
      ['CHANGED', 3, 100n],
      ['ADDED', null, null],
      ['ADDED', null, null],
    ],
    'what was due and unpaid is carried, the unpaid part of it',
  );
  t.match(arrears.totals.principalFen, { from: 260n, to: 200n, differenceFen: -60n });
  t.match(arrears.instalments[0]?.text, /^原第 1 期:已到期未付部分转入新计划/);
  const ahead = comparePlans(from, to, { beginsOn: '2024-02-01', paidFen: [100n, 0n, 100n] });
  t.same(
    ahead.instalments.map((one) => [one.change, one.no.from]),
    [
      ['KEPT', 1],
      ['KEPT', 3],
      ['UNCHANGED', 2],
      ['ADDED', null],
      ['ADDED', null],
    ],
    'what was paid ahead of its day stays with the old version',
  );
  t.match(shorter.instalments[0]?.text, '取消原第 1 期:2024-02-29 应付 1.00 元(本金 1.00 元,利息 0.00 元)');
});
