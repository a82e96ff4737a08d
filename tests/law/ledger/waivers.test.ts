import t from 'tap';
import { computeLedger, computeSettlementShadow, type LedgerInput } from '../../../src/law/ledger/ledger.js';
import { BUCKETS } from '../../../src/law/ledger/terms.js';
import { requireAccepted } from '../../../src/shared/require.js';
import { references } from '../../support/law-references.js';

const INPUT: LedgerInput = {
  principalFen: 100_000_00n,
  executionFeeFen: 1_400_00n,
  performance: { effectiveDate: '2024-01-10', days: 10 },
  doubled: { dailyPercent: '0.0175' },
  payments: [{ date: '2024-02-29', amountFen: 101_400_00n }],
  order: BUCKETS,
  asOf: '2024-03-31',
};

function ledgerOf(input: Partial<LedgerInput>) {
  const outcome = computeLedger({ ...INPUT, ...input }, references);
  requireAccepted(outcome, 'The example breaks a rule');
  return outcome.value;
}

t.test('what performance waives drops at the end of its day, after the payments of that day', (t) => {
  const eve = ledgerOf({ asOf: '2024-02-29' });
  const doubledFen = eve.closing.DOUBLED_INTEREST;
  t.ok(doubledFen > 0n);
  const waivers = [{ date: '2024-02-29', amounts: { DOUBLED_INTEREST: doubledFen } }];
  const waived = ledgerOf({ waivers });
  t.equal(waived.closing.totalFen, 0n);
  t.same(
    waived.postings.map(({ date, paymentFen, waived: dropped }) => [date, paymentFen, dropped]),
    [
      ['2024-02-29', 101_400_00n, undefined],
      ['2024-02-29', 0n, { DOUBLED_INTEREST: doubledFen }],
      ['2024-03-31', 0n, undefined],
    ],
  );
  t.same(
    ledgerOf({ waivers, asOf: '2024-02-28' }),
    ledgerOf({ asOf: '2024-02-28' }),
    'the day before knows nothing of it',
  );
  t.end();
});

t.test('never more drops than is owed, and what is not waived accrues on', (t) => {
  const waivers = [{ date: '2024-02-29', amounts: { PRINCIPAL: 10_000_00n, COSTS: 5n } }];
  const { postings, closing } = ledgerOf({ waivers, payments: [{ date: '2024-02-29', amountFen: 51_400_00n }] });
  t.same(postings[1]?.waived, { PRINCIPAL: 10_000_00n });
  t.equal(closing.PRINCIPAL, 40_000_00n);
  t.equal(postings[2]?.doubledDays, 31);
  t.equal(postings[2]?.doubledFen, 217_00n, '40,000 × 0.0175 % × 31');
  t.end();
});

t.test('after a waiver nothing of the shadow amount is left (IN-24)', (t) => {
  const settlement = { from: '2024-02-01', to: '2024-02-29', reason: 'SETTLEMENT' as const };
  const doubled = { ...INPUT.doubled, excludedPeriods: [settlement] };
  const before = computeSettlementShadow({ ...INPUT, doubled, asOf: '2024-02-29' }, references);
  requireAccepted(before, 'The example breaks a rule');
  t.equal(before.value, 507_50n, '100,000 × 0.0175 % × 29');
  const { closing } = ledgerOf({ doubled, asOf: '2024-02-29' });
  const waivers = [{ date: '2024-02-29', amounts: { DOUBLED_INTEREST: closing.DOUBLED_INTEREST } }];
  const after = computeSettlementShadow({ ...INPUT, doubled, waivers }, references);
  requireAccepted(after, 'The example breaks a rule');
  t.equal(after.value, 0n);
  t.end();
});
