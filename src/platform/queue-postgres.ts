import { setMaxListeners } from 'node:events';
import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  PostgresConnection,
  PostgresQueueBackend,
  runMigrations,
  SchemaMigrationRequiredError,
  type PgPool,
  type PgPoolClient,
  type PostgresConnectionOptions,
} from 'bullmq';
import type { QueueConnection } from './queue.js';

/** The schema that BullMQ takes when it is handed a pool. */
const SCHEMA = 'bullmq';
/** Opened when needed: a worker keeps one connection for notifications, everything else is short. */
const CONNECTIONS_MAX = 30;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Runs the queue in PostgreSQL, in the schema `bullmq` of the application's own database. A worker is woken by NOTIFY,
 * so a job starts within milliseconds and an idle worker asks for nothing. The connection must be a direct one:
 * LISTEN does not work through a pooler that lends out connections by the transaction.
 */
export function connectPostgresQueues(databaseUrl: string, report: (error: Error) => void): QueueConnection {
  const preparation = { done: undefined as Promise<void> | undefined };
  const base = new PreparedConnection(
    {
      connectionString: databaseUrl,
      schema: SCHEMA,
      max: CONNECTIONS_MAX,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // A worker believes in a connection for an hour, as long as the network is asked now and then.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    },
    preparation,
  );
  base.on('error', report);
  // Each queue and worker listens for errors of the pool that they share.
  setMaxListeners(0, base.pool as unknown as NodeJS.EventEmitter);
  return {
    kind: 'postgres',
    // BullMQ ignores the prefix here: one database belongs to one instance, and notifications do not leave it.
    prefix: 'bull',
    drainDelaySeconds: 300,
    factory: (name, options, role) => {
      const connection = new PreparedConnection(base.pool, preparation);
      const listenerName = role?.withBlockingConnection === true ? name : undefined;
      const backendOptions = { ...options, connection: base.pool };
      return new PostgresQueueBackend(connection, name, backendOptions, true, listenerName);
    },
    ping: () => base.pool.query('select 1'),
    close: () => base.close(),
  };
}

/**
 * Makes or updates the schema of the queue, as part of migrating a database; nothing happens when it is up to date.
 * @param databaseUrl - of a user who may create the schema
 */
export async function migrateQueueSchema(databaseUrl: string): Promise<void> {
  const connection = new PreparedConnection({ connectionString: databaseUrl, max: 1 }, { done: undefined });
  try {
    await connection.waitUntilReady();
  } finally {
    await connection.close();
  }
}

/**
 * Brings the schema up to date before its first use, once for all that share `preparation`. BullMQ's own connection
 * remembers a failed first attempt for ever; this one tries again, so a database may come up later than we do.
 */
class PreparedConnection extends PostgresConnection {
  readonly #preparation: { done: Promise<void> | undefined };

  constructor(options: PostgresConnectionOptions, preparation: { done: Promise<void> | undefined }) {
    super(options);
    this.#preparation = preparation;
  }

  override waitUntilReady(): Promise<void> {
    this.#preparation.done ??= migrate(this.pool).catch((error: unknown) => {
      this.#preparation.done = undefined;
      throw error;
    });
    return this.#preparation.done;
  }
}

async function migrate(pool: PgPool): Promise<void> {
  const client = await pool.connect();
  try {
    // Looked at first: reading needs no lock, and no owner's rights where the schema was made by someone else.
    if ((await schemaVersion(client)) < LATEST_SCHEMA_VERSION) await runMigrations(client, SCHEMA);
  } finally {
    client.release();
  }
}

async function schemaVersion(client: PgPoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}
