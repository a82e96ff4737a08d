import path from 'node:path';
import type postgres from 'postgres';
import { lockDirectory } from './directory-lock.js';
import {
  APPLICATION_ROLE,
  ensureCluster,
  OWNER_ROLE,
  readPasswords,
  SUPERUSER,
  type Passwords,
} from './embedded-postgres/cluster.js';
import { makeDataDirectory, prepareHome, type Home } from './embedded-postgres/home.js';
import {
  findLeftover,
  serverArguments,
  startedWith,
  startPostmaster,
  stopPostmaster,
  waitUntilReady,
  type Postmaster,
} from './embedded-postgres/postmaster.js';
import { postgresDriver } from './postgres-driver.js';
import { isRunning } from './process-identity.js';

const DATABASE = 'reprieve';
const WATCH_INTERVAL_MS = 1_000;

export interface DatabaseServer {
  /** Connects as the owner of the database `reprieve`, who is no superuser; valid until `stop`. */
  url: string;
  /** Connects as the role of the application, which `migrateDatabase` gives its rights. */
  applicationUrl: string;
  /** True when the server of an earlier process that was killed is used on. */
  adopted: boolean;
  /** The PostgreSQL data directory, for copies of its files. */
  clusterDirectory: string;
  /** Ends the server in an orderly way and waits for it; gives the data directory free. Can be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Made when missing; one process at a time. */
  dataDir: string;
  log: (message: string) => void;
  /** PostgreSQL settings over the built-in ones; with `fsync=off` nothing is written safely (tests). */
  settings?: Record<string, string>;
}

/**
 * Starts a PostgreSQL server of our own, reachable on the loopback address alone. The first start makes the cluster
 * and the database. The server outlives this process when it is killed; the next start finds and uses it on. Should
 * the server itself die, it is started again on the same port.
 * Throws: DirectoryInUseError while another process uses `dataDir`; else an Error whose message says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<DatabaseServer> {
  const dataDir = path.resolve(options.dataDir);
  const settings = options.settings ?? {};
  await makeDataDirectory(dataDir);
  const lock = lockDirectory(dataDir);
  try {
    const home = await prepareHome(dataDir, options.log);
    if (await ensureCluster(home, settings['fsync'] !== 'off')) options.log('The embedded database has been made.');
    const passwords = await readPasswords(home);
    const args = serverArguments(home, settings);
    const leftover = await adoptLeftover(home, args, passwords, options.log);
    const postmaster = leftover ?? (await startPostmaster(home, args));
    await ensureDatabase(postmaster.port, passwords);
    const keeper = keepRunning(home, args, postmaster, options.log);
    return {
      url: urlOf(OWNER_ROLE, passwords.owner, postmaster.port, DATABASE),
      applicationUrl: urlOf(APPLICATION_ROLE, passwords.application, postmaster.port, DATABASE),
      adopted: leftover !== undefined,
      clusterDirectory: home.clusterDirectory,
      async stop() {
        try {
          await keeper.stop();
        } finally {
          lock.release();
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Uses a leftover server only when it is whole: ready, opened by our password, started as we would start it. */
async function adoptLeftover(
  home: Home,
  args: readonly string[],
  passwords: Passwords,
  log: (message: string) => void,
): Promise<Postmaster | undefined> {
  const leftover = findLeftover(home);
  if (leftover === undefined) return undefined;
  const ready = await waitUntilReady(home, leftover.identity);
  if (ready && startedWith(home, args) && (await opens(leftover.port, passwords))) {
    log('The database server of an earlier run is used on.');
    return leftover;
  }
  if (isRunning(leftover.identity)) {
    log('The database server of an earlier run is stopped.');
    await stopPostmaster(leftover.identity);
  }
  return undefined;
}

async function opens(port: number, passwords: Passwords): Promise<boolean> {
  const sql = connect(urlOf(SUPERUSER, passwords.superuser, port, 'postgres'));
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Makes roles and database unless they are there; each step may have been the last one of a start that was killed. */
async function ensureDatabase(port: number, passwords: Passwords): Promise<void> {
  const sql = connect(urlOf(SUPERUSER, passwords.superuser, port, 'postgres'));
  try {
    const roles = await sql<{ name: string }[]>`select rolname as name from pg_roles`;
    const lacks = (role: string) => !roles.some(({ name }) => name === role);
    if (lacks(OWNER_ROLE)) await sql.unsafe(`create role ${OWNER_ROLE} login createdb password '${passwords.owner}'`);
    if (lacks(APPLICATION_ROLE)) {
      await sql.unsafe(`create role ${APPLICATION_ROLE} login password '${passwords.application}'`);
      // The owner may end sessions of the application, as when a database is dropped.
      await sql.unsafe(`grant ${APPLICATION_ROLE} to ${OWNER_ROLE}`);
    }
    const [found] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found === undefined) await sql.unsafe(`create database ${DATABASE} owner ${OWNER_ROLE}`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function connect(url: string): postgres.Sql {
  return postgresDriver()(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
}

function urlOf(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/** Looks after the server until `stop`: its end is noticed by its process, since an adopted one is no child of ours. */
function keepRunning(home: Home, args: readonly string[], first: Postmaster, log: (message: string) => void) {
  let current = first.identity;
  let restart: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (restart !== undefined || isRunning(current)) return;
    log('The database server has ended unexpectedly and is started again.');
    restart = startPostmaster(home, args, first.port)
      .then((postmaster) => {
        current = postmaster.identity;
        log('The database server runs again.');
      })
      .catch((error: unknown) => log(error instanceof Error ? error.message : String(error)))
      .finally(() => (restart = undefined));
  }, WATCH_INTERVAL_MS).unref();
  const stop = async () => {
    clearInterval(timer);
    await restart;
    if (isRunning(current)) await stopPostmaster(current);
  };
  return { stop: () => (stopped ??= stop()) };
}
