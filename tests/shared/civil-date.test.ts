import fc from 'fast-check';
import t from 'tap';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  addYears,
  civilDate,
  civilDateInZone,
  compareDates,
  daysBetween,
  fromEpochDay,
  isRealDate,
  isWithinYears,
  maxDate,
  minDate,
  monthEnd,
  onDayOfMonth,
  toEpochDay,
  weekday,
  yearOf,
} from '../../src/shared/civil-date.js';

const anyDay = fc.integer({ min: toEpochDay('1900-01-01'), max: toEpochDay('2199-12-31') }).map(fromEpochDay);

t.test('only real days of 1900 to 2199 are accepted', async (t) => {
  const rows: [string, unknown, boolean][] = [
    ['ordinary day', '2024-06-03', true],
    ['leap day', '2024-02-29', true],
    ['no leap day in a common year', '2023-02-29', false],
    ['no leap day in 2100', '2100-02-29', false],
    ['31 April', '2024-04-31', false],
    ['month 13', '2024-13-01', false],
    ['first day', '1900-01-01', true],
    ['one day too early', '1899-12-31', false],
    ['last day', '2199-12-31', true],
    ['one day too late', '2200-01-01', false],
    ['moment instead of a day', '2024-06-03T00:00:00Z', false],
    ['short form', '2024-6-3', false],
    ['blanks', ' 2024-06-03', false],
    ['number', 20240603, false],
  ];
  for (const [reason, text, accepted] of rows) {
    t.equal(civilDate.safeParse(text).success, accepted, reason);
  }
  t.ok(isWithinYears('2024-01-01'));
  t.notOk(isWithinYears('2200-01-01'));
});

t.test('a real date is told from an impossible one', async (t) => {
  for (const text of ['1880-01-01', '2024-02-29', '9999-12-31']) {
    t.ok(isRealDate(text), text);
  }
  for (const text of ['2023-02-29', '2023-00-10', '2023-10-00', '2023-13-01', '23-01-01', '0001-01-01', 'today']) {
    t.notOk(isRealDate(text), text);
  }
});

t.test('adding months and years clamps to the end of the month', async (t) => {
  t.equal(addMonths('2024-01-31', 1), '2024-02-29', 'leap year');
  t.equal(addMonths('2023-01-31', 1), '2023-02-28', 'common year');
  t.equal(addMonths('2024-03-31', -1), '2024-02-29', 'backwards');
  t.equal(addMonths('2023-12-15', 1), '2024-01-15', 'over the year');
  t.equal(addYears('2024-02-29', 1), '2025-02-28', 'LS-01');
  t.equal(addYears('2024-02-29', 4), '2028-02-29');
});

t.test('the agreed day of the month is clamped from itself each time', async (t) => {
  t.equal(onDayOfMonth('2024-04-02', 31), '2024-04-30');
  t.equal(onDayOfMonth('2024-05-30', 31), '2024-05-31', 'May is not shortened by April');
  t.equal(onDayOfMonth('2023-02-10', 30), '2023-02-28');
  t.equal(onDayOfMonth('2024-02-10', 'MONTH_END'), '2024-02-29');
  t.equal(monthEnd('2024-12-31'), '2024-12-31');
});

t.test('weekdays run from Monday 1 to Sunday 7', async (t) => {
  t.equal(weekday('2024-06-03'), 1);
  t.equal(weekday('2024-06-02'), 7);
  t.equal(weekday('1969-12-31'), 3, 'before 1970');
  t.equal(weekday('1900-01-01'), 1);
});

t.test('days agree with an independent calendar', async () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (day, days) => {
      const plain = Temporal.PlainDate.from(day);
      const later = addDays(day, days);
      return (
        later === plain.add({ days }).toString() &&
        daysBetween(day, later) === days &&
        weekday(day) === plain.dayOfWeek &&
        yearOf(day) === plain.year
      );
    }),
  );
});

t.test('months and years agree with an independent calendar', async () => {
  const dueDay = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('MONTH_END' as const));
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -500, max: 500 }), dueDay, (day, count, due) => {
      const plain = Temporal.PlainDate.from(day);
      const clamped = { overflow: 'constrain' } as const;
      const onDay = plain.with({ day: due === 'MONTH_END' ? plain.daysInMonth : due }, clamped);
      return (
        addMonths(day, count) === plain.add({ months: count }, clamped).toString() &&
        addYears(day, count) === plain.add({ years: count }, clamped).toString() &&
        onDayOfMonth(day, due) === onDay.toString() &&
        monthEnd(day) === plain.with({ day: plain.daysInMonth }).toString()
      );
    }),
  );
});

t.test('a day outside the kept years is written all the same', async (t) => {
  t.equal(fromEpochDay(toEpochDay('1899-12-31')), '1899-12-31');
  t.equal(fromEpochDay(toEpochDay('2200-01-01')), '2200-01-01');
  t.equal(fromEpochDay(toEpochDay('2024-06-03')), '2024-06-03');
  t.equal(fromEpochDay(toEpochDay('2024-06-03')), '2024-06-03', 'asked for again');
});

t.test('earlier and later are the order of the text', async (t) => {
  t.equal(minDate('2024-01-02', '2024-01-10'), '2024-01-02');
  t.equal(minDate('2024-01-10', '2024-01-02'), '2024-01-02');
  t.equal(maxDate('2024-01-02', '2024-01-10'), '2024-01-10');
  t.equal(maxDate('2024-01-10', '2024-01-02'), '2024-01-10');
});

t.test('a moment has the date of the court, not of London', async (t) => {
  t.equal(civilDateInZone(new Date('2024-06-02T15:59:59Z'), 'Asia/Shanghai'), '2024-06-02');
  t.equal(civilDateInZone(new Date('2024-06-02T16:00:00Z'), 'Asia/Shanghai'), '2024-06-03');
});

t.test('days are compared and picked, the same day included', async (t) => {
  t.same(['2024-03-01', '2023-12-31', '2024-02-29'].sort(compareDates), ['2023-12-31', '2024-02-29', '2024-03-01']);
  t.equal(compareDates('2024-01-01', '2024-01-02'), -1);
  t.equal(compareDates('2024-01-02', '2024-01-01'), 1);
  t.equal(compareDates('2024-01-01', '2024-01-01'), 0);
});
