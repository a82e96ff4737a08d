import type { Socket } from 'node:net';
import { newId } from '../shared/ids.js';
import { Problem, type ProblemCode } from '../shared/problems.js';
import { PROBLEM_MEDIA_TYPE, problemBody } from './problem-details.js';

const BROKEN_CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/**
 * Answers what never became a request, as every other refusal is answered: bytes that are no HTTP, headers without
 * end, a request that does not arrive.
 */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = new Problem(BROKEN_CODES[error.code ?? ''] ?? 'request-malformed');
  const body = Buffer.from(JSON.stringify(problemBody(problem, newId())));
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${body.length}`,
    'cache-control: no-store',
    'connection: close',
  ];
  if (socket.writable) socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
  socket.destroySoon();
}

function isWellEncoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The address that a request is routed by. A path whose encoding nobody can undo is taken letter by letter: it leads
 * through sign-in to the refusal that any other path gets which leads nowhere.
 */
export function routableUrl(url: string): string {
  const [path = '', ...query] = url.split('?');
  if (isWellEncoded(path)) return url;
  return [path.replaceAll('%', '%25'), ...query].join('?');
}
