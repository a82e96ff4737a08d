import t from 'tap';
import { buildCalculationsApp, CALCULATION_PATHS } from '../../../support/calculations-app.js';
import { EXAMPLES, FURTHER_EXAMPLES } from './examples.js';

interface Entry {
  readonly figure: string;
  readonly valueFen?: number;
  readonly value?: string;
  readonly formula: string;
  readonly rule: string;
  readonly article: string;
  readonly textZh: string;
  readonly textEn: string;
}

/** What stands at a JSON pointer of an answer. */
function resolve(answer: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer);
}

t.test('every worked example comes out exactly, with an explanation of its figures', async (t) => {
  const app = await buildCalculationsApp();
  t.teardown(() => app.close());
  t.equal(EXAMPLES.length, 12);
  t.equal(FURTHER_EXAMPLES.length, 32);
  for (const { id, title, kind, input, expected } of [...EXAMPLES, ...FURTHER_EXAMPLES]) {
    const response = await app.inject({ method: 'POST', url: CALCULATION_PATHS[kind], payload: input });
    t.equal(response.statusCode, 200, `${id}: ${title}`);
    const { explanation, ...answer } = response.json<{ explanation: Entry[] }>();
    t.strictSame(answer, expected, id);
    t.ok(explanation.length > 0, `${id} is explained`);
    for (const entry of explanation) {
      const value = resolve(answer, entry.figure);
      t.not(value, undefined, `${id} ${entry.figure} points into the answer`);
      if (entry.valueFen !== undefined && typeof value === 'number') {
        t.equal(entry.valueFen, value, `${id} ${entry.figure} gives the same amount`);
      }
      const texts = [entry.formula, entry.rule, entry.article, entry.textZh, entry.textEn];
      t.ok(
        texts.every((text) => text.length > 0),
        `${id} ${entry.figure} is complete`,
      );
    }
  }
});
