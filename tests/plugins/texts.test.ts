import t from 'tap';
import { z } from 'zod';
import { manyLines, oneLine } from '../../src/shared/text-fields.js';
import { readStored } from '../database/stored.js';
import { createTestApp } from '../support/app.js';
import { addressOf, listOperations } from './operations.js';
import { refusalOf } from './refusals.js';
import { freshKey } from './stage.js';

/** A text as it can be told: what breaks lines breaks reports, too. */
const shown = (text: string) =>
  text.replace(/[^\u0020-\u007e]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);

const NOBODY = '018f0000-0000-7000-8000-000000000000';

const patternOf = (schema: z.ZodType) => String(z.toJSONSchema(schema, { io: 'input' }).pattern);
const ONE_LINE = patternOf(oneLine(1));
const MANY_LINES = patternOf(manyLines(1));

/** Fields that hold no text of people's: their form is checked by rules of their own. */
const IDENTIFIERS = /\/(caseNumber|earlierCaseNumber|unifiedSocialCreditCode|identityNumber)$/;
const FORMED = ['uuid', 'date', 'date-time', 'email', 'uri', 'password', 'binary'];

/** What breaks a line or is blank in every script; identifiers are freed of it, as they are of blanks. */
const BREAKS = ['\n', '\r\n', '\t', '\u000b', '\u2028', '\u2029', '\ufeff'];
/** What nobody sees, what turns the direction of writing, and what was lost. */
const UNSEEN = [
  ...['\u0007', '\u001b', '\u007f', '\u0085', '\u00ad', '\u061c', '\u180e', '\u200b', '\u200d', '\u200e', '\u202e'],
  ...['\u2060', '\u2066', '\u2069', '\u3164', '\ufe0f', '\ufff9', '\ufffd', '\u{e0041}', '\u{e0100}'],
];
/** Of these, what is sent through every field. */
const SENT_BREAKS = ['\n', '\u2028', '\ufeff'];
const SENT_UNSEEN = ['\u0007', '\u200b', '\u202e', '\ufffd', '\u{e0041}'];
const LINE_BREAKS_OF_NOTES = ['\n', '\r\n', '\t'];

interface Schema {
  readonly type?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** A text in a body: where it stands, and a body that holds it and nothing else that could be left away. */
interface Field {
  readonly pointer: string;
  readonly schema: Schema;
  readonly bodyWith: (text: string) => unknown;
}

/** What says which of several forms a body has, among what has few values. */
function constantsOf({ properties = {} }: Schema): object {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, inner]) => {
      const [first] = inner.enum ?? [inner.const];
      return first === undefined ? [] : [[key, first]];
    }),
  );
}

function fieldsOf(schema: Schema, pointer = ''): Field[] {
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const inner = (key: string, of: Schema, around: (value: unknown) => unknown) =>
    fieldsOf(of, `${pointer}/${key}`).map((field) => ({
      ...field,
      bodyWith: (text: string) => around(field.bodyWith(text)),
    }));
  if (forms.length > 0) return forms.flatMap((form) => fieldsOf(form, pointer));
  if (schema.items) return inner('0', schema.items, (value) => [value]);
  const { properties = {}, additionalProperties: others } = schema;
  const named = Object.entries(properties).flatMap(([key, of]) =>
    inner(key, of, (value) => ({ ...constantsOf(schema), [key]: value })),
  );
  const [anyName] = schema.propertyNames?.enum ?? [];
  const unnamed =
    typeof others === 'object' && anyName !== undefined
      ? inner(anyName, others, (value) => ({ [anyName]: value }))
      : [];
  if (schema.type !== 'string' || schema.enum !== undefined || schema.const !== undefined)
    return [...named, ...unnamed];
  return [{ pointer, schema, bodyWith: (text) => text }];
}

/** How a text is fuzzed, by what the published schema says of it; undefined where it says nothing. */
function kindOf({ pointer, schema }: Field): 'FORMED' | 'ONE_LINE' | 'MANY_LINES' | 'IDENTIFIER' | undefined {
  if (FORMED.includes(schema.format ?? '')) return 'FORMED';
  if (schema.pattern === ONE_LINE) return 'ONE_LINE';
  if (schema.pattern === MANY_LINES) return 'MANY_LINES';
  // A cursor is signed.
  if (schema.pattern !== undefined || pointer.endsWith('/cursor')) return 'FORMED';
  return IDENTIFIERS.test(pointer) ? 'IDENTIFIER' : undefined;
}

