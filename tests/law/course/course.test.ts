import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  type CourseDecision,
  type CourseFacts,
  decideCourse,
  type RecordedStep,
} from '../../../src/law/course/course.js';
import { datedSteps, ladderRow } from '../../../src/law/course/ladder.js';
import { LADDER_STEPS } from '../../../src/law/course/steps.js';
import { addDays } from '../../../src/shared/civil-date.js';
import { threeInstalments } from './three-instalments.js';

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
    acceleration: fc.constantFrom(
      { mode: 'NONE' as const },
      { mode: 'ON_NOTICE' as const },
      { mode: 'AUTOMATIC' as const },
    ),
  })
  .map((overrides) => threeInstalments(overrides));

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
      { acceleration: { mode: 'AUTOMATIC' } },
      paid(['2024-02-08', 100n]),
      '2024-02-20',
      'BREACHED',
    ],
    [
      'with automatic acceleration is cured by the whole balance',
      { acceleration: { mode: 'AUTOMATIC' } },
      paid(['2024-02-08', 300n]),
      '2024-02-20',
      'PERFORMING',
    ],
    [
      'with acceleration on notice, without one, by the instalment',
      { acceleration: { mode: 'ON_NOTICE' } },
      paid(['2024-02-08', 100n]),
      '2024-02-20',
      'PERFORMING',
    ],
  ];
  for (const [reason, terms, payments, day, state] of rows) {
    const register = live(threeInstalments(terms), payments, day, () => false);
    t.equal(register.facts.state, state, reason);
  }

  const whole = live(threeInstalments(), paid(['2024-01-20', 300n]), '2024-06-01', () => false);
  t.same(factsOf(whole), ['1 D-15 2024-01-17'], 'whoever has paid everything is left in peace');
  const proposed = live(threeInstalments(), paid(['2024-02-09', 100n]), '2024-02-12', () => false);
  t.same(
    proposed.facts.steps.filter((step) => step.step === 'D+7').map((step) => step.status),
    ['CLOSED'],
    'a cure closes proposals',
  );

  const late = { id: 'late', receivedOn: '2024-02-03', amountFen: 100n, approvedOn: '2024-02-10' };
  const undone = live(threeInstalments(), [late], '2024-02-10', () => false);
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
          plan: threeInstalments({ instalments: [...threeInstalments().instalments].reverse() }),
          payments: [],
          steps: [],
        },
        '2024-02-10',
      ),
    /stored plan breaks a rule/,
    'a plan that no rule allows is a fault, not a decision',
  );
});
