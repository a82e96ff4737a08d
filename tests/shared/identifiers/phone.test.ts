import t from 'tap';
import { normalisePhone, phoneText } from '../../../src/shared/identifiers/phone.js';

t.test('a phone is the same number however it is written', async (t) => {
  const rows = [
    ['13800138000', '13800138000', 'plain'],
    ['138 0013 8000', '13800138000', 'with blanks'],
    ['138-0013-8000', '13800138000', 'with hyphens'],
    ['１３８００１３８０００', '13800138000', 'full width'],
    ['+86 13800138000', '13800138000', 'with the code of China'],
    ['＋８６－１３８００１３８０００', '13800138000', 'full width with the code'],
    ['0086 13800138000', '13800138000', 'dialled from abroad'],
    ['8613800138000', '13800138000', 'the code without its sign'],
    ['0579-82345678', '57982345678', 'an area with its 0'],
    ['(0579) 82345678', '57982345678', 'an area in parentheses'],
    ['+86 579 82345678', '57982345678', 'an area without its 0'],
    ['8612345678', '8612345678', 'digits that only begin like the code'],
    ['+852 2123 4567', '+85221234567', 'Hong Kong'],
    ['00852 2123 4567', '+85221234567', 'Hong Kong, dialled'],
    ['95588', '95588', 'a short number'],
  ] as const;
  for (const [written, number, reason] of rows) t.equal(normalisePhone(written), number, reason);
});

t.test('what is no phone is refused', async (t) => {
  for (const right of ['13800138000', '+86 138-0013-8000', '１３８００１３８０００', '(0579) 82345678']) {
    t.ok(phoneText.safeParse(right).success, right);
  }
  t.equal(phoneText.parse(' １３８ '.repeat(2).trim()), '138  138');
  for (const wrong of [
    '',
    '12345',
    'phone',
    '138001380001380013800138',
    '+',
    '138\n00138000',
    '138\u200b00138000',
    '1+380013800',
  ]) {
    t.notOk(phoneText.safeParse(wrong).success, JSON.stringify(wrong));
  }
});
