import t from 'tap';
import type { Balances } from '../../../src/law/ledger/ledger.js';
import { decidePerformance, type PerformanceFacts } from '../../../src/law/settlement/performance.js';

const NOTHING: Balances = {
  EXECUTION_FEE: 0n,
  COSTS: 0n,
  GENERAL_INTEREST: 0n,
  OTHER_MONETARY: 0n,
  PRINCIPAL: 0n,
  DOUBLED_INTEREST: 0n,
};
const OF_ALL = { applicantIds: ['a', 'b'], openFen: 0n };
const OF_ONE = { applicantIds: ['a'], openFen: 0n };

/** Plan and balances; by what the debt is paid, and what drops. */
const ROWS: readonly [string, Omit<PerformanceFacts, 'applicantIds'>, string | null, object][] = [
  ['nothing is owed and there was no plan', { plan: null, closing: NOTHING }, 'BASIS', {}],
  ['one fen of principal is owed', { plan: null, closing: { ...NOTHING, PRINCIPAL: 1n } }, null, {}],
  ['one fen of doubled interest is owed', { plan: null, closing: { ...NOTHING, DOUBLED_INTEREST: 1n } }, null, {}],
  [
    'only the fee is open, which is a task of its own (FE-01)',
    { plan: null, closing: { ...NOTHING, EXECUTION_FEE: 9n } },
    'BASIS',
    {},
  ],
  [
    'the settlement is paid: the rest of the basis drops, the fee does not (IN-24)',
    { plan: OF_ALL, closing: { ...NOTHING, EXECUTION_FEE: 9n, GENERAL_INTEREST: 5n, DOUBLED_INTEREST: 7n } },
    'SETTLEMENT',
    { GENERAL_INTEREST: 5n, DOUBLED_INTEREST: 7n },
  ],
  [
    'one fen of the settlement is open',
    { plan: { ...OF_ALL, openFen: 1n }, closing: { ...NOTHING, PRINCIPAL: 1n } },
    null,
    {},
  ],
  [
    'the settlement is paid and binds one of two applicants (JR-05)',
    { plan: OF_ONE, closing: { ...NOTHING, PRINCIPAL: 1n } },
    null,
    {},
  ],
  ['the other one is satisfied by the basis', { plan: OF_ONE, closing: NOTHING }, 'BASIS', {}],
  [
    'the basis is paid while the settlement asks for more',
    { plan: { ...OF_ALL, openFen: 8n }, closing: NOTHING },
    'BASIS',
    {},
  ],
];

t.test('ST-20: performance is found when every applicant is satisfied', (t) => {
  for (const [reason, facts, paidBy, waived] of ROWS) {
    const standing = decidePerformance({ applicantIds: ['a', 'b'], ...facts });
    t.equal(standing.paidBy, paidBy, reason);
    t.same(standing.waived, waived, reason);
    t.equal(standing.feeOpenFen, facts.closing.EXECUTION_FEE, reason);
  }
  const { unnamedIds } = decidePerformance({ applicantIds: ['a', 'b'], plan: OF_ONE, closing: NOTHING });
  t.same(unnamedIds, ['b']);
  t.end();
});
