import type { FastifyInstance, InjectOptions } from 'fastify';
import pino from 'pino';
import postgres from 'postgres';
import { loadSampleData } from '../../drizzle/seed.js';
import type { WorkerDependencies } from '../../jobs/job-context.js';
import type { Workers } from '../../jobs/start-workers.js';
import { buildApp } from '../../src/app.js';
import { type Config, readConfig } from '../../src/config.js';
import { type AppDependencies, makeContext } from '../../src/dependencies.js';
import { closeThrough, type CloseReport } from '../../src/features/course/close/close.js';
import { createReferenceData } from '../../src/features/course/day-and-rate-tables/service.js';
import { readAuditKeys } from '../../src/features/operations/audit/keys.js';
import { createIssuer, readIssuerSettings } from '../../src/features/people/identity/issuer.js';
import { createTokenIssuer, type TokenBearer } from '../../src/features/people/identity/tokens.js';
import { moveSimulatedDate, simulatedClock } from '../../src/platform/clock.js';
import { type Context, systemActor } from '../../src/platform/context.js';
import { createCursorSigner } from '../../src/platform/cursor.js';
import { connectDatabase } from '../../src/platform/database.js';
import { createFieldCipher } from '../../src/platform/field-cipher.js';
import { readFieldKeys } from '../../src/platform/field-keys.js';
import { readInstallation } from '../../src/platform/installation.js';
import { createLogger } from '../../src/platform/logger.js';
import type { Queues } from '../../src/platform/queue.js';
import { createDatabaseCounters } from '../../src/platform/rate-counters.js';
import { addDays } from '../../src/shared/civil-date.js';
import { newId } from '../../src/shared/ids.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { createLoadedDatabase, type LoadedData } from './loaded-database.js';
import { testServices } from './services.js';
import { watchRefusals } from './watch-refusals.js';

/** The day on which the main story starts. */
export const DEFAULT_START = '2023-09-28';

/** The part of a tap test that is needed here. */
interface Teardown {
  teardown(work: () => unknown): void;
}

