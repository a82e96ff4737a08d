import type { CourseFacts } from '../../../src/law/course/course.js';

/** A plan of three equal instalments of 100 fen, one a month, with three days of grace. */
export const threeInstalments = (overrides: Partial<CourseFacts['plan']> = {}): CourseFacts['plan'] => ({
  id: 'plan',
  graceDays: 3,
  prepayPolicy: 'NEXT_FIRST',
  acceleration: { mode: 'NONE' },
  activatedOn: '2024-01-01',
  ladderFrom: '2024-01-01',
  instalments: [
    { no: 1, dueOn: '2024-02-01', amountFen: 100n },
    { no: 2, dueOn: '2024-03-01', amountFen: 100n },
    { no: 3, dueOn: '2024-04-01', amountFen: 100n },
  ],
  ...overrides,
});
