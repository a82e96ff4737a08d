import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { postgresDriver } from './postgres-driver.js';

/** The database, or a transaction on it: services and repositories take either. */
export type Database = PgDatabase<PostgresJsQueryResultHKT>;

export interface DatabaseConnection {
  readonly db: Database;
  /** A pool of its own without drizzle's parsers, for LISTEN and NOTIFY. */
  readonly sql: postgres.Sql;
  /** How many statements `db` has prepared by now, at most, on one of its connections. */
  preparedStatements(): number;
  close(): Promise<void>;
}

/** Longest time a statement may run before PostgreSQL ends it. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** Longest wait for a lock; after it the caller is told to come again (`request-in-flight`). */
const LOCK_TIMEOUT_MS = 10_000;

/** A database that comes back is found within a second; the driver's own pauses grow to twenty. */
const reconnectAfterSeconds = (losses: number): number => Math.min(0.05 * 2 ** losses, 1);

/**
 * Opens a pool.
 * @param connections - most connections kept; idle ones are closed after a minute
 * @param prepare - false behind a pooler that gives each transaction another connection
 */
export function connectDatabase(url: string, connections: number, prepare = true): DatabaseConnection {
  const options = {
    prepare,
    connect_timeout: 5,
    idle_timeout: 60,
    backoff: reconnectAfterSeconds,
    onnotice: () => undefined,
    connection: {
      application_name: 'reprieve',
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    },
  } as const;
  // drizzle rewires the parsers of its client, so raw statements get a client of their own.
  // Its statements are planned for the values at hand: a plan for any list of cases and any court reads whole tables.
  const connection = { ...options.connection, plan_cache_mode: 'force_custom_plan' };
  const open = postgresDriver();
  const client = open(url, { ...options, connection, max: connections });
  const signatures = new Set<string>();
  const sql = open(url, { ...options, max: Math.max(2, Math.ceil(connections / 2)) });
  return {
    db: drizzle(preparing(client, signatures)),
    sql,
    preparedStatements: () => (prepare ? signatures.size : 0),
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

/**
 * A client whose statements are prepared once on each connection. drizzle asks for the contrary with every query,
 * which costs the server another analysis of the text and each query a second way to the server and back.
 * @param signatures - takes what the driver would keep a statement for: the text with the types that it infers
 */
function preparing<T extends postgres.Sql | postgres.TransactionSql>(client: T, signatures: Set<string>): T {
  const unsafe: postgres.Sql['unsafe'] = (text, parameters = [], options = {}) => {
    // Without parameters a text goes by the simple protocol, which prepares nothing.
    if (parameters.length > 0) signatures.add(`${parameters.map(inferredType).join()} ${text}`);
    return client.unsafe(text, parameters, { ...options, prepare: true });
  };
  // A transaction gives its work a client of its own, and so does a savepoint in it.
  const inside = (begin: (...args: unknown[]) => unknown) => (work: (inner: postgres.TransactionSql) => unknown) =>
    begin((inner: postgres.TransactionSql) => work(preparing(inner, signatures)));
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key === 'unsafe') return unsafe;
      if ((key === 'begin' || key === 'savepoint') && typeof value === 'function')
        return inside((...args) => Reflect.apply(value, target, args));
      return value;
    },
  });
}

/** As the driver infers it; any other parameter takes the type that the server finds. */
function inferredType(value: unknown): string {
  if (Array.isArray(value)) return `${inferredType(value[0])}[]`;
  if (value instanceof Date) return 'date';
  return ['bigint', 'boolean'].includes(typeof value) || value instanceof Uint8Array ? typeof value : '';
}

interface DatabaseFault {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
}

/** SQLSTATE and constraint of a database error, wherever drizzle hid them; undefined for any other error. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  const { PostgresError } = postgresDriver();
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof PostgresError) {
      return { code: cause.code, constraint: cause.constraint_name };
    }
  }
  return undefined;
}

/** SQLSTATE classes of what is wrong with the values: data exception, violated constraint. */
const DATA_CLASSES = ['22', '23'];

/**
 * Whether a write failed for what was to be written, so that it would fail again; not for the state of the database or
 * of the way to it.
 */
export function isFaultOfData(error: unknown): boolean {
  const code = databaseFault(error)?.code;
  if (code !== undefined) return DATA_CLASSES.includes(code.slice(0, 2));
  // What went wrong on the way has a code; a value of which no parameter can be made, such as an invalid date, has
  // none.
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause) return cause.code === 'UNDEFINED_VALUE';
  }
  return true;
}
