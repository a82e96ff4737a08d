import t from 'tap';
import { parseIdentityNumber } from '../../../src/shared/identifiers/identity-number.js';
import { refusalOf, valueOf } from '../../support/law-references.js';

const TODAY = '2024-06-03';

t.test('ID-07: valid numbers pass', async (t) => {
  for (const text of ['11010519491231002X', '440524188001010014', '330702188001010011', '330782189902280023']) {
    t.equal(valueOf(parseIdentityNumber(text, TODAY)), text);
  }
  t.equal(valueOf(parseIdentityNumber(' 11010519491231002x ', TODAY)), '11010519491231002X', 'small x');
});

t.test('ID-07: faults are named without repeating the number', async (t) => {
  const rows: [string, string, RegExp][] = [
    ['check should be X', '110105194912310021', /check character/],
    ['30 February', '330702188002300019', /date of birth/],
    ['17 characters', '33070218800101001', /17 digits/],
    ['X inside', '1101051949123100X2', /17 digits/],
    ['one more in front', '111010519491231002X', /17 digits/],
    ['one more behind', '11010519491231002X1', /17 digits/],
    ['empty', '', /17 digits/],
  ];
  for (const [reason, text, detail] of rows) {
    const outcome = parseIdentityNumber(text, TODAY);
    t.match(outcome, { code: 'identity-number-invalid', detail }, reason);
    t.notOk(text.length > 0 && JSON.stringify(outcome).includes(text), 'ID-08: not repeated');
  }
});

t.test('ID-07: a birth in the future is refused on the day before it', async (t) => {
  t.equal(refusalOf(parseIdentityNumber('11010519491231002X', '1949-12-31')), 'accepted');
  t.equal(refusalOf(parseIdentityNumber('11010519491231002X', '1949-12-30')), 'identity-number-invalid');
});
