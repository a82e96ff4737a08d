import t from 'tap';
import { payOutBy } from '../../../src/law/funds/paying-out.js';
import { calendar } from '../../support/law-references.js';

t.test('thirty days of paying out, from the approval', async (t) => {
  const rows: readonly [string, string, string, readonly { from: string; to: string }[]][] = [
    ['a working day', '2023-11-01', '2023-12-01', []],
    ['a Saturday goes on to Monday', '2023-10-05', '2023-11-06', []],
    ['over February of a leap year', '2024-02-01', '2024-03-04', []],
    ['a holiday goes on to its end', '2023-09-02', '2023-10-07', []],
    ['ten days held back', '2023-11-01', '2023-12-11', [{ from: '2023-11-10', to: '2023-11-19' }]],
    ['held back on the day of approval only', '2023-11-01', '2023-12-01', [{ from: '2023-11-01', to: '2023-11-01' }]],
    ['held back after the end', '2023-11-01', '2023-12-01', [{ from: '2023-12-02', to: '2023-12-31' }]],
    [
      'two holds that overlap',
      '2023-11-01',
      '2023-12-11',
      [
        { from: '2023-11-10', to: '2023-11-15' },
        { from: '2023-11-13', to: '2023-11-19' },
      ],
    ],
  ];
  for (const [reason, approvedOn, expected, holds] of rows)
    t.equal(payOutBy(approvedOn, calendar, holds), expected, reason);
});
