import type { Config } from './config.js';
import type { AppDependencies } from './dependencies.js';
import { createReferenceData } from './features/course/day-and-rate-tables/service.js';
import { readAuditKeys } from './features/operations/audit/keys.js';
import { migrateDatabase, readSchemaState, refuseNewer } from './features/operations/migrations/migrate.js';
import { areStepsKnown } from './features/operations/migrations/state-steps.js';
import { createIssuer, readIssuerSettings } from './features/people/identity/issuer.js';
import { listSampleAccounts } from './features/people/identity/repository.js';
import { createTokenIssuer } from './features/people/identity/tokens.js';
import { mayChangeEvents } from './platform/application-role.js';
import { type Clock, simulatedClock, systemClock } from './platform/clock.js';
import { createCursorSigner } from './platform/cursor.js';
import { connectDatabase, type DatabaseConnection } from './platform/database.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres.js';
import { createFieldCipher, type FieldCipher } from './platform/field-cipher.js';
import { readFieldKeys } from './platform/field-keys.js';
import { type Installation, readInstallation } from './platform/installation.js';
import { createLogger } from './platform/logger.js';
import { createMailer, type Mailer } from './platform/mailer.js';
import { migrateQueueSchema } from './platform/queue-postgres.js';
import { createQueues, type Queues } from './platform/queue.js';
import { connectCounters, createRedisCounters } from './platform/rate-counters-redis.js';
import { createDatabaseCounters } from './platform/rate-counters.js';

/** Everything of one process that has to be closed: what the app and the workers are built from. */
export interface Instance extends AppDependencies {
  readonly queues: Queues | undefined;
  readonly mailer: Mailer | undefined;
  /** Queues first, then Redis, then PostgreSQL; the embedded server last. */
  close(): Promise<void>;
}

export interface ResolvedDatabase {
  /** What the application connects with. */
  readonly url: string;
  /** What migrations connect with. */
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** The given database, or the embedded one, started. */
export async function resolveDatabase(config: Config, log: (message: string) => void): Promise<ResolvedDatabase> {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl = url } = config;
  if (url !== undefined && ownerUrl !== undefined) return { url, ownerUrl, stop: async () => undefined };
  const server = await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log });
  return { url: server.applicationUrl, ownerUrl: server.url, stop: () => server.stop() };
}

/**
 * Migrates the tables and, where the queue has no Redis, its schema; then sets the rights of the application's role.
 */
export async function migrateAll(config: Config, { url, ownerUrl }: ResolvedDatabase): Promise<void> {
  if (config.REDIS_URL === undefined) await migrateQueueSchema(ownerUrl);
  const role = decodeURIComponent(new URL(url).username);
  const owner = decodeURIComponent(new URL(ownerUrl).username);
  await migrateDatabase(ownerUrl, role === owner ? undefined : role);
}

async function requireSchema(connection: DatabaseConnection): Promise<void> {
  const state = await readSchemaState(connection.db);
  refuseNewer(state);
  if (state === 'BEHIND' || !(await areStepsKnown(connection.db))) {
    throw new Error('The database lacks migrations of this version. Run them first:  npm run db:migrate');
  }
}

/** An owner's connection works, but then only the triggers stand between a fault of ours and the evidence (EV-02). */
async function warnOfOwner(connection: DatabaseConnection, config: Config, log: (message: string) => void) {
  if (config.embedded || !(await mayChangeEvents(connection.db))) return;
  log(
    'DATABASE_URL connects with a role that may change events. Put it into DATABASE_OWNER_URL, name another role in ' +
      'DATABASE_URL, and run:  npm run reprieve -- create-application-role',
  );
}

/** The cipher of sensitive fields; a real installation without keys goes on, and refuses what would need them. */
function openFields(config: Config, isSample: boolean, log: (message: string) => void): FieldCipher {
  const keys = readFieldKeys(config, isSample);
  if (keys === undefined) {
    log(
      'There are no keys for identity numbers, phones and account numbers, so none can be stored or shown. ' +
        'Make some and name them in FIELD_KEYS_FILE:  npm run reprieve -- create-field-keys --out field-keys.json',
    );
  }
  return createFieldCipher(keys);
}

