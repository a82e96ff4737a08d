import t from 'tap';
import { cutText, messageOf } from '../../src/shared/text.js';

t.test('a text is cut by code points, and half of one never stands at its end', async (t) => {
  t.equal(cutText('金华', 2), '金华', 'as long as may be');
  t.equal(cutText('金华市', 2), '金华', 'one too long');
  t.equal(cutText('𠮷野家', 2), '𠮷野', 'a character beyond the basic plane counts once');
  t.equal(cutText('a𠮷', 1), 'a');
  t.equal(cutText(`${'王'.repeat(99)}𠮷`, 100), `${'王'.repeat(99)}𠮷`, '101 units, 100 characters');
  t.equal(cutText('', 3), '');
  t.equal(cutText('a\ud842', 5), 'a\ufffd', 'a half that came is made storable');
  t.equal(cutText('a\ud842b', 2), 'a\ufffd');
  t.ok(cutText('𠮷'.repeat(600), 500).isWellFormed());
});

t.test('what an error says is kept to 500 characters', async (t) => {
  t.equal(messageOf(new Error('short')), 'short');
  t.equal(Array.from(messageOf(new Error('𠮷'.repeat(600)))).length, 500);
  t.equal(messageOf('thrown text'), 'thrown text');
});
