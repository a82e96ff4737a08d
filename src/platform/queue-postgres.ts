import { type EventEmitter, setMaxListeners } from 'node:events';
import {
  assertSchemaCompatibility,
  isPgPool,
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
/** Longest wait for a connection, a new one or one that others keep. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Longest time for a statement: on the server, and on our side, where a server may be there and silent. */
const STATEMENT_TIMEOUT_MS = 30_000;
const SILENCE_TIMEOUT_MS = 36_000;

type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/**
 * Runs the queue in PostgreSQL, in the schema `bullmq` of the application's own database. A worker is woken by NOTIFY,
 * so a job starts within milliseconds and an idle worker asks for nothing. The connection must be a direct one:
 * LISTEN does not work through a pooler that lends out connections by the transaction.
 */
export function connectPostgresQueues(databaseUrl: string, report: (error: Error) => void): QueueConnection {
  const preparation: { done: Promise<void> | undefined } = { done: undefined };
  const base = new PreparedConnection(
    {
      connectionString: databaseUrl,
      schema: SCHEMA,
      max: CONNECTIONS_MAX,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: SILENCE_TIMEOUT_MS,
      // A worker believes in a connection for an hour, as long as the network is asked now and then.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    },
    preparation,
  );
  base.on('error', report);
  // Each queue and worker listens for errors of the pool that they share.
  setMaxListeners(0, emitterOf(base.pool));
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
  /** Only where this connection has made the pool and so ends it. */
  readonly #allEnded: (() => Promise<void>) | undefined;
  #listener: ListenClient | undefined;

  constructor(options: PostgresConnectionOptions, preparation: { done: Promise<void> | undefined }) {
    super(options);
    this.#preparation = preparation;
    this.#allEnded = isPgPool(options) ? undefined : followClients(this.pool);
  }

  override waitUntilReady(): Promise<void> {
    this.#preparation.done ??= migrate(this.pool).catch((error: unknown) => {
      this.#preparation.done = undefined;
      throw error;
    });
    return this.#preparation.done;
  }

  override async getListenClient(): Promise<ListenClient> {
    this.#listener = await super.getListenClient();
    return this.#listener;
  }

  override async close(): Promise<void> {
    await super.close();
    // BullMQ takes every listener off this client before it ends it. Were the server to send one more error in
    // between, as it does when it is stopped, an unheard `error` event would end the process.
    this.#listener?.on('error', () => undefined);
    await this.#allEnded?.();
  }
}

/** A pool of pg is an emitter, which the types that BullMQ gives it leave out. */
const emitterOf = (pool: PgPool): EventEmitter => pool as unknown as EventEmitter;

/**
 * `pool.end()` is done when the clients have been told to end. A server that is stopped right then still finds them
 * connected and complains to each.
 * @returns waits until the last of them has ended
 */
function followClients(pool: PgPool): () => Promise<void> {
  const emitter = emitterOf(pool);
  let open = 0;
  emitter.on('connect', () => (open += 1));
  emitter.on('remove', () => (open -= 1));
  return async () => {
    while (open > 0) await new Promise((resolve) => emitter.once('remove', resolve));
  };
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
