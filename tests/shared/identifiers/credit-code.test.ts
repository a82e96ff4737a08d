import fc from 'fast-check';
import t from 'tap';
import {
  creditCodeCheckCharacter,
  parseCreditCode,
  unifiedSocialCreditCode,
} from '../../../src/shared/identifiers/credit-code.js';
import { refusalOf, valueOf } from '../../support/law-references.js';

const VALID = [
  '91350100M000100Y43',
  '91330702MA2E7K3H47',
  '91330782MABT90XQ5X',
  '91330784704215384W',
  '92330783MA8G1C5W8T',
  '91110000802100433B',
  '914403001922038216',
];

t.test('ID-05: valid codes pass', async (t) => {
  for (const code of VALID) {
    t.equal(valueOf(parseCreditCode(code)).code, code);
  }
  t.equal(valueOf(parseCreditCode(' 91330702ma2e7k3h47 ')).code, '91330702MA2E7K3H47', 'blanks and small letters');
  t.equal(unifiedSocialCreditCode.parse('91330702ma2e7k3h47'), '91330702MA2E7K3H47');
});

t.test('ID-05: faults are named', async (t) => {
  const rows: [string, RegExp][] = [
    ['91350100M000100Y4Z', /other than I, O, S, V and Z/],
    ['91330702MA2E7K3H48', /check character/],
    ['91330720MA2E7K3H47', /check character/],
    ['9133070AMA2E7K3H47', /must be digits/],
    ['91330702MA2E7K3H4', /18 characters/],
    ['91330702MA2E7K3H477', /18 characters/],
    ['91A30702MA2E7K3H47', /must be digits/],
    ['91330702MA2E7K3H4七', /other than/],
  ];
  for (const [code, detail] of rows) {
    t.match(parseCreditCode(code), { ok: false, code: 'credit-code-invalid', detail }, code);
    const issue = unifiedSocialCreditCode.safeParse(code).error?.issues[0];
    t.match(issue, { message: detail, params: { code: 'credit-code-invalid' } }, code);
  }
});

t.test('ID-06: a wrong inner organisation code only warns', async (t) => {
  const rows: [string, string, string[]][] = [
    ['organisation check 4', '91330784704215384W', []],
    ['organisation check X', '9133070200000006X', []],
    ['organisation check 0', '91330702000000000', []],
    ['does not fit', '91330702000000001', ['ORGANISATION_CODE_CHECK']],
  ];
  for (const [reason, start, warnings] of rows) {
    const code = start.length === 18 ? start : `${start}${creditCodeCheckCharacter(start)}`;
    t.same(valueOf(parseCreditCode(code)).warnings, warnings, reason);
  }
});

t.test('ID-05: one wrong character is always noticed', async () => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  fc.assert(
    fc.property(fc.constantFrom(...VALID), fc.nat(17), fc.nat(30), (code, place, letter) => {
      const changed = code.slice(0, place) + alphabet.charAt(letter) + code.slice(place + 1);
      return changed === code || refusalOf(parseCreditCode(changed)) === 'credit-code-invalid';
    }),
  );
});

t.test('ID-05: placeholders are refused, whatever their check character', async (t) => {
  const withCheck = (first17: string) => first17 + creditCodeCheckCharacter(first17);
  const rows = [
    ['0'.repeat(18), 'eighteen zeros'],
    ...Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY', (one) => [withCheck(one.repeat(17)), `seventeen ${one}`] as const),
    [withCheck('01330702MA2E7K3H4'), 'no registering authority'],
    [withCheck('91000000MA2E7K3H4'), 'no district'],
  ] as const;
  for (const [code, reason] of rows) t.equal(refusalOf(parseCreditCode(code)), 'credit-code-invalid', reason);
  t.equal(refusalOf(parseCreditCode(withCheck('91330702000000001'))), 'accepted', 'a low number is none');
  t.equal(valueOf(parseCreditCode('９１３３０７０２ma2e7k3h47')).code, '91330702MA2E7K3H47', 'full width is a habit');
  t.equal(valueOf(parseCreditCode('9133 0702 MA2E 7K3H 47')).code, '91330702MA2E7K3H47', 'so are blanks');
});
