import t from 'tap';
import { readStored } from '../database/stored.js';
import { expectStatus, FILING } from '../support/story.js';
import { addressOf, listOperations } from './operations.js';
import { refusalOf } from './refusals.js';
import { setStage } from './stage.js';

/** Texts that mean something to PostgreSQL wherever a value is pasted into a statement. */
const INJECTIONS = [
  `' or '1'='1`,
  `'; drop table cases cascade; --`,
  `') union select id, password_hash from users --`,
  `1; select pg_sleep(30)`,
  `" or ""="`,
  `filed_on desc; delete from payments`,
  `(select count(*) from users)`,
  `\\'; truncate cases; --`,
  `$1`,
  `%`,
  `_`,
  `{}'::text[]`,
  `\u0000`,
  `null`,
];

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: { readonly enum?: readonly string[]; readonly default?: unknown; readonly type?: string };
}

/** Parameters that a call cannot do without, so that the one under test is what it answers to. */
const NEEDED: Readonly<Record<string, string>> = { from: 'planId' };

t.test('no text in any filter, sort, cursor or address reaches a statement as more than a value', async (t) => {
  const stage = await setStage(t);
  const { test, people } = stage;
  const { clerk, auditor, admin } = people;
  const ids = {
    ...stage,
    correctionId: stage.caseId,
    taskId: stage.caseId,
    rateId: stage.caseId,
    runId: stage.caseId,
    accelerationNoticeId: stage.caseId,
    year: '2024',
  };
  const callerOf = (path: string) => (path.includes('/audit') ? auditor : path.includes('job-runs') ? admin : clerk);
  const reading = (await listOperations(test)).filter(({ method }) => method === 'get');
  const before = await readStored(test.deps.sql);
  let asked = 0;

  async function ask(url: string, what: string): Promise<void> {
    const answer = await callerOf(url).get(url);
    asked += 1;
    if (answer.status >= 400) {
      t.type(refusalOf(answer), 'object', `${what}: a whole problem`);
      t.ok(answer.status < 500, `${what}: ${answer.status}`);
    } else if (Array.isArray(answer.body?.items)) {
      t.same(answer.body.items, [], `${what}: matches nothing`);
    }
  }

  for (const { path, text } of reading) {
    const parameters = (text.parameters ?? []) as readonly Parameter[];
    const address = addressOf(path, ids);
    for (const { name } of parameters.filter((one) => one.in === 'query')) {
      const others = Object.entries(NEEDED).filter(
        ([key]) => key !== name && parameters.some((one) => one.name === key),
      );
      for (const injection of INJECTIONS) {
        const query = new URLSearchParams([[name, injection]]);
        for (const [key, id] of others) query.append(key, String(ids[id as keyof typeof ids]));
        await ask(`${address}?${query.toString()}`, `${path} ${name}=${injection}`);
      }
    }
    for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
      for (const injection of INJECTIONS) {
        const spoiled = addressOf(path, { ...ids, [name]: encodeURIComponent(injection) });
        await ask(spoiled, `${path} {${name}}=${injection}`);
      }
    }
  }
  t.ok(asked > 500, `${asked} questions`);
  t.same(await readStored(test.deps.sql), before, 'nothing was stored, changed or removed');
});

t.test('what people write is stored as they wrote it, whatever it would mean to a database', async (t) => {
  const { people } = await setStage(t);
  for (const [index, written] of INJECTIONS.filter((one) => one !== '\u0000').entries()) {
    const enterprise = { ...FILING.enterprise, name: written };
    const filing = { ...FILING, enterprise, caseNumber: `（2023）浙0702执${300 + index}号` };
    const { id } = expectStatus(await people.clerk.post('/v1/cases', filing), 201).body;
    t.equal((await people.clerk.get(`/v1/cases/${id}`)).body.enterprise.name, written);
  }
});
