import type postgres from 'postgres';
import { PROBLEMS, type ProblemCode, problemType } from '../../src/shared/problems.js';
import { readStored } from '../database/stored.js';
import type { TestAnswer } from '../support/app.js';

/** What a client goes by when it is refused. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  /** JSON pointers of `errors`, sorted, each once. */
  readonly pointers: readonly string[];
}

interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

function isWhole(answer: TestAnswer): boolean {
  const { body, headers } = answer;
  const mediaType = String(headers['content-type']).split(';')[0];
  return (
    mediaType === 'application/problem+json' &&
    body.status === answer.status &&
    body.type === problemType(body.code) &&
    body.title === PROBLEMS[body.code as ProblemCode].title &&
    typeof body.detail === 'string' &&
    body.detail.length > 0 &&
    /^urn:request:[\da-f-]{36}$/.test(body.instance) &&
    body.errors.every((error: FieldError) => typeof error.pointer === 'string' && error.detail.length > 0)
  );
}

/** The refusal in an answer, or a sentence that says why the answer is none. */
export function refusalOf(answer: TestAnswer): Refusal | string {
  if (answer.status < 400) return `not refused: ${answer.status} ${JSON.stringify(answer.body)}`;
  if (!isWhole(answer)) return `not a whole problem: ${answer.status} ${JSON.stringify(answer.body)}`;
  const { status, code, errors } = answer.body;
  const pointers: string[] = errors.map((error: FieldError) => error.pointer);
  return { status, code, pointers: [...new Set(pointers)].sort() };
}

/** A refusal as a test expects it; its status is that of the catalogue. */
export function refusal(code: ProblemCode, ...pointers: string[]): Refusal {
  return { status: PROBLEMS[code].status, code, pointers: pointers.sort() };
}

interface Asserting {
  same(found: unknown, wanted: unknown, message: string): unknown;
}

/** One row of a table of refusals: why it is wrong, what is sent, what is answered. */
export type RefusedRow<Sent> = readonly [reason: string, sent: Sent, expected: Refusal];

/**
 * Sends each row and checks that it is refused as expected and that nothing is stored, changed or removed.
 * @param except - tables that may change: a refusal by rule is kept for its Idempotency-Key
 */
export async function checkRefused<Sent>(
  t: Asserting,
  sql: postgres.Sql,
  rows: readonly RefusedRow<Sent>[],
  send: (sent: Sent) => Promise<TestAnswer>,
  except: readonly string[] = [],
): Promise<void> {
  const before = await readStored(sql, except);
  for (const [reason, sent, expected] of rows) {
    t.same(refusalOf(await send(sent)), expected, reason);
    t.same(await readStored(sql, except), before, `${reason}: nothing is stored`);
  }
}
