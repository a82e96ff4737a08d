import t from 'tap';
import { type ColourFacts, nextColourChange, readColour, shownColour } from '../../../src/law/course/colour.js';

const colourFacts = (overrides: Partial<ColourFacts> = {}): ColourFacts => ({
  activatedOn: '2024-01-01',
  graceDays: 3,
  instalments: [
    { dueOn: '2024-07-01', amountFen: 100n, paidInFullOn: null },
    { dueOn: '2024-08-01', amountFen: 100n, paidInFullOn: null },
  ],
  applied: [],
  ...overrides,
});

t.test('the colour', async (t) => {
  await t.test('of one morning is that of the worst indicator', (t) => {
    const rows: readonly (readonly [string, string, string | null])[] = [
      ['2024-07-01', 'GREEN', null],
      ['2024-07-02', 'YELLOW', 'INSTALMENT_LATE'],
      ['2024-07-04', 'YELLOW', 'INSTALMENT_LATE'],
      ['2024-07-05', 'RED', 'INSTALMENT_BEYOND_GRACE'],
      ['2025-01-01', 'RED', 'INSTALMENT_BEYOND_GRACE'],
    ];
    for (const [day, colour, rule] of rows) t.same(readColour(colourFacts(), day), { colour, rule }, day);
    t.end();
  });

  await t.test('of cumulative payment counts an instalment only after its grace', (t) => {
    const paid = (amountFen: bigint) =>
      colourFacts({
        instalments: [
          { dueOn: '2024-07-01', amountFen: 100n, paidInFullOn: '2024-07-03' },
          { dueOn: '2024-08-01', amountFen: 100n, paidInFullOn: null },
        ],
        applied: [{ on: '2024-07-03', amountFen }],
      });
    t.same(readColour(paid(100n), '2024-07-10'), { colour: 'GREEN', rule: null });
    t.same(readColour(paid(99n), '2024-07-10'), { colour: 'YELLOW', rule: 'CUMULATIVE_PAID' });
    t.same(readColour(paid(80n), '2024-07-10'), { colour: 'YELLOW', rule: 'CUMULATIVE_PAID' }, '80 % is yellow');
    t.same(readColour(paid(79n), '2024-07-10'), { colour: 'RED', rule: 'CUMULATIVE_PAID' }, 'less than 80 % is red');
    t.same(
      readColour(paid(0n), '2024-07-04'),
      { colour: 'GREEN', rule: null },
      'nothing counts before the grace is over',
    );
    t.end();
  });

  await t.test('rises at once and falls after seven clean mornings (MO-03)', (t) => {
    const paid = colourFacts({
      instalments: [
        { dueOn: '2024-07-01', amountFen: 100n, paidInFullOn: '2024-07-06' },
        { dueOn: '2024-08-01', amountFen: 100n, paidInFullOn: null },
      ],
      applied: [{ on: '2024-07-06', amountFen: 100n }],
    });
    const rows = [
      ['2024-07-01', 'GREEN'],
      ['2024-07-02', 'YELLOW'],
      ['2024-07-05', 'RED'],
      ['2024-07-06', 'RED'],
      ['2024-07-12', 'RED'],
      ['2024-07-13', 'GREEN'],
    ];
    for (const [day = '', colour] of rows) t.equal(shownColour(paid, day).colour, colour, day);
    t.equal(nextColourChange(paid, '2024-07-07'), '2024-07-13');
    t.equal(nextColourChange(paid, '2024-07-13'), null, 'green falls no further');
    t.equal(nextColourChange(colourFacts(), '2024-07-20'), null, 'while it is unpaid no day will change it');
    t.end();
  });

  await t.test('is green before the plan is in force', (t) => {
    t.same(readColour(colourFacts({ activatedOn: '2024-07-20' }), '2024-07-10'), { colour: 'GREEN', rule: null });
    t.equal(shownColour(colourFacts({ activatedOn: '2024-07-20' }), '2024-07-22').colour, 'RED');
    t.end();
  });
});
