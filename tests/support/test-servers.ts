import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { migrateDatabase } from '../../src/features/operations/migrations/migrate.js';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';
import { findLeftover, stopPostmaster } from '../../src/platform/embedded-postgres/postmaster.js';
import { findFreePort } from '../../src/platform/free-port.js';
import { identifyProcess, isRunning, sendSignal, waitForExit } from '../../src/platform/process-identity.js';
import { migrateQueueSchema } from '../../src/platform/queue-postgres.js';
import { readServerSeconds } from './processor-time.js';
import { factsPath, findFacts, PROJECT_DIRECTORY, SERVICES_DIRECTORY, type ServiceFacts } from './services.js';
import { findSystemPrograms } from './system-programs.js';

/** A database that is thrown away needs no safety against a loss of power. */
const THROW_AWAY_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  // A hash for each connection of each app costs more than the test of it is worth: passwords here keep nobody out.
  scram_iterations: '1',
};

const IN_MEMORY_DIRECTORY = path.join('/dev/shm', path.basename(SERVICES_DIRECTORY));
const IN_MEMORY_BYTES_LEAST = 2_000_000_000;

/** Starts what does not run yet, and makes the template of the test databases from the migrations as they are now. */
export async function startServers(): Promise<void> {
  const programs = findSystemPrograms();
  const running = findFacts();
  const facts = running !== undefined && isWhole(running) ? running : await startAnew(programs.redisServer);
  const templateDatabase = await ensureTemplate(facts);
  const { chromium } = programs;
  const complete: ServiceFacts = {
    ...facts,
    templateDatabase,
    sourcesDigest: digest(listSources()),
    ...(chromium && { chromiumPath: chromium }),
  };
  writeFileSync(factsPath(), JSON.stringify(complete), { mode: 0o600 });
  await dropOldTemplates(complete);
}

/**
 * Kept servers gather a set of templates for each state of the sources; a run with the sources before makes its anew.
 */
async function dropOldTemplates({ databaseUrl, sourcesDigest }: ServiceFacts): Promise<void> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const old = await admin<{ datname: string }[]>`
      select datname from pg_database
      where datname like 'loaded\\_%' and datname not like ${`loaded_${sourcesDigest}_%`}`;
    for (const { datname } of old) await admin.unsafe(`drop database if exists ${datname} with (force)`);
  } finally {
    await admin.end();
  }
}

/** Ends the servers, whoever started them, and removes their data. */
export async function endServers(): Promise<void> {
  const facts = findFacts();
  if (facts === undefined) return;
  if (facts.redis !== undefined && isRunning(facts.redis)) {
    sendSignal(facts.redis.pid, 'SIGTERM');
    await waitForExit(facts.redis, 5_000);
  }
  const leftover = findLeftover(facts);
  if (leftover !== undefined) await stopPostmaster(leftover.identity);
  rmSync(path.dirname(facts.clusterDirectory), { recursive: true, force: true });
  rmSync(IN_MEMORY_DIRECTORY, { recursive: true, force: true });
  rmSync(path.join(SERVICES_DIRECTORY, 'data'), { recursive: true, force: true });
  rmSync(factsPath(), { force: true });
}

export function makeServicesDirectory(): void {
  mkdirSync(SERVICES_DIRECTORY, { recursive: true });
  // The system user of the database passes through; nobody else can look inside.
  chmodSync(SERVICES_DIRECTORY, 0o711);
}

/**
 * In memory where there is room: a copy of the template is some thousand small files, and a disk takes half a second.
 */
function chooseDataDirectory(): string {
  return path.join(hasRoomInMemory() ? IN_MEMORY_DIRECTORY : SERVICES_DIRECTORY, 'data');
}

function hasRoomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(path.dirname(IN_MEMORY_DIRECTORY));
    return bavail * bsize > IN_MEMORY_BYTES_LEAST;
  } catch {
    return false;
  }
}

