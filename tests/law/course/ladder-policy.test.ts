import fc from 'fast-check';
import t from 'tap';
import { checkOffsets, offsetsFor } from '../../../src/law/course/ladder-policy.js';
import { datedSteps } from '../../../src/law/course/ladder.js';
import { type LadderOffsets, MOVABLE_STEPS } from '../../../src/law/course/steps.js';
import { refusalOf } from '../../support/law-references.js';

t.test('ES-01: which days a court may give its steps', async (t) => {
  const rows: readonly [string, LadderOffsets, string][] = [
    ['none: the ladder as it is', {}, 'accepted'],
    ['reminders earlier', { 'D-15': -30, 'D-7': -14, 'D-1': -3 }, 'accepted'],
    ['proposals later', { 'D+7': 10, 'D+10': 20, 'D+15': 40, 'D+20': 60, 'D+30': 90 }, 'accepted'],
    ['one alone', { 'D+30': 31 }, 'accepted'],
    ['the earliest', { 'D-15': -60 }, 'accepted'],
    ['the day after the breach', { 'D+7': 5 }, 'accepted'],
    ['the latest', { 'D+30': 180 }, 'accepted'],
    ['too early', { 'D-15': -61 }, 'step-out-of-range /steps'],
    ['too late', { 'D+30': 181 }, 'step-out-of-range /steps'],
    ['a reminder on the due date', { 'D-1': 0 }, 'step-out-of-range /steps'],
    ['a proposal on the day of the breach', { 'D+7': 4 }, 'step-out-of-range /steps'],
    ['two on one day', { 'D+7': 10 }, 'steps-out-of-order /steps'],
    ['a later one before an earlier', { 'D+20': 14 }, 'steps-out-of-order /steps'],
    ['the second reminder before the first', { 'D-1': -8 }, 'steps-out-of-order /steps'],
  ];
  for (const [reason, offsets, expected] of rows) t.equal(refusalOf(checkOffsets(offsets)), expected, reason);
});

t.test('an instalment follows the newest policy that is for its due date', async (t) => {
  const [first, second, third] = [{ 'D-7': -8 }, { 'D-7': -9 }, { 'D-7': -10 }];
  const policies = [
    { effectiveOn: '2024-01-01', offsets: first },
    { effectiveOn: '2024-03-01', offsets: second },
    { effectiveOn: '2024-03-01', offsets: third },
  ];
  const rows: readonly [string, LadderOffsets][] = [
    ['2023-12-31', {}],
    ['2024-01-01', first],
    ['2024-02-29', first],
    ['2024-03-01', third],
    ['2025-01-01', third],
  ];
  for (const [dueOn, expected] of rows) t.same(offsetsFor(policies, dueOn), expected, dueOn);
  t.same(offsetsFor([], '2024-01-01'), {});
});

t.test(
  'PL-12: whatever is accepted, with any grace: steps in order, due date, demand and breach where they were',
  async () => {
    const offset = fc.option(fc.integer({ min: -60, max: 180 }), { nil: undefined });
    const offsets = fc.record(Object.fromEntries(MOVABLE_STEPS.map((step) => [step, offset])), { requiredKeys: [] });
    const fixed = ['D0', 'D+1', 'D+3', 'D+4'];
    let accepted = 0;
    const sorted = fc.uniqueArray(fc.integer({ min: 5, max: 180 }), { minLength: 5, maxLength: 5 }).map((days) => {
      const [a, b, c, d, e] = days.toSorted((x, y) => x - y);
      return { 'D+7': a, 'D+10': b, 'D+15': c, 'D+20': d, 'D+30': e };
    });
    fc.assert(
      fc.property(fc.oneof(offsets, sorted), fc.integer({ min: 0, max: 30 }), (moved, graceDays) => {
        const given = moved as LadderOffsets;
        if (!checkOffsets(given).ok) return true;
        accepted += 1;
        const dated = datedSteps('2024-03-15', graceDays, given);
        const plain = datedSteps('2024-03-15', graceDays);
        const ordered = dated.every(
          ({ fallsOn }, index) => index === 0 || (dated[index - 1]?.fallsOn ?? '') <= fallsOn,
        );
        const kept = dated.filter(({ step }) => fixed.includes(step));
        return ordered && JSON.stringify(kept) === JSON.stringify(plain.filter(({ step }) => fixed.includes(step)));
      }),
    );
    if (accepted < 20) throw new Error(`only ${accepted} policies were accepted: the property says little`);
  },
);
