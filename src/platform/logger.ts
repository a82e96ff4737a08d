import { DrizzleQueryError } from 'drizzle-orm/errors';
import pino, { type Logger } from 'pino';

/** Values that must never reach the log, at the places where they may stand. */
const SECRET_PATHS = [
  'password',
  '*.password',
  'headers.authorization',
  'headers.cookie',
  'req.headers.authorization',
  'req.headers.cookie',
  'idNumber',
  '*.idNumber',
  'phone',
  '*.phone',
  'collectionNumber',
  '*.collectionNumber',
  'number',
  'collectionAccount.number',
  '*.collectionAccount.number',
];

/**
 * An error without the values that were on their way to the database: drizzle puts all parameters of a failed
 * statement into the message, and they hold names, codes and account numbers.
 */
function describeError(error: Error): object {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(cause instanceof Error)) return { type: 'DrizzleQueryError', message: 'a statement failed' };
  const { code, constraint_name: constraint, table_name: table } = cause as Error & Record<string, unknown>;
  const where = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return { type: cause.name, message: cause.message, code, constraint, table, stack: where.join('\n') };
}

/** The log of a process: one JSON object a line, without secrets. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    serializers: { err: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
  });
}
