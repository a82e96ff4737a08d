import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import t from 'tap';
import { CALENDAR_YEARS } from '../../../drizzle/reference-data/calendar-years.js';
import { createWorkingCalendar } from '../../../src/law/working-days/calendar.js';
import { addDays, fromEpochDay, toEpochDay, weekday } from '../../../src/shared/civil-date.js';
import { calendar } from '../../support/law-references.js';

interface PublishedYear {
  readonly holidays: Record<string, string>;
  readonly workdays: Record<string, string>;
}

const packageFolder = createRequire(import.meta.url)
  .resolve('chinese-days')
  .replace(/dist\/.*$/, 'dist/years');

t.test('HO-03: the table equals the package chinese-days on every day of 2010 to 2026', async (t) => {
  let days = 0;
  for (let year = 2010; year <= 2026; year += 1) {
    const published = JSON.parse(readFileSync(`${packageFolder}/${year}.json`, 'utf8')) as PublishedYear;
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
      const rest = day in published.holidays || (weekday(day) >= 6 && !(day in published.workdays));
      if (calendar.isRestDay(day) !== rest || calendar.isWorkingDay(day) === rest) {
        t.fail(day);
      }
      days += 1;
    }
  }
  t.equal(days, 6209);
});

t.test('HO-01: rest days and make-up days', async (t) => {
  const rows: [string, string, boolean][] = [
    ['HO-04: 除夕 2024 was a working day', '2024-02-09', false],
    ['first day of the Spring Festival', '2024-02-10', true],
    ['Sunday worked in exchange', '2024-02-18', false],
    ['ordinary Saturday', '2024-06-01', true],
    ['ordinary Monday', '2024-06-03', false],
    ['Saturday after the National Day of 2022, worked in exchange', '2022-10-08', false],
    ['the victory holiday of 2015, announced in May of its year', '2015-09-03', true],
    ['Saturday of a year that is not loaded', '2027-01-02', true],
    ['1 January of a year that is not loaded is only a Friday', '2027-01-01', false],
  ];
  for (const [reason, day, rest] of rows) {
    t.equal(calendar.isRestDay(day), rest, reason);
  }
  t.ok(calendar.isProvisional('2027-01-01'));
  t.ok(calendar.isProvisional('2009-12-31'));
  t.notOk(calendar.isProvisional('2010-01-01'));
  t.notOk(calendar.isProvisional('2026-12-31'));
  t.equal(calendar.lastLoadedYear, 2026);
  t.equal(createWorkingCalendar([]).lastLoadedYear, undefined);
});

t.test('HO-02: n working days do not count the event day', async (t) => {
  const rows: [string, string, string][] = [
    ['2024-09-29', '2024-10-09', '2024-10-14'],
    ['2025-01-24', '2025-02-05', '2025-02-10'],
    ['2026-02-13', '2026-02-25', '2026-03-02'],
    ['2023-04-21', '2023-04-25', '2023-05-04'],
    ['2024-06-07', '2024-06-13', '2024-06-19'],
    ['2026-09-30', '2026-10-10', '2026-10-15'],
  ];
  for (const [event, three, seven] of rows) {
    t.equal(calendar.addWorkingDays(event, 3), three, `${event} + 3`);
    t.equal(calendar.addWorkingDays(event, 7), seven, `${event} + 7`);
  }
  t.equal(calendar.addWorkingDays('2024-06-01', 0), '2024-06-01', 'no working days: the day itself');
});

t.test('the next working day is the first one that is not a rest day', async () => {
  const days = fc.integer({ min: toEpochDay('2022-06-01'), max: toEpochDay('2027-06-01') }).map(fromEpochDay);
  fc.assert(
    fc.property(days, (day) => {
      const next = calendar.nextWorkingDay(day);
      for (let between = day; between < next; between = addDays(between, 1)) {
        if (calendar.isWorkingDay(between)) return false;
      }
      return next >= day && calendar.isWorkingDay(next);
    }),
  );
});

t.test('every listed day lies in its year and every make-up day on a weekend', async (t) => {
  for (const { year, offDays, makeupWorkdays } of CALENDAR_YEARS) {
    t.ok(
      [...offDays, ...makeupWorkdays].every((day) => day.startsWith(`${year}-`)),
      String(year),
    );
    t.ok(
      makeupWorkdays.every((day) => weekday(day) >= 6),
      String(year),
    );
  }
});
