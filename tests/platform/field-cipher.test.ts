import fc from 'fast-check';
import t from 'tap';
import { createFieldCipher } from '../../src/platform/field-cipher.js';
import {
  type FieldAlgorithm,
  FIELD_ALGORITHMS,
  makeKeyringText,
  readFieldKeys,
} from '../../src/platform/field-keys.js';

const DAY = '2026-11-28';
const PLACE = 'parties.identity_number:1';
const NUMBER = '330702188001010011';

const read = (text: string | undefined, isSample = false) =>
  readFieldKeys({ FIELD_KEYS: text, FIELD_KEYS_FILE: undefined, SAMPLE_DATA: 'none' }, isSample);
const cipherOf = (text: string) => createFieldCipher(read(text));
const make = (algorithm: FieldAlgorithm, earlier?: string) => makeKeyringText(algorithm, DAY, earlier);

for (const algorithm of FIELD_ALGORITHMS) {
  t.test(`${algorithm}: what is sealed opens at its place and nowhere else`, async (t) => {
    const cipher = cipherOf(make(algorithm));
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, place) => {
        const sealed = cipher.seal(place, text);
        return cipher.open(place, sealed) === Buffer.from(text).toString('utf8') && sealed !== cipher.seal(place, text);
      }),
    );
    const sealed = cipher.seal(PLACE, NUMBER);
    t.match(sealed, /^f1\.2026-11-28-[0-9a-f]{6}\.[A-Za-z0-9_-]+$/, 'the form that the tables check');
    t.throws(() => cipher.open('parties.identity_number:2', sealed), /does not open/, 'moved to another row');
    t.throws(() => cipher.open('cases.collection_number:1', sealed), /does not open/, 'moved to another column');
  });

  t.test(`${algorithm}: a changed text is refused, whichever character it is`, async (t) => {
    const cipher = cipherOf(make(algorithm));
    const sealed = cipher.seal(PLACE, NUMBER);
    const begin = cipher.currentPrefix?.length ?? 0;
    for (let index = begin; index < sealed.length; index += 1) {
      // Another character of the alphabet, in the bits that base64url counts.
      const other = sealed.charAt(index) === 'A' ? 'w' : 'A';
      const changed = sealed.slice(0, index) + other + sealed.slice(index + 1);
      t.throws(() => cipher.open(PLACE, changed), /does not open/, `character ${index}`);
    }
    for (const length of [begin, begin + 4, sealed.length - 4]) {
      t.throws(() => cipher.open(PLACE, sealed.slice(0, length)), /does not open/, `cut at ${length}`);
    }
  });
}

t.test('a new key seals, the one before still opens, and values stay findable', async (t) => {
  const before = make('AES-256-GCM');
  const after = make('SM4', before);
  const [old, current] = [cipherOf(before), cipherOf(after)];
  const sealed = old.seal(PLACE, NUMBER);
  t.equal(current.open(PLACE, sealed), NUMBER);
  t.notOk(sealed.startsWith(current.currentPrefix ?? ''), 'and shows that it is to be sealed anew');
  t.throws(() => old.open(PLACE, current.seal(PLACE, NUMBER)), /key that this server does not have/);
  t.equal(current.digest('phone', '1'), old.digest('phone', '1'), 'the secret of the index stays');
  t.not(current.digest('phone', '1'), current.digest('account-number', '1'), 'fields are kept apart');
  t.not(
    cipherOf(make('SM4')).digest('phone', '1'),
    current.digest('phone', '1'),
    'another installation, another digest',
  );
});

t.test('errors name the place and never the value', async (t) => {
  const cipher = cipherOf(make('SM4'));
  for (const sealed of [NUMBER, `f1.none.${NUMBER}`, '', 'f2..']) {
    t.throws(() => cipher.open(PLACE, sealed), { message: new RegExp(`^${PLACE} `) });
    try {
      cipher.open(PLACE, sealed);
    } catch (error) {
      t.notMatch(String(error), NUMBER);
    }
  }
});

t.test('without keys nothing is sealed or opened, and nothing else is disturbed', async (t) => {
  t.equal(read(undefined), undefined, 'a real installation has no keys of its own');
  const none = createFieldCipher(undefined);
  t.throws(() => none.seal(PLACE, NUMBER), { code: 'field-keys-missing' });
  t.throws(() => none.open(PLACE, 'f1.a.b'), { code: 'field-keys-missing' });
  t.equal(none.digest('phone', '1'), undefined);
  t.equal(none.currentPrefix, undefined);
});

t.test('sample data have known keys, and keep opening what they sealed once keys are given', async (t) => {
  const sample = createFieldCipher(read(undefined, true));
  const given = createFieldCipher(read(make('SM4'), true));
  t.equal(given.open(PLACE, sample.seal(PLACE, NUMBER)), NUMBER);
  t.not(given.currentPrefix, sample.currentPrefix);
});

t.test('keys that cannot be used stop the start, without being repeated', async (t) => {
  const secret = Buffer.alloc(32, 7).toString('base64');
  const key = { id: 'a', algorithm: 'SM4', secret };
  const ring = { current: 'a', keys: [key], indexSecret: secret };
  t.ok(read(JSON.stringify(ring)));
  const wrong: readonly [string, unknown, RegExp][] = [
    ['no JSON', undefined, /not JSON/],
    ['a list', [], /not valid/],
    ['no such current key', { ...ring, current: 'b' }, /current: is not among the keys/],
    ['no key', { ...ring, keys: [] }, /keys:/],
    ['an id twice', { ...ring, keys: [key, key] }, /an id stands twice/],
    ['another cipher', { ...ring, keys: [{ ...key, algorithm: 'DES' }] }, /keys\.0\.algorithm/],
    ['a short secret', { ...ring, keys: [{ ...key, secret: 'c2VjcmV0' }] }, /keys\.0\.secret: needs 32 bytes/],
    ['a dot in the id', { ...ring, keys: [{ ...key, id: 'a.b' }] }, /keys\.0\.id/],
    ['no secret for the index', { ...ring, indexSecret: undefined }, /indexSecret/],
    ['something unknown', { ...ring, more: 1 }, /not valid/],
  ];
  for (const [reason, value, message] of wrong) {
    const text = value === undefined ? '{' : JSON.stringify(value);
    t.throws(() => read(text), { message }, reason);
    try {
      read(text);
    } catch (error) {
      t.notMatch(String(error), secret, reason);
    }
  }
});
