import t from 'tap';
import { findUnstorableText } from '../../src/plugins/storable-text.js';

t.test('text that the database cannot keep as it stands is found wherever it is', (t) => {
  const rows: readonly (readonly [string, unknown, string | undefined])[] = [
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['a number', 7, undefined],
    ['plain text', 'abc', undefined],
    ['a character outside the basic plane', '𠮷 😀', undefined],
    ['all control characters but one', '\u0001\t\n\u001f\u007f', undefined],
    ['U+0000 alone', '\u0000', ''],
    ['U+0000 in the middle', { a: 'x\u0000y' }, '/a'],
    ['the first half of a pair', { a: ['ok', '\ud83d'] }, '/a/1'],
    ['the second half of a pair', { a: { b: '\ude00' } }, '/a/b'],
    ['two halves in the wrong order', { a: '\ude00\ud83d' }, '/a'],
    ['in the name of a field', { 'x\u0000': 1 }, '/x'],
    ['under a name that needs escaping', { 'a/b~c': '\u0000' }, '/a~1b~0c'],
    ['beside good ones', [{ a: 1, b: true, c: null, d: 'ok' }, { d: '\u0000' }], '/1/d'],
  ];
  for (const [reason, body, pointer] of rows) t.equal(findUnstorableText(body)?.pointer, pointer, reason);
  t.end();
});

t.test('depth is no danger', (t) => {
  let deep: unknown = '\u0000';
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  t.match(findUnstorableText(deep)?.detail, /cannot be stored/);
  t.end();
});
