import fc from 'fast-check';
import t from 'tap';
import { mergeRanges, subtractRanges, toDayRange } from '../../src/shared/day-ranges.js';

t.test('a period of the calendar becomes days, both ends included', async (t) => {
  t.same(toDayRange({ from: '1970-01-01', to: '1970-01-03' }), { from: 0, to: 2 });
});

t.test('ranges that touch or overlap are one', async (t) => {
  const rows: [string, [number, number][], [number, number][]][] = [
    ['none', [], []],
    [
      'apart',
      [
        [1, 2],
        [4, 5],
      ],
      [
        [1, 2],
        [4, 5],
      ],
    ],
    [
      'touching',
      [
        [1, 2],
        [3, 5],
      ],
      [[1, 5]],
    ],
    [
      'overlapping, given in any order',
      [
        [3, 9],
        [1, 4],
      ],
      [[1, 9]],
    ],
    [
      'one inside the other',
      [
        [1, 9],
        [3, 4],
      ],
      [[1, 9]],
    ],
    [
      'the same twice',
      [
        [1, 2],
        [1, 2],
      ],
      [[1, 2]],
    ],
  ];
  for (const [reason, given, merged] of rows) {
    t.same(
      mergeRanges(given.map(([from, to]) => ({ from, to }))),
      merged.map(([from, to]) => ({ from, to })),
      reason,
    );
  }
});

t.test('what is taken out leaves a gap and keeps the rest', async (t) => {
  const piece = { from: 10, to: 20, rate: 'r' };
  const rows: [string, [number, number][], [number, number][]][] = [
    ['nothing is taken', [], [[10, 20]]],
    [
      'days before and after',
      [
        [1, 9],
        [21, 30],
      ],
      [[10, 20]],
    ],
    ['the first day', [[1, 10]], [[11, 20]]],
    ['the last day', [[20, 25]], [[10, 19]]],
    [
      'the middle',
      [[12, 13]],
      [
        [10, 11],
        [14, 20],
      ],
    ],
    [
      'two gaps',
      [
        [10, 11],
        [15, 15],
      ],
      [
        [12, 14],
        [16, 20],
      ],
    ],
    ['everything', [[1, 30]], []],
    ['exactly everything', [[10, 20]], []],
  ];
  for (const [reason, taken, left] of rows) {
    t.same(
      subtractRanges(
        [piece],
        taken.map(([from, to]) => ({ from, to })),
      ),
      left.map(([from, to]) => ({ from, to, rate: 'r' })),
      reason,
    );
  }
});

t.test('merging and subtracting agree with counting day by day', async () => {
  const range = fc.tuple(fc.nat(60), fc.nat(12)).map(([from, length]) => ({ from, to: from + length }));
  const days = (ranges: readonly { from: number; to: number }[]) =>
    new Set(ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index)));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 6 }), fc.array(range, { maxLength: 6 }), (pieces, taken) => {
      const whole = mergeRanges(pieces);
      const left = subtractRanges(whole, mergeRanges(taken));
      const gone = days(taken);
      const expected = [...days(pieces)].filter((day) => !gone.has(day)).sort((a, b) => a - b);
      const found = [...days(left)];
      return (
        JSON.stringify(found) === JSON.stringify(expected) &&
        whole.every((one, index) => index === 0 || one.from > (whole[index - 1]?.to ?? 0) + 1) &&
        left.every(({ from, to }) => from <= to)
      );
    }),
  );
});
