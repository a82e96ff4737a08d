import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  nextColourChange,
  readColour,
  shownColour,
  type ColourFacts,
} from '../../../src/features/escalation/colour-rules.js';
import { datedSteps, ladderRow, newestMorning } from '../../../src/features/escalation/ladder.js';
import {
  type CourseDecision,
  type CourseFacts,
  decideCourse,
  type RecordedStep,
} from '../../../src/features/escalation/rules.js';
import { LADDER_STEPS, type LadderStep } from '../../../src/features/escalation/schema.js';
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

  await t.test('knows the newest morning that steps on record belong to', (t) => {
    t.equal(newestMorning([], '2024-07-03'), '2024-07-03');
    t.equal(newestMorning([{ step: 'D+4', fellOn: '2024-07-05' }], '2024-07-03'), '2024-07-05');
    t.equal(newestMorning([{ step: 'D+1', fellOn: '2024-07-02' }], '2024-07-03'), '2024-07-03');
    t.equal(
      newestMorning([{ step: 'D0', fellOn: '2024-07-03' }], '2024-07-03'),
      '2024-07-04',
      'D0 is recorded the morning after',
    );
    t.end();
  });
});

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

/** A plan of equal instalments, one a month. */
const plan = (overrides: Partial<CourseFacts['plan']> = {}): CourseFacts['plan'] => ({
  id: 'plan',
  graceDays: 3,
  prepayPolicy: 'NEXT_FIRST',
  accelerationMode: 'NONE',
  activatedOn: '2024-01-01',
  instalments: [
    { no: 1, dueOn: '2024-02-01', amountFen: 100n },
    { no: 2, dueOn: '2024-03-01', amountFen: 100n },
    { no: 3, dueOn: '2024-04-01', amountFen: 100n },
  ],
  ...overrides,
});

/** A payment as the rules see it, with the day on which it was approved. */
interface KnownPayment {
  readonly id: string;
  readonly receivedOn: string;
  readonly amountFen: bigint;
  readonly approvedOn: string;
}

/** What stands on record of a case, kept as the services keep it. */
interface Register {
  facts: CourseFacts;
  voided: RecordedStep[];
}

let ids = 0;

function store(register: Register, decision: CourseDecision): void {
  const gone = new Set(decision.voidedSteps.map((step) => step.id));
  const closed = new Set(decision.closedSteps.map((step) => step.id));
  const steps = [
    ...register.facts.steps
      .filter((step) => !gone.has(step.id))
      .map((step) => (closed.has(step.id) ? { ...step, status: 'CLOSED' as const } : step)),
    ...decision.newSteps.map((step) => ({ ...step, id: `s${(ids += 1)}` })),
  ];
  register.voided.push(...decision.voidedSteps);
  register.facts = {
    ...register.facts,
    steps,
    colour: decision.colour,
    state: decision.transitions.at(-1) ?? register.facts.state,
  };
}

const byDay = (a: KnownPayment, b: KnownPayment) =>
  a.receivedOn === b.receivedOn ? Number(a.id > b.id) - 0.5 : a.receivedOn < b.receivedOn ? -1 : 1;

/** Lives through the days: a close each morning unless the worker is off, a decision at each approval. */
function live(
  terms: CourseFacts['plan'],
  payments: readonly KnownPayment[],
  until: string,
  isOff: (day: string) => boolean,
) {
  const register: Register = {
    facts: { state: 'PERFORMING', colour: 'GREEN', plan: terms, payments: [], steps: [] },
    voided: [],
  };
  for (let day = terms.activatedOn; day <= until; day = addDays(day, 1)) {
    if (!isOff(day) || day === until) store(register, decideCourse(register.facts, day));
    for (const payment of payments.filter((one) => one.approvedOn === day)) {
      const known = [...(register.facts.payments as KnownPayment[]), payment].sort(byDay);
      register.facts = { ...register.facts, payments: known };
      store(register, decideCourse(register.facts, day));
    }
  }
  return register;
}

const AUTOMATIC = new Set(LADDER_STEPS.filter((step) => ladderRow(step).automatic));
const factsOf = ({ facts }: Register) =>
  facts.steps
    .filter((step) => AUTOMATIC.has(step.step))
    .map((step) => `${step.instalmentNo} ${step.step} ${step.fellOn}`)
    .sort();

