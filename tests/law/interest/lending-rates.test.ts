import t from 'tap';
import { LENDING_RATES } from '../../../drizzle/reference-data/lending-rates.js';
import { createRateTable } from '../../../src/law/interest/lending-rates.js';
import { daysBetween } from '../../../src/shared/civil-date.js';
import { toRateUnits } from '../../../src/shared/decimal.js';
import { calendar, rates, refusalOf, valueOf } from '../../support/law-references.js';

t.test('IN-12: a rate applies from its announcement until the day before the next', async (t) => {
  const rows: [string, '1Y' | '5Y', string, string][] = [
    ['first announcement', '1Y', '2019-08-20', '4.25'],
    ['day before a change', '1Y', '2023-06-19', '3.65'],
    ['day of a change', '1Y', '2023-06-20', '3.55'],
    ['P04: at the breach', '1Y', '2021-12-25', '3.8'],
    ['cut of the long rate', '5Y', '2024-02-20', '3.95'],
    ['before that cut', '5Y', '2024-02-19', '4.2'],
    ['latest', '1Y', '2026-04-20', '3'],
    ['IN-14: last known rate goes on', '5Y', '2030-01-01', '3.5'],
    ['IN-13: last benchmark day', '1Y', '2019-08-19', '4.35'],
    ['IN-13: first benchmark day', '5Y', '2015-10-24', '4.9'],
  ];
  for (const [reason, term, day, rate] of rows) {
    t.equal(valueOf(rates.rateOn(term, day)), rate, reason);
  }
  t.equal(refusalOf(rates.rateOn('1Y', '2015-10-23')), 'rate-not-stored');
});

t.test('IN-14: days are provisional from the next scheduled announcement on', async (t) => {
  t.equal(rates.provisionalFrom, '2026-05-20');
  t.notOk(rates.isProvisional('2026-05-19'));
  t.ok(rates.isProvisional('2026-05-20'));
  const shifted = createRateTable([{ announcedOn: '2026-01-20', lpr1Y: '3', lpr5Y: '3.5' }], calendar);
  t.equal(shifted.provisionalFrom, '2026-02-24', 'the 20th falls into the Spring Festival');
  const weekendsOnly = createRateTable([{ announcedOn: '2024-03-20', lpr1Y: '3', lpr5Y: '3.5' }]);
  t.equal(weekendsOnly.provisionalFrom, '2024-04-22', 'a Saturday moves to Monday');
  const none = createRateTable([]);
  t.equal(none.provisionalFrom, undefined);
  t.notOk(none.isProvisional('2030-01-01'));
});

t.test('a span is cut where the rate changes and nowhere else', async (t) => {
  const spans = (outcome: ReturnType<typeof rates.segments>) =>
    valueOf(outcome).map(({ from, to, ratePercent, rateUnits }) => {
      t.equal(rateUnits, toRateUnits(ratePercent), 'units and text say the same');
      return { from, to, ratePercent };
    });
  t.same(spans(rates.segments('1Y', '2023-05-16', '2023-12-31')), [
    { from: '2023-05-16', to: '2023-06-19', ratePercent: '3.65' },
    { from: '2023-06-20', to: '2023-08-20', ratePercent: '3.55' },
    { from: '2023-08-21', to: '2023-12-31', ratePercent: '3.45' },
  ]);
  t.same(
    spans(rates.segments('5Y', '2019-08-19', '2019-08-20')),
    [
      { from: '2019-08-19', to: '2019-08-19', ratePercent: '4.9' },
      { from: '2019-08-20', to: '2019-08-20', ratePercent: '4.85' },
    ],
    'IN-13: split at the first announcement',
  );
  t.same(spans(rates.segments('1Y', '2026-04-20', '2027-01-01')), [
    { from: '2026-04-20', to: '2027-01-01', ratePercent: '3' },
  ]);
  t.equal(refusalOf(rates.segments('1Y', '2015-10-23', '2020-01-01')), 'rate-not-stored');
});

t.test('a hole between the benchmark and the first announcement is refused', async (t) => {
  const late = createRateTable([{ announcedOn: '2020-01-20', lpr1Y: '4.15', lpr5Y: '4.8' }], calendar);
  t.equal(refusalOf(late.rateOn('1Y', '2019-09-01')), 'rate-not-stored');
  t.equal(refusalOf(late.segments('1Y', '2019-01-01', '2020-02-01')), 'rate-not-stored', 'the span crosses the hole');
  t.equal(refusalOf(late.segments('1Y', '2019-09-01', '2020-02-01')), 'rate-not-stored', 'the span begins in it');
  t.equal(valueOf(late.segments('1Y', '2019-01-01', '2019-08-19')).length, 1);
  t.equal(refusalOf(createRateTable([]).rateOn('1Y', '2024-01-01')), 'rate-not-stored');
});

t.test('announcements may come in any order', async (t) => {
  const reversed = createRateTable([...LENDING_RATES].reverse(), calendar);
  t.same(reversed.segments('1Y', '2019-08-20', '2026-05-01'), rates.segments('1Y', '2019-08-20', '2026-05-01'));
});

t.test('IN-12: announcements are monthly, on the 20th or the next working day in the loaded years', async (t) => {
  for (const [index, { announcedOn }] of LENDING_RATES.entries()) {
    const previous = LENDING_RATES[index - 1]?.announcedOn;
    t.ok(previous === undefined || daysBetween(previous, announcedOn) <= 35, announcedOn);
    if (announcedOn >= '2023-01-01') {
      t.equal(announcedOn, calendar.nextWorkingDay(`${announcedOn.slice(0, 8)}20`));
    }
  }
});
