import { DrizzleQueryError } from 'drizzle-orm/errors';
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

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
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    serializers: { err: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
