import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** The database, or a transaction on it: services and repositories take either. */
export type Database = PgDatabase<PostgresJsQueryResultHKT>;

export interface DatabaseConnection {
  readonly db: Database;
  /** The same pool without drizzle's parsers, for prepared statements on hot paths and for NOTIFY. */
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

/** Longest time a statement may run before PostgreSQL ends it. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** Longest wait for a lock; after it the caller is told to come again (`request-in-flight`). */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Opens a pool.
 * @param connections - most connections kept; idle ones are closed after a minute
 */
export function connectDatabase(url: string, connections: number, applicationName = 'reprieve'): DatabaseConnection {
  const options = {
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => undefined,
    connection: {
      application_name: applicationName,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    },
  } as const;
  // drizzle rewires the parsers of its client, so raw statements get a client of their own.
  const client = postgres(url, { ...options, max: connections });
  const sql = postgres(url, { ...options, max: Math.max(2, Math.ceil(connections / 2)) });
  return {
    db: drizzle(client),
    sql,
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

interface DatabaseFault {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
}

/** SQLSTATE and constraint of a database error, wherever drizzle hid them; undefined for any other error. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof postgres.PostgresError) {
      return { code: cause.code, constraint: cause.constraint_name };
    }
  }
  return undefined;
}
