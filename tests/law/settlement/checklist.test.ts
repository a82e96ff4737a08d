import t from 'tap';
import { AGREEMENT_CLAUSES, checkAgreement, CHECKLIST_ITEMS } from '../../../src/law/settlement/checklist.js';

const missing = (facts: Parameters<typeof checkAgreement>[0]) =>
  checkAgreement(facts)
    .filter(({ met }) => !met)
    .map(({ item }) => item);

t.test('ST-09: what an agreement should still say', (t) => {
  const whole = { clauses: AGREEMENT_CLAUSES, isComparedWithLedger: true, isSigned: true };
  t.same(missing(whole), [], 'nothing');
  t.same(missing({ ...whole, clauses: [] }), AGREEMENT_CLAUSES, 'what no term of the plan holds');
  t.same(missing({ ...whole, clauses: AGREEMENT_CLAUSES.filter((one) => one !== 'SECURITY') }), ['SECURITY']);
  t.same(missing({ ...whole, isSigned: false }), ['SIGNATURES']);
  t.same(missing({ ...whole, isComparedWithLedger: false }), ['AMOUNT_BY_LEDGER']);
  const items = checkAgreement(whole);
  t.same(
    items.map(({ item }) => item),
    CHECKLIST_ITEMS,
    'every item of the rule, in its order',
  );
  t.equal(items.length, 17);
  for (const { titleZh } of items) t.match(titleZh, /\p{Script=Han}/u);
  t.end();
});