/**
 * Refuses to work in earnest on what was made for trying: everybody knows the password of sample accounts and the keys
 * of sample data, and anybody may move a simulated day.
 * @throws Error that names what was found
 */
async function refuseSamples(
  { db }: DatabaseConnection,
  { simulatedOn, sampleDataLoaded }: Installation,
  clock: Clock,
) {
  const samples = await listSampleAccounts(db);
  const isSimulated = clock.kind === 'simulated' || simulatedOn !== null;
  const found = [
    ...(samples.length > 0 ? [`sample accounts (${samples.map(({ username }) => username).join(', ')})`] : []),
    ...(isSimulated ? ['a simulated clock'] : []),
    ...(isSimulated || sampleDataLoaded !== null ? ['values under keys of sample data, which everybody knows'] : []),
  ];
  if (found.length === 0) return;
  throw new Error(`NODE_ENV is production, and this database has ${found.join('; ')}. Use a database of its own.`);
}

function chooseClock(config: Config, simulatedOn: string | null, connection: DatabaseConnection): Clock {
  // A simulated date that the database already has goes on; settings count on an empty database only.
  const simulated = config.CLOCK === 'simulated' || (simulatedOn !== null && config.embedded);
  return simulated ? simulatedClock(connection.db) : systemClock;
}

/**
 * Opens database, queue and clock as configured. An embedded database is migrated; a given one must be up to date.
 * @param resolving - database that is being started; default the configured one
 * @throws Error with one sentence that says what to do
 */
export async function openInstance(
  config: Config,
  log: (message: string) => void,
  resolving: Promise<ResolvedDatabase> = resolveDatabase(config, log),
): Promise<Instance> {
  const database = await resolving;
  let connection: DatabaseConnection | undefined;
  try {
    const logger = createLogger(config.LOG_LEVEL);
    const issuerSettings = readIssuerSettings(config);
    if (config.embedded) await migrateAll(config, database);
    const opened = (connection = connectDatabase(
      database.url,
      config.DATABASE_CONNECTIONS,
      config.DATABASE_PREPARE === 'on',
    ));
    await requireSchema(opened);
    await warnOfOwner(opened, config, log);
    const installation = await readInstallation(opened.db);
    const clock = chooseClock(config, installation.simulatedOn, opened);
    const isSample =
      clock.kind === 'simulated' || config.SAMPLE_DATA !== 'none' || installation.sampleDataLoaded !== null;
    if (config.NODE_ENV === 'production') await refuseSamples(opened, installation, clock);
    const fields = openFields(config, isSample, log);
    const queues =
      config.JOBS_MODE === 'off'
        ? undefined
        : createQueues({
            redisUrl: config.REDIS_URL,
            databaseUrl: database.url,
            instanceId: installation.instanceId,
            log: logger,
          });
    const counterRedis = config.REDIS_URL === undefined ? undefined : connectCounters(config.REDIS_URL);
    const mailer = config.SMTP_URL === undefined ? undefined : createMailer(config.SMTP_URL, config.MAIL_FROM);
    return {
      config,
      logger,
      db: opened.db,
      sql: opened.sql,
      preparedStatements: () => opened.preparedStatements(),
      clock,
      installation,
      reference: createReferenceData(opened.db),
      fields,
      tokens: await createTokenIssuer(installation.tokenKey, () => clock.now()),
      issuer: issuerSettings && createIssuer(issuerSettings, () => clock.now()),
      cursors: createCursorSigner(installation.cursorKey),
      mail: mailer !== undefined,
      auditKeys: readAuditKeys(config, clock),
      rateCounters: counterRedis
        ? createRedisCounters(counterRedis, `{reprieve-${installation.instanceId}}`)
        : createDatabaseCounters(opened.db),
      queues,
      mailer,
      isQueueReachable: async () => (await queues?.isReachable()) ?? false,
      async close() {
        await queues?.close();
        mailer?.close();
        counterRedis?.disconnect();
        await opened.close();
        await database.stop();
      },
    };
  } catch (error) {
    await connection?.close();
    await database.stop();
    throw error;
  }
}
