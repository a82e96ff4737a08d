import t from 'tap';
import { accept, placeUnder, refuse } from '../../src/shared/refusal.js';

t.test('a refusal carries only what it was given', async (t) => {
  t.same(accept(1), { ok: true, value: 1 });
  t.same(refuse('some-rule', 'No.'), { ok: false, code: 'some-rule', detail: 'No.' });
  t.same(refuse('some-rule', 'No.', { pointer: '/a', facts: { n: 1 } }), {
    ok: false,
    code: 'some-rule',
    detail: 'No.',
    pointer: '/a',
    facts: { n: 1 },
  });
});

t.test('a refusal is moved below the field of the outer input', async (t) => {
  t.equal(placeUnder(refuse('some-rule', 'No.', { pointer: '/to' }), '/periods/0').pointer, '/periods/0/to');
  t.equal(placeUnder(refuse('some-rule', 'No.'), '/rate').pointer, '/rate');
});
