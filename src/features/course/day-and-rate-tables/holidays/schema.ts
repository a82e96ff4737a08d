import { z } from 'zod';
import { pageQuery } from '../../../../platform/paging.js';
import { civilDate, shownDate, weekday } from '../../../../shared/civil-date.js';
import { oneLine } from '../../../../shared/text-fields.js';
import { entryStatus, entryView, source } from '../schema.js';

const YEAR_MIN = 2000;
const YEAR_MAX = 2100;
/** More than any notice has ever listed. */
const DAYS_MAX = 60;
const SATURDAY = 6;

const yearNumber = z.int().min(YEAR_MIN).max(YEAR_MAX);
export const yearParams = z.object({ year: z.coerce.number().int().min(YEAR_MIN).max(YEAR_MAX) });

type Days = { year: number; offDays: readonly string[]; makeupWorkdays: readonly string[] };

/** Faults of a list of days: a day twice, or outside the year and the December before it, where a break may begin. */
function findListFaults(year: number, list: 'offDays' | 'makeupWorkdays', days: readonly string[]) {
  return days.flatMap((day, index) => {
    const path = [list, index];
    if (days.indexOf(day) < index) return [{ path, message: 'this day is listed twice' }];
    const inside = day >= `${year - 1}-12-01` && day <= `${year}-12-31`;
    return inside ? [] : [{ path, message: `must lie between ${year - 1}-12-01 and ${year}-12-31` }];
  });
}

function findFaults({ year, offDays, makeupWorkdays }: Days) {
  const crossed = makeupWorkdays.flatMap((day, index) => {
    const path = ['makeupWorkdays', index];
    if (offDays.includes(day)) return [{ path, message: 'this day is also listed as a day off' }];
    return weekday(day) < SATURDAY ? [{ path, message: 'only a Saturday or Sunday is worked in exchange' }] : [];
  });
  return [
    ...findListFaults(year, 'offDays', offDays),
    ...findListFaults(year, 'makeupWorkdays', makeupWorkdays),
    ...crossed,
  ];
}

/** The breaks of a year as the State Council's notice lists them, day by day. */
export const calendarYearBody = z
  .strictObject({
    year: yearNumber,
    notice: oneLine(100).describe('number of the notice, such as 国办发明电〔2025〕7号'),
    offDays: z.array(civilDate).min(1).max(DAYS_MAX).describe('each day off, weekend days inside a break included'),
    makeupWorkdays: z.array(civilDate).max(DAYS_MAX).describe('weekend days worked in exchange (调休上班)'),
    source,
  })
  .check((ctx) => {
    for (const { path, message } of findFaults(ctx.value)) {
      ctx.issues.push({ code: 'custom', input: ctx.value, path, message });
    }
  });
export type CalendarYearInput = z.infer<typeof calendarYearBody>;

export const calendarYearView = entryView.extend({
  year: z.int(),
  notice: z.string(),
  offDays: z.array(shownDate),
  makeupWorkdays: z.array(shownDate),
  version: z.int().describe('acts on this year so far'),
});
export type CalendarYearView = z.infer<typeof calendarYearView>;

export const calendarYearQuery = pageQuery.extend({ status: entryStatus.optional() });
export type CalendarYearQuery = z.infer<typeof calendarYearQuery>;
