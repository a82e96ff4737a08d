import t from 'tap';
import { type InterestCap, interestCap, layInterest } from '../../../src/law/interest/cap.js';
import type { Rate } from '../../../src/law/interest/rate.js';
import { rates, refusalOf, valueOf } from '../../support/law-references.js';

const annual = (annualPercent: string): Rate => ({ type: 'FIXED_ANNUAL', annualPercent });
const FLOATING: Rate = { type: 'LPR_FLOATING', term: '1Y', multiplier: '4', spreadPercent: '1' };
const loan = (contractMadeOn: string, filedOn?: string): InterestCap => ({
  type: 'PRIVATE_LOAN',
  contractMadeOn,
  filedOn,
});

function lay(rate: Rate, cap: InterestCap | undefined, from: string, to: string, yearBasis: 360 | 365 | null = 365) {
  return valueOf(layInterest({ rate, yearBasis, cap }, from, to, rates));
}

/** `from…to percent`, with `!` where the cap has lowered the rate. */
function spansOf(...args: Parameters<typeof lay>): string[] {
  return lay(...args).spans.map(
    ({ from, to, ratePercent, capped }) => `${from}…${to} ${ratePercent}${capped ? '!' : ''}`,
  );
}

t.test('without a cap the rate stays as it is', async (t) => {
  t.same(spansOf(annual('36'), undefined, '2024-01-01', '2024-12-31'), ['2024-01-01…2024-12-31 36']);
  t.equal(lay(annual('36'), undefined, '2024-01-01', '2024-12-31').basis, 365);
  const daily: Rate = { type: 'FIXED_DAILY', dailyPercent: '0.05' };
  t.equal(lay(daily, undefined, '2024-01-01', '2024-12-31').basis, null, 'a rate per day is not divided');
});

t.test('IN-11: a cap stated in the basis', async (t) => {
  const cap: InterestCap = { type: 'FIXED', annualPercent: '24' };
  const year = ['2024-01-01', '2024-12-31'] as const;
  t.same(spansOf(annual('24.01'), cap, ...year), ['2024-01-01…2024-12-31 24!']);
  t.same(spansOf(annual('24'), cap, ...year), ['2024-01-01…2024-12-31 24'], 'exactly the cap is not lowered');
  t.same(spansOf(annual('23.99'), cap, ...year), ['2024-01-01…2024-12-31 23.99']);
});

t.test('a private loan may bear four times the 1Y LPR of the day of contract', async (t) => {
  const rows: [string, string, string][] = [
    ['first day of the rule', '2020-08-20', '15.4'],
    ['the day before a cut', '2021-12-19', '15.4'],
    ['the day of a cut', '2021-12-20', '15.2'],
    ['2022-01', '2022-01-20', '14.8'],
    ['2022-08', '2022-08-22', '14.6'],
    ['2023-06', '2023-06-20', '14.2'],
    ['2023-08', '2023-08-21', '13.8'],
    ['2024-07', '2024-07-22', '13.4'],
    ['2024-10', '2024-10-21', '12.4'],
    ['2025-05', '2025-05-20', '12'],
  ];
  for (const [reason, contractMadeOn, percent] of rows) {
    t.same(
      spansOf(annual('36'), loan(contractMadeOn), '2025-06-01', '2025-06-30'),
      [`2025-06-01…2025-06-30 ${percent}!`],
      reason,
    );
  }
});

t.test(
  'a loan made before 2020-08-20: the old limit until 2020-08-19, then the LPR of the day of filing',
  async (t) => {
    const rows: [string, string, string, [string, string], string[]][] = [
      [
        'filed later, days on both sides',
        '2019-01-01',
        '2021-12-20',
        ['2020-01-01', '2021-12-31'],
        ['2020-01-01…2020-08-19 24!', '2020-08-20…2021-12-31 15.2!'],
      ],
      [
        'filed on the first day of the new rule',
        '2020-08-19',
        '2020-08-20',
        ['2020-08-19', '2020-08-20'],
        ['2020-08-19…2020-08-19 24!', '2020-08-20…2020-08-20 15.4!'],
      ],
      [
        'filed before: the old limit stays',
        '2019-01-01',
        '2020-08-19',
        ['2020-01-01', '2021-12-31'],
        ['2020-01-01…2021-12-31 24!'],
      ],
      ['only days before', '2019-01-01', '2021-12-20', ['2020-01-01', '2020-08-19'], ['2020-01-01…2020-08-19 24!']],
      ['only days after', '2019-01-01', '2021-12-20', ['2020-08-20', '2020-09-30'], ['2020-08-20…2020-09-30 15.2!']],
    ];
    for (const [reason, contractMadeOn, filedOn, [from, to], spans] of rows) {
      t.same(spansOf(annual('36'), loan(contractMadeOn, filedOn), from, to), spans, reason);
    }
    t.same(
      spansOf(annual('20'), loan('2019-01-01', '2021-12-20'), '2020-08-01', '2020-08-31'),
      ['2020-08-01…2020-08-19 20', '2020-08-20…2020-08-31 15.2!'],
      'a rate between the two limits is lowered from the day of the new one',
    );
    t.same(
      spansOf(annual('10'), loan('2019-01-01', '2021-12-20'), '2020-08-01', '2020-08-31'),
      ['2020-08-01…2020-08-31 10'],
      'a lower rate is one unbroken span',
    );
  },
);

