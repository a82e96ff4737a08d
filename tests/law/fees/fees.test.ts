import fc from 'fast-check';
import t from 'tap';
import { computeExecutionFee, computePreservationFee } from '../../../src/law/fees/fees.js';

t.test('Art. 14(1): application fee for enforcement', async (t) => {
  const rows: [string, bigint, bigint][] = [
    ['no amount: the lowest fee', 0n, 5_000n],
    ['one fen', 1n, 5_000n],
    ['below the first limit', 800_000n, 5_000n],
    ['first limit', 1_000_000n, 5_000n],
    ['one fen above: 0.00015 yuan more rounds to nothing', 1_000_001n, 5_000n],
    ['FE-03: the half fen is rounded up', 1_000_034n, 5_001n],
    ['just under the half', 1_000_033n, 5_000n],
    ['second limit', 50_000_000n, 740_000n],
    ['third limit', 500_000_000n, 5_240_000n],
    ['fourth limit', 1_000_000_000n, 7_740_000n],
    ['reference case', 370_000_000n, 3_940_000n],
    ['over ten million', 1_234_567_890n, 7_974_568n],
  ];
  for (const [reason, amount, fee] of rows) {
    t.equal(computeExecutionFee(amount).feeFen, fee, reason);
  }
});

t.test('Art. 14(2): application fee for preservation', async (t) => {
  const rows: [string, bigint, bigint, boolean][] = [
    ['no value', 0n, 3_000n, false],
    ['first limit', 100_000n, 3_000n, false],
    ['second limit', 10_000_000n, 102_000n, false],
    ['between', 20_000_000n, 152_000n, false],
    ['the cap is reached exactly', 89_600_000n, 500_000n, false],
    ['above the cap', 89_600_200n, 500_000n, true],
    ['reference case', 370_000_000n, 500_000n, true],
  ];
  for (const [reason, value, fee, capped] of rows) {
    t.match(computePreservationFee(value), { feeFen: fee, capped }, reason);
  }
});

t.test('a higher amount never costs a lower fee, and the parts make up the amount', async () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), fc.bigInt(0n, 10n ** 12n), (amount, more) => {
      const fee = computeExecutionFee(amount);
      const above = fee.parts.reduce((sum, part) => sum + part.partFen, 0n);
      return (
        fee.feeFen <= computeExecutionFee(amount + more).feeFen &&
        computePreservationFee(amount).feeFen <= computePreservationFee(amount + more).feeFen &&
        above === (amount > 1_000_000n ? amount - 1_000_000n : 0n)
      );
    }),
  );
});
