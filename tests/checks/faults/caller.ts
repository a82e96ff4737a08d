import { setTimeout as wait } from 'node:timers/promises';
import type { Caller, TestAnswer } from '../../support/app.js';

/** Longer than any limit of the server: whoever waits so long would wait for ever. */
const NO_ANSWER_MS = 90_000;
const PAUSE_MS = 100;
/** Rounds after which a fault that should be over is not. */
const PATIENCE = 600;

/** What a request came to: an answer, or a connection that was lost on the way. */
export type Outcome = TestAnswer | { readonly lost: string };

/** Sends one request. Throws: when there is no answer in a time in which there has to be one. */
export async function send(
  address: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Outcome> {
  try {
    const reply = await fetch(`${address}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(NO_ANSWER_MS),
      redirect: 'manual',
    });
    const bytes = Buffer.from(await reply.arrayBuffer());
    const type = reply.headers.get('content-type') ?? '';
    const answered: Record<string, string> = {};
    reply.headers.forEach((value, name) => (answered[name] = value));
    const text = bytes.toString();
    return {
      status: reply.status,
      headers: answered,
      bytes,
      body: type.includes('json') ? JSON.parse(text) : text,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      throw new Error(`${method} ${path} has no answer after ${NO_ANSWER_MS / 1000} s`, { cause: error });
    return { lost: String(error) };
  }
}

/** A refusal for a fault says so in the one form that all refusals have. Throws: `Error` where it does not. */
export function requireProblem(answer: TestAnswer): void {
  const type = String(answer.headers['content-type']);
  if (!type.startsWith('application/problem+json') || answer.body.status !== answer.status)
    throw new Error(`${answer.status} is no problem but ${type}: ${answer.bytes.toString().slice(0, 300)}`);
  if (answer.status === 503 && !/^\d+$/.test(String(answer.headers['retry-after'])))
    throw new Error('503 does not say when to come again');
}

/** Whether the same request may be sent again: it was lost, or the system asks for it. */
function isToRepeat(outcome: Outcome): boolean {
  if ('lost' in outcome) return true;
  if (outcome.status >= 400) requireProblem(outcome);
  return outcome.status === 503 || outcome.body?.code === 'request-in-flight';
}

/**
 * Sends a request until it is answered for good, as a client does that means it; with the same key each time.
 * Throws: `Error` when the fault does not end.
 */
export async function insist(...request: Parameters<typeof send>): Promise<TestAnswer> {
  for (let round = 0; round < PATIENCE; round += 1) {
    const outcome = await send(...request);
    if (!isToRepeat(outcome) && 'status' in outcome) return outcome;
    await wait(PAUSE_MS);
  }
  throw new Error(`${request[1]} ${request[2]} is still refused`);
}

/** The header by which a person calls. */
export async function authorize(address: string, username: string): Promise<{ authorization: string }> {
  const credentials = { username, password: 'reprieve' };
  const signedIn = await insist(address, 'POST', '/v1/auth/token', { body: credentials });
  if (signedIn.status !== 200) throw new Error(`${username} cannot sign in: ${JSON.stringify(signedIn.body)}`);
  return { authorization: `Bearer ${signedIn.body.accessToken}` };
}

/** A person who is signed in and insists. */
export async function signIn(address: string, username: string): Promise<Caller> {
  const { authorization } = await authorize(address, username);
  const as =
    (method: string) =>
    (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<TestAnswer> =>
      insist(address, method, path, { body, headers: { authorization, ...headers } });
  return {
    get: (path, headers) => as('GET')(path, undefined, headers),
    post: as('POST'),
    patch: as('PATCH'),
    put: as('PUT'),
  };
}

/** Asks until an answer is as wanted. Throws: `Error` when it never is. */
export async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < PATIENCE; round += 1) {
    if (await ask()) return;
    await wait(PAUSE_MS);
  }
  throw new Error(`still not: ${what}`);
}
