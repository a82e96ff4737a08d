import t from 'tap';
import { type CourseFacts, decideCourse, type RecordedStep } from '../../../src/law/course/course.js';
import type { LadderStep } from '../../../src/law/course/steps.js';
import { threeInstalments } from './three-instalments.js';

/** Three instalments of 100 fen, nothing paid and nothing on record. */
function facts(overrides: Partial<CourseFacts> = {}, terms: Partial<CourseFacts['plan']> = {}): CourseFacts {
  return {
    state: 'PERFORMING',
    colour: 'GREEN',
    plan: threeInstalments(terms),
    payments: [],
    steps: [],
    ...overrides,
  };
}

const paid = (...list: (readonly [string, bigint])[]) =>
  list.map(([receivedOn, amountFen], index) => ({ id: `p${index}`, receivedOn, amountFen }));

const onRecord = (
  instalmentNo: number,
  step: LadderStep,
  fellOn: string,
  status: RecordedStep['status'] = 'DONE',
): RecordedStep => ({ id: `${instalmentNo} ${step}`, instalmentNo, step, fellOn, status });

/** Instalment 1 as the closes recorded it until its breach. */
const UNTIL_BREACH = [
  onRecord(1, 'D-15', '2024-01-17'),
  onRecord(1, 'D-7', '2024-01-25'),
  onRecord(1, 'D-1', '2024-01-31'),
  onRecord(1, 'D0', '2024-02-01'),
  onRecord(1, 'D+1', '2024-02-02'),
  onRecord(1, 'D+3', '2024-02-04'),
  onRecord(1, 'D+4', '2024-02-05'),
];

/** New steps as lines: instalment, step, day, status. */
const linesOf = (known: CourseFacts, day: string) =>
  decideCourse(known, day).newSteps.map((one) => `${one.instalmentNo} ${one.step} ${one.fellOn} ${one.status}`);

t.test('the morning of a breach, decided whole', (t) => {
  const { applied, ...decision } = decideCourse(facts(), '2024-02-05');
  t.strictSame(decision, {
    newSteps: UNTIL_BREACH.map(({ id: _id, ...step }) => step),
    closedSteps: [],
    voidedSteps: [],
    progress: [
      { no: 1, paidFen: 0n, droppedInterestFen: 0n, paidInFullOn: null, nextStepOn: '2024-02-08' },
      { no: 2, paidFen: 0n, droppedInterestFen: 0n, paidInFullOn: null, nextStepOn: '2024-02-15' },
      { no: 3, paidFen: 0n, droppedInterestFen: 0n, paidInFullOn: null, nextStepOn: '2024-03-17' },
    ],
    transitions: ['BREACHED'],
    breachUndone: false,
    colour: 'RED',
    colourRule: 'INSTALMENT_BEYOND_GRACE',
    colourReviewOn: null,
    acceleratedOn: null,
    fullyPaid: false,
  });
  t.equal(applied.applications.length, 0);
  t.end();
});

t.test('a worker that comes back late records everything in order of days', (t) => {
  t.strictSame(
    linesOf(facts(), '2024-02-20').slice(6),
    [
      '1 D+4 2024-02-05 DONE',
      '1 D+7 2024-02-08 PROPOSED',
      '1 D+10 2024-02-11 PROPOSED',
      '2 D-15 2024-02-15 DONE',
      '1 D+15 2024-02-16 PROPOSED',
    ],
    'what affects rights is only proposed, however late it is found',
  );
  const known = facts({ steps: UNTIL_BREACH, state: 'BREACHED' });
  t.strictSame(linesOf(known, '2024-02-08'), ['1 D+7 2024-02-08 PROPOSED'], 'what is on record does not fall again');
  t.end();
});

t.test('steps before the plan was signed are not made up', (t) => {
  t.strictSame(linesOf(facts({}, { ladderFrom: '2024-01-31' }), '2024-01-31'), ['1 D-1 2024-01-31 DONE']);
  t.strictSame(linesOf(facts({}, { ladderFrom: '2024-02-01' }), '2024-02-01'), []);
  t.strictSame(
    linesOf(facts({}, { ladderFrom: '2024-02-01' }), '2024-02-02'),
    ['1 D0 2024-02-01 DONE', '1 D+1 2024-02-02 DONE'],
    'the end of the due day is recorded the next morning, under its own day',
  );
  t.end();
});

t.test('a plan that comes into force late has the steps since its signing', (t) => {
  const late = facts({}, { ladderFrom: '2024-01-25', activatedOn: '2024-02-06' });
  t.strictSame(linesOf(late, '2024-02-06'), [
    '1 D-7 2024-01-25 DONE',
    '1 D-1 2024-01-31 DONE',
    '1 D0 2024-02-01 DONE',
    '1 D+1 2024-02-02 DONE',
    '1 D+3 2024-02-04 DONE',
    '1 D+4 2024-02-05 DONE',
  ]);
  const { transitions, colour } = decideCourse(late, '2024-02-06');
  t.strictSame([transitions, colour], [['BREACHED'], 'RED']);
  t.end();
});

