import t from 'tap';
import { judgeTry, lockAfter, type Tries } from '../../../../src/features/people/identity/attempt-rules.js';

const NOW = new Date('2026-01-05T08:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const tries = (network: string, failures: number, rest: Partial<Tries> = {}): Tries => ({
  network,
  failures,
  lastTriedAt: ago(10),
  lockedUntil: null,
  succeededAt: null,
  ...rest,
});

t.test('who has to wait, and who has not', async (t) => {
  const day = 86_400;
  const three = [tries('a', 2), tries('b', 1), tries('c', 1)];
  const CASES: readonly (readonly [
    why: string,
    known: Tries[],
    crowd: number,
    countsOthers: boolean,
    waits: boolean,
  ])[] = [
    ['nobody has tried', [], 0, true, false],
    ['four failures here', [tries('here', 4)], 4, true, false],
    ['locked here', [tries('here', 5, { lockedUntil: ago(-1) })], 5, true, true],
    ['the lock here is over', [tries('here', 5, { lockedUntil: ago(1) })], 5, true, false],
    ['fifty failures at one other network', [tries('a', 50)], 0, true, false],
    ['and three of his own', [tries('a', 50), tries('here', 3)], 3, true, false],
    ['five failures at five networks', ['a', 'b', 'c', 'd', 'e'].map((one) => tries(one, 1)), 0, true, true],
    ['four at four', ['a', 'b', 'c', 'd'].map((one) => tries(one, 1)), 0, true, false],
    ['the same at a sample account', ['a', 'b', 'c', 'd', 'e'].map((one) => tries(one, 1)), 0, false, false],
    [
      'many, a quarter of an hour ago',
      ['a', 'b', 'c', 'd', 'e'].map((one) => tries(one, 5, { lastTriedAt: ago(901) })),
      0,
      true,
      false,
    ],
    [
      'many, but he has signed in here before',
      [...three, tries('d', 9), tries('here', 0, { succeededAt: ago(day) })],
      0,
      true,
      false,
    ],
    [
      'the same, too long ago',
      [...three, tries('d', 9), tries('here', 0, { succeededAt: ago(91 * day) })],
      0,
      true,
      true,
    ],
    ['a crowded network, his first try', [], 50, true, false],
    ['a crowded network, his second', [tries('here', 1)], 50, true, true],
    ['a crowded network where he is known', [tries('here', 1, { succeededAt: ago(day) })], 50, true, false],
    ['nearly crowded', [tries('here', 1)], 49, true, false],
  ];
  for (const [why, known, crowd, countsOthers, waits] of CASES) {
    const { until } = judgeTry({ network: 'here', tries: known, crowd, countsOthers }, NOW);
    t.equal(until !== undefined, waits, why);
    if (until !== undefined) t.ok(until > NOW, `${why}: for a while`);
  }
});

t.test('the count goes on within a quarter of an hour and begins anew after it', async (t) => {
  const count = (last: Date) =>
    judgeTry({ network: 'here', tries: [tries('here', 3, { lastTriedAt: last })], crowd: 0, countsOthers: true }, NOW)
      .failures;
  t.equal(count(ago(899)), 3);
  t.equal(count(ago(900)), 0);
});

t.test('each further failure waits twice as long, a quarter of an hour at most', async (t) => {
  const seconds = (failures: number) => ((lockAfter(failures, NOW)?.getTime() ?? NOW.getTime()) - NOW.getTime()) / 1000;
  t.same([1, 4, 5, 6, 7, 9, 10, 40].map(seconds), [0, 0, 30, 60, 120, 480, 900, 900]);
});
