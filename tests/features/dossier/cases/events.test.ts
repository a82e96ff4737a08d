import fc from 'fast-check';
import t from 'tap';
import {
  CASE_EVENTS,
  type CaseEventType,
  checkDraft,
  dataOutside,
  definitionOf,
  type EventDraft,
} from '../../../../src/features/dossier/cases/events/catalogue.js';
import { GROUNDS } from '../../../../src/features/dossier/cases/grounds.js';
import { CASE_STATE_WORDS } from '../../../../src/law/states/case-words.js';
import { CASE_STATES } from '../../../../src/law/states/case.js';
import { newId } from '../../../../src/shared/ids.js';
import { nameEvent, sayEvent } from '../../../../src/web/words/events.js';

const TYPES = Object.keys(CASE_EVENTS) as CaseEventType[];
/** A draft as no compiler would let it through. */
const wrong = (draft: object) => draft as EventDraft;

t.test('every type has words in both languages, none of them its name', (t) => {
  for (const type of TYPES) {
    t.match(nameEvent('zh', type), /\p{Script=Han}/u, type);
    t.match(nameEvent('en', type), /^[A-Z][a-z]/, type);
    t.not(nameEvent('en', type), type);
    t.ok(type.length <= 48, `${type} fits its column`);
  }
  for (const state of CASE_STATES) {
    t.ok(definitionOf(`CASE_${state}`), `a case that becomes ${state} says so`);
    if (state !== 'FILED') t.equal(sayEvent('zh', { type: `CASE_${state}`, data: {} }), CASE_STATE_WORDS[state].zh);
  }
  t.end();
});

const PAYMENT = { paymentId: newId(), amountFen: 5, receivedOn: '2023-10-31', channel: 'CASH' };

/** What may not be written, and the words that say why. */
const REFUSED: readonly (readonly [string, object, RegExp])[] = [
  ['an unknown type', { type: 'PAYMENT_LOST', data: {} }, /No event of type PAYMENT_LOST/],
  ['a name that every object has', { type: 'toString', data: {} }, /No event of type toString/],
  ['a key that is missing', { type: 'PAYMENT_ENTERED', data: { ...PAYMENT, channel: undefined } }, /another shape/],
  ['a key too many', { type: 'PAYMENT_ENTERED', data: { ...PAYMENT, payer: '甲' } }, /another shape/],
  ['money that is no whole fen', { type: 'PAYMENT_ENTERED', data: { ...PAYMENT, amountFen: 0.5 } }, /another shape/],
  ['money in the form of rules', { type: 'PAYMENT_ENTERED', data: { ...PAYMENT, amountFen: 5n } }, /another shape/],
  ['a day that is none', { type: 'PAYMENT_ENTERED', data: { ...PAYMENT, receivedOn: '2023-02-30' } }, /another shape/],
  ['a ground too many', { type: 'PAYMENT_ENTERED', data: PAYMENT, ground: GROUNDS.filing }, /takes no ground/],
  ['no ground', { type: 'PAYMENT_REVERSED', data: { paymentId: newId(), reason: '退款' } }, /names its ground/],
  [
    'a state that is not that of the type',
    { type: 'CASE_BREACHED', data: { from: 'PERFORMING', to: 'CURED' }, ground: GROUNDS.breach },
    /another shape/,
  ],
];

t.test('what does not fit its type is not written', (t) => {
  for (const [what, draft, message] of REFUSED) t.throws(() => checkDraft(wrong(draft)), { message }, what);
  t.doesNotThrow(() => checkDraft({ type: 'PAYMENT_ENTERED', data: PAYMENT }));
  const settled = { from: 'FILED', to: 'SETTLED' } as const;
  t.doesNotThrow(() => checkDraft({ type: 'CASE_SETTLED', data: settled }));
  t.doesNotThrow(() => checkDraft({ type: 'CASE_SETTLED', data: settled, ground: GROUNDS.relief }));
  t.end();
});

t.test('what was stored by another version is shown by neutral words, and nothing of it outside the court', (t) => {
  t.equal(sayEvent('zh', { type: 'SOMETHING_OF_OLD', data: { a: 1 } }), '其他事项');
  t.equal(sayEvent('en', { type: 'constructor', data: {} }), 'Another entry');
  t.same(dataOutside('SOMETHING_OF_OLD', { a: 1 }), {});
  t.equal(sayEvent('en', { type: 'STEP_RECORDED', data: {} }), 'Step', 'a step of another shape');
  t.equal(sayEvent('en', { type: 'COLOUR_CHANGED', data: { to: 'BLUE' } }), 'Colour changed');
  t.equal(sayEvent('en', { type: 'STEP_VOIDED', data: { instalmentNo: 3, step: 'D+4' } }), 'Step void · 3 · Breach');
  t.equal(sayEvent('zh', { type: 'COLOUR_CHANGED', data: { to: 'RED' } }), '预警变更: 告警');
  fc.assert(
    fc.property(fc.constantFrom(...TYPES, 'X'), fc.dictionary(fc.string(), fc.jsonValue()), (type, data) => {
      const said = sayEvent('en', { type, data });
      return said.length > 0 && !/[A-Z]_[A-Z]|undefined|null|object/.test(said);
    }),
  );
  t.end();
});

/** Types whose data stay inside the court (CP-03), written out once more. */
const INSIDE = new RegExp(
  '^(RECUSAL_|JOINT_REVIEW_|COURT_RECORD_|DEPARTMENT_|DISBURSEMENT_|OVERDRAFT_|RECOVERABLE_|DOCUMENT_|FILE_EXPORTED|' +
    'RECORD_|COLLECTION_NUMBER_|COLLECTION_ACCOUNT_(ASKED|REJECTED)|CLAIM_CORRECTION_|PAYMENT_TRANSFER_)',
);

t.test('what of an event somebody outside the court sees', (t) => {
  const data = { purpose: '送达', field: 'PHONE' };
  for (const type of TYPES) {
    const seen = INSIDE.test(type) ? {} : type === 'FIELD_UNMASKED' ? { field: 'PHONE' } : data;
    t.same(dataOutside(type, data), seen, type);
  }
  t.end();
});

/** The texts as they stand in the chains of courts; a ground that is spelled anew is a decision. */
const SPELLED = [
  '民事诉讼法第247条;诉讼费用交纳办法第14条',
  '查封规定第1条、第10条;民诉法解释第485条',
  '执行和解规定第1条',
  '执行和解规定第2条',
  '执行和解规定第5条',
  '执行和解规定第9条',
  'ES-02',
  'ES-01',
  'MO-03',
  'ST-10',
  'PL-10',
  'SV-04',
  'AL-08',
  'IN-06',
  'IN-06;IN-12',
  '民法典第203条;民事诉讼法第85条',
  '执行工作规定第34条第2款',
  '法发〔2017〕6号;CP-01',
  '法发〔2019〕35号第12条',
  '法发〔2019〕35号第12条;民事诉讼法第241条',
  '民事诉讼法第47条',
  'CP-05;个人信息保护法第28条',
  'CP-04;EV-01',
  'CP-04;CP-06',
  'EV-04',
  'CP-04;EV-04',
  'CP-05',
  'EV-02',
];

t.test('each ground is spelled as it always was, and once', (t) => {
  const texts = Object.values(GROUNDS).map(({ text }) => text);
  t.same(texts, SPELLED);
  t.equal(new Set(texts).size, texts.length);
  for (const text of texts) t.ok(text.length <= 200, `${text} fits its column`);
  t.end();
});