/** Seconds of processor time of the database server and of Redis since they started. */
export function readServersSeconds(): number {
  const facts = findFacts();
  if (facts === undefined) return 0;
  const servers = [findLeftover(facts)?.identity, facts.redis];
  return servers.reduce((sum, one) => sum + (one === undefined ? 0 : readServerSeconds(one.pid)), 0);
}

function isWhole(facts: ServiceFacts): boolean {
  return findLeftover(facts) !== undefined && (facts.redis === undefined || isRunning(facts.redis));
}

async function startAnew(redisServer: string | undefined): Promise<ServiceFacts> {
  await endServers();
  const [database, redis] = await Promise.all([
    // The server is left running on purpose: it outlives this process, and the end of the test run finds it.
    startEmbeddedPostgres({ dataDir: chooseDataDirectory(), log: () => undefined, settings: THROW_AWAY_SETTINGS }),
    redisServer === undefined ? undefined : startRedis(redisServer),
  ]);
  const facts: ServiceFacts = {
    databaseUrl: database.url,
    applicationUrl: database.applicationUrl,
    clusterDirectory: database.clusterDirectory,
    templateDatabase: '',
    sourcesDigest: '',
    ...redis,
  };
  // Written at once, so that the servers are found again when this run is killed in what follows.
  writeFileSync(factsPath(), JSON.stringify(facts), { mode: 0o600 });
  return facts;
}

async function startRedis(program: string): Promise<Pick<ServiceFacts, 'redis' | 'redisUrl'>> {
  const port = await findFreePort();
  const log = openSync(path.join(SERVICES_DIRECTORY, 'redis.log'), 'w', 0o600);
  const args = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'].map(String);
  const child = spawn(program, [...args, '--maxmemory-policy', 'noeviction'], {
    cwd: SERVICES_DIRECTORY,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const redis = child.pid === undefined ? undefined : identifyProcess(child.pid);
  const redisUrl = `redis://127.0.0.1:${port}`;
  const client = new Redis(redisUrl, { retryStrategy: (times) => (times > 100 ? null : 30) });
  client.on('error', () => undefined);
  try {
    await client.ping();
  } finally {
    client.disconnect();
  }
  if (redis === undefined || !isRunning(redis)) throw new Error(`Redis did not start; see ${SERVICES_DIRECTORY}.`);
  return { redis, redisUrl };
}

/**
 * One template for each state of the migrations: two runs at the same time may differ in them.
 * @returns its name
 */
async function ensureTemplate({ databaseUrl, applicationUrl }: ServiceFacts): Promise<string> {
  const name = `template_${digest(listMigrationSources())}`;
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const [found] = await admin`select 1 from pg_database where datname = ${name}`;
    if (found !== undefined) return name;
    const draft = `draft_${process.pid}`;
    const draftUrl = new URL(databaseUrl);
    draftUrl.pathname = `/${draft}`;
    await admin.unsafe(`drop database if exists ${draft}`);
    await admin.unsafe(`create database ${draft}`);
    await migrateQueueSchema(draftUrl.href);
    await migrateDatabase(draftUrl.href, new URL(applicationUrl).username);
    await admin.unsafe(`alter database ${draft} rename to ${name}`);
    // Nobody may be connected to a template while it is copied.
    await admin.unsafe(`alter database ${name} with allow_connections false`);
    return name;
  } finally {
    await admin.end();
  }
}

function listMigrationSources(): string[] {
  return [...listFiles('drizzle'), 'src/features/operations/migrations/migrate.ts', 'src/platform/application-role.ts'];
}

function listSources(): string[] {
  return ['src', 'jobs', 'drizzle', 'tests/support'].flatMap(listFiles);
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(path.join(PROJECT_DIRECTORY, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(PROJECT_DIRECTORY, path.join(entry.parentPath, entry.name)));
}

function digest(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(path.join(PROJECT_DIRECTORY, file)));
  return hash.digest('hex').slice(0, 16);
}
