import { listOperations, type Operation } from '../../plugins/operations.js';
import type { Caller } from '../../support/app.js';
import { Answers, type Seen } from './answers.js';
import type { Names } from './normalise.js';
import { addressesOf, leavesMark, type Links } from './requests.js';
import { readThings, type Thing } from './things.js';
import type { World } from './world.js';

/** Longer than the log of reads waits until it is written. */
const LOG_WRITTEN_MS = 1_500;

async function readLinks({ sql }: World): Promise<Links> {
  const rows = await sql`select id, amends_plan_id as of from plans where amends_plan_id is not null`;
  const [first] = await sql`select id from cases order by court_code, case_number limit 1`;
  const [clerk] = await sql`select id from users where username = 'clerk'`;
  return { amended: new Map(rows.map(({ id, of }) => [id, of])), caseId: first?.['id'], actorId: clerk?.['id'] };
}

/** Names of the sample accounts. */
export async function readAccounts({ sql }: World): Promise<string[]> {
  const rows = await sql`select username from users where is_sample order by username`;
  return rows.map(({ username }) => username);
}

async function signInAll(world: World): Promise<[string, Caller][]> {
  const callers: [string, Caller][] = [['nobody', world.test.stranger]];
  for (const name of await readAccounts(world)) callers.push([name, await world.test.as(name)]);
  return callers;
}

interface Question {
  readonly operation: Operation;
  readonly address: string;
  readonly few: boolean;
}

/** How much of a world is read. */
export interface Extent {
  /** So many things of kinds other than cases and plans. */
  readonly most: number;
  /** So many things of a kind are asked for by every account, the rest by one of each side. */
  readonly byAll: number;
  /** Calls that are not asked, by their names. */
  readonly without: readonly string[];
}

/** One account of each side: the court, its supervision, another court, a party, the bank. */
const FEW = ['auditor', 'clerk', 'clerk-0703', 'enterprise', 'monitor'];

function* listQuestions(
  operations: readonly Operation[],
  things: (address: string) => Thing[],
  links: Links,
  byAll: number,
): Generator<Question> {
  for (const operation of operations) {
    for (const [index, thing] of things(operation.path).entries()) {
      for (const address of addressesOf(operation, thing, links, index === 0)) {
        yield { operation, address, few: index >= byAll };
      }
    }
  }
}

/**
 * Asks every reading call for every account, one at a time and always in the same order.
 * @returns a text for each call, by file name
 */
export async function sweep(
  world: World,
  names: Names,
  { most, byAll, without }: Extent,
): Promise<Map<string, string>> {
  const operations = (await listOperations(world.test)).filter(
    ({ method, text }) => method === 'get' && !without.includes(text.operationId),
  );
  const things = await readThings(world.sql, most);
  const questions: Question[] = [...listQuestions(operations, things, await readLinks(world), byAll)];
  const inOrder = [false, true].flatMap((marked) => questions.filter((one) => leavesMark(one.address) === marked));
  const found = new Map<string, Answers>();
  const answersOf = ({ text }: Operation) => {
    const known = found.get(text.operationId) ?? new Answers(names);
    found.set(text.operationId, known);
    return known;
  };
  let callers: [string, Caller][] = [];
  let current: Operation | undefined;
  for (const { operation, address, few } of inOrder) {
    // Tokens run out after minutes, and a busy machine takes more of them than that for all questions.
    if (operation !== current) callers = await signInAll(world);
    current = operation;
    for (const [account, caller] of callers) {
      if (few && !FEW.includes(account)) continue;
      const answer = await caller.get(address);
      answersOf(operation).add(address, account, answer);
      await turnPage(caller, address, answer.body, (next, page) => answersOf(operation).add(next, account, page));
    }
  }
  if (!without.includes('accessLog')) await readAccessLog(world, names, found);
  const seen: Seen = new Map();
  return new Map([...found].map(([name, answers]) => [`${name}.json`, answers.toText(seen)]));
}

/** Where only one row was asked for, the page after it as well. */
async function turnPage(
  caller: Caller,
  address: string,
  body: { nextCursor?: string | null } | undefined,
  add: (address: string, page: Awaited<ReturnType<Caller['get']>>) => void,
): Promise<void> {
  if (!address.endsWith('limit=1') || typeof body?.nextCursor !== 'string') return;
  add(`${address}&cursor=next`, await caller.get(`${address}&cursor=${encodeURIComponent(body.nextCursor)}`));
}

/** The log of reads as it is when all that was read has been written down. */
async function readAccessLog({ test }: World, names: Names, found: Map<string, Answers>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, LOG_WRITTEN_MS));
  const auditor = await test.as('auditor');
  const answers = new Answers(names);
  const answer = await auditor.get('/v1/audit-events?log=ACCESS&limit=100');
  // What strangers are refused is counted by the minute, in as many rows as the run takes minutes.
  const own = answer.body.items.filter(({ type }: { type: string }) => type !== 'refuseStranger').slice(0, 50);
  // The number of the batch depends on how many reads fell into each second.
  const items = own.map((item: object) => ({ ...item, seq: '<batch>' }));
  answers.add('/v1/audit-events?of=reads', 'auditor', { ...answer, body: { ...answer.body, items } });
  found.set('accessLog', answers);
}
