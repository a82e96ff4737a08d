import t from 'tap';
import { isEnded, CASE_TRANSITIONS } from '../../../src/law/states/case.js';
import { DISBURSEMENT_TRANSITIONS } from '../../../src/law/states/disbursement.js';
import { PAYMENT_TRANSITIONS } from '../../../src/law/states/payment.js';
import { PLAN_TRANSITIONS } from '../../../src/law/states/plan.js';
import { REFUND_TRANSITIONS } from '../../../src/law/states/refund.js';
import { REVIEW_TRANSITIONS } from '../../../src/law/states/review.js';
import { SEIZURE_TRANSITIONS } from '../../../src/law/states/seizure.js';
import { STEP_TRANSITIONS } from '../../../src/law/states/step.js';
import { assertMove, isFinal, mayMove, statesBefore, type Transitions } from '../../../src/law/states/transitions.js';

/** A table as any of them: which states it has is its own matter. */
type AnyTable = Transitions<string>;
const TABLES: readonly AnyTable[] = [
  CASE_TRANSITIONS,
  SEIZURE_TRANSITIONS,
  PLAN_TRANSITIONS,
  STEP_TRANSITIONS,
  REVIEW_TRANSITIONS,
  PAYMENT_TRANSITIONS,
  DISBURSEMENT_TRANSITIONS,
  REFUND_TRANSITIONS,
];

/**
 * Each table written out once more; what is not written here is refused. Those of cases stand in
 * tests/features/cases.
 */
const ALLOWED: Readonly<Record<string, readonly (readonly [step: string, why: string])[]>> = {
  seizure: [],
  plan: [
    ['DRAFT → CONFIRMED', 'every party that it names has confirmed it (ST-02)'],
    ['CONFIRMED → ACTIVE', 'a judge, and only what is confirmed'],
    ['ACTIVE → SUPERSEDED', 'by an amendment, never otherwise (ST-05)'],
    ['ACTIVE → COMPLETED', 'a judge finds all performed (ST-10)'],
    ['COMPLETED → ACTIVE', 'a judge sets the finding aside while the debt is open'],
  ],
  'escalation step': [
    ['DONE → VOIDED', 'it was untrue from the start'],
    ['PROPOSED → VOIDED', 'it was untrue from the start'],
    ['CONFIRMED → VOIDED', 'it was untrue from the start, whatever was decided on it'],
    ['SKIPPED → VOIDED', 'it was untrue from the start, whatever was decided on it'],
    ['PAUSED → VOIDED', 'it was untrue from the start, whatever was decided on it'],
    ['CLOSED → VOIDED', 'a cure had closed it; then an earlier payment shows that it never fell'],
    ['PROPOSED → CLOSED', 'nothing is left to decide (ES-02)'],
    ['PAUSED → CLOSED', 'nothing is left to decide (ES-02)'],
  ],
  'joint review': [
    ['OPEN → DECIDED', 'once'],
    ['OPEN → SETTLED_BY_PAYMENT', 'nothing is left to decide'],
  ],
  payment: [
    ['ENTERED → APPROVED', 'by a second person (CP-01)'],
    ['ENTERED → REJECTED', 'by a second person (CP-01)'],
    ['APPROVED → REVERSED', 'an approval that was wrong; a rejected payment never counted'],
    ['APPROVED → TRANSFERRED', 'it belongs to another case; one that waits is rejected and entered there'],
  ],
  disbursement: [
    ['ENTERED → APPROVED', 'by the chief (CP-01)'],
    ['ENTERED → REJECTED', 'by the chief (CP-01)'],
    ['APPROVED → PAID', 'by a third person, never without approval'],
    ['APPROVED → FAILED', 'the bank refuses; the money is free again'],
    ['PAID → RETURNED', 'sent back by bank or payee; the money is with the court again'],
  ],
  'refund task': [
    ['OPEN → VOIDED', 'nothing is left over (AL-07)'],
    ['VOIDED → OPEN', 'something is left over again, of the same payment'],
  ],
};