const END = '2024-05-15';
const someDay = (from: string, days: number) =>
  fc.integer({ min: 0, max: days }).map((offset) => addDays(from, offset));
const somePayment = fc
  .record({
    receivedOn: someDay('2024-01-02', 130),
    delay: fc.integer({ min: 0, max: 40 }),
    amountFen: fc.integer({ min: 1, max: 220 }),
  })
  .map(({ receivedOn, delay, amountFen }) => ({
    receivedOn,
    amountFen: BigInt(amountFen),
    approvedOn: addDays(receivedOn, delay),
  }))
  .filter((payment) => payment.approvedOn <= END);
const somePayments = fc
  .array(somePayment, { maxLength: 6 })
  .map((list) => list.map((one, index) => ({ ...one, id: `p${index}` })));
const someTerms = fc
  .record({
    graceDays: fc.constantFrom(0, 1, 3, 10),
    prepayPolicy: fc.constantFrom('NEXT_FIRST' as const, 'LAST_FIRST' as const),
    accelerationMode: fc.constantFrom('NONE' as const, 'ON_NOTICE' as const, 'AUTOMATIC' as const),
  })
  .map((overrides) => plan(overrides));

t.test('what stands on record in the end', async (t) => {
  const never = () => false;

  await t.test('does not depend on when payments were approved', (t) => {
    const property = fc.property(someTerms, somePayments, (terms, payments) => {
      const atOnce = payments.map((payment) => ({ ...payment, approvedOn: payment.receivedOn }));
      const late = live(terms, payments, END, never);
      const prompt = live(terms, atOnce, END, never);
      deepStrictEqual(factsOf(late), factsOf(prompt));
      deepStrictEqual([late.facts.state, late.facts.colour], [prompt.facts.state, prompt.facts.colour]);
    });
    t.doesNotThrow(() => fc.assert(property, { seed: 20240705, numRuns: 150 }));
    t.end();
  });

  await t.test('does not depend on days on which the worker was off', (t) => {
    const property = fc.property(
      someTerms,
      somePayments,
      fc.array(someDay('2024-01-02', 130), { maxLength: 60 }),
      (terms, payments, off) => {
        const gaps = live(terms, payments, END, (day) => off.includes(day));
        const daily = live(terms, payments, END, never);
        deepStrictEqual(factsOf(gaps), factsOf(daily));
        deepStrictEqual([gaps.facts.state, gaps.facts.colour], [daily.facts.state, daily.facts.colour]);
      },
    );
    t.doesNotThrow(() => fc.assert(property, { seed: 20240706, numRuns: 100 }));
    t.end();
  });

  await t.test('is not changed by closing a day twice', (t) => {
    const property = fc.property(someTerms, somePayments, (terms, payments) => {
      const { facts } = live(terms, payments, END, never);
      const again = decideCourse(facts, END);
      deepStrictEqual([again.newSteps, again.voidedSteps, again.closedSteps, again.transitions], [[], [], [], []]);
      deepStrictEqual(again.colour, facts.colour);
    });
    t.doesNotThrow(() => fc.assert(property, { seed: 20240707, numRuns: 100 }));
    t.end();
  });

  await t.test('is each step at most once, on the day that the ladder gives it', (t) => {
    const property = fc.property(someTerms, somePayments, (terms, payments) => {
      const { facts } = live(terms, payments, END, never);
      const names = facts.steps.map((step) => `${step.instalmentNo} ${step.step}`);
      deepStrictEqual(new Set(names).size, names.length);
      for (const step of facts.steps) {
        const instalment = terms.instalments.find((one) => one.no === step.instalmentNo);
        const dated = datedSteps(instalment?.dueOn ?? '', terms.graceDays).find((one) => one.step === step.step);
        deepStrictEqual(step.fellOn, dated?.fallsOn);
      }
    });
    t.doesNotThrow(() => fc.assert(property, { seed: 20240708, numRuns: 60 }));
    t.end();
  });
});