/** Texts that a field of this kind does not take. */
const REFUSED = {
  ONE_LINE: [...SENT_BREAKS, ...SENT_UNSEEN],
  MANY_LINES: ['\u2028', ...SENT_UNSEEN],
  IDENTIFIER: SENT_UNSEEN,
};

t.test('every text of every body is of one line or of many, and neither takes what nobody sees', async (t) => {
  const test = await createTestApp(t);
  const clerk = await test.as('clerk');
  const operations = (await listOperations(test)).filter(({ method }) => method !== 'get');
  let lines = 0;
  const before = await readStored(test.deps.sql);
  for (const { method, path, text } of operations) {
    const schema = text.requestBody?.content?.['application/json']?.schema;
    if (schema === undefined) continue;
    const send = async (body: unknown): Promise<readonly string[]> => {
      const call = clerk[method === 'patch' || method === 'put' ? method : 'post'];
      const refused = refusalOf(
        await call(addressOf(path.replace('{year}', '2023'), NOBODY), body, { 'if-match': '*', ...freshKey() }),
      );
      if (typeof refused === 'string') throw new Error(refused);
      return refused.status === 400 ? refused.pointers : [];
    };
    for (const field of fieldsOf(schema)) {
      const kind = kindOf(field);
      const name = `${text.operationId} ${field.pointer}`;
      if (kind === undefined) t.fail(`${name} is a text of no kind`);
      if (kind === undefined || kind === 'FORMED') continue;
      lines += 1;
      const isRefused = async (value: string) => {
        const pointers = await send(field.bodyWith(value));
        return pointers.some((one) => one === field.pointer || (one !== '' && field.pointer.startsWith(`${one}/`)));
      };
      const taken: string[] = [];
      for (const one of REFUSED[kind]) {
        const value = `1234甲${one}5678`;
        if (!(await isRefused(value))) taken.push(shown(value));
      }
      t.same(taken, [], `${name} refuses them`);
      if (kind === 'IDENTIFIER') continue;
      const refused: string[] = [];
      for (const one of kind === 'MANY_LINES' ? LINE_BREAKS_OF_NOTES : [' ', '-']) {
        if (await isRefused(`123${one}567`)) refused.push(shown(one));
      }
      t.same(refused, [], `${name} takes what is none`);
    }
  }
  t.same(await readStored(test.deps.sql), before, 'nothing was stored');
  t.ok(lines > 60, `${lines} texts were found`);
});

t.test('texts are kept in one form', async (t) => {
  const rows = [
    ['  甲公司\u3000', '甲公司'],
    ['e\u0301cole', '\u00e9cole'],
    ['葛\u{e0100}氏', '葛\u{e0100}氏'],
    ['䶮龑𬭎𫰠\ue863', '䶮龑𬭎𫰠\ue863'],
    ['甲（浙江）公司 2', '甲（浙江）公司 2'],
  ] as const;
  for (const [given, kept] of rows) {
    t.equal(oneLine(20).parse(given), kept);
    t.equal(manyLines(20).parse(given), kept);
  }
  for (const one of [...BREAKS, ...UNSEEN]) {
    // A variant of a character of a name has its selector behind it.
    const text = `${one === '\u{e0100}' ? '1' : '甲'}${one}乙`;
    t.notOk(oneLine(20).safeParse(text).success, shown(text));
    t.equal(manyLines(20).safeParse(text).success, LINE_BREAKS_OF_NOTES.includes(one), shown(text));
  }
  t.equal(manyLines(20).parse('一\r\n二\r三\n\n'), '一\n二\n三');
  t.notOk(oneLine(3).safeParse('1234').success);
  t.notOk(oneLine(20).safeParse('　').success, 'blanks are no text');
  t.notOk(oneLine(20, { least: 4 }).safeParse(' 123 ').success, 'nor do they make one longer');
  t.ok(oneLine(20, { least: 0 }).safeParse('').success);
});
