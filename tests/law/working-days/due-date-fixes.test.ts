import t from 'tap';
import { createWorkingCalendar } from '../../../src/law/working-days/calendar.js';
import { fixDueDates, type InstalmentDate, listChangedDays } from '../../../src/law/working-days/due-date-fixes.js';

const YEAR = {
  year: 2027,
  notice: '国办发明电〔2026〕0号',
  offDays: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-04-30', '2027-05-01', '2027-05-02', '2027-05-03'],
  makeupWorkdays: ['2027-01-31', '2027-05-08'],
};
const calendar = createWorkingCalendar([YEAR]);

function waiting(no: number, nominalDueOn: string, dueOn: string, awaitsYear: number | null = 2027): InstalmentDate {
  return { no, nominalDueOn, dueOn, awaitsYear };
}

t.test('a due date that waited for its year takes the next working day of the released table', async (t) => {
  const cases: [string, InstalmentDate, { dueOn: string; awaitsYear: number | null } | undefined][] = [
    ['a day off moves it on', waiting(1, '2027-04-30', '2027-04-30'), { dueOn: '2027-05-04', awaitsYear: null }],
    [
      'a Sunday worked in exchange keeps it',
      waiting(1, '2027-01-31', '2027-02-01'),
      { dueOn: '2027-01-31', awaitsYear: null },
    ],
    ['a plain weekend was right', waiting(1, '2027-02-28', '2027-03-01'), { dueOn: '2027-03-01', awaitsYear: null }],
    [
      'a plain working day was right',
      waiting(1, '2027-03-31', '2027-03-31'),
      { dueOn: '2027-03-31', awaitsYear: null },
    ],
    ['a final date is left alone', waiting(1, '2027-04-30', '2027-04-30', null), undefined],
    ['a year that is still missing is waited for', waiting(1, '2028-04-30', '2028-05-01', 2028), undefined],
  ];
  for (const [reason, instalment, expected] of cases) {
    const [fix] = fixDueDates([instalment], calendar, '2026-11-10');
    t.same(fix && { dueOn: fix.dueOn, awaitsYear: fix.awaitsYear }, expected, reason);
  }
});

t.test('a date that crosses into a year without a table moves and goes on waiting', async (t) => {
  const december = createWorkingCalendar([{ ...YEAR, offDays: ['2027-12-31'], makeupWorkdays: [] }]);
  const [fix] = fixDueDates([waiting(1, '2027-12-31', '2027-12-31')], december, '2026-11-10');
  t.match(fix, { dueOn: '2028-01-03', awaitsYear: 2028 });
});

t.test('no date is moved that has passed, nor into the past', async (t) => {
  t.match(
    fixDueDates([waiting(1, '2027-04-30', '2027-04-30')], calendar, '2027-05-01'),
    [{ from: '2027-04-30', dueOn: '2027-04-30', awaitsYear: null }],
    'the day has passed: it stays and is final',
  );
  t.match(
    fixDueDates([waiting(1, '2027-01-31', '2027-02-01')], calendar, '2027-02-01'),
    [{ from: '2027-02-01', dueOn: '2027-02-01', awaitsYear: null }],
    'the right day was yesterday: today stays',
  );
  t.match(
    fixDueDates([waiting(1, '2027-04-30', '2027-04-30')], calendar, '2027-04-30'),
    [{ dueOn: '2027-05-04' }],
    'today is not past',
  );
});

t.test('dates never fall, also when one of them had to stay', async (t) => {
  const exchange = createWorkingCalendar([{ ...YEAR, offDays: ['2027-03-08'], makeupWorkdays: ['2027-03-06'] }]);
  const fixes = fixDueDates(
    [waiting(1, '2027-03-06', '2027-03-08'), waiting(2, '2027-03-07', '2027-03-08')],
    exchange,
    '2027-03-07',
  );
  t.same(
    fixes.map(({ no, dueOn }) => [no, dueOn]),
    [
      [1, '2027-03-08'],
      [2, '2027-03-09'],
    ],
  );
});

t.test('the days that a corrected table changes are those that are a rest day in one version only', async (t) => {
  t.same(listChangedDays(undefined, YEAR), ['2027-01-01', '2027-01-31', '2027-04-30', '2027-05-03', '2027-05-08']);
  const corrected = { ...YEAR, offDays: [...YEAR.offDays, '2027-05-04'], makeupWorkdays: ['2027-01-31'] };
  t.same(listChangedDays(YEAR, corrected), ['2027-05-04', '2027-05-08']);
});

t.test('the day of the run itself is still open', async (t) => {
  t.match(fixDueDates([waiting(1, '2027-01-31', '2027-02-01')], calendar, '2027-01-31'), [
    { from: '2027-02-01', dueOn: '2027-01-31', awaitsYear: null },
  ]);
});

t.test('a date may not move before one that had to stay', async (t) => {
  const exchange = createWorkingCalendar([{ ...YEAR, offDays: [], makeupWorkdays: ['2027-03-06', '2027-03-07'] }]);
  const fixes = fixDueDates(
    [waiting(1, '2027-03-06', '2027-03-08'), waiting(2, '2027-03-07', '2027-03-08')],
    exchange,
    '2027-03-07',
  );
  t.match(fixes, [{ dueOn: '2027-03-08' }, { dueOn: '2027-03-08' }], 'Sunday is worked, but the first stays on Monday');
});

t.test('a date that waits for the same year as before needs no fix', async (t) => {
  const december = createWorkingCalendar([{ ...YEAR, offDays: ['2027-12-31'], makeupWorkdays: [] }]);
  t.same(fixDueDates([waiting(1, '2027-12-31', '2028-01-03', 2028)], december, '2026-11-10'), []);
});