t.test('a breach', async (t) => {
  const paid = (...list: (readonly [string, bigint])[]) =>
    list.map(([receivedOn, amountFen], index) => ({ id: `p${index}`, receivedOn, amountFen, approvedOn: receivedOn }));
  const rows: readonly (readonly [string, Partial<CourseFacts['plan']>, readonly KnownPayment[], string, string])[] = [
    ['is not made by money on the last grace day', {}, paid(['2024-02-04', 100n]), '2024-02-10', 'PERFORMING'],
    ['is made one day later', {}, paid(), '2024-02-05', 'BREACHED'],
    ['is cured by the whole instalment', {}, paid(['2024-02-08', 100n]), '2024-02-08', 'PERFORMING'],
    ['is not cured by one fen less', {}, paid(['2024-02-08', 99n]), '2024-02-28', 'BREACHED'],
    ['is cured in two parts', {}, paid(['2024-02-08', 60n], ['2024-02-20', 40n]), '2024-02-20', 'PERFORMING'],
    ['of two instalments is cured by both', {}, paid(['2024-03-10', 100n]), '2024-03-10', 'BREACHED'],
    ['of two instalments is cured by both sums', {}, paid(['2024-03-10', 200n]), '2024-03-10', 'PERFORMING'],
    ['is cured while the next instalment is not due', {}, paid(['2024-02-29', 100n]), '2024-02-29', 'PERFORMING'],
    ['is not cured while the next one is due that day', {}, paid(['2024-03-01', 100n]), '2024-03-01', 'BREACHED'],
    ['without grace comes on D+1', { graceDays: 0 }, paid(), '2024-02-02', 'BREACHED'],
    [
      'without grace is avoided on the due day',
      { graceDays: 0 },
      paid(['2024-02-01', 100n]),
      '2024-02-10',
      'PERFORMING',
    ],
    ['with ten days of grace comes on D+11', { graceDays: 10 }, paid(), '2024-02-11', 'PERFORMING'],
    ['with ten days of grace comes then', { graceDays: 10 }, paid(), '2024-02-12', 'BREACHED'],
    [
      'with automatic acceleration is cured by everything',
      { accelerationMode: 'AUTOMATIC' },
      paid(['2024-02-08', 100n]),
      '2024-02-20',
      'BREACHED',
    ],
    [
      'with automatic acceleration is cured by the whole balance',
      { accelerationMode: 'AUTOMATIC' },
      paid(['2024-02-08', 300n]),
      '2024-02-20',
      'PERFORMING',
    ],
    [
      'with acceleration on notice, without one, by the instalment',
      { accelerationMode: 'ON_NOTICE' },
      paid(['2024-02-08', 100n]),
      '2024-02-20',
      'PERFORMING',
    ],
  ];
  for (const [reason, terms, payments, day, state] of rows) {
    const register = live(plan(terms), payments, day, () => false);
    t.equal(register.facts.state, state, reason);
  }

  const whole = live(plan(), paid(['2024-01-20', 300n]), '2024-06-01', () => false);
  t.same(factsOf(whole), ['1 D-15 2024-01-17'], 'whoever has paid everything is left in peace');
  const proposed = live(plan(), paid(['2024-02-09', 100n]), '2024-02-12', () => false);
  t.same(
    proposed.facts.steps.filter((step) => step.step === 'D+7').map((step) => step.status),
    ['CLOSED'],
    'a cure closes proposals',
  );

  const late = { id: 'late', receivedOn: '2024-02-03', amountFen: 100n, approvedOn: '2024-02-10' };
  const undone = live(plan(), [late], '2024-02-10', () => false);
  t.equal(undone.facts.state, 'PERFORMING');
  t.same(undone.voided.map((step) => step.step).sort(), ['D+3', 'D+4', 'D+7']);
  const decision = decideCourse(
    { ...undone.facts, state: 'BREACHED', steps: [...undone.facts.steps, ...undone.voided] },
    '2024-02-10',
  );
  t.equal(decision.breachUndone, true, 'it never happened');
  t.same(decision.transitions, ['PERFORMING'], 'so it is not cured either');

  t.throws(
    () =>
      decideCourse(
        {
          state: 'PERFORMING',
          colour: 'GREEN',
          plan: plan({ instalments: [...plan().instalments].reverse() }),
          payments: [],
          steps: [],
        },
        '2024-02-10',
      ),
    /stored plan breaks a rule/,
    'a plan that no rule allows is a fault, not a decision',
  );
});
