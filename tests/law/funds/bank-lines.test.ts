import fc from 'fast-check';
import t from 'tap';
import { admitPart, type LinePart, normalBankNumber } from '../../../src/law/funds/bank-lines.js';

t.test('writings of one number are the same, other numbers are not', async (t) => {
  const rows: readonly [why: string, text: string, normal: string][] = [
    ['as it is', 'ICBC-2023-001', 'ICBC-2023-001'],
    ['lower case', 'icbc-2023-001', 'ICBC-2023-001'],
    ['full width', 'ＩＣＢＣ－２０２３－００１', 'ICBC-2023-001'],
    ['blanks between and around', ' ICBC-2023 001 ', 'ICBC-2023001'],
    ['an ideographic blank and a no-break space', 'ICBC\u3000-2023\u00a0-001', 'ICBC-2023-001'],
    ['a zero width space, a mark of direction, a soft hyphen', 'ICBC\u200b-\u202e2023\u00ad-001', 'ICBC-2023-001'],
    ['a leading zero counts', '00123', '00123'],
    ['nothing that can be read', '\u3000\u200b', ''],
  ];
  for (const [why, text, normal] of rows) t.equal(normalBankNumber(text), normal, why);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normalBankNumber(text);
      return normalBankNumber(once) === once;
    }),
    { seed: 1 },
  );
});

t.test('parts of one line', async (t) => {
  const line = (part: number, amountFen: bigint, lineFen: bigint): LinePart => ({ part, amountFen, lineFen });
  const rows: readonly [why: string, booked: LinePart[], next: LinePart, code: string | null][] = [
    ['the first, whole', [], line(1, 100n, 100n), null],
    ['the first of several', [], line(1, 60n, 100n), null],
    ['the second fills it', [line(1, 60n, 100n)], line(2, 40n, 100n), null],
    ['a part in between is free again', [line(3, 60n, 100n)], line(1, 40n, 100n), null],
    ['the same line again', [line(1, 100n, 100n)], line(1, 100n, 100n), 'payment-already-booked'],
    ['the same part with less', [line(1, 60n, 100n)], line(1, 40n, 100n), 'payment-already-booked'],
    ['a second part of a line that was booked whole', [line(1, 100n, 100n)], line(2, 1n, 100n), 'bank-line-exceeded'],
    ['one fen too much', [line(1, 60n, 100n)], line(2, 41n, 100n), 'bank-line-exceeded'],
    ['another total', [line(1, 60n, 100n)], line(2, 40n, 120n), 'bank-line-differs'],
  ];
  for (const [why, booked, next, code] of rows) {
    const outcome = admitPart(booked, next);
    t.equal(outcome.ok ? null : outcome.code, code, why);
  }
});
