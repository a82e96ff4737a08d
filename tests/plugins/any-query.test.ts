import fc from 'fast-check';
import t from 'tap';
import { readStored } from '../database/stored.js';
import type { Caller } from '../support/app.js';
import { addressOf, listOperations, type Operation } from './operations.js';
import { refusalOf } from './refusals.js';
import { setStage } from './stage.js';

/** The same questions in each run; `npm test` looks for no new ones. Set both to hunt. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20230928);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 12);

/** Values at and beyond the edges of what parameters take, whatever their type. */
const EDGES: readonly string[] = [
  ...['', ' ', '0', '-1', '1', '200', '201', '1e3', '0x10', '9007199254740993', 'NaN', 'null', 'true', '[]', '{}'],
  ...['2023-02-30', '0001-01-01', '1900-01-01', '9999-12-31', '2024-02-29T00:00:00Z', '2023-09-28'],
  ...['018f0000-0000-7000-8000-000000000000', '长'.repeat(300), '\u0000', '\ud800', '%', '../..', '__proto__', '💣'],
];

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: { readonly enum?: readonly string[]; readonly type?: string; readonly format?: string };
}

/** A value that may be right, or an edge. */
function valueOf({ schema }: Parameter, ids: readonly string[]): fc.Arbitrary<string> {
  const right =
    schema.enum !== undefined
      ? fc.constantFrom(...schema.enum)
      : schema.type === 'integer'
        ? fc.integer({ min: 1, max: 200 }).map(String)
        : schema.format === 'date'
          ? fc.constantFrom('2023-09-28', '2023-10-31', '2024-07-01')
          : fc.constantFrom(...ids);
  return fc.oneof({ weight: 3, arbitrary: right }, { weight: 2, arbitrary: fc.constantFrom(...EDGES) }, fc.string());
}

/** A query of some of the parameters, some twice, and sometimes one that nobody knows. */
function queryOf(parameters: readonly Parameter[], ids: readonly string[]): fc.Arbitrary<string> {
  const pair = (one: Parameter) => valueOf(one, ids).map((value) => [one.name, value] as const);
  const known = parameters.filter((one) => one.in === 'query').map(pair);
  const unknown = fc.tuple(fc.constantFrom('x', 'limit[]', 'toString'), fc.constantFrom(...EDGES));
  return fc
    .array(known.length === 0 ? unknown : fc.oneof({ weight: 6, arbitrary: fc.oneof(...known) }, unknown), {
      maxLength: 4,
    })
    .map((pairs) => pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encode(value)}`).join('&'));
}

/** Halves of surrogate pairs have no UTF-8; they are sent as the bytes that a careless client would send. */
const encode = (value: string) => (value.isWellFormed() ? encodeURIComponent(value) : '%ED%A0%80');

t.test('whatever is asked, with ids of other things and other people, the answer is no fault of ours', async (t) => {
  const stage = await setStage(t);
  const { test, people } = stage;
  const { caseId, planId, paymentId, seizureId, noticeId, enterpriseId } = stage;
  const ids = [caseId, planId, paymentId, seizureId, noticeId, enterpriseId, test.deps.installation.instanceId];
  const callers: readonly Caller[] = [people.clerk, people.auditor, people.admin, people.enterprise, people.finance];
  const reading = (await listOperations(test)).filter(({ method }) => method === 'get');
  t.ok(reading.length >= 40, 'the operations that read were found');
  // Taking something out of a case is an event of the case; nothing else changes.
  const except = ['case_events', 'cases'];
  const before = await readStored(test.deps.sql, except);

  function asks({ path, text }: Operation) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const id = (name: string) => {
      const own = String((stage as unknown as Record<string, unknown>)[name] ?? caseId);
      return fc.oneof({ weight: 4, arbitrary: fc.constant(own) }, fc.constantFrom(...ids, 'x', '2024', '%00', '..%2f'));
    };
    const chosen = fc.record(Object.fromEntries(names.map((name) => [name, id(name)])));
    const query = queryOf((text.parameters ?? []) as readonly Parameter[], ids);
    return fc.tuple(fc.constantFrom(...callers), chosen, query);
  }

  for (const operation of reading) {
    const property = fc.asyncProperty(asks(operation), async ([caller, chosen, query]) => {
      const url = `${addressOf(operation.path, chosen)}${query === '' ? '' : `?${query}`}`;
      const answer = await caller.get(url);
      if (answer.status < 400) return;
      const refused = refusalOf(answer);
      if (typeof refused === 'string' || refused.status >= 500)
        throw new Error(`${url}: ${JSON.stringify(answer.body)}`);
    });
    const outcome = await fc.check(property, { seed: SEED, numRuns: RUNS });
    t.notOk(outcome.failed, outcome.failed ? `${operation.path}: ${outcome.errorInstance}` : operation.path);
  }
  t.same(await readStored(test.deps.sql, except), before, 'reading changes nothing');
});