export interface TestAppOptions {
  readonly sampleData?: 'load' | 'accounts' | 'none';
  readonly clockStart?: string;
  /** Which backend carries the jobs; without one days are closed by `closeDays`. */
  readonly queue?: 'redis' | 'postgres';
  readonly env?: Record<string, string>;
  /** Takes the log of the app, everything down to `debug`. */
  readonly log?: { write(line: string): void };
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  /** The body as it came, for files. */
  readonly bytes: Buffer;
  // Answers are read by their keys in tests; their shapes are what the tests are about.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface Caller {
  get(url: string, headers?: Record<string, string>): Promise<TestAnswer>;
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  patch(url: string, body: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  put(url: string, body: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
}

export interface TestApp {
  readonly app: FastifyInstance;
  readonly deps: AppDependencies;
  readonly databaseUrl: string;
  /** A connection of the tables' owner, opened when first asked for: it can do what the application cannot. */
  readonly owner: postgres.Sql;
  readonly queues: Queues | undefined;
  readonly workers: Workers | undefined;
  /** Calls as a sample account, with a token as sign-in would issue it; sign-in itself has tests of its own. */
  as(username: string): Promise<Caller>;
  /** Calls without signing in. */
  readonly stranger: Caller;
  /** Moves the business date and closes each day, without the queue. */
  closeDays(to: string): Promise<CloseReport | undefined>;
  jobContext(): Promise<Context>;
  startWorkers(): Promise<Workers>;
}

async function call(app: FastifyInstance, options: InjectOptions): Promise<TestAnswer> {
  const reply = await app.inject(options);
  // What came packed is for the test to unpack.
  const json = /json/.test(String(reply.headers['content-type'])) && reply.headers['content-encoding'] === undefined;
  return {
    status: reply.statusCode,
    headers: reply.headers,
    bytes: reply.rawPayload,
    body: json ? reply.json() : reply.body,
  };
}

function callerOf(app: FastifyInstance, authorization: Record<string, string>): Caller {
  const send =
    (method: 'GET' | 'POST' | 'PATCH' | 'PUT') =>
    (url: string, body?: unknown, headers: Record<string, string> = {}) =>
      call(app, {
        method,
        url,
        headers: { ...authorization, ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
  return {
    get: (url, headers) => send('GET')(url, undefined, headers),
    post: send('POST'),
    patch: send('PATCH'),
    put: send('PUT'),
  };
}

/**
 * The sample data as they come, which one template holds for all tests; undefined where a test wants them otherwise.
 */
function templateFor({ sampleData = 'accounts', clockStart, env }: TestAppOptions): LoadedData | undefined {
  if (sampleData === 'none' || env?.['SAMPLE_PASSWORD'] !== undefined) return undefined;
  return sampleData === 'load' && clockStart !== undefined ? undefined : sampleData;
}

/** A database with sample data, and the simulated date on which the test begins. */
async function prepareDatabase(t: Teardown, options: TestAppOptions): Promise<TestDatabase> {
  const template = templateFor(options);
  if (template === undefined) return createTestDatabase(t);
  const start = template === 'accounts' ? (options.clockStart ?? DEFAULT_START) : undefined;
  return createLoadedDatabase(t, template, start);
}

/** Builds the app on a database of its own, with sample accounts and a simulated clock, and ends it with the test. */
export async function createTestApp(t: Teardown, options: TestAppOptions = {}): Promise<TestApp> {
  return openTestApp(t, await prepareDatabase(t, options), options);
}

/** Builds the app on a database that is prepared already; its clock stands where the database says. */
export async function openTestApp(
  t: Teardown,
  { url: databaseUrl, ownerUrl }: TestDatabase,
  options: TestAppOptions,
): Promise<TestApp> {
  // Teardown goes backwards: what this one finds is told when everything else has ended.
  let unnamedRefusals: () => readonly string[] = () => [];
  t.teardown(() => {
    const unnamed = unnamedRefusals();
    if (unnamed.length > 0) throw new Error(`Refusals that their routes do not name: ${unnamed.join(', ')}`);
  });
  const config: Config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    SAMPLE_DATA: options.sampleData ?? 'accounts',
    CLOCK: 'simulated',
    ...(options.clockStart || options.sampleData !== 'load'
      ? { CLOCK_START: options.clockStart ?? DEFAULT_START }
      : {}),
    RATE_LIMIT_PER_CALLER: '100000',
    RATE_LIMIT_PER_ADDRESS: '100000',
    ...options.env,
  });
  const issuerSettings = readIssuerSettings(config);
  const connection = connectDatabase(databaseUrl, 6, config.DATABASE_PREPARE === 'on');
  t.teardown(() => connection.close());
  const reference = createReferenceData(connection.db);
  const fields = createFieldCipher(readFieldKeys(config, true));
  const installation = await readInstallation(connection.db);
  const cursors = createCursorSigner(installation.cursorKey);
  await loadSampleData({ ...connection, cursors, reference, fields }, config);
  const clock = simulatedClock(connection.db);
  const logger = options.log
    ? createLogger('debug', options.log)
    : pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const queues =
    options.queue &&
    (await import('../../src/platform/queue.js')).createQueues({
      ...backend(options.queue),
      databaseUrl,
      instanceId: installation.instanceId,
      log: logger,
    });
  if (queues) t.teardown(() => queues.close());
  const mailer = await openMailer(config);
  if (mailer) t.teardown(() => mailer.close());
  const deps: AppDependencies & WorkerDependencies = {
    config,
    db: connection.db,
    sql: connection.sql,
    preparedStatements: () => connection.preparedStatements(),
    clock,
    reference,
    fields,
    installation,
    tokens: await createTokenIssuer(installation.tokenKey, () => new Date()),
    issuer: issuerSettings && createIssuer(issuerSettings, () => new Date()),
    cursors,
    mail: mailer !== undefined,
    auditKeys: readAuditKeys(config, clock),
    rateCounters: createDatabaseCounters(connection.db),
    logger,
    mailer,
    isQueueReachable: async () => (await queues?.isReachable()) ?? false,
  };
  const app = await buildApp(deps);
  unnamedRefusals = watchRefusals(app);
  t.teardown(() => app.close());
  let workers: Workers | undefined;
  let owner: postgres.Sql | undefined;
  async function start(): Promise<Workers> {
    if (!queues) throw new Error('This test app has no queue');
    const { startWorkers } = await import('../../jobs/start-workers.js');
    const started = await startWorkers(deps, queues);
    workers = started;
    t.teardown(() => started.close());
    return started;
  }
  if (queues) await start();
  async function jobContext(): Promise<Context> {
    const today = await clock.today();
    return makeContext(deps, { actor: systemActor('daily-close'), today, requestId: newId() });
  }
  return {
    app,
    deps,
    databaseUrl,
    get owner() {
      return (owner ??= openOwner(t, ownerUrl));
    },
    queues,
    get workers() {
      return workers;
    },
    as: async (username) => {
      const [user] = await connection.sql<TokenBearer[]>`
        select id as "userId", session_version as "sessionVersion" from users where username = ${username}`;
      if (!user) throw new Error(`There is no account ${username}`);
      return callerOf(app, { authorization: `Bearer ${await deps.tokens.issue(user)}` });
    },
    stranger: callerOf(app, {}),
    closeDays: async (to) => {
      let report: CloseReport | undefined;
      for (let day = addDays(await clock.today(), 1); day <= to; day = addDays(day, 1)) {
        await moveSimulatedDate(connection.db, day);
        report = await closeThrough(await jobContext(), addDays(day, -1));
      }
      return report;
    },
    jobContext,
    startWorkers: start,
  };
}

// Queues and mail are loaded by the tests that have them: their libraries take half a second of each process.

async function openMailer({ SMTP_URL, MAIL_FROM }: Config) {
  return SMTP_URL === undefined
    ? undefined
    : (await import('../../src/platform/mailer.js')).createMailer(SMTP_URL, MAIL_FROM);
}

function openOwner(t: Teardown, url: string): postgres.Sql {
  const sql = postgres(url, { max: 2, onnotice: () => undefined });
  t.teardown(() => sql.end({ timeout: 1 }));
  return sql;
}

function backend(queue: 'redis' | 'postgres'): { redisUrl?: string } {
  if (queue === 'postgres') return {};
  const { redisUrl } = testServices();
  if (redisUrl === undefined) throw new Error('This test needs Redis, which the test run could not start');
  return { redisUrl };
}
