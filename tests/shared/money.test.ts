import fc from 'fast-check';
import t from 'tap';
import { z } from 'zod';
import { Decimal } from '../../src/shared/decimal.js';
import {
  computedFen,
  fen,
  FEN_MAX,
  fitsOnWire,
  formatYuan,
  minFen,
  nonNegativeFen,
  positiveFen,
  roundHalfUp,
  sumFen,
  upperCaseYuan,
} from '../../src/shared/money.js';

t.test('an amount on the wire is a whole number within its bounds', async (t) => {
  const rows: [string, z.ZodType, unknown, boolean][] = [
    ['largest amount', fen, 1e15, true],
    ['one more than the largest', fen, 1e15 + 1, false],
    ['a debt is negative', fen, -1e15, true],
    ['below the lowest', fen, -1e15 - 1, false],
    ['zero is not negative', nonNegativeFen, 0, true],
    ['minus one is negative', nonNegativeFen, -1, false],
    ['zero is not positive', positiveFen, 0, false],
    ['one fen is positive', positiveFen, 1, true],
    ['half a fen does not exist', fen, 0.5, false],
    ['a text is not coerced', fen, '100', false],
    ['null is not zero', fen, null, false],
    ['not a number', fen, Number.NaN, false],
    ['computed sums may exceed the limit of input', computedFen, 9e15, true],
    ['beyond what JSON keeps exactly', computedFen, 1e16, false],
  ];
  for (const [reason, schema, wire, accepted] of rows) {
    t.equal(schema.safeParse(wire).success, accepted, reason);
  }
});

t.test('an amount survives the wire in both directions', async (t) => {
  fc.assert(fc.property(fc.bigInt(-FEN_MAX, FEN_MAX), (amount) => z.decode(fen, z.encode(fen, amount)) === amount));
  t.equal(z.encode(fen, -0n), 0);
  t.notOk(z.safeEncode(computedFen, 10n ** 17n).success, 'an amount that JSON cannot keep is refused, not rounded');
});

t.test('the wire schema shows its bounds', async (t) => {
  t.match(z.toJSONSchema(positiveFen, { io: 'input' }), { type: 'integer', minimum: 1, maximum: 1e15 });
});

t.test('yuan are written with two decimals and separators', async (t) => {
  const rows: [bigint, string][] = [
    [0n, '0.00'],
    [5n, '0.05'],
    [50n, '0.50'],
    [100n, '1.00'],
    [99_999n, '999.99'],
    [100_000n, '1,000.00'],
    [33_932_040n, '339,320.40'],
    [-33_932_040n, '-339,320.40'],
    [FEN_MAX, '10,000,000,000,000.00'],
  ];
  for (const [amount, text] of rows) {
    t.equal(formatYuan(amount), text);
  }
});

t.test('the formal reading follows the rules of payment papers', async (t) => {
  const rows: [string, bigint, string][] = [
    ['nothing', 0n, '人民币零元整'],
    ['only 分', 5n, '人民币伍分'],
    ['only 角', 50n, '人民币伍角整'],
    ['角 and 分', 53n, '人民币伍角叁分'],
    ['missing 角 is read', 1_640_902n, '人民币壹万陆仟肆佰零玖元零贰分'],
    ['silent zeros before 元', 10_700_053n, '人民币壹拾万柒仟元伍角叁分'],
    ['zero inside', 600_714n, '人民币陆仟零柒元壹角肆分'],
    ['two zeros inside are one', 500_100n, '人民币伍仟零壹元整'],
    ['ten', 1_000n, '人民币壹拾元整'],
    ['reference case', 370_000_000n, '人民币叁佰柒拾万元整'],
    ['gap after 万', 1_000_100n, '人民币壹万零壹元整'],
    ['gap after 亿', 100_000_000_100n, '人民币壹拾亿零壹元整'],
    ['gap inside 亿', 1_000_010_001_000n, '人民币壹佰亿零壹拾万零壹拾元整'],
    ['full places after 亿', 1_234_567_890_123n, '人民币壹佰贰拾叁亿肆仟伍佰陆拾柒万捌仟玖佰零壹元贰角叁分'],
    ['exactly one 万', 1_000_000n, '人民币壹万元整'],
    ['exactly one 亿', 10_000_000_000n, '人民币壹亿元整'],
    ['a full thousand after 万', 1_100_000n, '人民币壹万壹仟元整'],
    ['largest', FEN_MAX, '人民币壹拾万亿元整'],
    ['negative', -100n, '人民币负壹元整'],
  ];
  for (const [reason, amount, text] of rows) {
    t.equal(upperCaseYuan(amount), text, reason);
  }
});

t.test('rounding is half away from zero', async (t) => {
  const rows: [string, bigint][] = [
    ['0.4', 0n],
    ['0.5', 1n],
    ['1.4999999999999999999999', 1n],
    ['2.5', 3n],
    ['-0.5', -1n],
    ['-1.4', -1n],
  ];
  for (const [text, rounded] of rows) {
    t.equal(roundHalfUp(new Decimal(text)), rounded, text);
  }
});

t.test('small helpers', async (t) => {
  t.equal(minFen(1n, 2n), 1n);
  t.equal(minFen(2n, 1n), 1n);
  t.equal(sumFen([]), 0n);
  t.equal(sumFen([1n, -3n]), -2n);
  t.ok(fitsOnWire(BigInt(Number.MAX_SAFE_INTEGER)));
  t.notOk(fitsOnWire(BigInt(Number.MAX_SAFE_INTEGER) + 1n));
  t.ok(fitsOnWire(BigInt(Number.MIN_SAFE_INTEGER)));
  t.notOk(fitsOnWire(BigInt(Number.MIN_SAFE_INTEGER) - 1n));
});
