import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { findFreePort } from '../free-port.js';
import { identifyProcess, isRunning, sendSignal, waitForExit, type ProcessIdentity } from '../process-identity.js';
import { SERVER_ENVIRONMENT } from './account.js';
import { postgresPath } from './binaries.js';
import type { Home } from './home.js';

const START_TIMEOUT_MS = 60_000;
const FAST_SHUTDOWN_MS = 15_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;
const START_ATTEMPTS = 6;
const LOG_BYTES_MAX = 5_000_000;

/** A running server process of one cluster. */
export interface Postmaster {
  identity: ProcessIdentity;
  port: number;
}

/** Few and small connections on one machine; the values are PostgreSQL's own names. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '256MB',
  min_wal_size: '64MB',
  max_wal_senders: '0',
  max_worker_processes: '4',
  max_logical_replication_workers: '0',
  // One process serves its own reads: the three extra I/O processes of the default buy nothing on a small machine.
  io_method: 'sync',
  // Short queries lose more by compiling than they win.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  // Statements and the details of errors hold the data of people.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  logging_collector: 'off',
};

/** The arguments of the server but for its port, in the order in which PostgreSQL notes them down. */
export function serverArguments(home: Home, settings: Record<string, string>): string[] {
  const merged = Object.entries({ ...SETTINGS, ...settings });
  return ['-D', home.clusterDirectory, ...merged.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/**
 * Starts the server on a free port, or on the one given, and waits until it answers. A server that was killed leaves
 * child processes for a moment, and a port may be taken between the choice and the use: it tries more than once.
 * Throws: with the end of the server's log when it does not come up.
 */
export async function startPostmaster(home: Home, args: readonly string[], givenPort?: number): Promise<Postmaster> {
  const logPath = path.join(home.directory, 'server.log');
  if (sizeOf(logPath) > LOG_BYTES_MAX) truncateSync(logPath);
  for (let attempt = 1; ; attempt += 1) {
    const port = givenPort ?? (await findFreePort());
    const logFrom = sizeOf(logPath);
    const started = await spawnPostmaster(home, [...args, '-p', String(port)], logPath);
    if (started !== undefined) return { identity: started, port };
    if (attempt === START_ATTEMPTS) {
      const lines = readFileSync(logPath).subarray(logFrom).toString('utf8').trim().split('\n').slice(-5);
      throw new Error(`The embedded database in ${home.directory} did not start:\n${lines.join('\n')}`);
    }
    await pause(100 * 2 ** (attempt - 1));
  }
}

/** @returns undefined when the server ended before it was ready */
async function spawnPostmaster(home: Home, args: string[], logPath: string): Promise<ProcessIdentity | undefined> {
  const output = openSync(logPath, 'a', 0o600);
  // A session of its own: Ctrl-C in the terminal reaches only us, and we close in order, the database last.
  const child = spawn(postgresPath(home.binaries), args, {
    ...home.account,
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => undefined);
  if (child.pid === undefined) return failed;
  const identity = identifyProcess(child.pid);
  if (identity === undefined) return undefined;
  if (await waitUntilReady(home, identity)) return identity;
  if (isRunning(identity)) await stopPostmaster(identity);
  return undefined;
}

/**
 * Waits until the server says in its own pid file that it accepts connections.
 * @returns false when it ended, is shutting down, or took longer than a minute
 */
export async function waitUntilReady(home: Home, identity: ProcessIdentity): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (isRunning(identity) && Date.now() < deadline) {
    const noted = readPidFile(home);
    if (noted?.pid === identity.pid && noted.status === 'ready') return true;
    if (noted?.pid === identity.pid && noted.status === 'stopping') return false;
    await pause(10);
  }
  return false;
}

/** Fast shutdown; harder when that is not done in time. Returns when the process has gone. */
export async function stopPostmaster(identity: ProcessIdentity): Promise<void> {
  const steps = [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
    ['SIGKILL', IMMEDIATE_SHUTDOWN_MS],
  ] as const;
  for (const [signal, timeoutMs] of steps) {
    sendSignal(identity.pid, signal);
    if (await waitForExit(identity, timeoutMs)) return;
  }
  throw new Error(`The database server (pid ${identity.pid}) does not end.`);
}

/**
 * Finds the server that an earlier process of ours left behind. A pid file that nobody stands behind any more, or
 * whose pid now belongs to another program, is removed: PostgreSQL itself would refuse to start over the latter.
 */
export function findLeftover(home: Pick<Home, 'clusterDirectory'>): Postmaster | undefined {
  const noted = readPidFile(home);
  if (noted === undefined) return undefined;
  const identity = identifyProcess(noted.pid);
  if (identity !== undefined && servesCluster(noted.pid, home)) return { identity, port: noted.port };
  rmSync(path.join(home.clusterDirectory, 'postmaster.pid'), { force: true });
  return undefined;
}

/** The line by which a server of this cluster was started, without its port. */
export function startedWith(home: Home, args: readonly string[]): boolean {
  const expected = [postgresPath(home.binaries), ...args].map((arg, index) => (index === 0 ? arg : `"${arg}"`));
  try {
    const noted = readFileSync(path.join(home.clusterDirectory, 'postmaster.opts'), 'utf8').trim();
    return noted.replace(/ "-p" "\d+"/, '') === expected.join(' ');
  } catch {
    return false;
  }
}

/** The server's working directory is its cluster, whoever else may have got the noted pid. */
function servesCluster(pid: number, home: Pick<Home, 'clusterDirectory'>): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === home.clusterDirectory;
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(`-D ${home.clusterDirectory}`);
  } catch {
    return false;
  }
}

function readPidFile(home: Pick<Home, 'clusterDirectory'>): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = readFileSync(path.join(home.clusterDirectory, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return undefined;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