t.test('each step is allowed or refused as the table says', (t) => {
  for (const table of TABLES) {
    const allowed = ALLOWED[table.thing];
    if (!allowed) continue;
    const found = table.states.flatMap((from) =>
      table.states.filter((to) => mayMove(table, from, to)).map((to) => `${from} → ${to}`),
    );
    t.same(found.sort(), allowed.map(([step]) => step).sort(), table.thing);
  }
  t.same(
    TABLES.map(({ thing }) => thing).filter((thing) => !(thing in ALLOWED)),
    ['case'],
  );
  t.end();
});

t.test('every state is reached from a beginning, or it is said why no act leads there', (t) => {
  for (const table of TABLES) {
    const reached = new Set(Object.keys(table.begins));
    for (const state of reached) for (const to of Object.keys(table.moves[state] ?? {})) reached.add(to);
    for (const state of table.states) {
      const reason = table.unreached[state];
      t.not(reached.has(state), reason !== undefined, `${table.thing} ${state}: reached, or marked`);
      if (reason !== undefined) t.ok(reason.length > 10, `${table.thing} ${state} says why`);
    }
  }
  t.end();
});

t.test('no state leads to itself, and each step names its act', (t) => {
  for (const table of TABLES) {
    t.same(Object.keys(table.moves).sort(), [...table.states].sort(), table.thing);
    for (const from of table.states) {
      t.notOk(mayMove(table, from, from), `${table.thing} ${from}`);
      for (const act of Object.values(table.moves[from] ?? {})) t.match(act, /^[a-z].{5,}[a-z)\d]$/);
    }
  }
  t.end();
});

t.test('nothing leads out of a final state', (t) => {
  const FINAL: Readonly<Record<string, readonly string[]>> = {
    case: ['CLOSED'],
    seizure: SEIZURE_TRANSITIONS.states,
    plan: ['SUPERSEDED', 'ENDED'],
    'escalation step': ['VOIDED'],
    'joint review': ['DECIDED', 'SETTLED_BY_PAYMENT'],
    payment: ['REJECTED', 'REVERSED', 'TRANSFERRED'],
    disbursement: ['REJECTED', 'FAILED', 'RETURNED'],
    'refund task': [],
  };
  for (const table of TABLES) {
    t.same(
      table.states.filter((state) => isFinal(table, state)),
      FINAL[table.thing],
      table.thing,
    );
  }
  for (const state of CASE_TRANSITIONS.states) {
    // A finding of performance can be set aside (contract section 10).
    if (!isEnded(state) || state === 'PERFORMED') continue;
    t.ok(
      CASE_TRANSITIONS.states.every((to) => to === 'CLOSED' || !mayMove(CASE_TRANSITIONS, state, to)),
      `an ended case (${state}) is only closed`,
    );
  }
  t.end();
});

t.test('a step that the table does not know is a fault', (t) => {
  t.doesNotThrow(() => assertMove(PLAN_TRANSITIONS, 'DRAFT', 'CONFIRMED'));
  t.throws(() => assertMove(PLAN_TRANSITIONS, 'DRAFT', 'ACTIVE'), {
    message: /plan knows no step from DRAFT to ACTIVE/,
  });
  t.doesNotThrow(() => assertMove(CASE_TRANSITIONS, 'BREACHED', 'CURED'));
  t.doesNotThrow(() => assertMove(CASE_TRANSITIONS, 'CURED', 'PERFORMING'));
  t.throws(() => assertMove(CASE_TRANSITIONS, 'PERFORMING', 'CURED'), { message: /PERFORMING to CURED/ });
  t.throws(() => assertMove(CASE_TRANSITIONS, 'CURED', 'PERFORMED'), { message: /CURED to PERFORMED/ });
  t.same(statesBefore(STEP_TRANSITIONS, 'CLOSED'), ['PROPOSED', 'PAUSED']);
  t.same(statesBefore(CASE_TRANSITIONS, 'SETTLED'), ['FILED', 'NOTICE_SERVED', 'REJECTED', 'APPROVED']);
  t.end();
});
