import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { problemOfDatabaseError } from '../platform/constraint-problems.js';
import { codeOf } from '../platform/system-error.js';
import { type ValidationIssue, problemOfIssues } from '../shared/field-errors.js';
import { Problem, type ProblemCode, problemType } from '../shared/problems.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The body of a refusal: RFC 9457 with our own `code` and `errors`. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: problemType(problem.code),
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance: `urn:request:${requestId}`,
    code: problem.code,
    errors: problem.errors,
  };
}

const CONTEXT_CODES: Readonly<Record<string, ProblemCode>> = {
  body: 'invalid-body',
  querystring: 'invalid-query',
  params: 'invalid-path',
};

function fromValidation(error: FastifyError): Problem {
  // The type provider for zod makes them, in a shape of its own that Fastify's type does not know.
  const issues = (error.validation ?? []) as unknown as ValidationIssue[];
  const code = CONTEXT_CODES[error.validationContext ?? 'body'] ?? 'invalid-body';
  return problemOfIssues(code, issues);
}

const FASTIFY_CODES: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-json',
  FST_UNDER_PRESSURE: 'overloaded',
  FST_CSRF_INVALID_TOKEN: 'form-expired',
  FST_CSRF_MISSING_SECRET: 'form-expired',
};

const STATUS_CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-json',
  404: 'not-found',
  413: 'body-too-large',
  415: 'media-type-unsupported',
  429: 'too-many-requests',
  503: 'overloaded',
};

/** Faults of a connection to the database, by the names that the driver and the system give them. */
const AWAY = [
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|CONNECTION_WAIT_TIMEOUT|STATEMENT_TIMEOUT)$/,
  /^(E(CONNREFUSED|CONNRESET|HOSTUNREACH|NOTFOUND|PIPE|TIMEDOUT)|53300)$/,
];

/** True when the database could not be reached, or was lost on the way. */
function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (AWAY.some((form) => form.test(code))) return true;
  }
  return false;
}

/** Status that the framework gave an error; undefined where it has none. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** Turns whatever was thrown into the problem that the caller may see. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return fromValidation(error);
  const code = codeOf(error);
  const statusCode = statusOf(error);
  const isCallers = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  // What the framework lays to the caller's charge is never a fault of ours, whether or not it has a code here.
  const known = (code && FASTIFY_CODES[code]) || (isCallers && (STATUS_CODES[statusCode] ?? 'request-malformed'));
  if (known) return new Problem(known);
  if (isDatabaseAway(error)) return new Problem('overloaded', { retryAfterSeconds: 5 });
  return (
    problemOfDatabaseError(error) ??
    new Problem('internal-error', { detail: 'It was logged under the request id in instance.' })
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Code of the problem that the request was answered with. */
    refusal: ProblemCode | undefined;
  }
}

/** Writes a problem; also used by the portal for requests that want JSON. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  request.refusal = problem.code;
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="reprieve"');
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemBody(problem, request.id)));
}

/** A request under the addresses of the API, whether or not it leads anywhere. */
export function isOfApi(request: FastifyRequest): boolean {
  return /^\/v\d+([/?]|$)/.test(request.url);
}

/** About as long as a start takes. */
const CLOSING_RETRY_SECONDS = 10;

/** One place that answers refusals and faults; nothing of a fault's inside reaches the caller. */
export const problemDetails = fastifyPlugin(
  async (app) => {
    app.decorateRequest('refusal', undefined);
    let isClosing = false;
    app.addHook('preClose', async () => {
      isClosing = true;
    });
    app.addHook('onRequest', async (request, reply) => {
      if (!isClosing) return undefined;
      reply.header('connection', 'close');
      return sendProblem(request, reply, new Problem('overloaded', { retryAfterSeconds: CLOSING_RETRY_SECONDS }));
    });
    app.setErrorHandler((error, request, reply) => {
      const problem = toProblem(error);
      if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
      return sendProblem(request, reply, problem);
    });
  },
  { name: 'problem-details' },
);