t.test('a floating rate is lowered on the days on which it exceeds the cap', async (t) => {
  t.same(
    spansOf(FLOATING, loan('2023-08-21'), '2024-10-01', '2024-10-31'),
    ['2024-10-01…2024-10-20 13.8!', '2024-10-21…2024-10-31 13.4'],
    '4 × 3.35 + 1 = 14.4 exceeds 13.8; 4 × 3.1 + 1 = 13.4 does not',
  );
  t.same(
    spansOf(FLOATING, { type: 'FIXED', annualPercent: '12' }, '2024-10-01', '2024-10-31'),
    ['2024-10-01…2024-10-31 12!'],
    'lowered on both sides of a change: one span',
  );
  const meeting: Rate = { type: 'LPR_FLOATING', term: '1Y', multiplier: '1', spreadPercent: '0' };
  t.same(
    spansOf(meeting, { type: 'FIXED', annualPercent: '3.1' }, '2024-10-01', '2024-10-31'),
    ['2024-10-01…2024-10-20 3.1!', '2024-10-21…2024-10-31 3.1'],
    'the reader sees where the cap ends although the rate is the same',
  );
});

t.test('a rate per day is compared over its year', async (t) => {
  const daily: Rate = { type: 'FIXED_DAILY', dailyPercent: '0.05' };
  const cap: InterestCap = { type: 'FIXED', annualPercent: '18.1' };
  const month = ['2024-01-01', '2024-01-31'] as const;
  t.same(spansOf(daily, cap, ...month, null), ['2024-01-01…2024-01-31 18.1!'], '0.05 × 365 = 18.25');
  t.equal(lay(daily, cap, ...month, null).basis, 365);
  t.same(spansOf(daily, cap, ...month, 360), ['2024-01-01…2024-01-31 18'], '0.05 × 360 = 18');
  t.equal(lay(daily, cap, ...month, 360).basis, 360);
});

t.test('IN-14: a limit that rests on the last known rate is provisional', async (t) => {
  t.ok(lay(annual('36'), loan('2026-05-20'), '2026-06-01', '2026-06-30').provisional);
  t.notOk(lay(annual('36'), loan('2026-05-19'), '2026-06-01', '2026-06-30').provisional);
  t.ok(lay(annual('36'), loan('2019-01-01', '2026-05-20'), '2026-06-01', '2026-06-30').provisional);
  t.ok(
    lay(FLOATING, { type: 'FIXED', annualPercent: '24' }, '2026-06-01', '2026-06-30').provisional,
    'the rate itself',
  );
  t.same(spansOf(annual('36'), loan('2024-01-01'), '2024-02-02', '2024-02-01'), [], 'no days, no spans');
});

t.test('refusals point at what is wrong', async (t) => {
  const refused = (cap: unknown, rate: Rate = annual('36'), yearBasis: 365 | null = 365) =>
    refusalOf(layInterest({ rate, yearBasis, cap: cap as InterestCap }, '2020-01-01', '2024-01-01', rates));
  t.equal(refused(loan('2020-08-19')), 'filing-date-missing /cap/filedOn');
  t.equal(refused(loan('2020-08-20')), 'accepted');
  t.equal(refused(loan('2020-08-20'), annual('36'), null), 'year-basis-missing /yearBasis');
  t.equal(
    refused(undefined, { type: 'LPR_FIXED', term: '1Y', fixedAt: '2000-01-01', multiplier: '1', spreadPercent: '0' }),
    'rate-not-stored /rate/fixedAt',
  );
  const old = layInterest({ rate: FLOATING, yearBasis: 365 }, '2000-01-01', '2024-01-01', rates);
  t.equal(refusalOf(old), 'rate-not-stored', 'the caller knows which of his fields is the first day');
  t.equal(interestCap.safeParse({ type: 'PRIVATE_LOAN', contractMadeOn: '2020-02-30' }).success, false);
});

t.test('without stored rates there is no limit to lay', async (t) => {
  const { createRateTable } = await import('../../../src/law/interest/lending-rates.js');
  const empty = createRateTable([]);
  const outcome = layInterest(
    { rate: annual('36'), yearBasis: 365, cap: loan('2021-01-01') },
    '2021-01-01',
    '2021-02-01',
    empty,
  );
  t.equal(refusalOf(outcome), 'rate-not-stored /cap/contractMadeOn');
  const filed = layInterest(
    { rate: annual('36'), yearBasis: 365, cap: loan('2019-01-01', '2021-01-01') },
    '2020-01-01',
    '2021-02-01',
    empty,
  );
  t.equal(refusalOf(filed), 'rate-not-stored /cap/filedOn');
});
