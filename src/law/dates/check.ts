import type { CivilDate } from '../../shared/civil-date.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';
import { DATE_RELATIONS, type DatedAct, type DateRelation, DAYS, type DayName } from './relations.js';

/** Last day of January on which a case may still get a number of the year before. */
const LAST_FILING_DAY = '01-15';

type Row<A extends DatedAct> = (typeof DATE_RELATIONS)[A][number];

/** The days that an act compares; undefined for one that nobody stated or that cannot be read. */
export type DaysOf<A extends DatedAct> = Readonly<Record<Row<A>['day'] | Row<A>['than'], CivilDate | undefined>>;

const WORDS = { NOT_BEFORE: 'lies before', NOT_AFTER: 'lies after', AFTER: 'does not lie after' } as const;

function holds({ is }: DateRelation, day: CivilDate, than: CivilDate): boolean {
  if (is === 'NOT_BEFORE') return day >= than;
  return is === 'NOT_AFTER' ? day <= than : day > than;
}

/**
 * Compares the days of an act with each other, with the case and with today.
 * Refuses: the code of the first relation that does not hold, with its pointer.
 * Law: contract section 10, "Dates"; `DATE_RELATIONS`.
 */
export function checkDates<A extends DatedAct>(act: A, days: DaysOf<A>): Outcome<null> {
  const relations: readonly DateRelation[] = DATE_RELATIONS[act];
  const known: Readonly<Partial<Record<DayName, CivilDate>>> = days;
  for (const relation of relations) {
    const day = known[relation.day];
    const than = known[relation.than];
    if (day === undefined || than === undefined || holds(relation, day, than)) continue;
    const detail = `${day}, ${DAYS[relation.day]}, ${WORDS[relation.is]} ${than}, ${DAYS[relation.than]}.`;
    return refuse(relation.code, detail, { pointer: relation.pointer });
  }
  return accept(null);
}

/** First day of the year that a number names; undefined where it names none that can be read. */
export function firstDayOfYear(year: number | undefined): CivilDate | undefined {
  return year === undefined ? undefined : `${year}-01-01`;
}

/** Last day on which a case gets a number of this year: until 15 January the year before is still used. */
export function lastDayToFile(year: number): CivilDate {
  return `${year + 1}-${LAST_FILING_DAY}`;
}

/** The codes with which the days of these acts are refused. */
export function dateRefusals<A extends DatedAct>(...acts: readonly A[]): Row<A>['code'][] {
  const codes = acts.flatMap((act) => DATE_RELATIONS[act].map((relation): Row<A>['code'] => relation.code));
  return [...new Set(codes)];
}
