import { firstDayOfYear } from '../../../law/dates/check.js';
import type { Context } from '../../../platform/context.js';
import { yearOfNumber } from '../../../shared/identifiers/case-number.js';
import type { CaseRow } from '../../../tables/cases.js';

/** The days of a case that the days of an act in it are compared with (`law/dates`). */
export function daysOfCase(ctx: Context, row: CaseRow) {
  return {
    today: ctx.today,
    filedOn: row.filedOn,
    firstDayOfCaseYear: firstDayOfYear(yearOfNumber(row.caseNumber)),
    basisMadeOn: row.basisMadeOn ?? row.basisEffectiveOn,
    basisEffectiveOn: row.basisEffectiveOn,
  };
}
