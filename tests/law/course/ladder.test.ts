import fc from 'fast-check';
import t from 'tap';
import { datedSteps, ladderRow } from '../../../src/law/course/ladder.js';
import { LADDER_STEPS, type LadderStep } from '../../../src/law/course/steps.js';
import { addDays } from '../../../src/shared/civil-date.js';

const DUE = '2024-07-01';

t.test('the ladder', async (t) => {
  await t.test('falls on the days of section 10.1, counted from the adjusted due date', (t) => {
    const days = Object.fromEntries(
      datedSteps(DUE, 3).map(({ step, fallsOn, recordedOn }) => [step, [fallsOn, recordedOn]]),
    );
    t.same(days, {
      'D-15': ['2024-06-16', '2024-06-16'],
      'D-7': ['2024-06-24', '2024-06-24'],
      'D-1': ['2024-06-30', '2024-06-30'],
      D0: ['2024-07-01', '2024-07-02'],
      'D+1': ['2024-07-02', '2024-07-02'],
      'D+3': ['2024-07-04', '2024-07-04'],
      'D+4': ['2024-07-05', '2024-07-05'],
      'D+7': ['2024-07-08', '2024-07-08'],
      'D+10': ['2024-07-11', '2024-07-11'],
      'D+15': ['2024-07-16', '2024-07-16'],
      'D+20': ['2024-07-21', '2024-07-21'],
      'D+30': ['2024-07-31', '2024-07-31'],
    });
    t.end();
  });

  await t.test('moves D+3 and later with the grace days, the demand never before D+1', (t) => {
    const rows: readonly (readonly [number, Partial<Record<LadderStep, string>>])[] = [
      [0, { 'D+1': '2024-07-02', 'D+3': '2024-07-02', 'D+4': '2024-07-02', 'D+7': '2024-07-05', 'D+30': '2024-07-28' }],
      [1, { 'D+1': '2024-07-02', 'D+3': '2024-07-02', 'D+4': '2024-07-03', 'D+7': '2024-07-06' }],
      [2, { 'D+3': '2024-07-03', 'D+4': '2024-07-04' }],
      [10, { 'D+1': '2024-07-02', 'D+3': '2024-07-11', 'D+4': '2024-07-12', 'D+7': '2024-07-15' }],
      [90, { 'D+1': '2024-07-02', 'D+3': '2024-09-29', 'D+4': '2024-09-30' }],
    ];
    for (const [graceDays, expected] of rows) {
      const found = new Map(datedSteps(DUE, graceDays).map(({ step, fallsOn }) => [step as string, fallsOn]));
      for (const [step, day] of Object.entries(expected)) t.equal(found.get(step), day, `${step} with ${graceDays}`);
      t.equal(found.get('D+4'), addDays(DUE, graceDays + 1), 'the breach is the day after the grace (PL-12)');
    }
    t.end();
  });

  await t.test('never lets a step fall before the one above it', (t) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), (graceDays) => {
        const days = datedSteps(DUE, graceDays).map((one) => one.fallsOn);
        return days.every((day, index) => index === 0 || day >= (days[index - 1] ?? ''));
      }),
    );
    t.end();
  });

  await t.test('runs by itself up to D+4 and only proposes from D+7 on (ES-01)', (t) => {
    for (const step of LADDER_STEPS) {
      const row = ladderRow(step);
      t.equal(row.automatic, row.offset <= 4, step);
      t.equal(row.notice === 'STEP_PROPOSED', row.offset >= 7, step);
      if (!row.automatic) t.same(row.recipients, ['OFFICER'], `${step} is the court's own consideration`);
    }
    t.same(ladderRow('D+1').recipients, ['ENTERPRISE', 'APPLICANT', 'OFFICER']);
    t.throws(() => ladderRow('D+5' as LadderStep), /no step/);
    t.end();
  });
});
