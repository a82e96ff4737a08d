import t from 'tap';
import { accountNumbers, phones } from '../../../../src/features/dossier/cases/sealed-values.js';
import { identityNumbers } from '../../../../src/features/dossier/parties/sealed-values.js';
import { type Context, inTransaction } from '../../../../src/platform/context.js';
import { createFieldCipher } from '../../../../src/platform/field-cipher.js';
import { makeKeyringText, readFieldKeys } from '../../../../src/platform/field-keys.js';
import type { SealedColumn } from '../../../../src/platform/sealed-values.js';
import { createTestApp } from '../../../support/app.js';
import { expectStatus, signInAll } from '../../../support/story.js';
import { buildFiling } from './filings.js';

const person = (no: number) => ({
  name: `李某${no}`,
  kind: 'INDIVIDUAL',
  identityNumber: ['330702188001010011', '11010519491231002X'][no - 1],
  phone: `1380013800${no}`,
});

/** Places in the order in which a walk meets them, so many values at a time, without sealing any. */
async function walk(ctx: Context, column: SealedColumn, limit: number): Promise<string[]> {
  const places: string[] = [];
  let after: string | undefined;
  do {
    const from = after;
    const values = await inTransaction(ctx, (tx) => column.next(tx, from, limit));
    places.push(...values.map(({ place }) => place));
    after = values.at(-1)?.key;
  } while (after !== undefined);
  return places;
}

t.test('CP-09: a walk meets each older value once, however few it takes at a time', async (t) => {
  const test = await createTestApp(t);
  const { clerk } = await signInAll(test);
  const applicants = [person(1), person(2)];
  for (const no of [1, 2]) expectStatus(await clerk.post('/v1/cases', buildFiling(no, { applicants })), 201);
  const text = makeKeyringText('AES-256-GCM', '2026-11-28');
  const settings = { FIELD_KEYS_FILE: undefined, SAMPLE_DATA: 'accounts', FIELD_KEYS: text } as const;
  const ctx = { ...(await test.jobContext()), fields: createFieldCipher(readFieldKeys(settings, false)) };
  for (const [column, count] of [
    [accountNumbers, 2],
    [phones, 4],
    [identityNumbers, 2],
  ] as const) {
    const all = await walk(ctx, column, 100);
    t.equal(new Set(all).size, count, column.name);
    t.same(await walk(ctx, column, 1), all, `${column.name}, one at a time`);
    t.same(await walk(ctx, column, 3), all, `${column.name}, three at a time`);
  }
});
