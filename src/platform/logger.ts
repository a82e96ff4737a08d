import { DrizzleQueryError } from 'drizzle-orm/errors';
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { isProblemCode } from '../shared/problems.js';

/** Names of values that must never reach the log, wherever a line may carry them. */
const SECRET_NAMES = [
  'password',
  'currentPassword',
  'code',
  'token',
  'accessToken',
  'key',
  'secret',
  'totpSecret',
  'identityNumber',
  'phone',
  'number',
  'collectionNumber',
  'collectionNumberUnsealed',
  'authorization',
  'cookie',
  'set-cookie',
];
/** A line is flat but for a thing or two inside it: deeper than this nobody logs. */
const DEPTHS = ['', '*.', '*.*.'];
const SECRET_PATHS = DEPTHS.flatMap((depth) =>
  SECRET_NAMES.map((name) => (name.includes('-') ? `${depth.slice(0, -1)}["${name}"]` : `${depth}${name}`)),
);

/**
 * SQLSTATE has five characters, a one-time code has more; system, driver and framework name their faults in capitals.
 */
const FAULT_CODE = /^([0-9A-Z]{5}|[A-Z][A-Z0-9]*(_[A-Z0-9]+)*)$/;

/** A `code` is a secret, for people type such; a problem of ours is none, nor is the name that an error has. */
function isCodeOfFault(value: unknown, path: readonly string[]): boolean {
  if (typeof value !== 'string' || path.at(-1) !== 'code') return false;
  return isProblemCode(value) || (path.length === 2 && path[0] === 'err' && FAULT_CODE.test(value));
}

const censor = (value: unknown, path: string[]): unknown => (isCodeOfFault(value, path) ? value : '[redacted]');

/**
 * An error without the values that were on their way to the database: drizzle puts all parameters of a failed
 * statement into the message, and they hold names, codes and account numbers.
 */
function describeError(error: Error): object {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(cause instanceof Error)) return { type: 'DrizzleQueryError', message: 'a statement failed' };
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(cause));
  const { code, constraint_name: constraint, table_name: table } = fields;
  const where = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return { type: cause.name, message: cause.message, code, constraint, table, stack: where.join('\n') };
}

/**
 * The log of a process: one JSON object a line, without secrets.
 * @param destination - default standard output
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    // A wildcard does not tell the censor which name it stands for, so that of errors is named.
    redact: { paths: ['err.code', ...SECRET_PATHS], censor },
    serializers: { err: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