t.test('an amendment does not whiten the colour (MO-03)', (t) => {
  const earlier = [{ ...threeInstalments(), payments: [] }];
  const rest = [{ no: 1, dueOn: '2024-05-01', amountFen: 300n }];
  const amended = facts({ earlier }, { instalments: rest, activatedOn: '2024-02-10', ladderFrom: '2024-02-10' });
  const onDay = (day: string) => {
    const { colour, colourReviewOn } = decideCourse(amended, day);
    return [colour, colourReviewOn];
  };
  t.strictSame(onDay('2024-02-10'), ['RED', '2024-02-17'], 'red as on the mornings before');
  t.strictSame(onDay('2024-02-16'), ['RED', '2024-02-17'], 'the sixth morning after');
  t.strictSame(onDay('2024-02-17'), ['GREEN', null], 'seven mornings without arrears');
  const clean = [{ ...threeInstalments({ instalments: rest }), payments: [] }];
  t.equal(decideCourse({ ...amended, earlier: clean }, '2024-02-10').colour, 'GREEN', 'nothing was late before');
  t.end();
});

t.test('what was paid', (t) => {
  const part = decideCourse(facts({ payments: paid(['2024-01-20', 60n]) }), '2024-01-25');
  t.strictSame(part.progress[0], {
    no: 1,
    paidFen: 60n,
    droppedInterestFen: 0n,
    paidInFullOn: null,
    nextStepOn: '2024-01-31',
  });
  t.strictSame([part.colour, part.colourRule, part.colourReviewOn, part.transitions], ['GREEN', null, null, []]);

  const first = decideCourse(facts({ payments: paid(['2024-01-20', 60n], ['2024-01-24', 40n]) }), '2024-01-25');
  t.strictSame(
    first.progress.map(({ paidFen, paidInFullOn, nextStepOn }) => [paidFen, paidInFullOn, nextStepOn]),
    [
      [100n, '2024-01-24', null],
      [0n, null, '2024-02-15'],
      [0n, null, '2024-03-17'],
    ],
    'a paid instalment waits for no step',
  );
  t.strictSame(
    linesOf(facts({ payments: paid(['2024-01-24', 100n]) }), '2024-01-25'),
    ['1 D-15 2024-01-17 DONE'],
    'money of the night before spares the reminder',
  );
  t.equal(decideCourse(facts({ payments: paid(['2024-01-24', 299n]) }), '2024-01-25').fullyPaid, false);
  t.equal(decideCourse(facts({ payments: paid(['2024-01-24', 300n]) }), '2024-01-25').fullyPaid, true);
  t.end();
});

t.test('a cure', (t) => {
  const proposed = onRecord(1, 'D+7', '2024-02-08', 'PROPOSED');
  const confirmed = onRecord(1, 'D+10', '2024-02-11', 'CONFIRMED');
  const breached = facts({ state: 'BREACHED', steps: [...UNTIL_BREACH, proposed] });

  const cured = decideCourse({ ...breached, payments: paid(['2024-02-09', 100n]) }, '2024-02-10');
  t.strictSame(
    [cured.transitions, cured.breachUndone, cured.newSteps, cured.voidedSteps],
    [['CURED', 'PERFORMING'], false, [], []],
  );
  t.strictSame(cured.closedSteps, [proposed], 'closes the proposal');
  t.strictSame(
    [cured.colour, cured.colourRule, cured.colourReviewOn],
    ['RED', 'INSTALMENT_BEYOND_GRACE', '2024-02-16'],
    'the colour falls after seven clean mornings, from the 10th to the 16th',
  );

  const later = { ...breached, steps: [...breached.steps, confirmed], payments: paid(['2024-02-12', 100n]) };
  t.strictSame(decideCourse(later, '2024-02-12').closedSteps, [proposed], 'and nothing that a person has confirmed');

  const sameDay = { ...breached, steps: UNTIL_BREACH, payments: paid(['2024-02-05', 100n]) };
  t.strictSame(decideCourse(sameDay, '2024-02-05').transitions, ['CURED', 'PERFORMING'], 'on the day of the breach');

  const open = decideCourse(breached, '2024-02-10');
  t.strictSame([open.closedSteps, open.transitions, open.breachUndone], [[], [], false], 'needs money');
  const stopped = decideCourse({ ...breached, state: 'RESUMED' }, '2024-02-10');
  t.strictSame(stopped.transitions, [], 'moves no case that has left the plan');
  const elsewhere = decideCourse({ ...breached, state: 'RESUMED', payments: paid(['2024-02-09', 100n]) }, '2024-02-10');
  t.strictSame(elsewhere.transitions, [], 'nor does money for it');
  t.end();
});

