import t from 'tap';
import { checkDates, dateRefusals, type DaysOf, lastDayToFile } from '../../../src/law/dates/check.js';
import {
  DATE_RELATIONS,
  type DatedAct,
  type DateRelation,
  DAYS,
  type DayName,
} from '../../../src/law/dates/relations.js';
import { addDays } from '../../../src/shared/civil-date.js';
import { isProblemCode, PROBLEMS } from '../../../src/shared/problems.js';

const acts = Object.keys(DATE_RELATIONS) as DatedAct[];
const pairs = acts.flatMap((act) => DATE_RELATIONS[act].map((relation: DateRelation) => ({ act, relation })));

/** All days of an act undefined but those given. */
const daysOf = (days: Partial<Record<DayName, string>>) => days as DaysOf<DatedAct>;

t.test('each pair of days holds on its border and is refused a day beyond, with its pointer', (t) => {
  const than = '2024-02-29';
  for (const { act, relation } of pairs) {
    const { day, is, pointer, code } = relation;
    const outcomeOn = (shift: number) =>
      checkDates(act, daysOf({ [day]: addDays(than, shift), [relation.than]: than }));
    const outcomes = [-1, 0, 1].map((shift) => outcomeOn(shift).ok);
    const expected = { NOT_BEFORE: [false, true, true], NOT_AFTER: [true, true, false], AFTER: [false, false, true] };
    const name = `${act}: ${day} ${is} ${relation.than}`;
    t.same(outcomes, expected[is], name);
    const refused = outcomeOn([-1, 0, 1][outcomes.indexOf(false)] ?? 0);
    t.match(refused, { ok: false, code, pointer }, `${name}, by its code`);
    t.match(refused, { detail: DAYS[day] }, 'and says which day');
    t.ok(checkDates(act, daysOf({ [day]: addDays(than, -400) })).ok, 'a day without the other is not compared');
    t.ok(checkDates(act, daysOf({ [relation.than]: than })).ok, 'nor the other way round');
  }
  t.end();
});

t.test('no pair contradicts another: some days satisfy all of an act', (t) => {
  for (const act of acts) {
    const relations: readonly DateRelation[] = DATE_RELATIONS[act];
    const days = new Map(relations.flatMap(({ day, than }) => [day, than]).map((name) => [name, '2024-01-01']));
    // Days that must lie after another are pushed forward, as often as there are pairs.
    for (const { day, is, than } of relations.flatMap(() => relations)) {
      const [low, high] = is === 'NOT_AFTER' ? [day, than] : [than, day];
      const least = addDays(days.get(low) ?? '', is === 'AFTER' ? 1 : 0);
      if ((days.get(high) ?? '') < least) days.set(high, least);
    }
    t.same(checkDates(act, daysOf(Object.fromEntries(days))), { ok: true, value: null }, act);
  }
  t.end();
});

t.test('each code is a problem with status 400, and routes can name the codes of an act', (t) => {
  for (const { relation } of pairs) {
    t.ok(isProblemCode(relation.code), relation.code);
    if (isProblemCode(relation.code)) t.equal(PROBLEMS[relation.code].status, 400, relation.code);
    t.match(relation.pointer, /^(\/\w+)+$/);
  }
  t.same(dateRefusals('filing').filter((code) => code === 'case-number-year-differs').length, 1, 'each code once');
  t.equal(lastDayToFile(2023), '2024-01-15');
  t.end();
});
