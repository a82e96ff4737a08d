import { CASE_ACT_STATES, type CaseAct } from '../../src/law/states/case-acts.js';
import { CASE_TRANSITIONS, type CaseState, isEnded } from '../../src/law/states/case.js';
import { DISBURSEMENT_TRANSITIONS } from '../../src/law/states/disbursement.js';
import { PAYMENT_TRANSITIONS } from '../../src/law/states/payment.js';
import { PLAN_TRANSITIONS } from '../../src/law/states/plan.js';
import { REFUND_TRANSITIONS } from '../../src/law/states/refund.js';
import { REVIEW_TRANSITIONS } from '../../src/law/states/review.js';
import { SEIZURE_TRANSITIONS } from '../../src/law/states/seizure.js';
import { STEP_TRANSITIONS } from '../../src/law/states/step.js';
import type { Transitions } from '../../src/law/states/transitions.js';

interface Step {
  readonly from: string;
  readonly to: string;
  readonly act: string;
}

/** From as many states the same act leads on: the picture draws it once, the table has each row. */
const MANY = 5;

const actsOf = (acts: Readonly<Partial<Record<string, string>>>) =>
  Object.entries(acts).map(([state, act = '']) => [state, act] as const);

function listSteps(table: Transitions<string>): Step[] {
  return table.states.flatMap((from) => actsOf(table.moves[from] ?? {}).map(([to, act]) => ({ from, to, act })));
}

function diagram(table: Transitions<string>): string[] {
  const steps = listSteps(table);
  const alike = (step: Step) => steps.filter((one) => one.to === step.to && one.act === step.act);
  const single = steps.filter((step) => alike(step).length < MANY);
  const shared = steps.filter((step) => alike(step).length >= MANY && alike(step)[0] === step);
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...Object.keys(table.begins).map((state) => `  [*] --> ${state}`),
    ...single.map(({ from, to }) => `  ${from} --> ${to}`),
    ...shared.flatMap((step) => [
      `  state "${alike(step).length} states" as to_${step.to}`,
      `  to_${step.to} --> ${step.to}`,
    ]),
    '```',
  ];
}

function chapter(table: Transitions<string>, ending: string): string[] {
  const begins = actsOf(table.begins).map(([state, act]) => `| — | \`${state}\` | ${act} |`);
  const steps = listSteps(table).map(({ from, to, act }) => `| \`${from}\` | \`${to}\` | ${act} |`);
  const unreached = actsOf(table.unreached).map(([state, reason]) => `- \`${state}\`: ${reason}.`);
  return [
    `## ${table.thing.replace(/^./, (letter) => letter.toUpperCase())}`,
    '',
    ...diagram(table),
    '',
    '| From | To | Act |',
    '| --- | --- | --- |',
    ...begins,
    ...steps,
    '',
    ...(ending === '' ? [] : [ending, '']),
    ...(unreached.length === 0 ? [] : ['States without a way to them:', '', ...unreached, '']),
  ];
}

const ACTS_BY_STATE: Readonly<Record<CaseAct, readonly CaseState[]>> = CASE_ACT_STATES;
const inCode = (states: readonly CaseState[]) => states.map((state) => `\`${state}\``).join(', ');

function statesInWords(states: readonly CaseState[], ended: readonly CaseState[]): string {
  if (states.length === CASE_TRANSITIONS.states.length) return 'every state';
  const isOpen = states.length + ended.length === CASE_TRANSITIONS.states.length;
  return isOpen && !states.some((state) => ended.includes(state)) ? 'every state but the ended ones' : inCode(states);
}

/** The text of docs/states.md. */
export function statesDocument(): string {
  const ended = CASE_TRANSITIONS.states.filter(isEnded);
  const ending = [
    'What leaves a case where it is (every other act is possible where the table above knows the step):',
    '',
    '| Act | Possible in |',
    '| --- | --- |',
    ...Object.entries(ACTS_BY_STATE).map(([act, states]) => `| \`${act}\` | ${statesInWords(states, ended)} |`),
    '',
    `Ended: ${inCode(ended)}. There no step falls any more, and what still comes is told to the officer.`,
  ].join('\n');
  return [
    '# States',
    '',
    'Written by `npm run docs:write` from the tables in `src/law/states`. A step that stands in no table is refused ' +
      'where a',
    'person asks for it, and stops the transaction where the machine takes it. "Not built" says that the law ' +
      'knows the step',
    'and the product has no operation for it yet.',
    '',
    ...chapter(CASE_TRANSITIONS, ending),
    ...chapter(SEIZURE_TRANSITIONS, ''),
    ...chapter(PLAN_TRANSITIONS, ''),
    ...chapter(STEP_TRANSITIONS, ''),
    ...chapter(REVIEW_TRANSITIONS, 'A request for relief has no states: what becomes of it is the state of its case.'),
    ...chapter(
      PAYMENT_TRANSITIONS,
      [
        'That the applicant received a direct payment is said beside, by himself or by a judge: once,',
        'while it is `ENTERED` or `APPROVED`.',
      ].join(' '),
    ),
    ...chapter(DISBURSEMENT_TRANSITIONS, ''),
    ...chapter(REFUND_TRANSITIONS, 'An open task is shown as `DONE` once disbursements have paid its sum back.'),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