t.test('a breach that never was', (t) => {
  const second = onRecord(2, 'D+4', '2024-03-05');
  const both = (payments: CourseFacts['payments']) =>
    decideCourse(facts({ state: 'BREACHED', steps: [second, ...UNTIL_BREACH], payments }), '2024-03-10');

  const lastUndone = both(paid(['2024-02-10', 100n], ['2024-03-01', 100n]));
  t.strictSame(lastUndone.voidedSteps, [second]);
  t.strictSame(
    [lastUndone.transitions, lastUndone.breachUndone],
    [['PERFORMING'], true],
    'the newest breach decides, whatever the order of the record',
  );

  const firstUndone = both(paid(['2024-02-01', 100n], ['2024-03-06', 100n]));
  t.strictSame(
    firstUndone.voidedSteps.map(({ step }) => step),
    ['D0', 'D+1', 'D+3', 'D+4'],
    'money on the due day undoes the end of that day as well',
  );
  t.strictSame([firstUndone.transitions, firstUndone.breachUndone], [['CURED', 'PERFORMING'], false]);
  t.end();
});

t.test('a due date that moved after its steps fell', (t) => {
  const moved = [{ no: 1, dueOn: '2024-02-02', amountFen: 100n }];
  const fell = [onRecord(1, 'D-1', '2024-01-31'), onRecord(1, 'D0', '2024-02-01')];
  const terms = { ladderFrom: '2024-01-31', instalments: moved };

  const kept = decideCourse(facts({ steps: fell }, terms), '2024-02-02');
  t.strictSame([kept.voidedSteps, kept.newSteps], [[], []], 'they stay on their day and do not fall again');
  const inTime = decideCourse(facts({ steps: fell, payments: paid(['2024-02-01', 100n]) }, terms), '2024-02-02');
  t.strictSame(inTime.voidedSteps, [fell[1]], 'money by the end of the day that fell makes it untrue');
  const after = decideCourse(facts({ steps: fell, payments: paid(['2024-02-02', 100n]) }, terms), '2024-02-02');
  t.strictSame(after.voidedSteps, [], 'money of the next day does not');
  t.end();
});

t.test('the whole sum, once it fell due on the breach', (t) => {
  const terms = { acceleration: { mode: 'AUTOMATIC' } } as const;
  const one = { state: 'BREACHED', steps: UNTIL_BREACH, payments: paid(['2024-02-08', 100n]) } as const;
  const later = decideCourse(facts(one, terms), '2024-03-20');
  t.equal(later.colour, 'RED', 'the first instalment is paid, the sum is not');
  t.strictSame(
    later.newSteps.map(({ instalmentNo, step, status }) => `${instalmentNo} ${step} ${status}`),
    ['1 D+7', '1 D+10', '1 D+15', '1 D+20', '1 D+30'].map((line) => `${line} PROPOSED`),
    'the ladder of the breach goes on, and nobody is reminded of instalments that fell due with it',
  );
  t.strictSame(
    later.progress.map(({ nextStepOn }) => nextStepOn),
    [null, null, null],
    'nothing is to come',
  );
  t.strictSame(later.transitions, [], 'less than the sum is no cure');

  const whole = { ...one, payments: paid(['2024-02-08', 100n], ['2024-02-20', 200n]) };
  const cured = decideCourse(facts(whole, terms), '2024-02-21');
  t.strictSame([cured.transitions, cured.fullyPaid], [['CURED', 'PERFORMING'], true]);
  t.strictSame([cured.colour, cured.colourReviewOn], ['RED', '2024-02-27'], 'the colour falls by MO-03');

  const before = facts({ ...one, payments: paid(['2024-02-05', 100n], ['2024-02-04', 0n]) }, terms);
  t.equal(decideCourse(before, '2024-02-05').acceleratedOn, '2024-02-05', 'money of the breach day comes too late');
  const inTime = facts({ ...one, payments: paid(['2024-02-04', 100n]) }, terms);
  t.equal(decideCourse(inTime, '2024-02-20').acceleratedOn, null, 'money inside the grace makes nothing due');
  t.end();
});

t.test('acceleration', (t) => {
  const rows = [
    ['NONE', null, ['CURED', 'PERFORMING']],
    ['ON_NOTICE', null, ['CURED', 'PERFORMING']],
    ['AUTOMATIC', '2024-02-05', []],
  ] as const;
  for (const [accelerationMode, acceleratedOn, transitions] of rows) {
    const known = facts(
      { state: 'BREACHED', steps: UNTIL_BREACH, payments: paid(['2024-02-08', 100n]) },
      { acceleration: { mode: accelerationMode } },
    );
    const decision = decideCourse(known, '2024-02-10');
    t.equal(decision.acceleratedOn, acceleratedOn, accelerationMode);
    t.strictSame(
      decision.transitions,
      transitions,
      `${accelerationMode}: one instalment cures unless everything fell due`,
    );
  }
  t.end();
});
